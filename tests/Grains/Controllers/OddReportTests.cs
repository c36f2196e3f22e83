using System.Text;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>What boards report although nobody could have entered it is shown, captured, recalled and edited like anything else.</summary>
public sealed class OddReportTests : IAsyncLifetime
{
    private const int Quick = 4;
    private const int Slow = 5;
    private const int Named = 16;

    // Old firmware cuts names in the middle of a character, which is read as this one. Ours does not, and keeps it when it is there.
    private const string Cut = "Straßenlaterne \uFFFD";
    private static readonly byte[] s_cut = Encoding.UTF8.GetBytes(Cut);

    private TestClub _club = null!;
    private TestBoard _board = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        var board = _board.Virtual.Board;
        board.SetInterval(Quick, 5, 0);
        board.SetInterval(Slow, 70_000, 0);
        board.Rename(Named, s_cut, 0);
        board.RenameDevice(s_cut, 0);
        board.CreateGroup(1, 300, [board.Profile.IndexOf(12)], "One"u8.ToArray(), 0);
        board.CreateGroup(2, 30, [board.Profile.IndexOf(13), board.Profile.IndexOf(14)], s_cut, 0);
        _layout = await _club.CreateLayoutWithAsync(_board);
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task It_is_shown_as_it_is()
    {
        var state = (await _club.Grain(_board).GetState()).Expect();
        Assert.Equal([5L, 70_000L], new[] { Quick, Slow }.Select(pin => state.Find(pin)!.Reported.Interval));
        Assert.Equal((Cut, Cut), (state.Find(Named)!.Reported.Name, state.Controller.Name));
        Assert.Equal([1, 2], state.BoardGroups.Select(group => group.Number));
        Assert.All(state.Groups, group => Assert.Equal(ChasingState.Running, group.State));
    }

    [Fact]
    public async Task A_captured_layout_is_recalled_undone_and_replaced_as_a_whole()
    {
        var scene = (await Grain.CaptureScene(new SceneCapture("As it is"))).Expect();
        Assert.Equal(7, scene.Targets.Count);
        Assert.All((await Grain.RecallScene(scene.Id)).Expect().Results, result => Assert.Equal((CommandResult.AlreadySo, null), (result.Result, result.Reason)));

        (await _club.Grain(_board).SetOutput(Quick, new OutputChange(Active: true, Brightness: 10))).Expect();
        var recall = (await Grain.RecallScene(scene.Id)).Expect();
        Assert.All(recall.Results, result => Assert.True(result.Result is CommandResult.AlreadySo or CommandResult.Confirmed && result.Reason is null));
        Assert.All(
            (await Grain.ApplyTargets(new TargetList(recall.Before))).Expect().Results, result => Assert.Equal(CommandResult.Confirmed, result.Result));
        Assert.True((await _club.Grain(_board).GetState()).Expect().Find(Quick)!.Reported.Active);

        var replaced = (await Grain.ReplaceScene(scene.Id, new SceneDraft("Renamed", scene.Targets), scene.Version)).Expect();
        Assert.Equal(scene.Targets, replaced.Targets);
    }

    [Fact]
    public async Task An_interval_that_cannot_be_written_is_left_out_and_said_and_the_light_is_set()
    {
        var scene = (await Grain.CaptureScene(new SceneCapture("As it is"))).Expect();
        (await _club.Grain(_board).SetOutput(Quick, new OutputChange(Active: true, Brightness: 10, Interval: 500))).Expect();

        var recall = (await Grain.RecallScene(scene.Id)).Expect();
        var left = recall.Results.Single(result => result.Pin == Quick);
        Assert.Equal(CommandResult.Confirmed, left.Result);
        Assert.Contains("5 ms", left.Reason, StringComparison.Ordinal);
        var shown = (await _club.Grain(_board).GetState()).Expect().Find(Quick)!.Reported;
        Assert.Equal((false, 500L), (shown.Active, shown.Interval));
        (await Grain.ReplaceScene(scene.Id, new SceneDraft("Renamed", scene.Targets), null)).Expect();
    }

    [Fact]
    public async Task An_output_is_switched_with_its_name_and_interval_as_they_are_shown()
    {
        var shown = (await _club.Grain(_board).GetState()).Expect().Find(Named)!.Reported;
        var answer = (await _club.Grain(_board).SetOutput(Named, new OutputChange(Active: true, Brightness: 30, Interval: shown.Interval, Name: shown.Name))).Expect();
        Assert.Equal((CommandResult.Confirmed, shown.Name), (answer.Result, answer.Output!.Reported.Name));

        answer = (await _club.Grain(_board).SetOutput(Slow, new OutputChange(Active: true, Interval: 70_000))).Expect();
        Assert.Equal((CommandResult.Confirmed, 70_000L), (answer.Result, answer.Output!.Reported.Interval));
        Assert.Equal(2, _board.Commands.Count);
    }

    [Fact]
    public async Task A_group_of_one_is_renamed_stopped_and_started_again()
    {
        var group = (await Grain.GetRoster()).Expect().ChasingGroups.Single(group => group.Members.Count == 1);
        (await Grain.ReplaceChasingGroup(group.Id, new ChasingGroupDraft("Alone", group.Interval, group.Members), group.Version)).Expect();
        await _club.UntilAsync(_board, state => state.BoardGroups.Any(running => running is { Number: 1, Name: "Alone" }));
        Assert.Equal(ChasingState.Stopped, (await Grain.StopChasingGroup(group.Id)).Expect().State);
        Assert.Equal(ChasingState.Running, (await Grain.StartChasingGroup(group.Id)).Expect().State);
    }

    [Fact]
    public async Task A_group_that_is_too_quick_is_renamed_and_stopped_and_what_the_board_says_to_its_start_is_told()
    {
        var group = (await Grain.GetRoster()).Expect().ChasingGroups.Single(group => group.Interval == 30);
        var renamed = (await Grain.ReplaceChasingGroup(group.Id, new ChasingGroupDraft("Quick", group.Interval, group.Members), group.Version)).Expect();
        Assert.Equal("Quick", renamed.Name);
        await _club.UntilAsync(_board, state => state.BoardGroups.Any(running => running is { Number: 2, Name: "Quick", Interval: 30 }));

        Assert.Equal(ChasingState.Stopped, (await Grain.StopChasingGroup(group.Id)).Expect().State);
        var status = (await Grain.StartChasingGroup(group.Id)).Expect();
        Assert.Equal((ChasingState.Refused, "Interval must be at least 50ms"), (status.State, status.Problem));
    }

    [Fact]
    public async Task A_board_keeps_the_name_it_brought_along_when_its_address_is_edited()
    {
        var known = Assert.Single((await Grain.GetRoster()).Expect().Controllers);
        var edited = (await Grain.EditController(
            _board.Id, new ControllerEdit(known.Name, known.Host, _board.Virtual.HttpPort, known.WebSocketPort), known.Version)).Expect();
        Assert.Equal((known.Name, _board.Virtual.HttpPort), (edited.Name, edited.HttpPort));
        await _club.UntilAsync(_board, state => state.Link.State == LinkState.Live && state.Controller.HttpPort == _board.Virtual.HttpPort);
    }

    [Fact]
    public async Task It_is_all_there_after_a_restart()
    {
        var scene = (await Grain.CaptureScene(new SceneCapture("As it is"))).Expect();
        await _club.RestartAsync();
        await _club.UntilLiveAsync(_board);
        Assert.All((await Grain.RecallScene(scene.Id)).Expect().Results, result => Assert.Equal(CommandResult.AlreadySo, result.Result));
        Assert.Empty(_board.Commands);
    }
}
