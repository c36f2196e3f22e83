using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Grains.Owners;
using RailHub.Protocol;

namespace RailHub.Grains.Hosting;

/// <summary>
/// What a silo measures of its boards, its shows and its work on the database, for whoever listens to <see cref="Name"/>; and the spans that
/// Orleans' own do not have. Safe for threads: listeners ask when they like.
/// </summary>
/// <remarks>
/// Durations are in seconds. Tags have few values each, but <c>railhub.controller</c>, which only series of single boards have, and of those
/// <see cref="MostBoards"/> at most.
/// </remarks>
internal sealed class GrainInstruments
{
    /// <summary>The name of the meter and of the spans' source.</summary>
    public const string Name = "RailHub.Grains";

    /// <summary>Of how many boards of a silo there are series of their own.</summary>
    public const int MostBoards = 1_000;

    private const string ControllerTag = "railhub.controller";
    private const string OutcomeTag = "railhub.outcome";

    private static readonly ActivitySource s_spans = new(Name);
    private static readonly double[] s_quick = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly ConcurrentDictionary<Board, bool> _boards = new();
    private readonly Histogram<double> _commands;
    private readonly Histogram<double> _effects;
    private readonly Histogram<double> _orders;
    private readonly Histogram<double> _databaseWork;
    private readonly Histogram<double> _rounds;
    private readonly Histogram<double> _deviation;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _saves;
    private readonly Tally<Missing> _missed = new();
    private readonly Tally<DatabaseOutcome> _refusals = new();
    private readonly TimeProvider _time;
    private long _fencesLost;

