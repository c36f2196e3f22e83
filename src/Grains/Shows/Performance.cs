using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Layouts;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Shows;

/// <summary>
/// One show as its player's activation has it: where it stands, what its boards were told of it, and what of it is written down.
/// Used in the turns of its grain only; what it is changes between awaits.
/// </summary>
internal sealed partial class Performance
{
    /// <summary>How far ahead boards are told what is to come: a player that dies, or stands still for so long, is not missed.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromSeconds(10);

    /// <summary>How long after an operator's touch its effect is to be seen on all boards together: time for each to be told, and to do it.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(100);

    // Boards are asked how they fare, and told more, twice within the horizon.
    private static readonly TimeSpan s_refill = Horizon / 2;

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly IGrainFactory _grains;
    private readonly SkewBook _skew = new();
    private readonly ShowBoards _boards;
    private readonly GrainInstruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _gone = new();
    private readonly CueErrands _errands;
    private readonly DateTimeOffset _born;
    private readonly long _bornAt;
    private TaskScheduler _turns = TaskScheduler.Default;
    private LayoutId? _layout;
    private ShowStand _stand = ShowStand.None;
    private CueList? _cues;
    private CourseChange _change;
    private (int Round, CueNumber? Cue) _told;
    private RunState? _found;
    private DateTimeOffset _refillAt;
    private Task<Outcome<Done>> _saving = Task.FromResult<Outcome<Done>>(Done.Instance);
    private Task<Outcome<Done>>? _nextSave;
    private bool _isKept = true;
    private bool _isStale;
    private bool _isRunning;
    private bool _isAsked;
    private ITimer? _wakeUp;
    private ShowRun? _noted;

    public Performance(
        ShowId id, DatabaseLanes lanes, IGrainFactory grains, GrainInstruments instruments, TimeProvider time, ILoggerFactory loggers, Action over)
    {
        (Id, _grains, _instruments, _time, _logger) = (id, grains, instruments, time, loggers.CreateLogger<Performance>());
        (_born, _bornAt) = (time.GetUtcNow(), time.GetTimestamp());
        Rows = new OwnedRows(GrainKeys.Owner(id), lanes, ReadAsync, over, time, _logger);
        _boards = new ShowBoards(id, grains, _skew, _logger);
        _errands = new CueErrands(grains, time, Tell, _gone.Token);
    }

    public ShowId Id { get; }

    public OwnedRows Rows { get; }

    /// <summary>Whether a player must be alive.</summary>
    public bool IsActive => _stand.State.Mode != ShowMode.Stopped;

    /// <summary>Whether the database has where it stands.</summary>
    public bool IsKept => _isKept && _nextSave is null && _saving.IsCompleted;

    // By the monotonic clock: whoever sets the wall clock does not move a show.
    private DateTimeOffset Now => _born + _time.GetElapsedTime(_bornAt);

    /// <summary>Takes the show over; one that runs goes on where it should be by now.</summary>
    public async Task TakeAsync(CancellationToken cancellation)
    {
        _turns = TaskScheduler.Current;
        await Rows.TakeAsync(cancellation);
        if (IsActive)
        {
            (_change, _found) = (_stand.State.Runs ? CourseChange.Carry : CourseChange.Freeze, _stand.State);
            Wake();
        }
    }

    /// <summary>The activation goes. What boards were told lasts until another has come.</summary>
    public async Task LeaveAsync()
    {
        _wakeUp?.Dispose();
        await Rows.LeaveAsync();
        await _gone.CancelAsync();
    }

    /// <summary>A supervisor calls, with the owner epoch that counts when it could read it.</summary>
    public void Heard(long? epoch)
    {
        if (epoch > Rows.Epoch)
        {
            Rows.Doubt();
            return;
        }

        _noted = null;
        Wake();
    }

    /// <summary>The show, or a scene that it recalls, was edited.</summary>
    public void Revise()
    {
        _isStale = true;
        Wake();
    }

