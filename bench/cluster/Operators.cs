namespace RailHub.Bench.Cluster;

/// <summary>Several people who switch lamps at the same time, each those of boards of his own.</summary>
internal sealed class Operators : IAsyncDisposable
{
    private readonly Operator[] _all;

    public Operators(Club club, Watch watch, int count, TimeSpan pause) =>
        _all = [.. Enumerable.Range(0, count).Select(number => new Operator(club, watch, pause, number, count))];

    public int Asked => _all.Sum(one => one.Asked);

    public int Promised => _all.Sum(one => one.Promised);

    public TimeSpan Longest => _all.Max(one => one.Longest);

    /// <summary>How often each answer was given.</summary>
    public IReadOnlyDictionary<string, int> Answers =>
        _all.SelectMany(one => one.Answers.ToArray()).GroupBy(pair => pair.Key, pair => pair.Value).ToDictionary(group => group.Key, Enumerable.Sum);

    public Task RestAsync(bool rests) => Task.WhenAll(_all.Select(one => one.RestAsync(rests)));

    public async Task<int> LostAsync() => (await Task.WhenAll(_all.Select(one => one.LostAsync()))).Sum();

    /// <summary>What was answered since such a look, in words.</summary>
    public string Say(IReadOnlyDictionary<string, int>? since = null) => string.Join(", ", Answers
        .Select(pair => (pair.Key, Count: pair.Value - (since?.GetValueOrDefault(pair.Key) ?? 0)))
        .Where(pair => pair.Count > 0)
        .OrderByDescending(pair => pair.Count)
        .Select(pair => $"{pair.Count} {pair.Key}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _all)
        {
            await one.DisposeAsync();
        }
    }
}
