namespace RailHub.Contracts;

/// <summary>Something that somebody did in the club, with from where and what came of it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="At">When; of several that are told as one, the first.</param>
/// <param name="Layout">The layout that it was done in; null where it was none.</param>
/// <param name="LayoutName">What that is called now, or was called when it was deleted; null when nobody knows any more.</param>
/// <param name="By">Who, and from where.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Topic">What that is about.</param>
/// <param name="Subject">The name that the thing had then; null where it has none.</param>
/// <param name="Value">What it became, as its <see cref="HistoryKind"/> says; null where that says nothing.</param>
/// <param name="Count">How many things it was about; 0 where that says nothing.</param>
/// <param name="Times">How often it was done in that minute: commands of one actor for one output are told as one, with the last value.</param>
/// <param name="Result">What came of it; of several, of the last.</param>
/// <param name="Code">Why not: one of <see cref="RefusalCodes"/>; null when it was done.</param>
public sealed record AuditEvent(
    HistoryEventId Id,
    DateTimeOffset At,
    LayoutId? Layout,
    string? LayoutName,
    Actor By,
    HistoryKind Kind,
    HistoryTopic Topic,
    string? Subject,
    string? Value,
    int Count,
    int Times,
    HistoryResult Result,
    string? Code);
