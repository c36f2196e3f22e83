using System.Globalization;
using RailHub.Contracts;
using RailHub.Web.Gateway;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>
/// Draws lamps that are on their way between two levels (<see cref="Motion"/>): nothing is sent while they are. Only levels are drawn, and
/// only of lamps that are on the screen; everything else of a lamp is its component's.
/// </summary>
/// <param name="browser">Draws them.</param>
/// <param name="clock">Tells how far they are.</param>
/// <param name="time">Paces the drawing.</param>
public sealed class Fades(Browser browser, GatewayClock clock, TimeProvider time) : IDisposable
{
    /// <summary>The time between two drawings.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>The time between two drawings for people who want little motion.</summary>
    public static readonly TimeSpan StillPace = TimeSpan.FromSeconds(1);

    private (OutputAddress Output, Motion Motion)[] _moving = [];
    private ITimer? _next;
    private bool _isGone;

    /// <summary>The level of an output that moves, 0..100 percent.</summary>
    public static double Level(Motion motion, DateTimeOffset now)
    {
        var length = motion.EndsAt - motion.StartsAt;
        var passed = length > TimeSpan.Zero ? Math.Clamp((now - motion.StartsAt) / length, 0, 1) : 1;
        return motion.Curve.Level(motion.From, motion.To, passed);
    }

    /// <summary>Takes a newer state of the layout.</summary>
    public void Follow(LayoutSnapshot view)
    {
        _moving =
        [
            .. from board in view.Controllers
               where board.Link.State == LinkState.Live
               from output in board.Outputs
               where output is { Motion: not null, Drift: not Drift.Desk }
               select (new OutputAddress(board.Controller.Id, output.Pin), output.Motion),
        ];
        if (_next is null && !_isGone && IsMoving)
        {
            Wait(Pace);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isGone = true;
        _next?.Dispose();
    }

    private bool IsMoving => _moving.Any(lamp => clock.Now < lamp.Motion.EndsAt);

    private void Wait(TimeSpan pace)
    {
        _next?.Dispose();
        _next = time.CreateTimer(_ => _ = DrawAsync(), null, pace, Timeout.InfiniteTimeSpan);
    }

    private async Task DrawAsync()
    {
        var now = clock.Now;
        var isMoving = IsMoving;
        if (_moving.Length > 0)
        {
            // The last levels are drawn off the screen too: nobody draws them later.
            await browser.DrawLevelsAsync([.. _moving.Select(lamp => Line(lamp.Output, lamp.Motion, now))], all: !isMoving);
        }

        if (_isGone)
        {
            return;
        }

        if (isMoving)
        {
            Wait(await browser.WantsStillnessAsync() ? StillPace : Pace);
        }
        else
        {
            _next?.Dispose();
            _next = null;
        }
    }

    private static string Line(OutputAddress output, Motion motion, DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"{output.Controller} {output.Pin} {Level(motion, now) / 100:0.###}");
}
