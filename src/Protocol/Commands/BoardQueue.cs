namespace RailHub.Protocol;

/// <summary>The turns of all clients of one board, whatever address they speak to: one request at a time, until the end.</summary>
internal sealed class BoardQueue : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Never disposed of, as it has no timer: a request that comes after the end is to be told so.
    private readonly CancellationTokenSource _end = new();

    /// <summary>Cancelled at the end; requests under way and those that wait give up.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Done when it is the caller's turn, which <see cref="Release"/> ends.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _turn.WaitAsync(cancellation);

    public void Release() => _turn.Release();

    public void Dispose() => _end.Cancel();
}
