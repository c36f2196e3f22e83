using System.Text.Json;
using System.Text.Json.Nodes;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>The pods that an object makes, all of one container.</summary>
/// <param name="Maker">The object.</param>
/// <param name="Labels">By which they are found.</param>
/// <param name="Spec">What they are.</param>
internal sealed record RenderedPod(RenderedObject Maker, IReadOnlyDictionary<string, string> Labels, JsonNode Spec)
{
    public JsonNode Container { get; } = Assert.Single(Spec["containers"]!.AsArray())!;

    public string Component => Labels["app.kubernetes.io/component"];

    public string Image => Container["image"]!.GetValue<string>();

    public IEnumerable<JsonNode> Environment => (Container["env"]?.AsArray() ?? []).Select(variable => variable!);

    /// <summary>What its program is told; null when that is up to the image.</summary>
    public string[]? Arguments => Container["args"]?.AsArray().Select(argument => argument!.GetValue<string>()).ToArray();

    /// <summary>Its ports, by name.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; } = (Spec["containers"]![0]!["ports"]?.AsArray() ?? [])
        .ToDictionary(port => port!["name"]!.GetValue<string>(), port => port!["containerPort"]!.GetValue<int>());

    /// <summary>The number of a port that is given by name or number; null when the pod has none of the name.</summary>
    public int? Port(JsonNode port) =>
        port.GetValueKind() == JsonValueKind.Number ? port.GetValue<int>()
        : Ports.TryGetValue(port.GetValue<string>(), out var number) ? number
        : null;

    public bool Matches(JsonNode? labels) => RenderedObject.LabelsOf(labels).All(wanted => Labels.GetValueOrDefault(wanted.Key) == wanted.Value);
}
