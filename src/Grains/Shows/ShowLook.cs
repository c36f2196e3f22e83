using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>What the cues of a show want of lights.</summary>
internal static class ShowLook
{
    /// <summary>What the cues that have begun want: all of it, the first one first.</summary>
    public static IEnumerable<LightInShow> Lights(CueList cues, RunState state) =>
        from begun in state.Begun
        let cue = cues.Find(begun.Number)
        where cue is not null
        from light in cue.Lights
        select new LightInShow(light, begun.Number, begun.At + light.Delay);

    /// <summary>The look at a time of the round: of each output what began last.</summary>
    public static Dictionary<OutputAddress, LightInShow> At(CueList cues, RunState state, TimeSpan position)
    {
        var look = new Dictionary<OutputAddress, LightInShow>();
        foreach (var light in Lights(cues, state))
        {
            if (light.Start <= position && (!look.TryGetValue(light.Light.Output, out var known) || known.Start <= light.Start))
            {
                look[light.Light.Output] = light;
            }
        }

        return look;
    }
}
