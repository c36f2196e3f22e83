namespace RailHub.Grains;

/// <summary>The times of subscriptions.</summary>
public static class Subscriptions
{
    /// <summary>How often a subscriber renews: also how long news are missing at most after a silo died.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);

    /// <summary>How long a grain remembers a subscriber that does not renew.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
}
