using System.Text.Json;
using System.Text.RegularExpressions;

namespace RailHub.Gateway.Problems;

/// <summary>What is wrong with a document that could not be read, in words that name the member.</summary>
internal static partial class JsonFault
{
    public static string Explain(JsonException fault) =>
        Find(UnknownMembers(), fault) is { } unknown ? $"\"{unknown}\" is not known here."
        : Find(MissingMembers(), fault) is { } missing ? $"\"{missing}\" is missing."
        : Find(DoubleMembers(), fault) is { } twice ? $"\"{twice}\" is there twice."
        : Field(fault) is { } field ? $"\"{field}\" has a value of the wrong type, or is not well-formed."
        : fault.Path is null ? fault.Message
        : "It is not well-formed, or not of the expected shape.";

    /// <summary>The path of the member at fault, as <c>targets[2].pin</c>; null when it is the whole.</summary>
    public static string? Field(JsonException fault)
    {
        var member = Find(UnknownMembers(), fault) ?? Find(MissingMembers(), fault) ?? Find(DoubleMembers(), fault);

        // "$.targets[2].brightness" is the reader's way to write a path.
        var path = fault.Path is { Length: > 1 } full && full[0] == '$' ? full[1..].TrimStart('.') : null;
        return string.IsNullOrEmpty(path) ? member
            : member is null || path == member || path.EndsWith($".{member}", StringComparison.Ordinal) ? path
            : $"{path}.{member}";
    }

    // The reader tells the names of such members in its message only.
    private static string? Find(Regex pattern, JsonException fault) =>
        pattern.Match(fault.Message) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("JSON property '([^']+)' could not be mapped")]
    private static partial Regex UnknownMembers();

    [GeneratedRegex("Duplicate property '([^']+)' encountered")]
    private static partial Regex DoubleMembers();

    [GeneratedRegex("missing required properties including: '([^']+)'")]
    private static partial Regex MissingMembers();
}
