namespace RailHub.Firmware.Conformance;

/// <summary>The board does not do what a check wants of it.</summary>
internal sealed class CheckFailure(string expected, string actual) : Exception($"expected {OneLine(expected)}; actual {OneLine(actual)}")
{
    private const int Longest = 400;

    private static string OneLine(string text)
    {
        var line = string.Concat(text.Select(letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : $"{letter}"));
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }
}
