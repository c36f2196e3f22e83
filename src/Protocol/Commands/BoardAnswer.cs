namespace RailHub.Protocol;

/// <summary>How a request to a board ended.</summary>
public enum BoardAnswerKind
{
    /// <summary>The board answered 2xx. That is no proof of an effect: boards accept commands they then ignore (protocol 8.1 #5).</summary>
    Accepted,

    /// <summary>The board answered, but not with 2xx.</summary>
    Refused,

    /// <summary>No connection, or it broke before the answer was complete. The command may have been carried out all the same.</summary>
    Unreachable,

    /// <summary>No answer in time. The command may have been carried out all the same.</summary>
    TimedOut,

    /// <summary>Something answered that does not speak as a board does.</summary>
    Garbled,
}

/// <summary>The outcome of a command. Everything a network can do is a value here; only cancellation throws.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="HttpStatus">The status code, when there was an answer.</param>
/// <param name="Error">The board's own words for a refusal, cleaned and cut; otherwise the name of the network error. Null when accepted.</param>
/// <param name="Latency">From sending to the complete answer or the failure; waiting for earlier requests to the same board not included.</param>
public readonly record struct BoardAnswer(BoardAnswerKind Kind, int? HttpStatus, string? Error, TimeSpan Latency)
{
    /// <summary>True when the board answered 2xx.</summary>
    public bool IsAccepted => Kind == BoardAnswerKind.Accepted;
}
