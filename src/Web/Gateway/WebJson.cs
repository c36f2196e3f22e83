using System.Text.Json.Serialization;

namespace RailHub.Web.Gateway;

/// <summary>What travels beside the contracts: the values in hub calls, and the gateway's problem documents.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(ProblemDocument))]
internal sealed partial class WebJson : JsonSerializerContext;
