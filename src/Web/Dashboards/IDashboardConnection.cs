using RailHub.Contracts;

namespace RailHub.Web.Dashboards;

/// <summary>How the connection to the gateway is.</summary>
public enum ConnectionState
{
    /// <summary>Being opened for the first time, or not before somebody has signed in.</summary>
    Connecting,

    /// <summary>Open.</summary>
    Connected,

    /// <summary>Lost; it is being opened again.</summary>
    Dropped,

    /// <summary>Never opened so far, for longer than people wait without asking why; it is still being tried.</summary>
    NotReached,

    /// <summary>The gateway does not let this browser in; it is still being tried.</summary>
    Refused,
}

/// <summary>The connection to the gateway's hub. It opens itself again for ever, and asks again for what is watched.</summary>
public interface IDashboardConnection
{
    /// <summary>What can be called while it is connected.</summary>
    IDashboardHub Hub { get; }

    /// <summary>How it is.</summary>
    ConnectionState State { get; }

    /// <summary>Why the gateway does not let this browser in, in its own words; null unless <see cref="ConnectionState.Refused"/>.</summary>
    Refusal? Refusal { get; }

    /// <summary><see cref="State"/> changed.</summary>
    event Action? StateChanged;

    /// <summary><see cref="IDashboard.ClubChanged"/>.</summary>
    event Action<ClubFrame>? ClubChanged;

    /// <summary><see cref="IDashboard.LayoutChanged"/>.</summary>
    event Action<LayoutFrame>? LayoutChanged;

    /// <summary><see cref="IDashboard.TelemetryChanged"/>.</summary>
    event Action<LayoutTelemetry>? TelemetryChanged;

    /// <summary>
    /// Asks now, when it is connected, and again whenever it is back or the browser woke up. A failure is no exception here:
    /// the connection is opened anew for it.
    /// </summary>
    /// <param name="ask">Asks the hub for something.</param>
    Task WatchAsync(Func<Task> ask);

    /// <summary>Ends <see cref="WatchAsync"/>.</summary>
    void Unwatch(Func<Task> ask);
}
