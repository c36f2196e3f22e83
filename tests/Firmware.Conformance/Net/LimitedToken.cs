namespace RailHub.Firmware.Conformance.Net;

/// <summary>A token that ends with another one, or after a time of the given clock.</summary>
internal sealed class LimitedToken : IDisposable
{
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _both;

    public LimitedToken(TimeSpan limit, TimeProvider time, CancellationToken stop)
    {
        _timer = new CancellationTokenSource(limit, time);
        _both = CancellationTokenSource.CreateLinkedTokenSource(_timer.Token, stop);
    }

    public CancellationToken Token => _both.Token;

    public void Dispose()
    {
        _both.Dispose();
        _timer.Dispose();
    }
}
