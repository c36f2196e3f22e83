namespace RailHub.Firmware.Conformance;

/// <summary>What a run of the suite does and leaves out.</summary>
public sealed record SuiteOptions
{
    /// <summary>Leaves out the checks that mostly wait.</summary>
    public bool Quick { get; init; }

    /// <summary>Also calls <c>/api/reset</c>. What the board had stored is sent to it again afterwards, but for its device name.</summary>
    public bool WithReset { get; init; }

    /// <summary>Runs only the checks with this text in their name.</summary>
    public string Only { get; init; } = "";
}
