using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A board that was removed from a layout, as it was there: what its restore needs.</summary>
public sealed class RemovedControllerRow
{
    public required LayoutId LayoutId { get; init; }

    public required MacAddress Controller { get; init; }

    public required string Name { get; init; }

    public required string Host { get; init; }

    public required int HttpPort { get; init; }

    public required int WebSocketPort { get; init; }

    /// <summary>Its place in the layout's order, ascending; nobody else was given it meanwhile.</summary>
    public required int Position { get; init; }

    /// <summary>The version that it had.</summary>
    public required long Version { get; init; }

    /// <summary>In milliseconds since 1970 UTC.</summary>
    public required long RemovedAt { get; init; }

    /// <summary>The chasing groups that were to run on it.</summary>
    public List<RemovedRunRow> Runs { get; set; } = [];
}

/// <summary>A chasing group that was to run on a board when that was removed.</summary>
public sealed class RemovedRunRow
{
    public LayoutId LayoutId { get; init; }

    public MacAddress Controller { get; init; }

    public required ChasingGroupId GroupId { get; init; }

    /// <summary>The board's own number of the group; null when none was chosen yet.</summary>
    public required int? Number { get; init; }
}

internal sealed class RemovedControllerMapping : IEntityTypeConfiguration<RemovedControllerRow>, IEntityTypeConfiguration<RemovedRunRow>
{
    public void Configure(EntityTypeBuilder<RemovedControllerRow> builder)
    {
        builder.HasKey(row => new { row.LayoutId, row.Controller });
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(row => row.Runs).WithOne().HasForeignKey(run => new { run.LayoutId, run.Controller }).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<RemovedRunRow> builder)
    {
        builder.HasKey(row => new { row.LayoutId, row.Controller, row.GroupId });
        builder.HasOne<ChasingGroupRow>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Cascade);
    }
}
