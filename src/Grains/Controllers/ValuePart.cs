namespace RailHub.Grains.Controllers;

/// <summary>A part of an output that is what it was last set to: its blink interval in milliseconds, its name.</summary>
internal sealed class ValuePart<T>(int pin, Func<int, T, BoardCommand> command, Func<BoardCommand, T> value) : OutputPart<T, T>(pin, static (goal, _) => goal)
    where T : IEquatable<T>
{
    public new bool Observe(T reported, Arrival arrival, TimeSpan now) => base.Observe(reported, arrival, now);

    protected override T GoalOf(T value) => value;

    protected override bool TryWanted(Segment<T> segment, TimeSpan at, out T wanted)
    {
        wanted = segment.Goal;
        return true;
    }

    protected override BoardCommand Command(T value) => command(Pin, value);

    protected override T ValueOf(BoardCommand sent) => value(sent);
}
