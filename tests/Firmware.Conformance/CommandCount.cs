namespace RailHub.Firmware.Conformance;

/// <summary>How many commands the board has carried out. Each may have been a write to its flash (protocol 8.1.20).</summary>
internal sealed class CommandCount
{
    private int _value;

    public int Value => Volatile.Read(ref _value);

    public void Add() => Interlocked.Increment(ref _value);
}
