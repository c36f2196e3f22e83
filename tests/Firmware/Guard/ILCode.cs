using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace RailHub.Firmware.Tests.Guard;

/// <summary>Reads the instructions of a method body.</summary>
internal static class ILCode
{
    private const byte TwoBytePrefix = 0xFE;

    /// <summary>All instructions by their value.</summary>
    public static Dictionary<short, OpCode> All { get; } = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The instructions in their order; the token is 0 for those that name no member and no type.</summary>
    public static IEnumerable<(OpCode Code, int Token)> Read(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            var code = body[at] == TwoBytePrefix
                ? All[BinaryPrimitives.ReadInt16BigEndian(body.AsSpan(at))]
                : All[body[at]];
            at += code.Size;
            var token = IsToken(code.OperandType) ? BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)) : 0;
            at += code.OperandType == OperandType.InlineSwitch
                ? 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at))
                : OperandSize(code.OperandType);
            yield return (code, token);
        }
    }

    private static bool IsToken(OperandType type) =>
        type is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType;

    private static int OperandSize(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
