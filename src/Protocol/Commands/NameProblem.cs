namespace RailHub.Protocol;

/// <summary>Why a name would not come back from every board as it was sent (protocol 4.7).</summary>
public enum NameProblem
{
    /// <summary>White space at an end: output names are trimmed by the board, group names are not.</summary>
    Untrimmed,

    /// <summary>A control character, which boards write into their documents unescaped.</summary>
    ControlCharacter,

    /// <summary>More than <see cref="BoardRules.MaxNameBytes"/> bytes of UTF-8; the board would cut it, if need be inside a character.</summary>
    TooLong,

    /// <summary>The first character is not printable ASCII: a RailHub8266 forgets such an output name at its next restart. Other boards keep it.</summary>
    LostAtRestart,
}
