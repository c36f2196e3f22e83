namespace RailHub.Contracts;

/// <summary>The lamps of which something is known, in no order, or in a delta those that changed.</summary>
/// <param name="Version">Rises with every edit of lamps.</param>
/// <param name="Lamps">None twice; also those of boards that were removed.</param>
[GenerateSerializer, Immutable, Alias("RailHub.LampList")]
public sealed record LampList([property: Id(0)] long Version, [property: Id(1)] IReadOnlyList<Lamp> Lamps)
{
    /// <summary>A layout of whose lamps nothing was ever said.</summary>
    public static LampList None { get; } = new(0, []);

    /// <summary>The list after others changed: each takes the place of the one for the same output, and new ones come last.</summary>
    public LampList With(LampList changed)
    {
        var next = changed.Lamps.ToDictionary(lamp => lamp.Output);
        return new LampList(
            changed.Version,
            [.. Lamps.Select(lamp => next.Remove(lamp.Output, out var now) ? now : lamp), .. changed.Lamps.Where(lamp => next.ContainsKey(lamp.Output))]);
    }

    /// <summary>What changed from one list to a later one; null when nothing did. A lamp that left has the defaults again.</summary>
    public static LampList? Between(LampList before, LampList after)
    {
        if (before.Version == after.Version)
        {
            return null;
        }

        var known = before.Lamps.ToDictionary(lamp => lamp.Output);
        Lamp[] changed = [.. after.Lamps.Where(lamp => !known.Remove(lamp.Output, out var old) || old != lamp)];
        return new LampList(after.Version, [.. changed, .. known.Keys.Select(left => new Lamp(left.Controller, left.Pin))]);
    }
}
