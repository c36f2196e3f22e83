using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A scene of a layout.</summary>
public sealed class SceneRow
{
    public required SceneId Id { get; init; }

    public required LayoutId LayoutId { get; init; }

    public required string Name
    {
        get;
        set => (field, NameKey) = (value, Persistence.NameKey.Of(value));
    }

    /// <summary>Follows <see cref="Name"/>; unique in the layout.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Whoever edits the row or its targets raises it by one; an edit of an older version conflicts.</summary>
    public long Version { get; set; }

    /// <summary>How long its lights take, in milliseconds.</summary>
    public long Fade { get; set; }

    /// <summary>Loaded in no order of its own: sort by <see cref="SceneTargetRow.Ordinal"/>.</summary>
    public List<SceneTargetRow> Targets { get; set; } = [];
}

/// <summary>What a scene wants one output to be.</summary>
public sealed class SceneTargetRow
{
    public SceneId SceneId { get; init; }

    /// <summary>Its place in the scene, ascending.</summary>
    public required int Ordinal { get; init; }

    public required MacAddress Controller { get; init; }

    public required int Pin { get; init; }

    public required bool Active { get; init; }

    /// <summary>0..100 percent.</summary>
    public required int Brightness { get; init; }

    /// <summary>Milliseconds, 0 = steady; null leaves it as it is.</summary>
    public long? Interval { get; init; }

    /// <summary>How long its light takes, in milliseconds; null: as long as the scene says.</summary>
    public long? Fade { get; init; }

    /// <summary>How long it waits before it begins, in milliseconds.</summary>
    public long Delay { get; init; }
}

internal sealed class SceneMapping : IEntityTypeConfiguration<SceneRow>, IEntityTypeConfiguration<SceneTargetRow>
{
    public void Configure(EntityTypeBuilder<SceneRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.LayoutId, row.NameKey }).IsUnique();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(row => row.Targets).WithOne().HasForeignKey(target => target.SceneId).OnDelete(DeleteBehavior.Cascade);
    }

    // No foreign key to the controller: a board that is removed and added again finds its scenes as they were.
    public void Configure(EntityTypeBuilder<SceneTargetRow> builder)
    {
        builder.HasKey(row => new { row.SceneId, row.Ordinal });
        builder.Property(row => row.Ordinal).ValueGeneratedNever();
    }
}
