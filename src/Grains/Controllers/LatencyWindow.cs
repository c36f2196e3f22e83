namespace RailHub.Grains.Controllers;

/// <summary>The last command latencies of a board.</summary>
internal sealed class LatencyWindow
{
    private readonly double[] _milliseconds = new double[15];
    private int _count;

    public void Add(TimeSpan latency) => _milliseconds[_count++ % _milliseconds.Length] = latency.TotalMilliseconds;

    /// <summary>The median in milliseconds; null before the first.</summary>
    public double? Median
    {
        get
        {
            if (_count == 0)
            {
                return null;
            }

            var sorted = _milliseconds[..Math.Min(_count, _milliseconds.Length)];
            Array.Sort(sorted);
            return sorted[sorted.Length / 2];
        }
    }
}
