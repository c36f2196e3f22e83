using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Modules that visit a layout, the first one first.</summary>
/// <param name="Modules">The modules.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ModuleList")]
public sealed record ModuleList([property: Id(0)] IReadOnlyList<Module> Modules);