    public GrainInstruments(IMeterFactory meters, Heartbeat heartbeat, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create(Name);
        _commands = Duration("railhub.board.command.duration", "From a command's first byte to the board's answer, or to giving it up");
        _effects = Duration("railhub.board.effect.duration", "From a command's sending to the board's report that it is so");
        _orders = Duration(
            "railhub.order.duration", "From an order for an output, if its caller waits for it, to the board's report that it is so, or to what the caller was answered instead");
        _databaseWork = Duration("railhub.database.work.duration", "A piece of work of grains on the database, waiting for a lane included");
        _rounds = Duration("railhub.supervisor.round.duration", "A round of the supervisor: epochs looked up, and what is missing here called");
        _deviation = Duration("railhub.show.cue.deviation", "How far from the moment that was planned a board had done its part of a cue, before or after");
        _changes = meter.CreateCounter<long>("railhub.board.changes", "{change}", "Changes of boards that gateways were told");
        _saves = meter.CreateCounter<long>("railhub.board.saves", "{save}", "Saves of what boards are wanted to do");

        // What happens seldom is told from the start: of a series that begins with its first event, that event is no increase.
        meter.CreateObservableCounter(
            "railhub.fence.losses", () => Interlocked.Read(ref _fencesLost), "{activation}", "Boards whose activation here ended because another one owns them");
        meter.CreateObservableCounter(
            "railhub.show.cue.missed",
            () => _missed.Told("reason"),
            "{board}",
            "Boards that were away when a cue wanted something of them, or have not done all of it within ten seconds");
        meter.CreateObservableCounter(
            "railhub.database.refusals", () => _refusals.Told(OutcomeTag, IsRefusal), "{refusal}", "Pieces of work that the database did not do, or not in time");
        meter.CreateObservableCounter("railhub.standstills", () => (long)heartbeat.Standstills.All, "{standstill}", "Times for which the process stood still for over a second");
        meter.CreateObservableUpDownCounter("railhub.boards", BoardsByLink, "{board}", "Boards of this silo");
        meter.CreateObservableUpDownCounter(
            "railhub.outputs.drifting", OutputsByDrift, "{output}", "Outputs that are not as they are wanted; those that are pending are the queue of commands, without fades on their way");

        Each("railhub.board.live", "1", "1 while the board is live, else 0", static board => board.State?.Link.State == LinkState.Live ? 1 : 0);
        Each("railhub.board.effect.median", "s", "The board's own time to effect, of its last 128 commands", static board => board.Effects.Median?.TotalSeconds);
        Each("railhub.board.drifting", "{output}", "Outputs of the board that are not as they are wanted", board => board.State?.Outputs.Count(IsDrifting));
        Each("railhub.board.uptime", "s", "How long the board runs", static board => Told(board)?.UptimeMilliseconds / 1000.0);
        Each("railhub.board.memory.free", "By", "The board's free memory", static board => Told(board)?.FreeHeapBytes);
        EachCounted("railhub.board.statuses", "{message}", "Messages of the board", static link => link.MessagesReceived);
        EachCounted("railhub.board.messages.unreadable", "{message}", "Messages of the board that could not be read", static link => link.GarbageReceived);
        EachCounted("railhub.board.reconnects", "{connection}", "Times that the board was heard again on another connection", static link => link.Reconnects);
        meter.CreateObservableGauge("railhub.board.info", Infos, "1", "1, with the board's name and layout");

        Histogram<double> Duration(string name, string description) =>
            meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = s_quick });

        void Each(string name, string unit, string description, Func<Board, double?> value) => meter.CreateObservableGauge(
            name, () => from board in Named let told = value(board) where told is not null select new Measurement<double>(told.Value, Tag(board)), unit, description);

        void EachCounted(string name, string unit, string description, Func<ControllerLink, long> value) => meter.CreateObservableCounter(
            name, () => from board in Named let link = board.Session?.Link where link is not null select new Measurement<long>(value(link), Tag(board)), unit, description);
    }

    // Where there are too many, the same ones at each look.
    private IEnumerable<Board> Named
    {
        get
        {
            var all = _boards.Keys;
            return all.Count > MostBoards ? all.OrderBy(static board => board.Id).Take(MostBoards) : all;
        }
    }

    /// <summary>A board lives here.</summary>
    public void Came(Board board) => _boards.TryAdd(board, true);

    /// <summary>It does not any more.</summary>
    public void Left(Board board) => _boards.TryRemove(board, out _);

    /// <summary>Gateways are told of a change.</summary>
    public void Changed() => _changes.Add(1);

    /// <summary>A command begins, by the call that wanted it; a span where that is traced.</summary>
    public static Activity? Send(MacAddress board, BoardCommand command, ActivityContext cause) =>
        cause == default ? null : s_spans.StartActivity("board command", ActivityKind.Client, cause, [new(ControllerTag, board.ToString()), new("railhub.command", Kind(command))]);

    /// <summary>A command was answered, or given up.</summary>
    public void Sent(Activity? span, BoardCommand command, BoardAnswer answer)
    {
        var outcome = Word(answer.Kind);
        _commands.Record(answer.Latency.TotalSeconds, new("railhub.command", Kind(command)), new(OutcomeTag, outcome));
        span?.SetTag(OutcomeTag, outcome).SetTag("http.response.status_code", answer.HttpStatus);
        if (answer.Kind != BoardAnswerKind.Withheld)
        {
            // Of what was taken back before it was sent there is nothing good or bad to say.
            span?.SetStatus(answer.IsAccepted ? ActivityStatusCode.Ok : ActivityStatusCode.Error, answer.Error);
        }
    }

    /// <summary>A command has taken effect.</summary>
    public void TookEffect(TimeSpan effect) => _effects.Record(effect.TotalSeconds);

    /// <summary>Somebody who ordered something of an output was answered.</summary>
    public void Answered(CommandResult result, TimeSpan after) => _orders.Record(after.TotalSeconds, new KeyValuePair<string, object?>(OutcomeTag, Word(result)));

    /// <summary>The call under way is for a board, and this came of it: its span says so.</summary>
    public static void Mark<T>(MacAddress board, Outcome<T> outcome)
        where T : class =>
        Activity.Current?.SetTag(ControllerTag, board.ToString()).SetTag(OutcomeTag, OutcomeWord.Of(outcome));

    /// <summary>A show tells its boards what its cues want: a trace of its own, with a span for each board.</summary>
    public static Activity? Cue(ShowId show) => s_spans.StartActivity("railhub.cue", ActivityKind.Internal, default(ActivityContext), [new("railhub.show", show.ToString())]);

    /// <summary>All boards of a cue have been heard of.</summary>
    public void Landed(CueSkew cue)
    {
        foreach (var board in cue.Boards)
        {
            if (board.Late is { } late)
            {
                _deviation.Record(Math.Abs(late) / 1000);
            }
            else
            {
                _missed.Add(board.IsAway ? Missing.Away : Missing.Undone);
            }
        }
    }

    /// <summary>A board's save ended.</summary>
    public void Stored(Saved saved) => _saves.Add(1, new KeyValuePair<string, object?>(OutcomeTag, Word(saved)));

    /// <summary>A piece of work on the database ended.</summary>
    public void Worked(TimeSpan took, DatabaseOutcome outcome)
    {
        _databaseWork.Record(took.TotalSeconds, new KeyValuePair<string, object?>(OutcomeTag, Word(outcome)));
        _refusals.Add(outcome);
    }

    /// <summary>Another activation owns a board that this one had.</summary>
    public void LostFence() => Interlocked.Increment(ref _fencesLost);

    /// <summary>The supervisor has been through a round.</summary>
    public void Rounded(TimeSpan took) => _rounds.Record(took.TotalSeconds);

    private static BoardTelemetry? Told(Board board) => board.Session?.Link is { LastGood: not null } link ? link.Telemetry : null;

    /// <summary>Whether an output is not as it is wanted. One that is on its way in a fade is.</summary>
    internal static bool IsDrifting(OutputState output, DateTimeOffset now) =>
        IsDrifting(output.Drift) && !(output is { Drift: Drift.Pending, Motion: { } motion } && now < motion.EndsAt);

    private static bool IsDrifting(Drift drift) => drift is not (Drift.None or Drift.Desk);

    private static bool IsRefusal(DatabaseOutcome outcome) => outcome is not (DatabaseOutcome.Done or DatabaseOutcome.Failed);

    private bool IsDrifting(OutputState output) => IsDrifting(output.Drift) && IsDrifting(output, _time.GetUtcNow());

    private static KeyValuePair<string, object?> Tag(Board board) => new(ControllerTag, board.Id.ToString());

    private IEnumerable<ControllerState> States => _boards.Keys.Select(board => board.State).OfType<ControllerState>();

    private IEnumerable<Measurement<long>> BoardsByLink() => Counts("railhub.link.state", States.Select(state => state.Link.State), static _ => true);

    private IEnumerable<Measurement<long>> OutputsByDrift() =>
        Counts("railhub.drift", States.SelectMany(state => state.Outputs).Where(IsDrifting).Select(output => output.Drift), IsDrifting);

    // Those of which there are none as well: a series that comes and goes says less than a nought.
    private static IEnumerable<Measurement<long>> Counts<T>(string tag, IEnumerable<T> values, Func<T, bool> counts)
        where T : struct, Enum
    {
        var found = values.CountBy(value => value).ToDictionary();
        return Words<T>.All.Where(word => counts(word.Key))
            .Select(word => new Measurement<long>(found.GetValueOrDefault(word.Key), new KeyValuePair<string, object?>(tag, word.Value)));
    }

    private IEnumerable<Measurement<long>> Infos() =>
        from board in Named
        let state = board.State
        where state is not null
        select new Measurement<long>(
            1, Tag(board), new("railhub.layout", state.Controller.Layout.ToString()), new("railhub.controller.name", state.Controller.Name));

    // Why a board was not measured in a cue.
    private enum Missing
    {
        Away,
        Undone,
    }

    private static string Kind(BoardCommand command) => command switch
    {
        BoardCommand.Control => "control",
        BoardCommand.SetInterval => "interval",
        BoardCommand.SetName => "name",
        _ => "group",
    };

    private static string Word<T>(T value)
        where T : struct, Enum => Words<T>.All[value];

    // As the API spells them.
    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()));
    }

    // How often each has happened since the start.
    private sealed class Tally<T>
        where T : struct, Enum
    {
        private readonly Dictionary<T, StrongBox<long>> _counts = Enum.GetValues<T>().ToDictionary(value => value, _ => new StrongBox<long>());

        public void Add(T value) => Interlocked.Increment(ref _counts[value].Value);

        public IEnumerable<Measurement<long>> Told(string tag, Func<T, bool>? counts = null) =>
            from count in _counts
            where counts is null || counts(count.Key)
            select new Measurement<long>(Interlocked.Read(ref count.Value.Value), new KeyValuePair<string, object?>(tag, Word(count.Key)));
    }
}
