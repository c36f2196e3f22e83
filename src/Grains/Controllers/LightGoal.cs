namespace RailHub.Grains.Controllers;

/// <summary>What is wanted of a light; what is null stays as it is.</summary>
internal readonly record struct LightGoal(bool? Active, int? Brightness)
{
    /// <summary>This, with what it leaves open taken from what was wanted before.</summary>
    public LightGoal Over(LightGoal before) => new(Active ?? before.Active, Brightness ?? before.Brightness);

    /// <summary>The light that this makes of another one.</summary>
    public Light Over(Light shown) => new(Active ?? shown.Active, Brightness ?? shown.Brightness);
}
