using RailHub.Grains.Controllers;
using RailHub.Grains.Desks;
using RailHub.Protocol;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>One thing that may happen to a board and its plan.</summary>
internal enum PlanMove
{
    Want,
    WantOn5,
    Fade,
    Flash,
    Hold,
    Release,
    Withdraw,
    Plan,
    PlanOld,
    Forget,
    Touch,
    Obey,
    LoseAnswer,
    LoseCommand,
    CarryOutLate,
    Withhold,
    Refuse,
    Fail,
    Leave,
    ComeBack,
    Pass,
    Desk,
    Lift,
}

/// <summary>Plays moves on a plan, and remembers what the last word for each output is.</summary>
internal sealed class PlanGame
{
    private const string Show = "show";

    private static readonly int[] s_pins = [4, 5];

    private readonly PlanUnderTest _board;
    private readonly List<Word> _words = [];
    private readonly List<(Word Word, Want Want)> _held = [];
    private readonly Queue<(BoardCommand Command, TimeSpan LostAt)> _late = new();
    private readonly Dictionary<int, TimeSpan> _lostAt = [];
    private long _number = 1;
    private DeskFilter _filter = DeskFilter.None;

    public PlanGame(Dialect dialect, TimeSpan lead)
    {
        _board = new PlanUnderTest(dialect, Reports.Output(4), Reports.Output(5, true, 60));
        _board.Plan.Lead = lead;
        _words.AddRange(s_pins.Select(pin => new Word(pin, TimeSpan.MinValue, Raw(pin), null) { IsRaw = true }));
    }

    private bool IsDue => _board.Plan.IsLive && _board.Due is not null;

    private TimeSpan At => _board.Now + _board.Plan.Lead;

    public void Play(PlanMove move, bool active, int percent)
    {
        Move(move, active, percent);
        foreach (var word in _words.Where(word => word.IsEarly && word.Start > _board.Now && !IsOpen(word)))
        {
            // It has become so before its time, and what comes now comes after it.
            word.Start = _board.Now;
        }
    }

    private void Move(PlanMove move, bool active, int percent)
    {
        var pin = s_pins[percent % 2];
        switch (move)
        {
            case PlanMove.Want or PlanMove.WantOn5 or PlanMove.Fade:
                Say(move == PlanMove.WantOn5 ? 5 : 4, new Light(active, percent), overSeconds: move == PlanMove.Fade ? 2 : 0).Want.Release(_board.Now);
                break;
            case PlanMove.Flash when !_filter.Covers && _board.Plan.IsLive && _board.Output(pin).Lasting(_board.Now) is { } lasting:
                _words.Add(new Word(pin, _board.Now, lasting, _board.Flash(pin).Light));
                break;
            case PlanMove.Hold when !_board.Plan.IsLive:
                _held.Add(Say(pin, new Light(active, percent)));
                break;
            case PlanMove.Release when _held.Count > 0:
                _held[0].Want.Release(_board.Now);
                _held.RemoveAt(0);
                break;
            case PlanMove.Withdraw when _held.Count > 0:
                var withdrawn = _held[percent % _held.Count];
                withdrawn.Want.Withdraw();
                _held.Remove(withdrawn);
                _words.Remove(withdrawn.Word);
                break;
            case PlanMove.Plan:
                Forget();
                Say(pin, new Light(active, percent), percent / 20.0, percent % 3, new Stamp(Show, 1, _number)).Want.Release(_board.Now);
                break;
            case PlanMove.PlanOld when _number > 1:
                _board.Want(pin, new OutputChange(active, percent), origin: Origin.Cue, stamp: new Stamp(Show, 1, _number - 1)).Release(_board.Now);
                break;
            case PlanMove.Forget:
                Forget();
                break;
            case PlanMove.Touch when MayTouch(pin):
                Touch(pin, active, percent);
                break;
            case PlanMove.Obey when IsDue:
                _board.Obey();
                break;
            case PlanMove.LoseAnswer when IsDue:
                var unanswered = Lost(_board.Send());
                _board.CarryOut(unanswered);
                _board.Report();
                _board.End(BoardAnswerKind.TimedOut);
                break;
            case PlanMove.LoseCommand when IsDue:
                _late.Enqueue((Lost(_board.Send()), _board.Now));
                _board.End(BoardAnswerKind.TimedOut);
                break;
            case PlanMove.CarryOutLate when _late.TryDequeue(out var lost):
                CarryOutLate(lost.Command, lost.LostAt);
                break;
            case PlanMove.Withhold when IsDue:
                _board.Send();
                _board.End(BoardAnswerKind.Withheld);
                break;
            case PlanMove.Fail when IsDue:
                _board.Send();
                _board.End(BoardAnswerKind.Refused, 503, "busy");
                break;
            case PlanMove.Refuse when IsDue && _late.Count == 0 && _filter == DeskFilter.None:
                var refused = ((BoardCommand.Control)_board.Send()).Pin;
                _board.End(BoardAnswerKind.Refused, 400, "no");
                // What would have begun by the time of its effect is what was refused, and is no word any more.
                _words.RemoveAll(word => word.Pin == refused && word.Start > _board.Now && (word.Start <= At || word.IsEarly));
                _words.Add(new Word(refused, _board.Now, Raw(refused), null) { IsRaw = true });
                break;
            case PlanMove.Leave:
                _board.Leave();
                break;
            case PlanMove.ComeBack when !_board.Plan.IsLive:
                _board.ComeBack();
                break;
            case PlanMove.Pass:
                _board.Pass(percent / 20.0);
                break;
            case PlanMove.Desk:
                Filter((percent % 3) switch
                {
                    0 => DeskFilter.None with { IsDark = true },
                    1 => DeskFilter.None with { Master = percent },
                    _ => DeskFilter.None with { Parked = new Light(active, percent) },
                });
                break;
            case PlanMove.Lift:
                Filter(DeskFilter.None);
                break;
        }
    }

