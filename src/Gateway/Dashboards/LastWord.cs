using RailHub.Contracts;

namespace RailHub.Gateway.Dashboards;

/// <summary>When a grain, or the club, was heard of last. What was never heard of is lost from the beginning. Safe for threads.</summary>
internal sealed class LastWord
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _at;
    private Contact _contact;

    public LastWord(TimeProvider time)
    {
        (_time, _at, _contact) = (time, time.GetTimestamp(), new Contact(time.GetUtcNow()));
    }

    /// <summary>After how long without a word it is lost: a renewal may come late, or be lost once.</summary>
    public static TimeSpan Limit { get; } = 2 * Subscriptions.Renewal;

    /// <summary>Whether there was ever a word.</summary>
    public bool WasHeard { get; private set; }

    /// <summary>How it is now.</summary>
    public Contact Contact
    {
        get
        {
            lock (_lock)
            {
                var silence = _time.GetElapsedTime(_at);
                return _contact.LostSince is null && silence > Limit ? _contact = new Contact(_time.GetUtcNow() - silence) : _contact;
            }
        }
    }

    /// <summary>For how long there was no word.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_lock)
            {
                return _time.GetElapsedTime(_at);
            }
        }
    }

    /// <summary>Takes in a word; <see langword="true"/> when it was lost before.</summary>
    public bool Hear()
    {
        lock (_lock)
        {
            var wasLost = Contact.LostSince is not null;
            (_at, _contact, WasHeard) = (_time.GetTimestamp(), Contact.Held, true);
            return wasLost;
        }
    }
}