    /// <summary>The show was deleted.</summary>
    public async Task EndAsync()
    {
        // Whoever asks while boards are told hears of the layout that there is no such show.
        (_stand, _isStale) = (ShowStand.None, true);
        if (_layout is { } layout && _cues is { } cues)
        {
            await _boards.TakeBackAsync(layout, _boards.NextStamp(Rows.Epoch), Now, cues.Boards);
        }

        (_layout, _cues) = (null, null);
    }

    /// <summary>How it runs.</summary>
    public async Task<Outcome<ShowRun>> GetRunAsync(LayoutId layout) =>
        await LoadAsync(layout) is { } refusal ? refusal : Describe();

    /// <summary>How close together its last cues took effect.</summary>
    public async Task<Outcome<ShowSkew>> GetSkewAsync(LayoutId layout) =>
        await LoadAsync(layout) is { } refusal ? refusal : new ShowSkew(_skew.Landed);

    /// <summary>Does what an operator wants, or a cue.</summary>
    /// <param name="layout">The layout that the show is in.</param>
    /// <param name="order">What.</param>
    /// <param name="startedBy">The shows by whose cues it comes to this; none when somebody orders it.</param>
    public async Task<Outcome<ShowRun>> ControlAsync(LayoutId layout, ShowOrder order, IReadOnlyList<ShowId> startedBy)
    {
        var by = Caller.Actor?.Label;
        if (await LoadAsync(layout) is { } unknown)
        {
            return unknown;
        }

        if (order.Do == ShowTransport.Play && startedBy.Contains(Id))
        {
            return new Refusal(
                RefusalKind.Conflict, RefusalCodes.ShowCircle, $"\"{_cues!.Show.Name}\" has started what is to start it: they would start each other for ever.");
        }

        // What it is released to is how things were before it began, not what they became in the middle of it.
        var before = IsActive ? null : await _boards.StatesAsync(layout, _cues!.Outputs);
        if (order.Do == ShowTransport.Release)
        {
            return await ReleaseAsync(layout, by);
        }

        // Nothing is awaited from here to where it has become so.
        Advance(_cues!, Now);
        if (!Course.Of(order, _cues!, _stand.State, Now, Now + Lead).Succeeded(out var next, out var refusal))
        {
            return refusal;
        }

        var starts = order.Do == ShowTransport.Play || (!IsActive && next.State.Mode != ShowMode.Stopped);
        _change = Later(_change, next.Change);
        _stand = new ShowStand(
            next.State, starts && !IsActive && before is not null ? before : _stand.Before, by, starts ? startedBy.Count > 0 ? startedBy : null : _stand.StartedBy);
        if (starts)
        {
            _errands.Forget();
        }

        foreach (var cue in next.Begins)
        {
            _errands.Do(_cues!, cue, _stand);
        }

        Wake();
        await SaveAsync();
        Note(starts ? HistoryKind.ShowPlayed : order.Do == ShowTransport.Stop ? HistoryKind.ShowStopped : null);
        return Rows.IsLost ? Moved : Describe();
    }

    private static Refusal Moved { get; } = new(
        RefusalKind.Unavailable, RefusalCodes.OwnerMoved, "The show is just moving to another server, and this may not have been done. Try it again.");

    // The one that plans more anew.
    private static CourseChange Later(CourseChange one, CourseChange other) =>
        other == CourseChange.None || (other == CourseChange.Ahead && one is not CourseChange.None) ? one : other;

    private async Task<Outcome<ShowRun>> ReleaseAsync(LayoutId layout, string? by)
    {
        var (before, cues) = (_stand.Before, _cues!);
        var state = _stand.State;
        _stand = new ShowStand((state.Mode == ShowMode.Playing ? state.Pause(cues, Now) : state) with { Mode = ShowMode.Stopped, Begun = [] }, [], by);
        _change = CourseChange.None;
        _skew.Withdraw(since: null);
        var taken = await _boards.TakeBackAsync(layout, _boards.NextStamp(Rows.Epoch), Now, cues.Boards);
        Land();
        var saved = SaveAsync();
        await _boards.ApplyAsync(layout, [.. before.Where(target => !taken.Contains(new OutputAddress(target.Controller, target.Pin)))]);
        await saved;
        Note(HistoryKind.ShowReleased);
        return Rows.IsLost ? Moved : Describe();
    }

