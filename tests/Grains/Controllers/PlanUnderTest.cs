using RailHub.Grains.Controllers;
using RailHub.Grains.Desks;
using RailHub.Grains.Hosting;
using RailHub.Protocol;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>A plan with a board that a test plays, and a clock that it moves.</summary>
internal sealed class PlanUnderTest
{
    public static readonly DateTimeOffset Today = Reports.Now;

    private Candidate? _underWay;

    public PlanUnderTest(Dialect dialect, params OutputReading[] outputs)
        : this(new BoardOptions(), dialect, outputs)
    {
    }

    public PlanUnderTest(BoardOptions options, Dialect dialect, params OutputReading[] outputs)
    {
        Plan = new BoardPlan(options);
        Board = Reports.Board(dialect, outputs);
        Report();
        Plan.SetLive(isLive: true, isBack: true, Now);
    }

    public PlanUnderTest(params OutputReading[] outputs)
        : this(Dialect.Seed, outputs)
    {
    }

    public BoardPlan Plan { get; }

    public EffectWindow Effects { get; } = new();

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What the board would report now.</summary>
    public StatusSnapshot Board { get; set; }

    public OutputReading this[int pin] => Board.Find(pin)!.Value;

    public OutputTrack Output(int pin) => Plan.Find(pin)!;

    /// <summary>Wants something of an output from now on, as a person unless said otherwise.</summary>
    public Want Want(
        int pin, OutputChange change, double inSeconds = 0, double overSeconds = 0, Origin origin = Origin.Person, Stamp? stamp = null, Curve curve = Curve.Linear)
    {
        var start = Now + TimeSpan.FromSeconds(inSeconds);
        var intent = new Intent(
            pin, change, Today + TimeSpan.FromSeconds(inSeconds), TimeSpan.FromSeconds(overSeconds), curve, origin, stamp ?? Stamps.None);
        return Plan.Add(Plan.Expect(pin)!, intent, start, Now, isHeld: !Plan.IsLive);
    }

    /// <summary>Lets an output flash; the database has it at once.</summary>
    public Want Flash(int pin)
    {
        var want = Plan.AddFlash(Output(pin), Now)!;
        want.Release(Now);
        return want;
    }

    /// <summary>A desk alters the light of all outputs, or of one.</summary>
    public void Filter(DeskFilter filter, int? pin = null)
    {
        DeskFilter Of(int one) => pin is null || pin == one ? filter : DeskFilter.None;
        Plan.Announce(Of, Now);
        Plan.Filter(Of, Now);
    }

    /// <summary>The command that is due; null when none is.</summary>
    public BoardCommand? Due => Next()?.Command;

    /// <summary>Sends what is due.</summary>
    public BoardCommand Send()
    {
        _underWay = Next();
        Assert.NotNull(_underWay);
        _underWay.Value.Source.Sent(_underWay.Value.Command, Now);
        return _underWay.Value.Command;
    }

    /// <summary>The board carries a command out, without a word.</summary>
    public void CarryOut(BoardCommand command) => Board = command switch
    {
        BoardCommand.Control control => With(control.Pin, reading => reading with
        {
            Active = control.Light.Active,
            Brightness = Board.Dialect == Dialect.RailHub32 ? control.Light.Brightness * 255 / 100 * 100 / 255 : control.Light.Brightness,
        }),
        BoardCommand.SetInterval interval => With(interval.Pin, reading => reading with { Interval = interval.Interval }),
        BoardCommand.SetName name => With(name.Pin, reading => reading with { Name = name.Name }),
        _ => Board,
    };

    /// <summary>Somebody changes the light at the board's own page.</summary>
    public void Touch(int pin, bool active, int brightness)
    {
        CarryOut(new BoardCommand.Control(pin, new Light(active, brightness)));
        Report();
    }

    /// <summary>The board's report arrives; <see langword="true"/> when a wish ended by it.</summary>
    public bool Report() => Plan.Observe(Board, new Arrival(Now, Plan.IsLive, Effects), Now);

    /// <summary>What was sent ends.</summary>
    public void End(BoardAnswerKind kind = BoardAnswerKind.Accepted, int? status = null, string? error = null)
    {
        var ended = _underWay!.Value;
        _underWay = null;
        ended.Source.Ended(ended.Command, new BoardAnswer(kind, status, error, TimeSpan.Zero), Now);
    }

    /// <summary>Sends what is due to a board that does as it is told: carries out, reports, answers.</summary>
    public BoardCommand Obey()
    {
        var command = Send();
        CarryOut(command);
        Report();
        End();
        return command;
    }

    /// <summary>Sends all lights that are due to a board that does as it is told.</summary>
    public List<BoardCommand.Control> ObeyAll()
    {
        var sent = new List<BoardCommand.Control>();
        while (Due is not null)
        {
            sent.Add((BoardCommand.Control)Obey());
        }

        return sent;
    }

    public void Leave() => Plan.SetLive(isLive: false, isBack: false, Now);

    public void ComeBack()
    {
        Report();
        Plan.SetLive(isLive: true, isBack: true, Now);
    }

    public void Pass(double seconds) => Now += TimeSpan.FromSeconds(seconds);

    // As a pump looks.
    private Candidate? Next()
    {
        Plan.Settle(Now);
        return Plan.Next(Now);
    }

    private StatusSnapshot With(int pin, Func<OutputReading, OutputReading> change) => new()
    {
        MacAddress = Board.MacAddress,
        Name = Board.Name,
        Dialect = Board.Dialect,
        HasChasing = Board.HasChasing,
        Groups = Board.Groups,
        Outputs = [.. Board.Outputs.Select(output => output.Pin == pin ? change(output) : output)],
    };
}
