using RailHub.Contracts;

namespace RailHub.Web.Dashboards;

/// <summary>What somebody at this dashboard wants of one output, from the click until the platform's own state tells it.</summary>
internal sealed class Wish
{
    /// <summary>Everything that is wanted and not yet answered.</summary>
    public OutputChange Change { get; private set; } = new();

    /// <summary>What of it was not sent yet, because something was sent a moment ago.</summary>
    public OutputChange? Unsent { get; private set; }

    /// <summary>How many commands are on their way.</summary>
    public int InFlight { get; set; }

    /// <summary>Runs while the next command has to wait.</summary>
    public ITimer? Pace { get; set; }

    /// <summary>What the last answer said, shown until the platform's state catches up; null while it is awaited.</summary>
    public OutputState? Answer { get; set; }

    /// <summary>Ends <see cref="Answer"/> when no newer state comes.</summary>
    public ITimer? Expiry { get; set; }

    /// <summary>The platform's own state has come to what is wanted, ahead of the answer.</summary>
    public bool Confirmed { get; set; }

    /// <summary>Nothing is on its way or waiting.</summary>
    public bool IsIdle => InFlight == 0 && Unsent is null;

    /// <summary>Wants something more, or something else.</summary>
    public void Add(OutputChange change)
    {
        Change = Answer is null ? Change.Then(change) : change;
        Unsent = Unsent?.Then(change) ?? change;
        Confirmed = false;
        Answer = null;
        Expiry?.Dispose();
        Expiry = null;
    }

    /// <summary>Takes what is to be sent now.</summary>
    public OutputChange? TakeUnsent()
    {
        var unsent = Unsent;
        Unsent = null;
        return unsent;
    }

    /// <summary>What was sent was not taken: all that is wanted by now is to be sent again.</summary>
    public void PutBack() => Unsent = Change;

    /// <summary>The output as this dashboard shows it.</summary>
    public OutputState Over(OutputState output) => this switch
    {
        { Confirmed: true } => output,
        { Answer: { } answer } => answer,
        _ => output with { Desired = output.Shown.With(Change), Drift = Drift.Pending, Problem = null },
    };

    /// <summary>Whether the platform's state is what is wanted, with nothing left to wait for.</summary>
    public bool IsMetBy(OutputState output) => output.Drift is Drift.None or Drift.Desk && output.Shown.With(Change) == output.Shown;

    /// <summary>Stops the timers.</summary>
    public void End()
    {
        Pace?.Dispose();
        Expiry?.Dispose();
    }
}
