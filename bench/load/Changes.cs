using System.Collections.Concurrent;
using System.Diagnostics;

namespace RailHub.Bench.Load;

/// <summary>The changes of a scenario that are on their way, by board, pin and brightness.</summary>
internal sealed class Changes
{
    private readonly ConcurrentDictionary<(string Mac, int Pin, int Brightness), long> _begun = new();

    public void Begin(string mac, int pin, int brightness) => _begun[(mac, pin, brightness)] = Stopwatch.GetTimestamp();

    /// <summary>Milliseconds since the change began; null when it is none of this scenario's.</summary>
    public double? Age(string mac, int pin, int brightness, long now) =>
        _begun.TryGetValue((mac, pin, brightness), out var began) ? Stopwatch.GetElapsedTime(began, now).TotalMilliseconds : null;
}

/// <summary>Latencies in milliseconds, from many threads.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentQueue<double> _all = new();

    public void Add(double milliseconds) => _all.Enqueue(milliseconds);

    public int Count => _all.Count;

    public (double Median, double P99, double Longest) Quantiles()
    {
        var sorted = _all.ToArray();
        Array.Sort(sorted);
        return sorted.Length == 0 ? (double.NaN, double.NaN, double.NaN) : (sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)], sorted[^1]);
    }
}
