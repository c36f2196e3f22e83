using RailHub.Contracts;

namespace RailHub.Grains.Exchange;

/// <summary>A visiting module as it was before it was taken out.</summary>
internal sealed record ModuleBefore(ModuleId Id, string Name, DateTimeOffset Since, IReadOnlyList<ModulePart> Parts);