    /// <summary>The cues as they are written now; a refusal when the layout has no such show, or cannot be asked.</summary>
    private async Task<Refusal?> LoadAsync(LayoutId layout)
    {
        if (Rows.IsLost)
        {
            return Moved;
        }

        if (_layout is { } own && own != layout)
        {
            return Unknown;
        }

        if (_cues is not null && !_isStale)
        {
            return null;
        }

        _isStale = false;
        Outcome<ShowScore> score;
        try
        {
            score = await Moving.Follow(() => _grains.Layout(layout).GetScore(Id));
        }
        catch (Exception failure) when (AllBoards.IsNotAsked(failure))
        {
            LogNotAsked(failure, Id);
            score = Moved;
        }

        if (!score.Succeeded(out var found, out var refusal))
        {
            _isStale = true;
            return refusal;
        }

        _layout = layout;
        _cues = new CueList(found);
        if (IsActive)
        {
            // Whoever asked: what boards were told of the cues to come is of the old ones.
            _change = Later(_change, CourseChange.Ahead);
            Wake();
        }

        return null;
    }

    private static Refusal Unknown { get; } = Refusal.NotFound(RefusalCodes.ShowUnknown, "The layout has no such show.");

    /// <summary>Something may have to be done.</summary>
    private void Wake()
    {
        _isAsked = true;
        if (!_isRunning)
        {
            RunAsync().Ignore();
        }
    }

    private async Task RunAsync()
    {
        _isRunning = true;
        try
        {
            do
            {
                _isAsked = false;
                await StepAsync();
            }
            while (_isAsked);
        }
        catch (Exception failure)
        {
            LogStepFailed(failure, Id);
        }
        finally
        {
            _isRunning = false;
            Sleep();
        }
    }

    private async Task StepAsync()
    {
        if (Rows.IsLost || _layout is not { } layout || (!IsActive && _change == CourseChange.None && !_skew.IsAwaiting))
        {
            return;
        }

        if (_cues is null || _isStale)
        {
            if (await LoadAsync(layout) is { } refusal)
            {
                LogNotLoaded(Id, refusal.Detail);
                _refillAt = Now + s_retry;
                return;
            }
        }

        // Nothing is awaited from here to where it is told.
        var (now, cues) = (Now, _cues!);
        Advance(cues, now);
        var change = _change;
        _change = CourseChange.None;
        var intents = Intents(cues, change, now);
        if (change != CourseChange.None)
        {
            _skew.Withdraw(change == CourseChange.Ahead ? now : null);
        }

        _skew.Expect(intents);
        var isDue = change != CourseChange.None || now >= _refillAt;
        _refillAt = isDue ? now + s_refill : _refillAt;
        var boards = isDue ? cues.Boards : intents.Select(intent => intent.Controller).Distinct();
        var order = new PlanOrder(
            _boards.NextStamp(Rows.Epoch), now, TakesBack: change != CourseChange.None, change == CourseChange.Ahead ? now : null, []);
        Tell();
        await _boards.PlanAsync(layout, order, boards, intents);
        Land();
        await RemindAsync(layout, cues);
        Tell();
        if (!_isKept)
        {
            SaveAsync().Ignore();
        }
    }

    private void Land()
    {
        foreach (var cue in _skew.Close(Now))
        {
            _instruments.Landed(cue);
        }
    }

