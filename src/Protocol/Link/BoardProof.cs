namespace RailHub.Protocol;

/// <summary>
/// Whether the HTTP port that belongs to a connection has shown that it is the board that is meant. A proof is worth nothing once the
/// board was silent: its address may belong to another by then. Guarded by the link's lock.
/// </summary>
internal sealed class BoardProof(SilenceGauge gauge, TimeProvider time)
{
    private bool _isGiven;
    private long _lastSign;

    /// <summary>True from <see cref="Give"/> until it is taken back or the board is silent for too long.</summary>
    public bool Holds
    {
        get
        {
            // Once lost it stays so, whatever comes after the silence.
            _isGiven &= time.GetElapsedTime(_lastSign) <= gauge.Trust;
            return _isGiven;
        }
    }

    /// <summary>How often it was taken back: an answer to what was asked before that is none.</summary>
    public int Doubts { get; private set; }

    /// <summary>The board answered as the one that is meant.</summary>
    public void Give() => (_isGiven, _lastSign) = (true, time.GetTimestamp());

    /// <summary>A message came, of whatever kind. To be called before the gauge hears of it, which takes the gap for normal.</summary>
    public void Heard()
    {
        if (Holds)
        {
            _lastSign = time.GetTimestamp();
        }
    }

    public void TakeBack()
    {
        _isGiven = false;
        Doubts++;
    }
}
