namespace RailHub.Deploy.Tests.Programs;

/// <summary>A container of one of our images, as compose or a chart describes it.</summary>
/// <param name="Image">What it is made of.</param>
/// <param name="Environment">What is set for it, beside what the image sets.</param>
/// <param name="Arguments">What its program is told; null for what the image says.</param>
internal sealed record Container(Image Image, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string>? Arguments = null)
{
    /// <summary>All of its environment: what is set for it goes before what its image sets.</summary>
    public IReadOnlyDictionary<string, string> WholeEnvironment => Image.Environment.Concat(Environment).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => group.Last().Value);

    /// <summary>All that its program is told.</summary>
    public IEnumerable<string> WholeArguments => [.. Image.Entrypoint.Skip(2), .. Arguments ?? Image.Command];

    /// <summary>The same with another value in its environment.</summary>
    public Container With(string name, string value) => this with { Environment = Environment.Where(pair => pair.Key != name).Append(KeyValuePair.Create(name, value)).ToDictionary() };

    /// <summary>The same without a name in its environment.</summary>
    public Container Without(string name) => this with { Environment = Environment.Where(pair => pair.Key != name).ToDictionary() };
}
