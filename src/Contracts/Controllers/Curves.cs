namespace RailHub.Contracts;

/// <summary>The ways of levels. The gateway's side and the browser draw the same.</summary>
public static class Curves
{
    /// <summary>The level on the way from one to another.</summary>
    /// <param name="curve">The way.</param>
    /// <param name="from">The level at the start, 0..100 percent.</param>
    /// <param name="to">The level at the end, 0..100 percent.</param>
    /// <param name="time">How much of the time has passed, 0..1.</param>
    public static double Level(this Curve curve, double from, double to, double time) => curve switch
    {
        // The eye sees about the root of it.
        Curve.Square => Math.Pow(double.Lerp(Math.Sqrt(from), Math.Sqrt(to), time), 2),
        Curve.Smooth => double.Lerp(from, to, time * time * (3 - (2 * time))),
        _ => double.Lerp(from, to, time),
    };
}
