using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A layout of the club.</summary>
public sealed class LayoutRow
{
    public required LayoutId Id { get; init; }

    public required string Name
    {
        get;
        set => (field, NameKey) = (value, Persistence.NameKey.Of(value));
    }

    /// <summary>Follows <see cref="Name"/>; unique in the club.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Its place in the club's order, ascending.</summary>
    public int Position { get; set; }

    /// <summary>Whoever edits the row raises it by one; an edit of an older version conflicts.</summary>
    public long Version { get; set; }

    /// <summary>Whether its boards are followed when they move.</summary>
    public bool FollowsBoards { get; set; }

    /// <summary>Rises with every edit of lamps; the layout's own grain writes it, and nothing else of this row.</summary>
    public long LampsVersion { get; set; }
}

internal sealed class LayoutMapping : IEntityTypeConfiguration<LayoutRow>
{
    public void Configure(EntityTypeBuilder<LayoutRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => row.NameKey).IsUnique();
    }
}
