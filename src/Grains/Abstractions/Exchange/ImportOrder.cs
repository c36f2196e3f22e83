using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Grains;

/// <summary>How a file and a layout become one.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ImportMode>))]
public enum ImportMode
{
    /// <summary>What the file has is added or changed, by name, boards by MAC address; nothing is removed.</summary>
    Merge,

    /// <summary>The layout becomes what the file says.</summary>
    Replace,

    /// <summary>What the layout does not have is added as of a visiting module; what it has stays as it is.</summary>
    Visit,
}

/// <summary>How a file is to be imported.</summary>
/// <param name="Mode">How file and layout become one.</param>
/// <param name="IsDryRun">Only says what would change.</param>
/// <param name="Module">The name of the visiting module, 1..60 characters; null unless the mode is <see cref="ImportMode.Visit"/>.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ImportOrder")]
public sealed record ImportOrder([property: Id(0)] ImportMode Mode, [property: Id(1)] bool IsDryRun, [property: Id(2)] string? Module = null);
