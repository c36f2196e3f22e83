using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>
/// A chasing group that only its board knew, as somebody had started it at the board's own page: the desk of the layout ended it, and it begins
/// again after that.
/// </summary>
public sealed class EndedGroupRow
{
    public required MacAddress Controller { get; init; }

    /// <summary>Tells those of one board apart: two may have had one number, one after the other.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The board's own number of it.</summary>
    public required int Number { get; init; }

    public required string Name { get; init; }

    /// <summary>Milliseconds per step.</summary>
    public required long Interval { get; init; }

    /// <summary>Its outputs in their running order, with commas between them.</summary>
    public required string Pins { get; init; }
}

internal sealed class EndedGroupMapping : IEntityTypeConfiguration<EndedGroupRow>
{
    public void Configure(EntityTypeBuilder<EndedGroupRow> builder)
    {
        builder.HasKey(row => new { row.Controller, row.Ordinal });
        builder.Property(row => row.Ordinal).ValueGeneratedNever();
        builder.HasOne<ControllerRow>().WithMany().HasForeignKey(row => row.Controller).OnDelete(DeleteBehavior.Cascade);
    }
}
