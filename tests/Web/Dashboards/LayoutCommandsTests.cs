using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Dashboards;

public sealed class LayoutCommandsTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly ToastBox _toasts;
    private readonly LayoutStore _store;
    private readonly LayoutCommands _commands;
    private bool _mayOperate = true;

    public LayoutCommandsTests()
    {
        var time = new FakeTimeProvider(Sample.Noon);
        _toasts = new ToastBox(time);
        _store = new LayoutStore(Sample.LayoutId, _hub, time);
        _commands = new LayoutCommands(Sample.LayoutId, _hub, _store, _toasts, () => _mayOperate, time);
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Who_looks_on_is_told_so_whatever_they_press_and_nothing_is_sent()
    {
        _mayOperate = false;

        _commands.SetOutput(new OutputAddress(Sample.Station, 4), new OutputChange(Active: true));
        await _commands.AllOffAsync("Altstadt");
        await _commands.ControlDeskAsync(new DeskOrder(Blackout: true));
        await _commands.SwitchAsync(Sample.Lamps([.. Sample.Snapshot().Controllers]), active: false, "Altstadt");

        Assert.Empty(_hub.Layouts);
        Assert.Empty(_hub.Applied);
        Assert.All(_toasts.Toasts, toast => Assert.Equal(Texts.Refusal_looksOn, toast.Text));
        Assert.Equal(3, _toasts.Toasts.Count);
    }

    [Fact]
    public async Task All_off_tells_just_what_is_on_and_keeps_its_brightness()
    {
        await _commands.SwitchAsync(Sample.Lamps([.. Sample.Snapshot().Controllers]), active: false, "Altstadt");

        var target = Assert.Single(Assert.Single(_hub.Applied).Targets);
        Assert.Equal(new SceneTarget(Sample.Station, 5, false, 50), target);
    }

    [Fact]
    public async Task All_off_of_a_dark_layout_tells_nothing_to_the_boards()
    {
        await _commands.SwitchAsync(Sample.Lamps(Sample.Board(Sample.Fair, "Fair", Sample.Output(1))), active: false, "Fair");

        Assert.Empty(_hub.Applied);
        Assert.Single(_toasts.Toasts);
    }

    [Fact]
    public async Task Many_targets_go_in_lists_that_the_gateway_takes()
    {
        var outputs = Enumerable.Range(0, 1500).Select(pin => Sample.Output(pin, active: true)).ToArray();

        await _commands.SwitchAsync(Sample.Lamps(Sample.Board(Sample.Fair, "Fair", outputs)), active: false, "Fair");

        Assert.Equal([1000, 500], _hub.Applied.Select(list => list.Targets.Count));
    }

    [Fact]
    public async Task All_off_tells_lamps_and_chases_and_undo_brings_both_back()
    {
        var before = new Lights([new SceneTarget(Sample.Station, 4, true, 20)], [new ChasingGroupId(Guid.Empty)]);
        _hub.Off = new AllOff(156, 1, 0, 2, [], [], [Sample.Fair], before);
        await _commands.AllOffAsync("Altstadt");

        var toast = Assert.Single(_toasts.Toasts);
        Assert.Equal("156 lamps off · 2 chases off · 1 lamp waits for its board · 1 board was not heard of yet", toast.Text);
        await toast.Undo!();
        Assert.Equal([before], _hub.BroughtBack);
    }

    [Fact]
    public async Task All_off_of_a_layout_that_is_dark_and_still_says_so()
    {
        await _commands.AllOffAsync("Altstadt");

        Assert.Null(Assert.Single(_toasts.Toasts).Undo);
    }

    [Fact]
    public async Task A_recall_is_taken_back_by_what_was_before()
    {
        SceneTarget[] before = [new(Sample.Station, 4, false, 20, 0)];
        _hub.Recall = () => new Recall([new TargetResult(Sample.Station, 4, CommandResult.Confirmed)], before);
        await _commands.RecallAsync(new SceneSummary(new SceneId(Guid.Empty), "Night", 1, 1));

        await Assert.Single(_toasts.Toasts).Undo!();

        Assert.Equal([Sample.LayoutId], _hub.Layouts);
        Assert.Equal(before, Assert.Single(_hub.Applied).Targets);
    }

    [Fact]
    public async Task A_recall_tells_what_waits_and_what_was_refused()
    {
        _hub.Recall = () => new Recall(
            [
                new TargetResult(Sample.Station, 4, CommandResult.Confirmed),
                new TargetResult(Sample.Station, 5, CommandResult.Offline),
                new TargetResult(Sample.Fair, 12, CommandResult.Offline),
                new TargetResult(Sample.Fair, 13, CommandResult.Refused),
            ],
            []);

        await _commands.RecallAsync(new SceneSummary(new SceneId(Guid.Empty), "Night", 4, 1));

        var toast = Assert.Single(_toasts.Toasts);
        Assert.Equal("Night · 2 lamps wait for their boards · 1 refused", toast.Text);
        Assert.Null(toast.Undo);
    }

    [Fact]
    public async Task A_refused_recall_tells_what_to_do()
    {
        _hub.Recall = () => Refusal.NotFound(RefusalCodes.SceneUnknown, "No such scene.");

        await _commands.RecallAsync(new SceneSummary(new SceneId(Guid.Empty), "Night", 4, 1));

        Assert.True(Assert.Single(_toasts.Toasts).IsProblem);
    }
}
