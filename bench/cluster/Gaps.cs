using System.Diagnostics;

namespace RailHub.Bench.Cluster;

/// <summary>Looks all the time whether each of several is there, and knows for how long it was not.</summary>
internal sealed class Gaps<T> : IAsyncDisposable
    where T : notnull
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    private readonly IReadOnlyList<T> _all;
    private readonly Func<T, bool> _isThere;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<T, long> _since = [];
    private readonly Task _looking;
    private Dictionary<T, double> _longest = [];
    private int _least;

    public Gaps(IReadOnlyList<T> all, Func<T, bool> isThere)
    {
        (_all, _isThere, _least) = (all, isThere, all.Count);
        _looking = LookAsync();
    }

    /// <summary>How many were there at least, and for how many seconds each was away at most, since it was asked last; those that never were are left out.</summary>
    public (int Least, IReadOnlyList<double> Longest) Take()
    {
        lock (_lock)
        {
            foreach (var (one, since) in _since)
            {
                Note(one, since);
            }

            double[] longest = [.. _longest.Values.Order()];
            var least = _least;
            (_longest, _least) = ([], _all.Count);
            return (least, longest);
        }
    }

    /// <summary>The same in words.</summary>
    public string Say(string what)
    {
        var (least, longest) = Take();
        return longest.Count == 0 ? $"{what}: {_all.Count} all the time"
            : $"{what}: {longest.Count} of {_all.Count} were away, median {longest[longest.Count / 2]:F2} s, longest {longest[^1]:F2} s; {least} at least";
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            lock (_lock)
            {
                var (now, there) = (Stopwatch.GetTimestamp(), 0);
                foreach (var one in _all)
                {
                    if (!_isThere(one))
                    {
                        _since.TryAdd(one, now);
                    }
                    else
                    {
                        there++;
                        if (_since.Remove(one, out var since))
                        {
                            Note(one, since);
                        }
                    }
                }

                _least = Math.Min(_least, there);
            }

            await Task.Delay(s_look);
        }
    }

    private void Note(T one, long since) =>
        _longest[one] = Math.Max(_longest.GetValueOrDefault(one), Stopwatch.GetElapsedTime(since).TotalSeconds);
}
