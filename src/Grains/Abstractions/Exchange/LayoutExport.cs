namespace RailHub.Grains;

/// <summary>A layout as a file.</summary>
/// <param name="Content">The file's bytes (<see cref="LayoutFile"/>); nobody changes them.</param>
/// <param name="Version">Follows from the content: the same file has the same.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LayoutExport")]
public sealed record LayoutExport([property: Id(0)] byte[] Content, [property: Id(1)] long Version);
