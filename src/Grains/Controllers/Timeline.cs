using RailHub.Contracts;

namespace RailHub.Grains.Controllers;

/// <summary>
/// What is wanted of one part of an output over time, by its start: the last that began is the one that counts. Each says the whole of its
/// goal, with what it leaves open taken from those before it.
/// </summary>
/// <param name="complete">A goal with what it leaves open taken from another.</param>
internal sealed class Timeline<TGoal>(Func<TGoal, TGoal, TGoal> complete)
{
    private readonly List<Segment<TGoal>> _segments = [];

    public IReadOnlyList<Segment<TGoal>> Segments => _segments;

    /// <summary>The last that began; one that is still being kept included.</summary>
    public Segment<TGoal>? Shown(TimeSpan at) => _segments.FindLast(segment => segment.HasBegun(at));

    /// <summary>The last that began and may be acted upon.</summary>
    public Segment<TGoal>? Current(TimeSpan at) => _segments.FindLast(segment => segment.HasBegun(at) && !segment.IsHeld);

    /// <summary>The first that has yet to begin.</summary>
    public Segment<TGoal>? Next(TimeSpan at) => _segments.Find(segment => !segment.HasBegun(at));

    /// <summary>A goal with what it leaves open taken from another.</summary>
    public TGoal Complete(TGoal goal, TGoal before) => complete(goal, before);

    public bool Contains(Segment<TGoal> segment) => _segments.Contains(segment);

    /// <summary>Puts one in its place; of those that start at one moment the last that was added counts.</summary>
    public void Add(Segment<TGoal> segment)
    {
        if (Shown(segment.Start) is { } before)
        {
            segment.Goal = Complete(segment.Asked, before.Goal);
        }

        var place = _segments.FindIndex(other => other.Start > segment.Start);
        _segments.Insert(place < 0 ? _segments.Count : place, segment);
    }

    /// <summary>Puts one before all others, which takes nothing from them.</summary>
    public void AddFirst(Segment<TGoal> segment) => _segments.Insert(0, segment);

    public void Remove(Segment<TGoal> segment) => _segments.Remove(segment);

    /// <summary>Takes out those that match, and lets who waits for them hear why; gives how many.</summary>
    public int RemoveAll(Predicate<Segment<TGoal>> matches, CommandResult result)
    {
        foreach (var segment in _segments)
        {
            if (matches(segment))
            {
                segment.Receipt?.End(result);
            }
        }

        return _segments.RemoveAll(matches);
    }

    /// <summary>Takes out those before one that has begun.</summary>
    public void RemoveBefore(Segment<TGoal> begun)
    {
        var place = _segments.IndexOf(begun);
        RemoveAll(segment => _segments.IndexOf(segment) < place, CommandResult.Superseded);
    }

    /// <summary>What was taken out leaves nothing in those after it.</summary>
    public void CompleteAnew()
    {
        for (var index = 0; index < _segments.Count; index++)
        {
            var segment = _segments[index];
            segment.Goal = index == 0 ? segment.Asked : Complete(segment.Asked, _segments[index - 1].Goal);
        }
    }

    /// <summary>Everybody who waits hears the same.</summary>
    public void End(CommandResult result)
    {
        foreach (var segment in _segments)
        {
            segment.Receipt?.End(result);
        }
    }
}