    /// <summary>All that is open comes to its end: then the board is as the last word says, and is left alone.</summary>
    public void End()
    {
        if (!_board.Plan.IsLive)
        {
            _board.ComeBack();
        }

        foreach (var (_, want) in _held)
        {
            want.Release(_board.Now);
        }

        while (_late.TryDequeue(out var lost))
        {
            CarryOutLate(lost.Command, lost.LostAt);
        }

        // First as the desk lets it be, then as all is wanted.
        Drain();
        Assert.All(s_pins, pin => CheckFiltered(pin));
        Filter(DeskFilter.None);
        Drain();
        Assert.False(_board.Output(4).IsOpen || _board.Output(5).IsOpen);
        foreach (var pin in s_pins)
        {
            if (Last(pin, TimeSpan.MaxValue) is { IsForgotten: false } last)
            {
                var reported = _board.Output(pin).Reported(_board.Now);
                Assert.Equal(last.Light, last.IsRaw ? Raw(pin) : new Light(reported.Active, reported.Brightness));
            }
        }
    }

    private void CheckFiltered(int pin)
    {
        var reported = _board.Output(pin).Light.Reported;
        if (Last(pin, TimeSpan.MaxValue) is { IsForgotten: false, IsRaw: false } last)
        {
            Assert.Equal(_filter.Over(last.Light, reported), reported);
        }
        else if (_filter.Covers)
        {
            Assert.Equal(_filter.Over(reported, reported), reported);
        }
    }

    private void Filter(DeskFilter filter)
    {
        _filter = filter;
        _board.Filter(filter);
    }

    private void Drain()
    {
        // As the pump sleeps: so a moment that is forgotten, or comes again and again, is found.
        var wakes = 0;
        while (true)
        {
            if (IsDue)
            {
                _board.Obey();
            }
            else if (_board.Plan.Wake(_board.Now) is { } wake)
            {
                Assert.True(++wakes < 300, "It wakes again and again.");
                var soonest = _board.Now + TimeSpan.FromMilliseconds(1);
                _board.Now = wake > soonest ? wake : soonest;
            }
            else
            {
                break;
            }
        }
    }

    private (Word Word, Want Want) Say(int pin, Light light, double inSeconds = 0, double overSeconds = 0, Stamp? stamp = null)
    {
        var want = _board.Want(
            pin, new OutputChange(light.Active, light.Brightness), inSeconds, overSeconds, stamp is null ? Origin.Person : Origin.Cue, stamp);
        var word = new Word(pin, want.Light!.Start, light, want.Light);
        _words.Add(word);
        return (word, want);
    }

    private void Forget()
    {
        _number++;
        foreach (var word in _words.Where(word => word.Segment?.Stamp.Sender == Show && IsOpen(word)).ToArray())
        {
            // What is begun ends where it is.
            word.IsForgotten = word.Start <= At || word.IsEarly;
            if (!word.IsForgotten)
            {
                _words.Remove(word);
            }
        }

        _board.Plan.Forget(new Stamp(Show, 1, _number), TimeSpan.MinValue, _board.Now);
    }

    private bool IsOpen(Word word) => word.Segment is { } segment && _board.Output(word.Pin).Light.Segments.Contains(segment);

    // While something is under way nobody can tell a person from what was lost and comes late.
    private bool MayTouch(int pin) => _board.Plan.IsLive
        && _filter == DeskFilter.None
        && !_held.Exists(held => held.Word.Pin == pin)
        && !(_lostAt.TryGetValue(pin, out var lost) && _board.Now - lost <= Delivery<Light>.EchoTime)
        && (_board.Output(pin).Light.Shown(At) is not { } shown || (shown.Start < _board.Now && _board.Now < shown.End));

    private void Touch(int pin, bool active, int percent)
    {
        var before = Raw(pin);
        _board.Touch(pin, active, percent);
        if (Raw(pin) != before)
        {
            _words.Add(new Word(pin, _board.Now, Raw(pin), null) { IsRaw = true });
        }
    }

    private void CarryOutLate(BoardCommand command, TimeSpan lostAt)
    {
        if (_board.Now - lostAt > Delivery<Light>.EchoTime)
        {
            return;
        }

        _board.CarryOut(command);
        if (_board.Plan.IsLive)
        {
            _board.Report();
        }
    }

    private BoardCommand Lost(BoardCommand command)
    {
        _lostAt[((BoardCommand.Control)command).Pin] = _board.Now;
        return command;
    }

    private Light Raw(int pin) => new(_board[pin].Active, _board[pin].Brightness);

    private Word? Last(int pin, TimeSpan at)
    {
        Word? last = null;
        foreach (var word in _words)
        {
            if (word.Pin == pin && word.Start <= at && (last is null || word.Start >= last.Start))
            {
                last = word;
            }
        }

        return last;
    }

    /// <summary>What somebody said of an output.</summary>
    private sealed class Word(int pin, TimeSpan start, Light light, Segment<LightGoal>? segment)
    {
        public int Pin { get; } = pin;

        public TimeSpan Start { get; set; } = start;

        public bool IsEarly => Segment is { IsEarly: true };

        public Light Light { get; } = light;

        public Segment<LightGoal>? Segment { get; } = segment;

        /// <summary>It is what the board itself reports, not what it was sent.</summary>
        public bool IsRaw { get; init; }

        /// <summary>It was taken back on its way: the light stays anywhere.</summary>
        public bool IsForgotten { get; set; }
    }
}
