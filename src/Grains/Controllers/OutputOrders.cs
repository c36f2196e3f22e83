using RailHub.Contracts;
using RailHub.Grains.Hosting;

namespace RailHub.Grains.Controllers;

/// <summary>What people and players order of a board's outputs, and what they are answered. An answer is never untrue.</summary>
internal sealed class OutputOrders(Board board, TimeProvider time, GrainInstruments instruments)
{
    private readonly Dictionary<string, SenderClock> _senders = [];

    /// <summary>One output, from now on, for a person.</summary>
    public async Task<Outcome<CommandAnswer>> SetAsync(LayoutId layout, int pin, OutputChange change)
    {
        var shown = board.State?.Find(pin)?.Shown;
        if ((Rules.Check(change, shown) ?? board.Check(layout)) is { } refusal)
        {
            return refusal;
        }

        if (board.Plan.Expect(pin) is not { } output)
        {
            return Refusal.NotFound(RefusalCodes.PinUnknown, $"The controller has no output on pin {pin}.");
        }

        var intent = new Intent(pin, Rules.Writable(change, shown), default, default, default, Origin.Person, Stamps.None);
        var (want, result) = (await SettleAsync([Add(output, intent)]))[0];
        return board.IsOver ? board.Gone()
            : result == CommandResult.NotKept ? board.Away
            : new CommandAnswer(result, board.State?.Find(pin), want.Receipt.Reason);
    }

    /// <summary>Many outputs. One result for each intent, in their order.</summary>
    public async Task<Outcome<Recall>> ApplyAsync(LayoutId layout, IReadOnlyList<Intent> intents)
    {
        if ((board.Check(layout) ?? CheckTimes(intents, time.GetUtcNow())) is { } refusal)
        {
            return refusal;
        }

        var before = new List<SceneTarget>();
        var wants = new List<(int Place, Want Want, string? LeftOut)>();
        var results = new TargetResult[intents.Count];
        for (var place = 0; place < intents.Count; place++)
        {
            var intent = intents[place];
            if (board.Plan.Expect(intent.Pin) is not { } output)
            {
                results[place] = new TargetResult(board.Id, intent.Pin, CommandResult.Missing);
                continue;
            }

            var shown = board.State!.Find(intent.Pin)?.Shown;
            var change = Rules.Writable(intent.Change, shown);
            var want = Add(output, intent with { Change = change });
            wants.Add((place, want, LeftOut(intent.Change, change)));
            if (shown is not null && !want.Receipt.IsAlreadySo)
            {
                before.Add(new SceneTarget(board.Id, intent.Pin, shown.Active, shown.Brightness, change.Interval is null ? null : shown.Interval));
            }
        }

        var settled = await SettleAsync([.. wants.Select(entry => entry.Want)]);
        for (var index = 0; index < wants.Count; index++)
        {
            var (want, result) = settled[index];
            results[wants[index].Place] = new TargetResult(board.Id, want.Output.Pin, result, want.Receipt.Reason ?? wants[index].LeftOut);
        }

        return board.IsOver ? board.Gone() : new Recall(results, before);
    }

    /// <summary>Lets an output flash. Answered once it begins; what it is put back to is in the database then, whoever dies meanwhile.</summary>
    public async Task<Outcome<CommandAnswer>> FlashAsync(LayoutId layout, int pin)
    {
        if (board.Check(layout) is { } refusal)
        {
            return refusal;
        }

        if (board.Plan.IsLive && board.Plan.Find(pin) is null)
        {
            return Refusal.NotFound(RefusalCodes.PinUnknown, $"The controller has no output on pin {pin}.");
        }

        if (board.State?.Find(pin) is { ChasedBy: { } chase })
        {
            return new Refusal(
                RefusalKind.Conflict,
                RefusalCodes.OutputChased,
                $"Chasing group {chase} of the board runs over this lamp, and would switch it meanwhile. Stop that first.");
        }

        if (board.Plan.IsLive && board.Plan.Find(pin) is { Light.IsCovered: true })
        {
            return new Refusal(
                RefusalKind.Conflict,
                RefusalCodes.DeskHolds,
                "The desk of the layout holds this lamp dark or parked, so it cannot flash. Lift the blackout, the solo or the park first.");
        }

        // What was wanted while the board was away may be on its way to the database still.
        if (!board.Plan.IsLive || board.Plan.Find(pin) is not { } output || board.Plan.AddFlash(output, board.Clock.Now) is not { Light: { } flash } want)
        {
            return new Refusal(
                RefusalKind.Unavailable,
                RefusalCodes.BoardOffline,
                "The board is not connected, or just coming back, so its lamps cannot flash now. Try it again in a moment.");
        }

        var saved = await board.SaveAsync();
        if (saved is not (Saved.Done or Saved.Unknown))
        {
            want.Withdraw();
            board.Act();
            return board.IsOver ? board.Gone() : board.Away;
        }

        var now = board.Clock.Now;
        if (output.Light.Shown(now) == flash)
        {
            flash.BeginAt(now);
        }

        want.Release(now);
        board.Act();
        return new CommandAnswer(
            want.Result.IsCompleted ? await want.Result : saved == Saved.Done ? CommandResult.Accepted : CommandResult.Unsaved, board.State?.Find(pin));
    }

