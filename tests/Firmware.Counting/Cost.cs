namespace RailHub.Firmware.Counting;

/// <summary>
/// What a piece of work takes on a board: counted, so it is the same on every machine. The estimate is of x86 instructions of
/// nanoFramework's interpreter; docs/firmware.md, "What a board spends", says where its table comes from.
/// </summary>
public sealed record Cost
{
    // Calibrated on the interpreter (Linux build): a status of 16 names of 20 bytes was 6.9 million instructions, 3.8 million without looks at
    // strings, and a save 5.9 million, before any was mended. The save is nearly nothing but instructions.
    private const int PerInstruction = 33;
    private const int PerCall = 330;
    private const int PerNativeCall = 1000;
    private const int PerWalkedByte = 12;
    private const int PerCopiedByte = 1;
    private const int PerLiteral = 300;
    private const int PerAllocation = 300;

    /// <summary>Instructions of the firmware.</summary>
    public long Instructions { get; init; }

    /// <summary>Calls of the firmware's own methods.</summary>
    public long Calls { get; init; }

    /// <summary>Calls into the framework.</summary>
    public long NativeCalls { get; init; }

    /// <summary>Looks at a character or at the length of a string.</summary>
    public long StringLooks { get; init; }

    /// <summary>Bytes that these looks walk over.</summary>
    public long WalkedBytes { get; init; }

    /// <summary>Bytes that the framework copies or compares.</summary>
    public long CopiedBytes { get; init; }

    /// <summary>Uses of a string literal: each makes an object.</summary>
    public long Literals { get; init; }

    /// <summary>Objects and arrays made, those of the literals and the framework included.</summary>
    public long Allocations { get; init; }

    /// <summary>Their bytes in blocks of twelve, a block for each field.</summary>
    public long AllocatedBytes { get; init; }

    public long Estimate =>
        Instructions * PerInstruction + Calls * PerCall + NativeCalls * PerNativeCall + WalkedBytes * PerWalkedByte
        + CopiedBytes * PerCopiedByte + Literals * PerLiteral + Allocations * PerAllocation;

    public static Cost operator -(Cost left, Cost right) => new()
    {
        Instructions = left.Instructions - right.Instructions,
        Calls = left.Calls - right.Calls,
        NativeCalls = left.NativeCalls - right.NativeCalls,
        StringLooks = left.StringLooks - right.StringLooks,
        WalkedBytes = left.WalkedBytes - right.WalkedBytes,
        CopiedBytes = left.CopiedBytes - right.CopiedBytes,
        Literals = left.Literals - right.Literals,
        Allocations = left.Allocations - right.Allocations,
        AllocatedBytes = left.AllocatedBytes - right.AllocatedBytes,
    };
}
