using System.Diagnostics.CodeAnalysis;

namespace RailHub.Gateway.Hosting;

/// <summary>
/// The ways by which a gateway process reaches the cluster, one through each silo. Orleans does not say which of its calls went by one that is
/// lost: their answers never come, and it lets callers wait for as long as they like. So whoever waits asks again, by those that are left.
/// </summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A source without timer and handle holds nothing, and whoever waits still has its token.")]
internal sealed class ClusterWays : IClusterConnectionStatusObserver
{
    private CancellationTokenSource _lost = new();

    /// <summary>Cancelled when the next way is lost. In a process that has the silo itself that never happens.</summary>
    public CancellationToken Lost => Volatile.Read(ref _lost).Token;

    /// <summary>Calls, and waits for the answer, unless a way is lost meanwhile: it may have gone by that one.</summary>
    /// <exception cref="TimeoutException">It did not come in time, or may not come any more.</exception>
    public async Task<T> AnswerAsync<T>(Func<Task<T>> call, TimeSpan limit, TimeProvider time)
    {
        var lost = Lost;
        try
        {
            return await call().WaitAsync(limit, time, lost);
        }
        catch (OperationCanceledException failure) when (lost.IsCancellationRequested)
        {
            throw new TimeoutException("A way into the cluster was lost, and the answer with it.", failure);
        }
    }

    /// <inheritdoc/>
    public void NotifyGatewayCountChanged(int currentNumberOfGateways, int previousNumberOfGateways, bool connectionRecovered)
    {
        if (currentNumberOfGateways < previousNumberOfGateways)
        {
            // Those who wait go on where they are, and not in the turn of the connection that ends.
            Interlocked.Exchange(ref _lost, new CancellationTokenSource()).CancelAsync().Ignore();
        }
    }

    /// <inheritdoc/>
    public void NotifyClusterConnectionLost()
    {
        // The last way is a way: it was told of.
    }
}
