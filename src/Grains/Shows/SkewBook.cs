using RailHub.Contracts;

namespace RailHub.Grains.Shows;

/// <summary>
/// When what a show's cues want took effect on each board, against the moments that were planned. It is in memory only: a measurement is
/// promised to nobody, and is gone with the player's activation.
/// </summary>
/// <remarks>Pure: who calls tells what time it is. What was planned is known by its output and its moment, as boards tell it.</remarks>
internal sealed class SkewBook
{
    /// <summary>Of how many cues it is remembered.</summary>
    public const int MostCues = 200;

    /// <summary>How long after its moment something is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Dictionary<OutputAddress, List<Awaited>> _awaited = [];
    private readonly List<CueLanding> _landings = [];
    private readonly List<CueSkew> _landed = [];

    /// <summary>Whether boards have still to be heard of.</summary>
    public bool IsAwaiting => _awaited.Count > 0;

    /// <summary>What came of the last cues, the newest first.</summary>
    public IReadOnlyList<CueSkew> Landed => [.. _landed.AsEnumerable().Reverse()];

    /// <summary>Boards are told of this; also once more.</summary>
    public void Expect(IEnumerable<BoardIntent> intents)
    {
        foreach (var (controller, intent, of) in intents)
        {
            if (of is not { } beginning)
            {
                continue;
            }

            var output = new OutputAddress(controller, intent.Pin);
            if (!_awaited.TryGetValue(output, out var own))
            {
                _awaited[output] = own = [];
            }

            if (own.Find(known => known.From == intent.From) is { } again)
            {
                again.IsWithdrawn = false;
                continue;
            }

            var landing = LandingOf(beginning);
            landing.Open++;
            own.Add(new Awaited(landing, intent.From, intent.From + (intent.Down > intent.Over ? intent.Down.Value : intent.Over)));
        }
    }

    /// <summary>
    /// Boards are told to forget what begins at a moment or later, or all. What they did before they heard that they still tell; so it is
    /// waited for until <see cref="Close"/>.
    /// </summary>
    public void Withdraw(DateTimeOffset? since)
    {
        foreach (var awaited in _awaited.Values.SelectMany(own => own).Where(awaited => since is null || awaited.From >= since))
        {
            awaited.IsWithdrawn = true;
        }
    }

    /// <summary>A board told how it fares.</summary>
    public void Heard(MacAddress board, PlanReceipt receipt, DateTimeOffset now)
    {
        foreach (var effect in receipt.Effects)
        {
            var output = new OutputAddress(board, effect.Pin);
            if (_awaited.TryGetValue(output, out var own) && own.Find(awaited => awaited.From == effect.From) is { } done)
            {
                if (effect.Late is { } late)
                {
                    done.Landing.Done(board, late);
                }

                // What was to be before it does not come any more.
                foreach (var passed in own.Where(awaited => awaited.From < done.From).ToArray())
                {
                    Miss(output, own, passed, isAway: false);
                }

                Remove(output, own, done);
            }
        }

        foreach (var pin in receipt.TakenOver)
        {
            // Whoever took it has changed what is to be seen: nothing of it is late.
            var output = new OutputAddress(board, pin);
            if (_awaited.TryGetValue(output, out var own))
            {
                foreach (var lost in own.Where(awaited => awaited.From <= now).ToArray())
                {
                    Remove(output, own, lost);
                }
            }
        }

        if (!receipt.IsLive)
        {
            Away(board, now);
        }
    }

    /// <summary>A board is not connected, or its grain cannot be asked.</summary>
    public void Away(MacAddress board, DateTimeOffset now)
    {
        foreach (var (output, own) in _awaited.Where(entry => entry.Key.Controller == board).ToArray())
        {
            foreach (var missed in own.Where(awaited => awaited.From <= now).ToArray())
            {
                Miss(output, own, missed, isAway: true);
            }
        }
    }

    /// <summary>What was withdrawn or had its time is waited for no longer; gives the cues of which nothing is to come any more.</summary>
    public IReadOnlyList<CueSkew> Close(DateTimeOffset now)
    {
        foreach (var (output, own) in _awaited.ToArray())
        {
            foreach (var awaited in own.ToArray())
            {
                if (awaited.IsWithdrawn)
                {
                    Remove(output, own, awaited);
                }
                else if (awaited.End + Patience <= now)
                {
                    Miss(output, own, awaited, isAway: false);
                }
            }
        }

        CueSkew[] landed = [.. _landings.Where(landing => landing.Open == 0).Select(landing => landing.Describe()).OfType<CueSkew>()];
        _landings.RemoveAll(landing => landing.Open == 0);
        _landed.AddRange(landed);
        _landed.RemoveRange(0, Math.Max(0, _landed.Count - MostCues));
        return landed;
    }

    private CueLanding LandingOf(CueBeginning beginning)
    {
        var landing = _landings.Find(known => (known.Beginning.Cue, known.Beginning.Round) == (beginning.Cue, beginning.Round));
        if (landing is null)
        {
            _landings.Add(landing = new CueLanding(beginning));
        }

        return landing;
    }

    /// <summary>It did not come; that is nobody's fault where the show itself wanted something else of the output before it could.</summary>
    private void Miss(OutputAddress output, List<Awaited> own, Awaited missed, bool isAway)
    {
        if (isAway || !own.Exists(other => other.From > missed.From && other.From <= missed.End))
        {
            missed.Landing.Missed(output.Controller, isAway);
        }

        Remove(output, own, missed);
    }

    private void Remove(OutputAddress output, List<Awaited> own, Awaited awaited)
    {
        awaited.Landing.Open--;
        own.Remove(awaited);
        if (own.Count == 0)
        {
            _awaited.Remove(output);
        }
    }

    private sealed class Awaited(CueLanding landing, DateTimeOffset from, DateTimeOffset end)
    {
        public CueLanding Landing { get; } = landing;

        public DateTimeOffset From { get; } = from;

        /// <summary>When it is certainly to be so.</summary>
        public DateTimeOffset End { get; } = end;

        public bool IsWithdrawn { get; set; }
    }
}
