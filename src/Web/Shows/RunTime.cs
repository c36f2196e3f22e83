using RailHub.Contracts;

namespace RailHub.Web.Shows;

/// <summary>How the time of a running show passes between two frames, by the gateway's clock.</summary>
public static class RunTime
{
    /// <summary>How long before an automatic cue its time is a warning.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromSeconds(5);

    /// <summary>How long until the next cue comes by itself; null when it does not. Never negative: what is due may be on its way.</summary>
    public static TimeSpan? ToNext(ShowRun? run, DateTimeOffset now) => run is { Mode: ShowMode.Playing, NextAt: { } at }
        ? at > now ? at - now : TimeSpan.Zero
        : null;

    /// <summary>The show's time now.</summary>
    public static TimeSpan Position(ShowRun run, DateTimeOffset now)
    {
        var then = TimeSpan.FromMilliseconds(run.Position);
        return run.Mode == ShowMode.Playing && now > run.AsOf ? then + ((now - run.AsOf) * run.Rate / 100) : then;
    }
}
