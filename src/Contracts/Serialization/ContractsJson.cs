using System.Text.Json.Serialization;

namespace RailHub.Contracts.Serialization;

/// <summary>Reading and writing every contract as JSON without reflection, the same way at the gateway and in the browser.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(ClubFrame))]
[JsonSerializable(typeof(LayoutSnapshot))]
[JsonSerializable(typeof(LayoutDelta))]
[JsonSerializable(typeof(LayoutTelemetry))]
[JsonSerializable(typeof(LayoutDraft))]
[JsonSerializable(typeof(ControllerDraft))]
[JsonSerializable(typeof(ControllerEdit))]
[JsonSerializable(typeof(OutputChange))]
[JsonSerializable(typeof(OutputState))]
[JsonSerializable(typeof(SceneDraft))]
[JsonSerializable(typeof(SceneCapture))]
[JsonSerializable(typeof(TargetList))]
[JsonSerializable(typeof(ChasingGroupDraft))]
[JsonSerializable(typeof(AreaDraft))]
[JsonSerializable(typeof(LampEdits))]
[JsonSerializable(typeof(LampGroupDraft))]
[JsonSerializable(typeof(Lights))]
[JsonSerializable(typeof(Undone))]
[JsonSerializable(typeof(SceneState))]
[JsonSerializable(typeof(Outcome<LayoutSnapshot>))]
[JsonSerializable(typeof(Outcome<CommandAnswer>))]
[JsonSerializable(typeof(Outcome<Recall>))]
[JsonSerializable(typeof(Outcome<AllOff>))]
[JsonSerializable(typeof(Outcome<LightsOn>))]
[JsonSerializable(typeof(Outcome<Done>))]
[JsonSerializable(typeof(IReadOnlyList<LayoutSummary>))]
[JsonSerializable(typeof(IReadOnlyList<Layout>))]
[JsonSerializable(typeof(IReadOnlyList<ControllerState>))]
[JsonSerializable(typeof(IReadOnlyList<Scene>))]
[JsonSerializable(typeof(IReadOnlyList<SceneSummary>))]
[JsonSerializable(typeof(IReadOnlyList<ChasingGroup>))]
[JsonSerializable(typeof(IReadOnlyList<Area>))]
[JsonSerializable(typeof(IReadOnlyList<RemovedController>))]
[JsonSerializable(typeof(IReadOnlyList<HistoryEvent>))]
[JsonSerializable(typeof(IReadOnlyList<LampGroup>))]
[JsonSerializable(typeof(AreaId?))]
[JsonSerializable(typeof(ControllerTelemetry))]
public sealed partial class ContractsJson : JsonSerializerContext;
