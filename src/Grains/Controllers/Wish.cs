using RailHub.Contracts;

namespace RailHub.Grains.Controllers;

/// <summary>The parts of an output that a board is told in calls of their own.</summary>
[Flags]
internal enum Parts
{
    None = 0,
    Light = 1,
    Interval = 2,
    Name = 4,
}

/// <summary>What the platform wants of one output beyond what the board reports.</summary>
internal sealed class Wish(int pin)
{
    private readonly List<(Parts Parts, TaskCompletionSource<CommandResult> Settled)> _waiting = [];

    public int Pin { get; } = pin;

    public WishPart<Light> Light { get; } = new();

    public WishPart<long> Interval { get; } = new();

    public WishPart<string> Name { get; } = new();

    /// <summary>Rises with every wish of the board: the oldest is sent first.</summary>
    public long Order { get; set; }

    /// <summary>What the board answered when it refused; null when it did not.</summary>
    public string? Problem { get; set; }

    public Parts Open =>
        (Light.Wanted ? Parts.Light : 0) | (Interval.Wanted ? Parts.Interval : 0) | (Name.Wanted ? Parts.Name : 0);

    public OutputValues? Over(OutputValues reported) => Open == Parts.None
        ? null
        : new OutputValues(
            Light.Wanted ? Light.Value.Active : reported.Active,
            Light.Wanted ? Light.Value.Brightness : reported.Brightness,
            Interval.Wanted ? Interval.Value : reported.Interval,
            Name.Wanted ? Name.Value! : reported.Name);

    public DateTimeOffset? Due
    {
        get
        {
            DateTimeOffset? due = null;
            foreach (var candidate in (ReadOnlySpan<DateTimeOffset?>)[Light.Due, Interval.Due, Name.Due])
            {
                due = due is null || candidate < due ? candidate ?? due : due;
            }

            return due;
        }
    }

    public BoardCommand? Next(DateTimeOffset now) =>
        Light.IsDue(now) ? new BoardCommand.Control(Pin, Light.Value)
        : Interval.IsDue(now) ? new BoardCommand.SetInterval(Pin, Interval.Value)
        : Name.IsDue(now) ? new BoardCommand.SetName(Pin, Name.Value!)
        : null;

    /// <summary>Completes when all <paramref name="parts"/> are reported, refused, or wished otherwise.</summary>
    public Task<CommandResult> WaitFor(Parts parts)
    {
        var settled = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting.Add((parts, settled));
        return settled.Task;
    }

    /// <summary>Tells those who wait for any of the parts.</summary>
    public void Settle(Parts parts, CommandResult result)
    {
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            if ((_waiting[index].Parts & parts) != 0)
            {
                _waiting[index].Settled.TrySetResult(result);
                _waiting.RemoveAt(index);
            }
        }
    }

    /// <summary>Tells those whose parts are all reported.</summary>
    public void SettleConfirmed()
    {
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            if ((_waiting[index].Parts & Open) == 0)
            {
                _waiting[index].Settled.TrySetResult(CommandResult.Confirmed);
                _waiting.RemoveAt(index);
            }
        }
    }

    public void Hurry()
    {
        Light.Hurry();
        Interval.Hurry();
        Name.Hurry();
    }
}
