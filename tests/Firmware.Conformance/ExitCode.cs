namespace RailHub.Firmware.Conformance;

/// <summary>Exit codes of the program.</summary>
public static class ExitCode
{
    /// <summary>No check failed.</summary>
    public const int Passed = 0;

    /// <summary>A check failed.</summary>
    public const int Failed = 1;

    /// <summary>There is no board at the address.</summary>
    public const int NoBoard = 2;

    /// <summary>The arguments make no sense.</summary>
    public const int Usage = 64;

    /// <summary>Somebody ended the run.</summary>
    public const int Ended = 130;
}
