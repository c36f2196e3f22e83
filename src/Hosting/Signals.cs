namespace RailHub.Hosting;

/// <summary>What a program tells of itself, as OpenTelemetry divides it.</summary>
[Flags]
public enum Signals
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What became of a call, through all processes.</summary>
    Traces = 1,

    /// <summary>How much of what.</summary>
    Metrics = 2,

    /// <summary>What is written down.</summary>
    Logs = 4,
}
