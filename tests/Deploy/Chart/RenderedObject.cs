using System.Text.Json.Nodes;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>An object of Kubernetes that the chart makes.</summary>
/// <param name="Json">All of it.</param>
/// <param name="Problems">What the schema of its kind has against it.</param>
internal sealed record RenderedObject(JsonNode Json, string[] Problems)
{
    public string Kind { get; } = Json["kind"]!.GetValue<string>();

    public string Name { get; } = Json["metadata"]!["name"]!.GetValue<string>();

    public JsonNode Spec => Json["spec"]!;

    public IReadOnlyDictionary<string, string> Labels { get; } = LabelsOf(Json["metadata"]!["labels"]);

    /// <summary>The pods that it makes; null when it makes none.</summary>
    public RenderedPod? Pod => Kind switch
    {
        "Deployment" or "Job" => new RenderedPod(this, LabelsOf(Spec["template"]!["metadata"]!["labels"]), Spec["template"]!["spec"]!),
        "Pod" => new RenderedPod(this, Labels, Spec),
        _ => null,
    };

    public static IReadOnlyDictionary<string, string> LabelsOf(JsonNode? labels) =>
        labels?.AsObject().ToDictionary(label => label.Key, label => label.Value!.GetValue<string>()) ?? [];

    public override string ToString() => $"{Kind} {Name}";
}