    /// <summary>Boards whose grains came to life anew know nothing of what was planned: they are told again.</summary>
    private async Task RemindAsync(LayoutId layout, CueList cues)
    {
        var forgetful = _boards.TakeForgetful();
        if (forgetful.Count == 0 || _stand.State.Mode != ShowMode.Playing)
        {
            return;
        }

        var (now, state) = (Now, _stand.State);
        var position = state.PositionAt(now);
        var again = CueIntents.Look(cues, state, now, IsUnknown)
            .Concat(CueIntents.ToCome(cues, state, now))
            .Concat(state.Coming(cues, now + Horizon).SelectMany(begun => CueIntents.OfCurrent(cues, begun)))
            .Where(intent => forgetful.ContainsKey(intent.Controller));
        var order = new PlanOrder(_boards.NextStamp(Rows.Epoch), now, TakesBack: true, Since: null, []);
        await _boards.PlanAsync(layout, order, forgetful.Keys, [.. again]);

        bool IsUnknown(LightInShow light) => forgetful.TryGetValue(light.Light.Output.Controller, out var heardAt)
            && (light.End > position || light.Start > state.PositionAt(heardAt));
    }

    /// <summary>Lets the show come to now, by itself.</summary>
    private void Advance(CueList cues, DateTimeOffset now)
    {
        var before = _stand.State;
        foreach (var begun in before.Coming(cues, now))
        {
            _errands.Do(cues, begun.Current!.Value, _stand);
        }

        var state = before.At(cues, now);
        if (state.IsOver(cues, now))
        {
            state = state.Pause(cues, now) with { Mode = ShowMode.Stopped };
        }

        if (state != before)
        {
            _stand = _stand with { State = state };
            SaveAsync().Ignore();
        }
    }

    /// <summary>What boards have to be told now.</summary>
    private List<BoardIntent> Intents(CueList cues, CourseChange change, DateTimeOffset now)
    {
        var state = _stand.State;
        var intents = new List<BoardIntent>();
        if (change == CourseChange.Look)
        {
            intents.AddRange(CueIntents.Look(cues, state, now));
        }

        if (change == CourseChange.Carry && state.Runs)
        {
            intents.AddRange(CueIntents.Look(cues, state, now, IsToCarry));
        }

        _found = null;
        if (change != CourseChange.None)
        {
            // What has begun and waits for its delay was taken back as well.
            intents.AddRange(CueIntents.ToCome(cues, state, now));
            _told = (state.Round, state.Current);
        }

        foreach (var begun in state.Coming(cues, now + Horizon).Where(begun => IsNews(begun.Round, begun.Current)))
        {
            intents.AddRange(CueIntents.OfCurrent(cues, begun));
            _told = (begun.Round, begun.Current);
        }

        return intents;

        // Of what a dead player has missed, also what is over.
        bool IsToCarry(LightInShow light) => light.End > state.PositionAt(now)
            || (_found is { } found && (found.Round != state.Round || !found.Begun.Any(known => known.Number == light.Cue)));
    }

    private bool IsNews(int round, CueNumber? cue) =>
        round > _told.Round || (round == _told.Round && (_told.Cue is not { } told || (cue is { } number && number.IsAfter(told))));

    /// <summary>The layout hears how the show runs, and with it whoever watches; what it has been told it is not told again.</summary>
    private void Tell()
    {
        if (_layout is not { } layout || _cues is null)
        {
            return;
        }

        var run = Describe();
        if (_noted is { } noted && IsSaidBy(noted, run))
        {
            return;
        }

        _noted = run;
        _grains.Layout(layout).NoteRun(Id, run.Mode == ShowMode.Stopped && !run.CanRelease ? null : run).Ignore();
    }

    // Time passes by itself where it is watched.
    private static bool IsSaidBy(ShowRun noted, ShowRun run)
    {
        var passed = noted.Mode == ShowMode.Playing ? (run.AsOf - noted.AsOf).TotalMilliseconds * noted.Rate / 100 : 0;
        return noted with { Position = run.Position, AsOf = run.AsOf, Troubles = run.Troubles } == run
            && noted.Troubles.SequenceEqual(run.Troubles)
            && Math.Abs(noted.Position + passed - run.Position) < 50;
    }

