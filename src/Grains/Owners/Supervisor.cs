using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RailHub.Grains.Hosting;
using RailHub.Persistence;

namespace RailHub.Grains.Owners;

/// <summary>
/// Looks after the grains that must be alive. Nothing calls a board's grain when its silo died, and an outgoing socket keeps no activation
/// alive. So each silo tells the activations that it has which owner epochs count, and calls those to life whose home it is and that are
/// not here: every few seconds, and at once when a silo comes or goes, or one of its own activations ends. Those that are at home
/// elsewhere it sends there, a few at a time; all of them, before it stops.
/// </summary>
internal sealed partial class Supervisor(
    IGrainFactory grains,
    IEnumerable<OwnedKind> kinds,
    OwnersHere here,
    Homes homes,
    IClusterMembershipService membership,
    IClusterManifestProvider manifests,
    ILocalSiloDetails silo,
    DatabaseLanes lanes,
    Heartbeat heartbeat,
    SiloWork work,
    TimeProvider time,
    GrainInstruments instruments,
    ILogger<Supervisor> logger)
    : BackgroundService
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>How long reading may take: the calls must not wait for a database that hangs.</summary>
    public static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(3);

    /// <summary>How long reading takes at most while grains move: who moves reads its rows several times, and its lamps wait for that.</summary>
    public static readonly TimeSpan QuickRead = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a grain stays where it came to life: two silos that do not agree send none to and fro.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromSeconds(30);

    /// <summary>How many go to their homes in a round: so few that a layout hardly flickers.</summary>
    public const int MovesInRound = 40;

    // Of the moves of a round, and of those of a silo that stops: some seconds at most, of which others may need the rest.
    private const int MovesAtOnce = 4;
    private const int LeavesAtOnce = 32;
    private static readonly TimeSpan s_moveLimit = TimeSpan.FromSeconds(4);

    // The larger the club, the rarer its list is read: what is added comes to life by its layout, whatever the list says.
    public const int ListedInPeriod = 10_000;

    // After news calls may meet a directory that has not heard of them yet: these are the waits until the next attempts.
    private static readonly TimeSpan[] s_again =
        [TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(700), TimeSpan.FromMilliseconds(1_700)];

    private readonly ConcurrentDictionary<GrainId, Task> _calls = new();
    private readonly Channel<bool> _news =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task _reading = Task.CompletedTask;
    private Task _moving = Task.CompletedTask;
    private TaskCompletionSource _round = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _roundsToList;

    // A database that hangs holds up one round; the calls of the next go out beside the look.
    private volatile bool _isSlow;
    private volatile bool _isQuick;

    /// <summary>Completes when the round that is under way, or the next, has told all that live here.</summary>
    internal Task NextRound => Volatile.Read(ref _round).Task;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        homes.Leave(silo.SiloAddress);
        await LeaveAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        here.OneLeft = () => _news.Writer.TryWrite(true);
        homes.Count(Active(membership.CurrentSnapshot));
        return Task.WhenAll(LookRoundAsync(stoppingToken), WatchAsync(stoppingToken), CallOnNewsAsync(stoppingToken));
    }

    private async Task LookRoundAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            var look = OwnerFence.Look.Begin(time, heartbeat);
            if (_reading.IsCompleted)
            {
                var asking = LookAsync(look, stopping);
                if (!_isSlow)
                {
                    await asking;
                }
            }
            else
            {
                Excuse(look);
            }

            CallMissing();
            instruments.Rounded(time.GetElapsedTime(look.At));
            if (_moving.IsCompleted && _isQuick && homes.AreSettled)
            {
                _moving = MoveAsync(stopping);
            }

            work.EndRound();
            Interlocked.Exchange(ref _round, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stopping))
        {
            if (homes.Count(Active(snapshot)))
            {
                // The list may be old, and what it lacks may have died.
                _roundsToList = 0;
                _news.Writer.TryWrite(true);
            }
        }
    }

    private async Task CallOnNewsAsync(CancellationToken stopping)
    {
        while (await _news.Reader.WaitToReadAsync(stopping))
        {
            _news.Reader.TryRead(out _);
            CallMissing();
            foreach (var wait in s_again)
            {
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var more = _news.Reader.WaitToReadAsync(waiting.Token).AsTask();
                var isNews = await Task.WhenAny(more, Task.Delay(wait, time, waiting.Token)) == more;
                await waiting.CancelAsync();
                await Task.WhenAny(more);
                if (isNews)
                {
                    break;
                }

                CallMissing();
            }
        }
    }

    private static IEnumerable<SiloAddress> Active(ClusterMembershipSnapshot snapshot) =>
        snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress);

    private async Task LookAsync(OwnerFence.Look look, CancellationToken stopping)
    {
        try
        {
            using var limit = new CancellationTokenSource(ReadLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
            Resident[] residents = [.. here.All];
            var isListed = _roundsToList <= 0;
            var errand = lanes.Begin((database, cancellation) => ReadAsync(database, residents, isListed, cancellation), either.Token);
            _reading = errand.End;
            var (households, epochs) = await errand.Answer;
            if (households is not null)
            {
                homes.Know(households);
                _roundsToList = 1 + (households.Sum(household => household.Boards.Count) / ListedInPeriod);
            }

            _roundsToList--;
            foreach (var resident in residents)
            {
                if (epochs.TryGetValue(resident.Name, out var epoch))
                {
                    resident.Hear(epoch, look);
                }
            }

            (_isSlow, _isQuick) = (false, time.GetElapsedTime(look.At) <= QuickRead);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            // Boards stay linked while the database is away: the last list goes on, and what lives here goes on without epochs.
            LogNotRead(failure);
            (_isSlow, _isQuick) = (failure is OperationCanceledException, false);
            Excuse(look);
        }
    }

    private void Excuse(OwnerFence.Look look)
    {
        foreach (var resident in here.All)
        {
            resident.Hear(null, look);
        }
    }

    private async Task<(List<Household>? Households, Dictionary<string, long> Epochs)> ReadAsync(
        RailHubDb database, Resident[] residents, bool isListed, CancellationToken cancellation)
    {
        string[] names = [.. residents.Select(resident => resident.Name)];
        var epochs = await database.Owners.AsNoTracking().Where(row => names.Contains(row.Grain))
            .ToDictionaryAsync(row => row.Grain, row => row.Epoch, cancellation);
        return (isListed ? await ListAsync(database, cancellation) : null, epochs);
    }

    private async Task<List<Household>> ListAsync(RailHubDb database, CancellationToken cancellation)
    {
        var layouts = await database.Layouts.AsNoTracking().OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(cancellation);
        var members = layouts.ToDictionary(layout => layout, _ => (Boards: new List<GrainId>(), Others: new List<GrainId>()));
        foreach (var kind in kinds)
        {
            foreach (var (layout, grain) in await kind.Read(database, grains, cancellation))
            {
                if (members.TryGetValue(layout, out var own))
                {
                    (kind.IsLoad ? own.Boards : own.Others).Add(grain);
                }
            }
        }

        return layouts.ConvertAll(layout => new Household(grains.Layout(layout).GetGrainId(), members[layout].Boards, members[layout].Others));
    }

    /// <summary>
    /// Calls each grain that is at home here and not here, unless it has not answered the last call: one that is slow holds up none of
    /// the others. Between two, whatever else the process has to do gets its turn: people's commands do not queue behind thousands.
    /// </summary>
    private void CallMissing()
    {
        foreach (var (grain, call) in _calls)
        {
            if (call.IsCompleted)
            {
                _calls.TryRemove(KeyValuePair.Create(grain, call));
            }
        }

        foreach (var grain in homes.On(silo.SiloAddress))
        {
            if (!here.Has(grain))
            {
                _calls.GetOrAdd(grain, missing => Task.Run(() => CallAsync(missing)));
            }
        }
    }

    private async Task CallAsync(GrainId grain)
    {
        try
        {
            await grains.GetGrain<IOwnedGrain>(grain).KeepLinked();
        }
        catch (Exception failure)
        {
            // The cluster or the database is not ready: the next round tries again.
            LogNotCalled(failure, grain);
        }
    }

    /// <summary>Sends some of those that are at home elsewhere there, the willing first.</summary>
    private async Task MoveAsync(CancellationToken stopping)
    {
        var left = MovesInRound;
        var strangers = from resident in here.All
                        where resident.Age >= Stay
                        let home = homes.Of(resident.Grain)
                        where home is not null && !home.Equals(silo.SiloAddress) && IsKnown(home)
                        orderby resident.Refusals
                        select (resident, home);
        await Parallel.ForEachAsync(
            strangers,
            new ParallelOptions { MaxDegreeOfParallelism = MovesAtOnce, CancellationToken = stopping },
            async (stranger, _) =>
            {
                if (Volatile.Read(ref left) > 0 && await stranger.resident.TryMoveAsync(stranger.home).WaitAsync(s_moveLimit, time, stopping))
                {
                    Interlocked.Decrement(ref left);
                    LogMoves(stranger.resident.Name, stranger.home);
                    await GoneAsync(stranger.resident, stopping);
                }
            }).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The silo stops: whoever lives here goes to the next home at once, before the cluster hears of it.</summary>
    private async Task LeaveAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_moveLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await Parallel.ForEachAsync(
            from resident in here.All
            let home = homes.Of(resident.Grain)
            where home is not null && IsKnown(home)
            select (resident, home),
            new ParallelOptions { MaxDegreeOfParallelism = LeavesAtOnce, CancellationToken = either.Token },
            async (leaver, stopping) =>
            {
                leaver.resident.Move(leaver.home);
                await GoneAsync(leaver.resident, stopping);
            }).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // A silo that has just joined cannot be given anything before it has told what grains it knows.
    private bool IsKnown(SiloAddress other) => manifests.Current.Silos.ContainsKey(other);

    private async Task GoneAsync(Resident resident, CancellationToken stopping)
    {
        try
        {
            await resident.Gone.WaitAsync(s_moveLimit, time, stopping);
        }
        catch (TimeoutException)
        {
            LogHangs(resident.Name);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Owner epochs could not be read; what lives here goes on")]
    private partial void LogNotRead(Exception failure);

    [LoggerMessage(LogLevel.Warning, "{Grain} could not be called; it is tried again")]
    private partial void LogNotCalled(Exception failure, GrainId grain);

    [LoggerMessage(LogLevel.Information, "{Owner} moves to its home, {Silo}")]
    private partial void LogMoves(string owner, SiloAddress silo);

    [LoggerMessage(LogLevel.Warning, "{Owner} is to move and takes its time")]
    private partial void LogHangs(string owner);
}
