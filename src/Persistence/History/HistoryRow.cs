using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>
/// Something that somebody did in the club. It outlives the layout and the member that it is about: there are no foreign keys.
/// </summary>
public sealed class HistoryRow
{
    public required HistoryEventId Id { get; init; }

    /// <summary>Null when it was done in no layout.</summary>
    public LayoutId? LayoutId { get; init; }

    /// <summary>In milliseconds since 1970 UTC; rises from event to event of one writer, whatever the clock does.</summary>
    public required long At { get; init; }

    public ActorKind ActorKind { get; init; }

    /// <summary>The actor's name then; empty where it has none.</summary>
    public string ActorName { get; init; } = "";

    public Guid? ActorId { get; init; }

    /// <summary>From where; null for what the platform did by itself.</summary>
    public string? Address { get; init; }

    public required HistoryKind Kind
    {
        get;
        init => (field, Topic) = (value, HistoryTopics.Of(value));
    }

    /// <summary>Follows <see cref="Kind"/>.</summary>
    public HistoryTopic Topic { get; private set; }

    /// <summary>The name that the thing had then.</summary>
    public string? Subject { get; init; }

    /// <summary>What it became, as <see cref="HistoryKind"/> says.</summary>
    public string? Value { get; set; }

    /// <summary>How many things it was about; 0 where that says nothing.</summary>
    public int Count { get; init; }

    /// <summary>How often it was done in that minute.</summary>
    public int Times { get; set; } = 1;

    public HistoryResult Result { get; set; }

    /// <summary>Why not: one of <see cref="RefusalCodes"/>.</summary>
    public string? Code { get; set; }

    /// <summary>What undoing it needs, as JSON; null = it cannot be undone.</summary>
    public string? Undo { get; set; }

    public bool IsUndone { get; set; }

    /// <summary>Subject, actor and address as they are searched: see <see cref="HistorySearch.Text"/>.</summary>
    public string Words { get; init; } = "";

    /// <summary>A row of what was done, with the words that it is found by.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="at">When.</param>
    /// <param name="layout">In which layout; null for none.</param>
    /// <param name="by">Who.</param>
    /// <param name="kind">What.</param>
    /// <param name="subject">The name that the thing has.</param>
    /// <param name="count">How many things it is about.</param>
    public static HistoryRow Of(HistoryEventId id, long at, LayoutId? layout, Actor by, HistoryKind kind, string? subject, int count = 0) => new()
    {
        Id = id,
        LayoutId = layout,
        At = at,
        ActorKind = by.Kind,
        ActorName = by.Name,
        ActorId = by.Id,
        Address = by.Address,
        Kind = kind,
        Subject = subject,
        Count = count,
        Words = HistorySearch.WordsOf(subject, by.Name, by.Address),
    };

    /// <summary>Who did it.</summary>
    public Actor By => new(ActorKind, ActorName, ActorId, Address);
}

internal sealed class HistoryMapping : IEntityTypeConfiguration<HistoryRow>
{
    public void Configure(EntityTypeBuilder<HistoryRow> builder)
    {
        builder.ToTable("History");
        builder.Ignore(row => row.By);
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Address).HasColumnName("By");
        builder.Property(row => row.ActorKind).HasConversion(new EnumText<ActorKind>(ActorKind.Anonymous));
        builder.Property(row => row.Kind).HasConversion(new EnumText<HistoryKind>(HistoryKind.Unknown));
        builder.Property(row => row.Topic).HasConversion(new EnumText<HistoryTopic>(HistoryTopic.Club));
        builder.Property(row => row.Result).HasConversion(new EnumText<HistoryResult>(HistoryResult.Unknown));

        // Each ends with the moment: whatever one looks for, the newest are read first, and the oldest go first.
        builder.HasIndex(row => row.At);
        builder.HasIndex(row => new { row.Topic, row.At });
        builder.HasIndex(row => new { row.ActorId, row.At });
        builder.HasIndex(row => new { row.LayoutId, row.At });
        builder.HasIndex(row => new { row.LayoutId, row.Topic, row.At });
    }
}
