using System.Net;
using RailHub.Grains.Finding;
using RailHub.Persistence;
using RailHub.Protocol;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Finding;

public sealed class ScanTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _yard = null!;
    private TestBoard _station = null!;
    private Layout _layout = null!;

    private IFinderGrain Finder => _club.Client.Finder();

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: DatabaseProvider.Sqlite);
        _yard = await _club.StartBoardAsync(BoardProfile.RailHub8266, options => options with { Name = "Yard" });
        _station = await _club.StartBoardAsync(BoardProfile.RailHub32, options => options with { Name = "Station" });
        _layout = await _club.CreateLayoutAsync();
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task A_board_in_a_range_is_found_and_nothing_is_commanded()
    {
        var scan = await ScanAsync(Around(_yard));

        Assert.Equal((ScanState.Done, 40, 40, false), (scan.State, scan.Done, scan.Total, scan.IsWithoutNames));
        Assert.Equal(["127.0.0.1-127.0.0.40"], scan.Ranges);
        Assert.Equal([new FoundBoard(_yard.Id, "127.0.0.1", _yard.HttpPort, _yard.WebSocketPort, "Yard", FoundKind.New)], scan.Found);
        Assert.Empty(_yard.Commands);
    }

    [Fact]
    public async Task Without_ranges_the_silos_own_networks_are_asked()
    {
        Assert.True(AddressRange.TryParse("127.0.0.1-2", out var around));
        _club.Neighbourhood.Hosts = [around];
        var scan = await ScanAsync(new ScanDraft(HttpPort: _yard.HttpPort));
        Assert.Equal(["127.0.0.1-127.0.0.2"], scan.Ranges);
        Assert.Equal(_yard.Id, Assert.Single(scan.Found).Id);
    }

    [Fact]
    public async Task Boards_that_tell_their_name_are_found_wherever_they_are_and_once()
    {
        _club.Neighbourhood.Services = [Service(_yard), Service(_station), Service(_yard)];
        var scan = await ScanAsync(Around(_yard));
        Assert.Equal((41, 41), (scan.Done, scan.Total));
        Assert.Equal([_yard.Id, _station.Id], scan.Found.Select(board => board.Id).Order());
    }

    [Fact]
    public async Task More_names_than_anybody_has_boards_are_not_asked()
    {
        _club.Neighbourhood.Services = [.. Enumerable.Range(1, 1000).Select(port => new IPEndPoint(IPAddress.Loopback, port))];
        Assert.Equal(ScanRun.MostNames, (await ScanAsync(new ScanDraft([]))).Total);
    }

    [Fact]
    public async Task That_names_could_not_be_asked_for_is_said()
    {
        _club.Neighbourhood.CanBeAsked = false;
        Assert.True((await ScanAsync(Around(_yard))).IsWithoutNames);
    }

    [Fact]
    public async Task A_scan_tells_how_far_it_is_and_is_stopped_with_what_it_found()
    {
        _club.Neighbourhood.Gate = new TaskCompletionSource().Task;
        (await Finder.Start(_layout.Id, Around(_yard))).Expect();
        await UntilAsync(scan => scan.Done == 40);
        Refused(await Finder.Start(_layout.Id, Around(_station)), RefusalKind.Conflict, RefusalCodes.ScanRunning, null);

        (await Finder.Cancel(_layout.Id)).Expect();

        var stopped = await UntilAsync(scan => scan.State != ScanState.Running);
        Assert.Equal(ScanState.Cancelled, stopped.State);
        Assert.Equal(_yard.Id, Assert.Single(stopped.Found).Id);
        Assert.Equal(ScanState.Cancelled, (await Finder.Cancel(_layout.Id)).Expect().State);
        _club.Neighbourhood.Gate = Task.CompletedTask;
        Assert.Equal(_station.Id, Assert.Single((await ScanAsync(Around(_station))).Found).Id);
    }

    [Fact]
    public async Task An_address_that_hangs_is_given_up_and_holds_up_no_other()
    {
        _yard.Virtual.Freeze();
        _club.Neighbourhood.Services = [Service(_station)];
        (await Finder.Start(_layout.Id, new ScanDraft(["127.0.0.1"], _yard.Virtual.HttpPort))).Expect();
        await UntilAsync(scan => scan.Found.Count == 1);
        await _club.Time.Pass(BoardProbe.Patience);
        var scan = await UntilAsync(scan => scan.State != ScanState.Running);
        Assert.Equal((ScanState.Done, 2), (scan.State, scan.Done));
    }

    [Fact]
    public async Task A_board_is_told_by_what_the_layout_knows_of_it()
    {
        await _club.AddAsync(_layout, _yard);
        var other = await _club.CreateLayoutAsync("Branch line");
        await _club.AddAsync(other, _station);
        _club.Neighbourhood.Services = [Service(_yard), Service(_station)];
        await ScanAsync(new ScanDraft([]));

        var here = (await Finder.Get(_layout.Id)).Expect().Found.ToDictionary(board => board.Id);
        Assert.Equal((FoundKind.Known, "Main line"), (here[_yard.Id].Kind, here[_yard.Id].Layout));
        Assert.Equal((FoundKind.KnownElsewhere, "Branch line", "Station"), (here[_station.Id].Kind, here[_station.Id].Layout, here[_station.Id].Known?.Name));
        var there = (await Finder.Get(other.Id)).Expect().Found.ToDictionary(board => board.Id);
        Assert.Equal((FoundKind.KnownElsewhere, FoundKind.Known), (there[_yard.Id].Kind, there[_station.Id].Kind));
    }

    [Fact]
    public async Task A_board_that_answers_at_another_address_has_moved_unless_it_is_live_where_it_was()
    {
        await _club.AddAsync(_layout, _yard);

        // The board's own port, which does not pass the tap that it is registered with.
        var elsewhere = new ScanDraft(["127.0.0.1"], _yard.Virtual.HttpPort, _yard.WebSocketPort);
        Assert.Equal(FoundKind.Known, Assert.Single((await ScanAsync(elsewhere)).Found).Kind);

        await MoveAwayAsync();
        var moved = Assert.Single((await Finder.Get(_layout.Id)).Expect().Found);
        Assert.Equal((FoundKind.Moved, _yard.Virtual.HttpPort, _yard.WebSocketPort), (moved.Kind, moved.HttpPort, moved.WebSocketPort));

        (await _club.Grain(_layout).EditController(
            moved.Id, new ControllerEdit(Host: moved.Host, HttpPort: moved.HttpPort, WebSocketPort: moved.WebSocketPort), moved.Known!.Version)).Expect();
        await _club.UntilAsync(_yard, state => state.Link.State == LinkState.Live);
        Assert.Equal(FoundKind.Known, Assert.Single((await Finder.Get(_layout.Id)).Expect().Found).Kind);
    }

    [Fact]
    public async Task What_may_not_be_looked_for_names_its_field()
    {
        Refused(await Finder.Start(_layout.Id, new ScanDraft(["10.0.0.0/24", "station"])), RefusalKind.Invalid, RefusalCodes.RangeInvalid, "ranges[1]");
        Refused(await Finder.Start(_layout.Id, new ScanDraft([null!])), RefusalKind.Invalid, RefusalCodes.RangeInvalid, "ranges[0]");
        Refused(await Finder.Start(_layout.Id, new ScanDraft(["8.8.8.0/24"])), RefusalKind.Invalid, RefusalCodes.RangeForeign, "ranges[0]");
        Refused(await Finder.Start(_layout.Id, new ScanDraft(["10.0.0.0/21"])), RefusalKind.Invalid, RefusalCodes.ScanTooLarge, "ranges");
        Refused(await Finder.Start(_layout.Id, new ScanDraft(["10.0.0.1-200", "10.0.0.0/22"])), RefusalKind.Invalid, RefusalCodes.ScanTooLarge, "ranges");
        Refused(
            await Finder.Start(_layout.Id, new ScanDraft([.. Enumerable.Repeat("10.0.0.1", 100_000)])), RefusalKind.Invalid, RefusalCodes.ScanTooLarge, "ranges");
        Refused(await Finder.Start(_layout.Id, new ScanDraft([], HttpPort: 0)), RefusalKind.Invalid, RefusalCodes.PortInvalid, "httpPort");
        Refused(await Finder.Start(_layout.Id, new ScanDraft([], WebSocketPort: 70000)), RefusalKind.Invalid, RefusalCodes.PortInvalid, "webSocketPort");
        Refused(await Finder.Start(new LayoutId(Guid.NewGuid()), new ScanDraft([])), RefusalKind.NotFound, RefusalCodes.LayoutUnknown, null);
        Refused(await Finder.Get(_layout.Id), RefusalKind.NotFound, RefusalCodes.ScanMissing, null);
        Refused(await Finder.Cancel(_layout.Id), RefusalKind.NotFound, RefusalCodes.ScanMissing, null);
        Assert.Equal(0, _club.Neighbourhood.Asked);
    }

    [Fact]
    public async Task Many_boards_are_added_in_their_order_each_with_its_own_answer()
    {
        var added = (await _club.Grain(_layout).AddControllers(new ControllerDrafts(
            [_station.Draft, new ControllerDraft("http://x"), _station.Draft with { HttpPort = _station.WebSocketPort }, _yard.Draft, _station.Draft]))).Expect();

        Assert.Equal([_station.Id, null, null, _yard.Id, null], added.Controllers.Select(outcome => outcome.Value?.Id));
        Assert.Equal(
            [
                (RefusalCodes.HostInvalid, "controllers[1].host"),
                (RefusalCodes.NotABoard, "controllers[2].host"),
                (RefusalCodes.ControllerTaken, "controllers[4].host"),
            ],
            added.Controllers.Where(outcome => outcome.Refusal is not null).Select(outcome => (outcome.Refusal!.Code, outcome.Refusal.Field)));
        Assert.Equal(
            [_station.Id, _yard.Id], (await _club.Grain(_layout).GetRoster()).Expect().Controllers.Select(controller => controller.Id));
        (_yard.Layout, _station.Layout) = (_layout.Id, _layout.Id);
        await _club.UntilLiveAsync(_yard);
        await _club.UntilLiveAsync(_station);
    }

    [Fact]
    public async Task Adding_none_or_too_many_is_refused()
    {
        var layout = _club.Grain(_layout);
        Refused(await layout.AddControllers(new ControllerDrafts([])), RefusalKind.Invalid, RefusalCodes.TooMany, "controllers");
        Refused(
            await layout.AddControllers(new ControllerDrafts([.. Enumerable.Repeat(_yard.Draft, ControllerDrafts.Most + 1)])),
            RefusalKind.Invalid, RefusalCodes.TooMany, "controllers");
        Refused(await layout.AddControllers(new ControllerDrafts([_yard.Draft, null!])), RefusalKind.Invalid, RefusalCodes.Malformed, "controllers[1]");
    }

    [Fact]
    public async Task While_the_database_is_away_every_board_is_refused_with_that()
    {
        (await _club.Grain(_layout).GetRoster()).Expect();
        _club.Database.GoAway();
        var added = (await _club.Grain(_layout).AddControllers(new ControllerDrafts([_yard.Draft, _station.Draft]))).Expect();
        Assert.All(added.Controllers, outcome => Assert.Equal(RefusalCodes.DatabaseAway, outcome.Refusal?.Code));
        _club.Database.ComeBack();
    }

    private static ScanDraft Around(TestBoard board) => new(["127.0.0.1-40"], board.HttpPort, board.WebSocketPort);

    private static IPEndPoint Service(TestBoard board) => new(IPAddress.Loopback, board.HttpPort);

    private async Task<Scan> ScanAsync(ScanDraft draft)
    {
        (await Finder.Start(_layout.Id, draft)).Expect();
        return await UntilAsync(scan => scan.State != ScanState.Running);
    }

    private async Task<Scan> UntilAsync(Func<Scan, bool> holds)
    {
        Scan? scan = null;
        await TestClub.PollAsync(async () => holds(scan = (await Finder.Get(_layout.Id)).Expect()), "the scan");
        return scan!;
    }

    // The address that the layout has is nobody's any more; the board goes on at another.
    private async Task MoveAwayAsync()
    {
        await _club.Grain(_layout).EditController(_yard.Id, new ControllerEdit(Host: "127.0.0.77"), ifVersion: null);
        await _club.UntilAsync(_yard, state => state.Link.State == LinkState.Offline);
    }
}
