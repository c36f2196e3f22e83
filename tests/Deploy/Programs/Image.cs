using System.Text.Json;
using System.Text.RegularExpressions;

namespace RailHub.Deploy.Tests.Programs;

/// <summary>An image as the Dockerfile makes it.</summary>
/// <param name="Name">The target's name; as an image it is <c>railhub-name</c>.</param>
/// <param name="Environment">What its programs have in their environment.</param>
/// <param name="Entrypoint">The program that is started, with what it is always told.</param>
/// <param name="Command">What it is told unless somebody says something else.</param>
/// <param name="HealthCheck">The command that asks it how it is.</param>
/// <param name="Ports">Where it says that it listens.</param>
/// <param name="User">Who runs it.</param>
/// <param name="Source">The folder of the build that is its <c>/app</c>.</param>
internal sealed partial record Image(
    string Name,
    IReadOnlyDictionary<string, string> Environment,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyList<string> Command,
    IReadOnlyList<string> HealthCheck,
    IReadOnlyList<string> Ports,
    string User,
    string Source)
{
    /// <summary>All images, by their names.</summary>
    public static IReadOnlyDictionary<string, Image> All { get; } = Read();

    /// <summary>The file that is started.</summary>
    public string Assembly => Entrypoint[1];

    /// <summary>The image of a reference such as <c>registry/railhub-silo:1.2</c>; null for one of others.</summary>
    public static Image? Of(string reference) => All.Values.FirstOrDefault(image => Reference().Match(reference).Groups["name"].Value == image.Name);

    /// <summary>The lines of the Dockerfile, with what goes on in the next line put together: instruction and the rest.</summary>
    public static IEnumerable<(string Instruction, string Text)> Lines()
    {
        var text = Comment().Replace(Repository.Read("Dockerfile"), "").Replace("\\\n", "", StringComparison.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            yield return (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        }
    }

    private static Dictionary<string, Image> Read()
    {
        var stages = new Dictionary<string, Image>();
        var (images, name) = (new Dictionary<string, Image>(), "");
        foreach (var (instruction, rest) in Lines())
        {
            if (instruction == "FROM")
            {
                var words = rest.Split(' ');
                name = words[^1];
                var parent = stages.GetValueOrDefault(words[^3], new Image("", new Dictionary<string, string>(), [], [], [], [], "", ""));
                stages[name] = parent with { Name = name };
            }
            else if (stages.TryGetValue(name, out var stage))
            {
                stages[name] = stage.With(instruction, rest);
            }

            if (name.Length > 0 && stages[name].Entrypoint.Count > 0)
            {
                images[name] = stages[name];
            }
        }

        return images;
    }

    private Image With(string instruction, string rest) => instruction switch
    {
        "ENV" => this with { Environment = Environment.Concat([Pair(rest)]).ToDictionary() },
        "ENTRYPOINT" => this with { Entrypoint = Words(rest) },
        "CMD" => this with { Command = Words(rest) },
        "HEALTHCHECK" => this with { HealthCheck = Words(rest[rest.IndexOf('[', StringComparison.Ordinal)..]) },
        "EXPOSE" => this with { Ports = rest.Split(' ') },
        "USER" => this with { User = rest },
        "COPY" when rest.EndsWith(" ./", StringComparison.Ordinal) && rest.StartsWith("--from=published", StringComparison.Ordinal) =>
            this with { Source = rest.Split(' ')[1] },
        _ => this,
    };

    private static KeyValuePair<string, string> Pair(string text) => KeyValuePair.Create(text[..text.IndexOf('=', StringComparison.Ordinal)], text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]);

    private static string[] Words(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    [GeneratedRegex(@"(^|/)railhub-(?<name>\w+)(:|@|$)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
