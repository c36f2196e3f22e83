using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Grains.Hosting;
using RailHub.Grains.Layouts;

namespace RailHub.Grains.Shows;

/// <summary>The boards of a show: tells them what is wanted, and remembers what they answer. Used in the turns of the player's grain only.</summary>
internal sealed partial class ShowBoards(ShowId show, IGrainFactory grains, SkewBook skew, ILogger logger)
{
    private readonly Dictionary<MacAddress, Known> _known = [];
    private readonly Dictionary<MacAddress, DateTimeOffset> _forgetful = [];
    private long _number;

    /// <summary>The next stamp of the show's plans.</summary>
    public Stamp NextStamp(long epoch) => new(GrainKeys.Owner(show), epoch, ++_number);

    /// <summary>What outputs are now; those that nobody knows are left out.</summary>
    public async Task<IReadOnlyList<SceneTarget>> StatesAsync(LayoutId layout, IReadOnlyList<OutputAddress> outputs)
    {
        var states = await Task.WhenAll(outputs.GroupBy(output => output.Controller).Select(async board =>
        {
            var state = await AskAsync(board.Key, grain => grain.GetState(layout));
            return board.Select(output => state?.Value?.Find(output.Pin) is { } found
                ? new SceneTarget(board.Key, output.Pin, found.Shown.Active, found.Shown.Brightness, found.Shown.Interval)
                : null);
        }));
        return [.. states.SelectMany(targets => targets).OfType<SceneTarget>()];
    }

    /// <summary>Tells boards what is planned.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="order">What holds for all of them.</param>
    /// <param name="boards">Those that are told, also when nothing is wanted of them.</param>
    /// <param name="intents">What is wanted.</param>
    public async Task PlanAsync(LayoutId layout, PlanOrder order, IEnumerable<MacAddress> boards, IReadOnlyList<BoardIntent> intents)
    {
        using var span = intents.Count == 0 ? null : GrainInstruments.Cue(show);
        var wanted = intents.ToLookup(intent => intent.Controller, intent => intent.Intent);
        await Task.WhenAll(boards.Select(board => PlanAsync(layout, board, order with { Intents = [.. wanted[board]] })).ToArray());
    }

    /// <summary>Takes back all that was planned; gives the outputs that are somebody else's by now.</summary>
    public async Task<IReadOnlySet<OutputAddress>> TakeBackAsync(LayoutId layout, Stamp stamp, DateTimeOffset now, IReadOnlyList<MacAddress> boards)
    {
        await PlanAsync(layout, new PlanOrder(stamp, now, TakesBack: true, Since: null, []), boards, []);
        return (from board in boards where _known.ContainsKey(board) from pin in _known[board].TakenOver select new OutputAddress(board, pin)).ToHashSet();
    }

    /// <summary>Brings outputs back to what they were.</summary>
    public Task ApplyAsync(LayoutId layout, IReadOnlyList<SceneTarget> targets) => Task.WhenAll(targets.GroupBy(target => target.Controller).Select(board =>
    {
        Intent[] intents = [.. board.Select(target => new Intent(
            target.Pin,
            new OutputChange(target.Active, target.Brightness, target.Interval),
            default,
            TimeSpan.Zero,
            Curve.Square,
            Origin.Scene,
            Stamps.None))];
        return AskAsync(board.Key, grain => grain.Apply(layout, intents));
    }));

    /// <summary>The boards whose grains have lost what was planned, with when they were last heard of; asked once.</summary>
    public IReadOnlyDictionary<MacAddress, DateTimeOffset> TakeForgetful()
    {
        var taken = new Dictionary<MacAddress, DateTimeOffset>(_forgetful);
        _forgetful.Clear();
        return taken;
    }

    /// <summary>What is not as the cues want it.</summary>
    public IEnumerable<ShowTrouble> Troubles(CueList cues)
    {
        foreach (var board in cues.Boards)
        {
            if (!_known.TryGetValue(board, out var known))
            {
                continue;
            }

            if (known.IsRemoved || !known.IsLive)
            {
                yield return new ShowTrouble(known.IsRemoved ? ShowTroubleKind.BoardRemoved : ShowTroubleKind.BoardOffline, Controller: board);
                continue;
            }

            if (known.AreFadesSpent)
            {
                yield return new ShowTrouble(ShowTroubleKind.FadesSpent, Controller: board);
            }

            foreach (var pin in known.TakenOver)
            {
                yield return new ShowTrouble(ShowTroubleKind.TakenOver, Controller: board, Pin: pin);
            }
        }
    }

    private async Task PlanAsync(LayoutId layout, MacAddress board, PlanOrder order)
    {
        if (await AskAsync(board, grain => grain.Plan(layout, order)) is not { } answer)
        {
            _known[board] = _known.GetValueOrDefault(board, Known.Nothing) with { IsLive = false };
            skew.Away(board, order.SentAt);
            return;
        }

        if (!answer.Succeeded(out var receipt, out var refusal))
        {
            _known[board] = _known.GetValueOrDefault(board, Known.Nothing) with { IsLive = false, IsRemoved = refusal.Kind == RefusalKind.NotFound };
            skew.Away(board, order.SentAt);
            return;
        }

        if (_known.TryGetValue(board, out var before) && before.Epoch is { } epoch && epoch != receipt.Epoch)
        {
            _forgetful[board] = before.HeardAt;
        }

        skew.Heard(board, receipt, order.SentAt);
        _known[board] = new Known(receipt.Epoch, order.SentAt, receipt.IsLive, IsRemoved: false, receipt.TakenOver, receipt.AreFadesSpent);
    }

    /// <summary>What a board's grain says; null when it could not be asked. One that is just moving is asked once more where it went.</summary>
    private async Task<Outcome<T>?> AskAsync<T>(MacAddress board, Func<IControllerGrain, Task<Outcome<T>>> ask)
        where T : class
    {
        try
        {
            return await Moving.Follow(() => ask(grains.Controller(board)));
        }
        catch (Exception failure) when (AllBoards.IsNotAsked(failure))
        {
            LogNotAsked(failure, show, board);
            return null;
        }
    }

    private sealed record Known(long? Epoch, DateTimeOffset HeardAt, bool IsLive, bool IsRemoved, IReadOnlyList<int> TakenOver, bool AreFadesSpent)
    {
        public static Known Nothing { get; } = new(Epoch: null, default, IsLive: false, IsRemoved: false, [], AreFadesSpent: false);
    }

    [LoggerMessage(LogLevel.Warning, "Show {Show}: controller {Controller} could not be told")]
    private partial void LogNotAsked(Exception failure, ShowId show, MacAddress controller);
}
