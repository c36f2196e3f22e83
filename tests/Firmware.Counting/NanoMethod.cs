using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace RailHub.Firmware.Counting;

/// <summary>A method of the firmware, taken apart once.</summary>
internal sealed class NanoMethod
{
    public required string Name { get; init; }

    public required NanoType Owner { get; init; }

    /// <summary>Parameters with the object they are called on.</summary>
    public required int ArgumentCount { get; init; }

    public required bool IsVirtual { get; init; }

    public required bool ReturnsValue { get; init; }

    public required object?[] Locals { get; init; }

    public required Instruction[] Code { get; init; }

    /// <summary>One instruction; a branch names the place of its target in <see cref="Code"/>.</summary>
    public readonly record struct Instruction(OpCode Code, long Number, double Fraction, EntityHandle Handle, int[] Targets);
}
