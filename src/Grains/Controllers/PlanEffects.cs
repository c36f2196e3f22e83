namespace RailHub.Grains.Controllers;

/// <summary>When what was planned became so, for those who planned it.</summary>
internal sealed class PlanEffects
{
    // Whoever plans asks every few seconds.
    private const int Most = 64;

    private readonly List<(string Sender, DateTimeOffset Planned, TimeSpan? Late)> _effects = [];

    /// <param name="sender">Who planned it.</param>
    /// <param name="planned">For when.</param>
    /// <param name="late">How long after that it became so; null where it was so already.</param>
    public void Add(string sender, DateTimeOffset planned, TimeSpan? late)
    {
        if (_effects.Count == Most)
        {
            _effects.RemoveAt(0);
        }

        _effects.Add((sender, planned, late));
    }

    /// <summary>What there is for a sender since this was last asked.</summary>
    public IReadOnlyList<(DateTimeOffset Planned, TimeSpan? Late)> Take(string sender)
    {
        if (_effects.Count == 0)
        {
            return [];
        }

        (DateTimeOffset, TimeSpan?)[] taken = [.. _effects.Where(effect => effect.Sender == sender).Select(effect => (effect.Planned, effect.Late))];
        _effects.RemoveAll(effect => effect.Sender == sender);
        return taken;
    }
}
