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

    /// <summary>Nothing was sent: whoever asked for the command took it back before its first byte was written.</summary>
    Withheld,
}

/// <summary>The outcome of a command. Everything a network can do is a value here; only cancellation throws.</summary>
/// <param name="Kind">How it ended.</param>
/// <param name="HttpStatus">The status code, when there was an answer.</param>
/// <param name="Error">The board's own words for a refusal, cleaned and cut; else the name of the network error, if any.</param>
/// <param name="Latency">From sending to the complete answer or the failure; waiting for earlier requests to the same board not included.</param>
public readonly record struct BoardAnswer(BoardAnswerKind Kind, int? HttpStatus, string? Error, TimeSpan Latency)
{
    /// <summary>True when the board answered 2xx.</summary>
    public bool IsAccepted => Kind == BoardAnswerKind.Accepted;

    /// <summary>
    /// True when sending the same again is pointless: a 4xx other than 408, 425 and 429, which ask for another time (RFC 9110 15.5.9,
    /// RFC 8470 5.2, RFC 6585 4). A 5xx is the board's own trouble, which passes.
    /// </summary>
    public bool IsRefusedForGood => Kind == BoardAnswerKind.Refused && HttpStatus is >= 400 and < 500 and not (408 or 425 or 429);
}
