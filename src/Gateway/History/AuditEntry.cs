using RailHub.Contracts;

namespace RailHub.Gateway.History;

/// <summary>Something that was done and is to be written down.</summary>
/// <param name="Kind">What.</param>
internal sealed record AuditEntry(HistoryKind Kind)
{
    /// <summary>In which layout; null for none.</summary>
    public LayoutId? Layout { get; init; }

    /// <summary>Who; null = whoever calls (<see cref="Caller.Actor"/>).</summary>
    public Actor? By { get; init; }

    /// <summary>The name of what it was done with; null when <see cref="Thing"/> names it, or it has none.</summary>
    public string? Subject { get; init; }

    /// <summary>
    /// What of the layout it was done with: an <see cref="OutputAddress"/>, or the id of a scene, chasing group, lamp group or show. Its
    /// name is looked up when it is written down, where nobody waits for it.
    /// </summary>
    public object? Thing { get; init; }

    /// <summary>What it became, as <see cref="HistoryKind"/> says; of an output its <see cref="OutputChange"/>, else a text.</summary>
    public object? Value { get; init; }

    /// <summary>How many things it was about; 0 where that says nothing.</summary>
    public int Count { get; init; }

    public HistoryResult Result { get; init; }

    /// <summary>Why not: one of <see cref="RefusalCodes"/>.</summary>
    public string? Code { get; init; }

    /// <summary>Whether those of one actor, for one thing and with one result, are told as one for a minute: of some there may be any number.</summary>
    public bool IsMerged => Topic == HistoryTopic.Touches || Kind is HistoryKind.SignInFailed or HistoryKind.GuestLetIn || Result != HistoryResult.Done;

    public HistoryTopic Topic => HistoryTopics.Of(Kind);

    /// <summary>The same with what came of it.</summary>
    public AuditEntry With<T>(Outcome<T> outcome)
        where T : class => (outcome.Refusal, outcome.Value) switch
        {
            ({ Code: RefusalCodes.AnswerLost }, _) => this with { Result = HistoryResult.Unknown, Code = RefusalCodes.AnswerLost },
            ({ } refusal, _) => this with { Result = HistoryResult.Refused, Code = refusal.Code },
            (_, CommandAnswer { Result: CommandResult.Refused }) => this with { Result = HistoryResult.Refused, Code = RefusalCodes.BoardRefused },
            (_, CommandAnswer { Result: CommandResult.Missing }) => this with { Result = HistoryResult.Refused, Code = RefusalCodes.PinUnknown },
            _ => this,
        };
}
