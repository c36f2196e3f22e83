using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A part of a layout as people see it.</summary>
public sealed class AreaRow
{
    public required AreaId Id { get; init; }

    public required LayoutId LayoutId { get; init; }

    public required string Name
    {
        get;
        set => (field, NameKey) = (value, Persistence.NameKey.Of(value));
    }

    /// <summary>Follows <see cref="Name"/>; unique in the layout.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Its place in the layout's order, ascending.</summary>
    public int Position { get; set; }

    /// <summary>Whoever edits the row raises it by one; an edit of an older version conflicts.</summary>
    public long Version { get; set; }
}

internal sealed class AreaMapping : IEntityTypeConfiguration<AreaRow>
{
    public void Configure(EntityTypeBuilder<AreaRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.LayoutId, row.NameKey }).IsUnique();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
