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

    /// <summary>Those who are told come along when the grain moves: they need not find out where it went.</summary>
    public static void Take<T>(ObserverManager<T> observers, IDehydrationContext luggage)
        where T : IGrainObserver => luggage.TryAddValue(Luggage, observers.ToArray());

    /// <summary>Takes in those who came along.</summary>
    public static void Bring<T>(ObserverManager<T> observers, IRehydrationContext luggage)
        where T : IGrainObserver
    {
        if (luggage.TryGetValue<T[]>(Luggage, out var all))
        {
            foreach (var observer in all ?? [])
            {
                observers.Subscribe(observer, observer);
            }
        }
    }

    private const string Luggage = "observers";
}
