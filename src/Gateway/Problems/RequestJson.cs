using System.Text.Json;
using System.Text.RegularExpressions;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;

namespace RailHub.Gateway.Problems;

/// <summary>How requests are read as JSON, by REST and hub alike: nothing that was sent is passed over, nothing that is missing is made up.</summary>
internal static partial class RequestJson
{
    /// <summary>The contracts without reflection, and strictly.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        WireJson.ReadStrictly(options);
        options.NumberHandling = ContractsJson.Default.Options.NumberHandling;
        options.DefaultIgnoreCondition = ContractsJson.Default.Options.DefaultIgnoreCondition;
        options.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
    }

    /// <summary>What a reader's failure says to whoever sent it, with the member at fault.</summary>
    /// <param name="failure">What the reader says.</param>
    /// <param name="whole">What the JSON is called where it stands in something larger: the field when no member of it is at fault.</param>
    public static Refusal Explain(JsonException failure, string? whole = null)
    {
        var (member, detail) =
            Missing().Match(failure.Message) is { Success: true } missing ? (missing.Groups[1].Value, "\"{0}\" is missing.")
            : Unknown().Match(failure.Message) is { Success: true } unknown ? (unknown.Groups[1].Value, "\"{0}\" is not known here. Check how it is written.")
            : Twice().Match(failure.Message) is { Success: true } twice ? (twice.Groups[1].Value, "\"{0}\" is there twice.")
            : (null, "\"{0}\" has a value of the wrong type, or is not well-formed JSON.");
        var field = Join(Path(failure), member) ?? whole;
        return new Refusal(
            RefusalKind.Invalid,
            RefusalCodes.Malformed,
            field is null
                ? "The body is not well-formed JSON of the expected shape."
                : detail.Replace("{0}", member ?? field, StringComparison.Ordinal),
            field);
    }

    // "$.targets[2].brightness" is the reader's way to write a path.
    private static string? Path(JsonException failure) =>
        failure.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;

    // A member that is not known may stand in the path already, in brackets when it is no plain word.
    private static string? Join(string? path, string? member) =>
        path is null ? member
        : member is null || path == member || path.EndsWith($".{member}", StringComparison.Ordinal) ? path
        : path.EndsWith($"['{member}']", StringComparison.Ordinal) ? $"{path[..^(member.Length + 4)]}.{member}"
        : $"{path}.{member}";

    // The reader tells these members in its message only.
    [GeneratedRegex("missing required properties including: '([^']+)'")]
    private static partial Regex Missing();

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped", RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex("^Duplicate property '(.*)' encountered", RegexOptions.Singleline)]
    private static partial Regex Twice();
}
