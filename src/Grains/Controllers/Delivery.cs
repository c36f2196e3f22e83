using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>How the values of one part of an output get to the board: what was sent, what became of it, and when to send again.</summary>
/// <remarks>Moments are those of the board's monotonic clock.</remarks>
internal sealed class Delivery<T>
    where T : IEquatable<T>
{
    /// <summary>How long after it was given up a command may still be carried out by a board that hung.</summary>
    public static readonly TimeSpan EchoTime = TimeSpan.FromSeconds(60);

    // More are only sent by a fade; what a report says of the oldest of so many tells nothing any more.
    private const int MostParcels = 8;

    private readonly List<Parcel<T>> _parcels = [];
    private readonly Backoff _backoff = new();

    /// <summary>Before this nothing is sent again.</summary>
    public TimeSpan NotBefore { get; private set; }

    /// <summary>Since when something new waits to be sent; a newer wish does not lose the place of the one before it. Null when nothing does.</summary>
    public TimeSpan? WaitingSince { get; private set; }

    /// <summary>A request is on its way to the board now.</summary>
    public bool IsInFlight { get; private set; }

    /// <summary>The last one got no answer, or an error that may pass.</summary>
    public bool IsTroubled { get; private set; }

    private (bool Is, T Value) _last;

    public Parcel<T>? Latest => _parcels.Count == 0 ? null : _parcels[^1];

    /// <summary>Whether a value may be sent now: the same again only after a while, and anything only after a while when the board has trouble.</summary>
    public bool MaySend(T value, TimeSpan now) =>
        !IsInFlight && (now >= NotBefore || (!IsTroubled && _last is { Is: true } last && !last.Value.Equals(value)));

    /// <summary>Something new is wanted: at once.</summary>
    public void Urge(TimeSpan now)
    {
        Hurry();
        WaitingSince ??= now;
    }

    /// <summary>The board is back, or has done what was not wanted: what waits is due at once.</summary>
    public void Hurry()
    {
        _backoff.Reset();
        NotBefore = TimeSpan.Zero;
        IsTroubled = false;
    }

    public void Rest() => WaitingSince = null;

    public void Sent(T value, TimeSpan now)
    {
        _parcels.RemoveAll(parcel => parcel.LostAt is null && parcel.Value.Equals(value));
        if (_parcels.Count == MostParcels)
        {
            _parcels.RemoveAt(0);
        }

        _parcels.Add(new Parcel<T>(value, now));
        _last = (true, value);
        IsInFlight = true;
        WaitingSince = null;
        NotBefore = now + _backoff.Next();
    }

    /// <summary>
    /// The board said yes. Requests go one after the other: so all that was answered before is done. It may still show, one after the other:
    /// reports go another way than answers.
    /// </summary>
    public void Answered(TimeSpan now)
    {
        (IsInFlight, IsTroubled) = (false, false);
        foreach (var earlier in _parcels)
        {
            earlier.IsOvertaken = true;
        }

        if (Latest is { AnsweredAt: null, LostAt: null } answered)
        {
            answered.AnsweredAt = now;
            answered.IsOvertaken = false;
        }
    }

    /// <summary>No answer came.</summary>
    public void Lost(TimeSpan now)
    {
        (IsInFlight, IsTroubled) = (false, true);
        if (Latest is { AnsweredAt: null } lost)
        {
            lost.LostAt ??= now;
        }
    }

    /// <summary>The board has not got it, or will not have it.</summary>
    public void Undone(bool wasWritten, TimeSpan now)
    {
        (IsInFlight, IsTroubled) = (false, wasWritten);
        if (Latest is { AnsweredAt: null, LostAt: null })
        {
            _parcels.RemoveAt(_parcels.Count - 1);
        }

        if (!wasWritten)
        {
            Urge(now);
        }
    }

    /// <summary>Whether nothing under way could still make something else of it.</summary>
    public bool IsSettledOn(T value) => _parcels.TrueForAll(parcel => parcel.IsOvertaken || parcel.Value.Equals(value));

    /// <summary>
    /// The newest of what was sent that a report confirms. What was given up shows by a change only: a report that stays as it was may
    /// have come to that by another command.
    /// </summary>
    public Parcel<T>? Find(Predicate<T> confirms, bool hasChanged) =>
        _parcels.FindLast(parcel => (hasChanged || parcel.LostAt is null) && confirms(parcel.Value));

    /// <summary>A report shows it: it, and all that the board had answered before it, is over. The next trouble is the first one again.</summary>
    public void Seen(Parcel<T> seen)
    {
        _backoff.Reset();
        var place = _parcels.IndexOf(seen);
        for (var index = place - 1; index >= 0; index--)
        {
            if (_parcels[index].LostAt is null)
            {
                _parcels.RemoveAt(index);
                place--;
            }
        }

        _parcels.RemoveAt(place);
    }

    /// <summary>Forgets what can no longer be carried out.</summary>
    public void Expire(TimeSpan now) => _parcels.RemoveAll(parcel => parcel.LostAt is { } lost && now - lost > EchoTime);
}
