using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>A cue of which not all boards have been heard yet.</summary>
internal sealed class CueLanding(CueBeginning beginning)
{
    private readonly Dictionary<MacAddress, BoardSkew> _boards = [];

    public CueBeginning Beginning { get; } = beginning;

    /// <summary>How many outputs are waited for.</summary>
    public int Open { get; set; }

    /// <summary>An output was seen to be as wanted.</summary>
    public void Done(MacAddress board, TimeSpan late)
    {
        // Tenths are more than a clock of the field can tell.
        var milliseconds = Math.Round(late.TotalMilliseconds, 1);
        if (!_boards.TryGetValue(board, out var known))
        {
            _boards[board] = new BoardSkew(board, milliseconds);
        }
        else if (known.Late < milliseconds)
        {
            _boards[board] = known with { Late = milliseconds };
        }
    }

    /// <summary>An output was not; for all of the board that counts more than what was.</summary>
    public void Missed(MacAddress board, bool isAway)
    {
        if (!_boards.TryGetValue(board, out var known) || !known.IsAway)
        {
            _boards[board] = new BoardSkew(board, Late: null, isAway);
        }
    }

    /// <summary>What came of it; null when no board had anything to do.</summary>
    public CueSkew? Describe() => _boards.Count == 0 ? null : new CueSkew(Beginning.Cue, Beginning.Round, Beginning.At, [.. _boards.Values]);
}
