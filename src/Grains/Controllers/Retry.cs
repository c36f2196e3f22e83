namespace RailHub.Grains.Controllers;

/// <summary>When a command that was not confirmed is sent again: after 3 s, then each time twice as long, 30 s at most.</summary>
internal struct Retry
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _attempts;

    /// <summary>The moment before which nothing is sent again.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    public void Sent(DateTimeOffset now)
    {
        var wait = First * Math.Pow(2, Math.Min(_attempts, 8));
        _attempts++;
        NotBefore = now + (wait < Longest ? wait : Longest);
    }

    /// <summary>Something new is wanted, or the board is back: at once.</summary>
    public void Reset() => this = default;
}
