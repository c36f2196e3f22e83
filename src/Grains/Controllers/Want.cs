using RailHub.Contracts;

namespace RailHub.Grains.Controllers;

/// <summary>One intent in the plan: its parts, and who hears of it.</summary>
internal sealed record Want(
    OutputTrack Output, Receipt Receipt, Segment<LightGoal>? Light, Segment<long>? Interval, Segment<string>? Name)
{
    public Task<CommandResult> Result => Receipt.Result;

    /// <summary>Whether the desk lets nothing of the light be seen.</summary>
    public bool IsCovered => Light is not null && Output.Light.IsCovered;

    /// <summary>When all of it is to be so.</summary>
    public TimeSpan End => new[] { Light?.End, Interval?.End, Name?.End }.Max() ?? TimeSpan.Zero;

    /// <summary>Its sender is told that it is kept: so it belongs into the database.</summary>
    public void Keep()
    {
        Light?.IsKept = true;
        Interval?.IsKept = true;
        Name?.IsKept = true;
    }

    /// <summary>The database has it: it may be acted upon.</summary>
    public void Release(TimeSpan now)
    {
        if (Light is not null)
        {
            Output.Light.Release(Light, now);
        }

        if (Interval is not null)
        {
            Output.Interval.Release(Interval, now);
        }

        if (Name is not null)
        {
            Output.Name.Release(Name, now);
        }
    }

    /// <summary>It could not be kept, and will not happen.</summary>
    public void Withdraw()
    {
        if (Light is not null)
        {
            Output.Light.Withdraw(Light);
        }

        if (Interval is not null)
        {
            Output.Interval.Withdraw(Interval);
        }

        if (Name is not null)
        {
            Output.Name.Withdraw(Name);
        }
    }
}
