using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace RailHub.Grains;

/// <summary>Who is told of a grain's changes.</summary>
internal static class Observers
{
    /// <summary>Observers that are forgotten after <see cref="Subscriptions.Lease"/> without a renewal, on a clock that nobody sets.</summary>
    public static ObserverManager<T> Create<T>(TimeProvider time, ILogger logger)
        where T : IGrainObserver
    {
        var origin = time.GetTimestamp();
        return new ObserverManager<T>(Subscriptions.Lease, logger) { GetDateTime = () => DateTime.UnixEpoch + time.GetElapsedTime(origin) };
    }
}
