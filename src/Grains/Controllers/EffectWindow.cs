namespace RailHub.Grains.Controllers;

/// <summary>
/// How long a board takes from a command's sending to its effect, over its last commands. The board's own broadcast proves the effect and
/// comes before the answer on all firmwares (protocol 2.3); where there is none, the answer does.
/// </summary>
/// <param name="added">Told of each one.</param>
internal sealed class EffectWindow(Action<TimeSpan>? added = null)
{
    // So many that a board's jitter leaves of the median's error what is small beside the jitter (bench/README.md, cues).
    private readonly double[] _milliseconds = new double[128];
    private TimeSpan? _median;

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>The median; null before the first.</summary>
    public TimeSpan? Median => _median ??= Quantile(0.5);

    /// <summary>What nine of ten stay below; null before the first.</summary>
    public TimeSpan? P90 => Quantile(0.9);

    public void Add(TimeSpan effect)
    {
        _milliseconds[Count++ % _milliseconds.Length] = Math.Max(0, effect.TotalMilliseconds);
        _median = null;
        added?.Invoke(effect);
    }

    /// <summary>Another connection may take another way: what was measured before says nothing of it.</summary>
    public void Clear() => (Count, _median) = (0, null);

    private TimeSpan? Quantile(double share)
    {
        if (Count == 0)
        {
            return null;
        }

        var sorted = _milliseconds[..Math.Min(Count, _milliseconds.Length)];
        Array.Sort(sorted);
        return TimeSpan.FromMilliseconds(sorted[(int)(share * (sorted.Length - 1))]);
    }
}
