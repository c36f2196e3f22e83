namespace RailHub.Grains.Controllers;

/// <summary>What is wanted of one independently settable part of an output, and what was last sent of it.</summary>
/// <remarks>
/// What was sent but is not reported yet is remembered on its own: a wish that returns to what the board still reports
/// must be sent all the same, or the command on its way would win.
/// </remarks>
internal sealed class WishPart<T>
    where T : IEquatable<T>
{
    private Retry _retry;
    private bool _underway;
    private T? _sent;

    public bool Wanted { get; private set; }

    public T? Value { get; private set; }

    public DateTimeOffset? Due => Wanted ? _retry.NotBefore : null;

    /// <summary>Wants a value; <see langword="false"/> when it is so already and nothing else is on its way.</summary>
    public bool Want(T value, bool isSo)
    {
        if (isSo && !_underway)
        {
            Wanted = false;
            return false;
        }

        Value = value;
        Wanted = true;
        _retry.Reset();
        return true;
    }

    public bool IsDue(DateTimeOffset now) => Wanted && now >= _retry.NotBefore;

    public void Sent(DateTimeOffset now)
    {
        _underway = true;
        _sent = Value;
        _retry.Sent(now);
    }

    /// <summary>The board cannot be asked now: at once when it is back.</summary>
    public void Hurry() => _retry.Reset();

    /// <summary>The board refused it: it is not wanted any more.</summary>
    public void Drop()
    {
        Wanted = false;
        _underway = false;
    }

    /// <summary>Compares with a new report; <see langword="true"/> when that fulfils the wish.</summary>
    public bool Observe(T reported)
    {
        if (_underway && reported.Equals(_sent))
        {
            _underway = false;
        }

        if (!Wanted || _underway || !reported.Equals(Value))
        {
            return false;
        }

        Wanted = false;
        return true;
    }
}
