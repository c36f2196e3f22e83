using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>Something that somebody did in a layout.</summary>
public sealed class HistoryRow
{
    public required HistoryEventId Id { get; init; }

    public required LayoutId LayoutId { get; init; }

    /// <summary>In milliseconds since 1970 UTC; rises from event to event of a layout, whatever the clock does.</summary>
    public required long At { get; init; }

    /// <summary>The address of who did it; null = the platform itself.</summary>
    public required string? By { get; init; }

    /// <summary>By its name, so that a row can be read without the program.</summary>
    public required HistoryKind Kind { get; init; }

    /// <summary>The name that the thing had then.</summary>
    public required string? Subject { get; init; }

    /// <summary>How many lamps it was about; 0 where that says nothing.</summary>
    public required int Count { get; init; }

    /// <summary>What undoing it needs, as JSON; null = it cannot be undone.</summary>
    public required string? Undo { get; set; }

    public bool IsUndone { get; set; }
}

internal sealed class HistoryMapping : IEntityTypeConfiguration<HistoryRow>
{
    public void Configure(EntityTypeBuilder<HistoryRow> builder)
    {
        builder.ToTable("History");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>();
        builder.HasIndex(row => new { row.LayoutId, row.At });
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
