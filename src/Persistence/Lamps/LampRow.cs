using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>What people know of an output. One without a row has the defaults.</summary>
public sealed class LampRow
{
    public required LayoutId LayoutId { get; init; }

    public required MacAddress Controller { get; init; }

    public required int Pin { get; init; }

    /// <summary>The club's own name for it; null = none.</summary>
    public string? Alias { get; set; }

    /// <summary>Null = unsorted.</summary>
    public AreaId? AreaId { get; set; }

    /// <summary>By the number of <see cref="LampKind"/>.</summary>
    public LampKind Kind { get; set; }

    public bool Hidden { get; set; }

    /// <summary>Its place in its area, ascending.</summary>
    public int Position { get; set; }

    /// <summary>0..1 of the plan's width; null = not on the plan, as then <see cref="PlaceY"/> is.</summary>
    public double? PlaceX { get; set; }

    /// <summary>0..1 of the plan's height.</summary>
    public double? PlaceY { get; set; }
}

internal sealed class LampMapping : IEntityTypeConfiguration<LampRow>
{
    // No foreign key to the controller: a board that is removed and comes back finds its lamps as they were.
    public void Configure(EntityTypeBuilder<LampRow> builder)
    {
        builder.HasKey(row => new { row.LayoutId, row.Controller, row.Pin });
        builder.Property(row => row.Pin).ValueGeneratedNever();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AreaRow>().WithMany().HasForeignKey(row => row.AreaId).OnDelete(DeleteBehavior.SetNull);
    }
}
