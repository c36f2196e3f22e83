using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using RailHub.Contracts;
using RailHub.Grains.Layouts;
using RailHub.Protocol;

namespace RailHub.Grains.Finding;

/// <summary>The one scan of the club, and the search for boards that moved.</summary>
/// <remarks>Reentrant: a scan takes a minute, and is looked at and stopped meanwhile. What is found is nobody's word but the board's.</remarks>
[Reentrant]
internal sealed partial class FinderGrain(BoardProbe probe, INeighbourhood neighbourhood, TimeProvider time, ILogger<FinderGrain> logger) : Grain, IFinderGrain
{
    /// <summary>How long what was heard by name is believed before the network is asked anew.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private static readonly Refusal s_missing = Refusal.NotFound(
        RefusalCodes.ScanMissing, "Nothing was looked for since the platform's server started, or it was forgotten with a restart. Start a scan.");

    private ScanRun? _scan;
    private Task<ScanRun>? _search;
    private long _searchedAt;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _scan?.Cancel();
        return Task.CompletedTask;
    }

    public async Task<Outcome<Scan>> Start(LayoutId layout, ScanDraft draft)
    {
        if (FindingRules.Read(draft, neighbourhood, out var ranges) is { } invalid)
        {
            return invalid;
        }

        if (!(await GrainFactory.Layout(layout).GetRoster()).Succeeded(out _, out var refusal))
        {
            return refusal;
        }

        if (_scan is { State: ScanState.Running } running)
        {
            var now = running.ToContract([]);
            return new Refusal(
                RefusalKind.Conflict,
                RefusalCodes.ScanRunning,
                $"The club is looking for boards already: {now.Done} of {now.Total} addresses are asked. Wait for its end, or stop it.");
        }

        _scan = Begin(ranges, draft.HttpPort, draft.WebSocketPort);
        _scan.RunAsync().Ignore();
        return await Get(layout);
    }

    public async Task<Outcome<Scan>> Get(LayoutId layout)
    {
        var layouts = (await GrainFactory.Club().GetRoster()).Layouts;
        if (layouts.All(known => known.Id != layout))
        {
            return LayoutGrain.Unknown;
        }

        if (_scan is not { } scan)
        {
            return s_missing;
        }

        var rosters = await Task.WhenAll(layouts.Select(known => GrainFactory.Layout(known.Id).GetRoster()));
        var registered = rosters.Where(roster => roster.Value is not null).SelectMany(roster => roster.Value!.Controllers).ToDictionary(known => known.Id);
        var names = layouts.ToDictionary(known => known.Id, known => known.Name);
        var found = await Task.WhenAll(scan.Sightings.Select(FindAsync));
        return scan.ToContract([.. found]);

        async Task<FoundBoard> FindAsync(Sighting sighting)
        {
            var board = new FoundBoard(
                sighting.Board, sighting.Address.Host, sighting.Address.HttpPort, sighting.Address.WebSocketPort, sighting.Name, FoundKind.New);
            if (!registered.TryGetValue(sighting.Board, out var known))
            {
                return board;
            }

            var kind = known.Layout != layout ? FoundKind.KnownElsewhere
                : IsAt(known, sighting) || await IsLiveAsync(known) ? FoundKind.Known
                : FoundKind.Moved;
            return board with
            {
                Kind = kind,
                Known = known,
                Layout = names.GetValueOrDefault(known.Layout),
                WebSocketPort = WebSocketPort(known, sighting),
            };
        }
    }

    public Task<Outcome<Scan>> Cancel(LayoutId layout)
    {
        _scan?.Cancel();
        return Get(layout);
    }

    public async Task Seek(LayoutId layout, MacAddress board)
    {
        if (!(await GrainFactory.Club().GetRoster()).Layouts.Any(known => known.Id == layout && known.FollowsBoards))
        {
            return;
        }

        var search = await SearchAsync();
        if (!(await GrainFactory.Layout(layout).GetRoster()).Succeeded(out var roster, out _)
            || roster.Controllers.FirstOrDefault(known => known.Id == board) is not { } known)
        {
            return;
        }

        var told = search.Sightings.Concat(_scan?.Sightings ?? [])
            .Where(sighting => sighting.Board == board && !IsAt(known, sighting))
            .DistinctBy(sighting => sighting.Address);
        var asked = await Task.WhenAll(told.Select(async sighting =>
            (Sighting: sighting, IsThere: (await probe.AskAsync(sighting.Address, CancellationToken.None))?.MacAddress == board)));

        // One that answers at two addresses is at neither for certain.
        if (asked.Where(answer => answer.IsThere).ToArray() is not [var (sighting, _)] || await IsLiveAsync(known))
        {
            return;
        }

        var edit = new ControllerEdit(Host: sighting.Address.Host, HttpPort: sighting.Address.HttpPort, WebSocketPort: WebSocketPort(known, sighting));
        var edited = await GrainFactory.Layout(layout).FollowController(board, edit, known.Version);
        if (edited.Refusal is { } refusal)
        {
            LogNotFollowed(board, sighting.Address, refusal.Detail);
        }
        else
        {
            LogFollowed(board, known.Host, sighting.Address);
        }
    }

    private static bool IsAt(Controller known, Sighting sighting) => (known.Host, known.HttpPort) == (sighting.Address.Host, sighting.Address.HttpPort);

    // Nobody has tried the port of the status: as long as the other is as it was, this one will be too.
    private static int WebSocketPort(Controller known, Sighting sighting) =>
        known.HttpPort == sighting.Address.HttpPort ? known.WebSocketPort : sighting.Address.WebSocketPort;

    private async Task<bool> IsLiveAsync(Controller known) =>
        (await GrainFactory.Controller(known.Id).GetState(known.Layout)).Value is { Link.State: LinkState.Live };

    /// <summary>What tells its name, asked for once for all that are missing.</summary>
    private Task<ScanRun> SearchAsync()
    {
        if (_search is null || (_search.IsCompleted && time.GetElapsedTime(_searchedAt) >= Fresh))
        {
            _searchedAt = time.GetTimestamp();
            _search = RunAsync();
        }

        return _search;

        async Task<ScanRun> RunAsync()
        {
            var usual = new ScanDraft();
            var search = Begin([], usual.HttpPort, usual.WebSocketPort);
            await search.RunAsync();
            return search;
        }
    }

    private ScanRun Begin(IReadOnlyList<AddressRange> ranges, int httpPort, int webSocketPort) =>
        new(ranges, httpPort, webSocketPort, probe, neighbourhood, time.GetUtcNow(), logger);

    [LoggerMessage(LogLevel.Information, "Controller {Controller} was away at {Before} and is followed to {Now}")]
    private partial void LogFollowed(MacAddress controller, string before, BoardAddress now);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} is at {Now}, and cannot be followed: {Reason}")]
    private partial void LogNotFollowed(MacAddress controller, BoardAddress now, string reason);
}
