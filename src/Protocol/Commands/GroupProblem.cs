namespace RailHub.Protocol;

/// <summary>Why a chasing group cannot be had on a board in a way that every firmware understands alike (protocol 2.5, 4.5).</summary>
public enum GroupProblem
{
    /// <summary>The board knows no chasing groups.</summary>
    NotSupported,

    /// <summary>Less than <see cref="BoardRules.MinGroupMembers"/> outputs.</summary>
    TooFewOutputs,

    /// <summary>More than <see cref="BoardRules.MaxGroupMembers"/> outputs.</summary>
    TooManyOutputs,

    /// <summary>A pin the board does not have.</summary>
    UnknownPin,

    /// <summary>A pin named twice.</summary>
    DuplicatePin,

    /// <summary>A pin that another running group drives already.</summary>
    PinInOtherGroup,

    /// <summary>A step outside <see cref="BoardRules.MinGroupInterval"/>..<see cref="BoardRules.MaxInterval"/> ms.</summary>
    IntervalOutOfRange,
}