    private void Note(HistoryKind? kind)
    {
        if (kind is { } done && _layout is { } layout && !Rows.IsLost)
        {
            _grains.Layout(layout).NotePlayed(Id, done).Ignore();
        }
    }

    private ShowRun Describe()
    {
        var (state, cues, now) = (_stand.State, _cues!, Now);
        return new ShowRun(
            state.Mode,
            state.Current,
            state.Next(cues)?.Number,
            state.NextStart(cues) is { } start ? state.MomentOf(start) : null,
            state.Completion(cues) is { } end && end > state.PositionAt(now) ? state.MomentOf(end) : null,
            (long)state.PositionAt(now).TotalMilliseconds,
            now,
            state.Rate,
            state.Round,
            _stand.Before.Count > 0,
            [.. _errands.Troubles, .. _boards.Troubles(cues)],
            _stand.By,
            _isKept);
    }

    /// <summary>Writes down where the show stands. One save runs and one waits, and writes what is so by then.</summary>
    private Task<Outcome<Done>> SaveAsync()
    {
        return _nextSave ??= SaveNextAsync(_saving);

        async Task<Outcome<Done>> SaveNextAsync(Task before)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.ForceYielding);
            (_saving, _nextSave) = (_nextSave!, null);
            if (_layout is not { } layout)
            {
                return Done.Instance;
            }

            var (stand, isActive) = (_stand.Write(), IsActive);
            var saved = await Rows.EditAsync<Done>(async (database, cancellation) =>
            {
                var row = await database.ShowRuns.SingleOrDefaultAsync(row => row.ShowId == Id, cancellation);
                if (row is null)
                {
                    database.ShowRuns.Add(row = new ShowRunRow { ShowId = Id, LayoutId = layout, State = stand });
                }

                (row.State, row.IsActive) = (stand, isActive);
                await database.SaveChangesAsync(cancellation);
                return new Edited<Done>(Done.Instance);
            });
            _isKept = saved.Refusal is null;
            return saved;
        }
    }

    private async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var row = await database.ShowRuns.AsNoTracking().SingleOrDefaultAsync(row => row.ShowId == Id, cancellation);
        return () =>
        {
            // Once it is known here, this knows better than what was last written.
            if (_layout is null && row is not null)
            {
                (_layout, _stand) = (row.LayoutId, ShowStand.Read(row.State));
            }
        };
    }

    private void Sleep()
    {
        _wakeUp?.Dispose();
        _wakeUp = null;
        // What the last cue came to is heard of after the show is over.
        if (Rows.IsLost || (!_stand.State.Runs && !_skew.IsAwaiting))
        {
            return;
        }

        var moment = _refillAt;
        if (_cues is { } cues && !_isStale && _stand.State is var state
            && (state.NextStart(cues) ?? state.Completion(cues)) is { } position && position > state.PositionAt(Now)
            && state.MomentOf(position) is { } soon && soon < moment)
        {
            moment = soon;
        }

        var wait = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((moment - Now).TotalMilliseconds)));
        _wakeUp = Detached.Begin(() => _time.CreateTimer(_ => Post(Wake), null, wait, Timeout.InfiniteTimeSpan));
    }

    private void Post(Action action) => Task.Factory.StartNew(action, _gone.Token, TaskCreationOptions.None, _turns);

    [LoggerMessage(LogLevel.Warning, "Show {Show}: its cues could not be read ({Reason}); it is tried again")]
    private partial void LogNotLoaded(ShowId show, string reason);

    [LoggerMessage(LogLevel.Warning, "Show {Show}: its layout could not be asked")]
    private partial void LogNotAsked(Exception failure, ShowId show);

    [LoggerMessage(LogLevel.Error, "Show {Show}: a step failed; the next tries again")]
    private partial void LogStepFailed(Exception failure, ShowId show);
}