    /// <summary>What a sender plans; nothing of it is kept over a restart.</summary>
    public Outcome<PlanReceipt> Plan(LayoutId layout, PlanOrder order)
    {
        if ((board.Check(layout) ?? CheckTimes(order.Intents, order.SentAt)) is { } refusal)
        {
            return refusal;
        }

        var now = board.Clock.Now;
        var sender = order.Stamp.Sender;
        if (!_senders.TryGetValue(sender, out var clock))
        {
            _senders[sender] = clock = new SenderClock();
        }

        clock.Heard(order.Stamp.Epoch, order.SentAt, now);
        if (order.TakesBack)
        {
            board.Plan.Forget(order.Stamp, order.Since is { } since ? clock.At(since) : TimeSpan.MinValue, now);
        }

        var today = time.GetUtcNow();
        foreach (var intent in order.Intents)
        {
            if (board.Plan.Expect(intent.Pin) is { } output)
            {
                var change = Rules.Writable(intent.Change, board.State!.Find(intent.Pin)?.Shown);
                var start = clock.At(intent.From) is var begins && begins > now ? begins : now;
                var timed = intent with { Stamp = order.Stamp, Change = change, From = today + (start - now) };
                board.Plan.Add(output, timed, start, now, isHeld: false, planned: intent.From);
            }
        }

        board.Act();
        return new PlanReceipt(board.Epoch, board.Plan.IsLive, [.. TakenFrom(sender)], [.. EffectsFor(sender)], board.Plan.AreFadesSpent(now));
    }

    private IEnumerable<int> TakenFrom(string sender) =>
        board.Plan.Outputs.Where(output => output.Light.IsTakenFrom(sender)).Select(output => output.Pin);

    private IEnumerable<PlanEffect> EffectsFor(string sender) =>
        from output in board.Plan.Outputs
        from effect in output.Light.TakeEffects(sender)
        select new PlanEffect(output.Pin, effect.Planned, effect.Late);

    private static string? LeftOut(OutputChange asked, OutputChange written) => asked.Interval == written.Interval
        ? null
        : $"The blink interval {asked.Interval} ms cannot be written to a board; it stays as it is.";

    private static Refusal? CheckTimes(IReadOnlyList<Intent> intents, DateTimeOffset now)
    {
        for (var index = 0; index < intents.Count; index++)
        {
            if (Rules.CheckTimes(intents[index], $"intents[{index}]", now) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private Want Add(OutputTrack output, Intent intent)
    {
        var timed = Timed(intent, out var start, out var now);
        return board.Plan.Add(output, timed, start, now, isHeld: !board.Plan.IsLive);
    }

    // What lies in the past means now. Without a fade nothing of that moment counts later: a clock that is set back must not keep it waiting.
    private Intent Timed(Intent intent, out TimeSpan start, out TimeSpan now)
    {
        now = board.Clock.Now;
        var today = time.GetUtcNow();
        start = intent.From <= today ? now : now + (intent.From - today);
        return intent.From <= today ? intent with { From = intent.Over > TimeSpan.Zero ? today : DateTimeOffset.UnixEpoch } : intent;
    }

    /// <summary>
    /// Waits for the board to confirm what was just wanted, and for the database where it does not. Nothing is promised that is not kept:
    /// what a board that is not live is to be told waits for the database, and is taken back when that certainly has nothing of it.
    /// </summary>
    private async Task<(Want Want, CommandResult Result)[]> SettleAsync(IReadOnlyList<Want> wants)
    {
        var began = time.GetTimestamp();
        var isHeld = !board.Plan.IsLive;

        // Nobody waits for what takes longer anyway, or is not to be seen before the desk is lifted.
        var soon = board.Clock.Now + Board.ConfirmWait;
        Task<TimeSpan>?[] awaited = [.. wants.Select(want => !isHeld && want.End <= soon && !want.IsCovered ? TookAsync(want) : null)];
        board.Act();
        if (!isHeld)
        {
            await board.ConfirmAsync(Task.WhenAll(awaited.OfType<Task>()));
            foreach (var want in wants.Where(want => !want.Result.IsCompleted))
            {
                want.Keep();
            }
        }

        var saved = isHeld || board.IsOutdated(wants.Select(want => want.Output.Pin)) ? await board.SaveAsync() : Saved.Done;
        if (isHeld)
        {
            foreach (var want in wants)
            {
                if (saved is Saved.Done or Saved.Unknown)
                {
                    want.Release(board.Clock.Now);
                }
                else
                {
                    want.Withdraw();
                }
            }

            board.Act();
            if (board.IsOutdated(wants.Select(want => want.Output.Pin)))
            {
                // It was so already when it was let go, or what was taken back had left its trace in another.
                board.SaveSoon();
            }
        }

        var answers = new (Want, CommandResult)[wants.Count];
        for (var index = 0; index < answers.Length; index++)
        {
            var result = await ResultAsync(wants[index], saved);
            answers[index] = (wants[index], result);
            if (isHeld || awaited[index] is not null)
            {
                instruments.Answered(result, awaited[index] is { IsCompleted: true } took ? await took : time.GetElapsedTime(began));
            }
        }

        return answers;

        // Each of its own: one lamp that does nothing is not all of its board's.
        async Task<TimeSpan> TookAsync(Want want)
        {
            await want.Result;
            return time.GetElapsedTime(began);
        }
    }

    private async Task<CommandResult> ResultAsync(Want want, Saved saved)
    {
        if (want.Result.IsCompleted)
        {
            var result = await want.Result;

            // The database still has an older word for it.
            return saved != Saved.Done && result == CommandResult.AlreadySo ? CommandResult.Unsaved : result;
        }

        return saved != Saved.Done ? CommandResult.Unsaved
            : board.Plan.IsLive ? CommandResult.Accepted
            : CommandResult.Offline;
    }
}
