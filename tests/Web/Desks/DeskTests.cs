using Bunit;
using RailHub.Contracts;
using RailHub.Web.Chasing;
using RailHub.Web.Desks;
using RailHub.Web.Lamps;
using RailHub.Web.Layouts;
using RailHub.Web.Resources;
using RailHub.Web.Wall;

namespace RailHub.Web.Tests.Desks;

public sealed class DeskTests : WebTest
{
    private static readonly DeskTouch s_touch = new(Sample.Noon, "192.168.1.7");
    private static readonly Desk s_dark = Desk.Untouched with { Version = 1, Blackout = s_touch };
    private static readonly OutputAddress s_hall = new(Sample.Station, 4);

    [Theory]
    [InlineData(null)]
    [InlineData("scenes")]
    [InlineData("show")]
    [InlineData("plan")]
    [InlineData("problems")]
    [InlineData("setup")]
    public void Every_page_of_the_layout_says_that_the_blackout_is_on_and_who_put_it_and_lifts_it_by_one_tap(string? section)
    {
        var page = Page(s_dark, section);

        var strip = page.Find(Of("desk-blackout"));
        Assert.Contains(Texts.Blackout_On, strip.TextContent, StringComparison.Ordinal);
        Assert.Contains("14:00, by 192.168.1.7", strip.TextContent, StringComparison.Ordinal);
        page.Find(Of("lift-blackout")).Click();
        Assert.Equal([new DeskOrder(Blackout: false)], Hub.DeskOrders);
    }

    [Fact]
    public void Each_thing_that_the_desk_does_is_said_and_lifted_by_itself()
    {
        var desk = Desk.Untouched with
        {
            Master = 60,
            MasterSet = s_touch,
            Parked = [new ParkedOutput(Sample.Station, 4, true, 35, s_touch), new ParkedOutput(Sample.Fair, 12, false, 0, s_touch)],
            Solo = [new SoloOutput(Sample.Station, 5, s_touch)],
        };
        var page = Page(desk);

        Assert.StartsWith("Master 60 %", page.Find(Of("desk-master")).TextContent.Trim(), StringComparison.Ordinal);
        Assert.StartsWith("2 lamps parked", page.Find(Of("desk-parked")).TextContent.Trim(), StringComparison.Ordinal);
        Assert.StartsWith("1 lamp solo", page.Find(Of("desk-solo")).TextContent.Trim(), StringComparison.Ordinal);
        foreach (var key in new[] { "master", "parked", "solo" })
        {
            page.Find(Of($"lift-{key}")).Click();
        }

        Assert.Equal(100, Hub.DeskOrders[0].Master);
        Assert.Equal([s_hall, new OutputAddress(Sample.Fair, 12)], Hub.DeskOrders[1].Unpark);
        Assert.Equal([new OutputAddress(Sample.Station, 5)], Hub.DeskOrders[2].Unsolo);
    }

    [Fact]
    public void A_desk_that_takes_nothing_away_says_nothing() => Assert.Empty(Page(Desk.Untouched).FindAll(".desk-strip"));

    [Fact]
    public void A_desk_that_could_not_be_kept_says_so() => Assert.Single(Page(Desk.Untouched with { IsKept = false }).FindAll(Of("desk-unkept")));

    [Fact]
    public void The_wall_says_it_too_and_has_nothing_to_press()
    {
        var wall = Render<WallView>(parameters => parameters.Add(view => view.View, View(s_dark)));

        Assert.Contains(Texts.Blackout_On, wall.Find(Of("desk-blackout")).TextContent, StringComparison.Ordinal);
        Assert.Empty(wall.FindAll(Of("lift-blackout")));
    }

    [Fact]
    public async Task The_blackout_is_marked_as_asked_for_until_the_platform_tells_it_and_a_second_press_takes_it_back()
    {
        var answer = new TaskCompletionSource<Outcome<Desk>>();
        Hub.Desk = _ => answer.Task;
        var orders = new DeskOrders(Commands);
        var button = Render<BlackoutButton>(parameters => parameters.Add(one => one.Desk, Desk.Untouched).Add(one => one.Orders, orders));

        var asking = button.InvokeAsync(() => orders.SetBlackoutAsync(isOn: true));
        button.Render();
        Assert.Equal(("true", "true"), (button.Find("button").GetAttribute("aria-pressed"), button.Find("button").GetAttribute("aria-busy")));
        answer.SetResult(s_dark);
        await asking;
        button.Render(parameters => parameters.Add(one => one.Desk, s_dark));
        Assert.Equal(("true", "false"), (button.Find("button").GetAttribute("aria-pressed"), button.Find("button").GetAttribute("aria-busy")));

        button.Find("button").Click();
        Assert.Equal([new DeskOrder(Blackout: true), new DeskOrder(Blackout: false)], Hub.DeskOrders);
    }

    [Fact]
    public void A_refused_order_is_told()
    {
        Hub.Desk = _ => Task.FromResult<Outcome<Desk>>(Refusal.Invalid("master", RefusalCodes.MasterInvalid, "No."));
        Page(Desk.Untouched).Find(Of("blackout")).Click();
        Assert.Equal(Texts.Refusal_masterInvalid, Assert.Single(Toasts.Toasts).Text);
    }

    [Fact]
    public async Task Of_a_slider_that_is_dragged_only_the_newest_place_is_sent_when_the_one_before_is_answered()
    {
        var answers = new Queue<TaskCompletionSource<Outcome<Desk>>>();
        Hub.Desk = _ =>
        {
            answers.Enqueue(new TaskCompletionSource<Outcome<Desk>>());
            return answers.Last().Task;
        };
        var orders = new DeskOrders(Commands);

        var first = orders.SetMasterAsync(90);
        await orders.SetMasterAsync(70);
        await orders.SetMasterAsync(40);
        Assert.Equal(40, orders.Master);
        answers.Dequeue().SetResult(Desk.Untouched);
        answers.Dequeue().SetResult(Desk.Untouched);
        await first;

        Assert.Equal([90, 40], Hub.DeskOrders.Select(order => order.Master!.Value));
        Assert.Null(orders.Master);
    }

    [Fact]
    public async Task The_last_place_of_a_slider_is_sent_again_after_too_many_calls_and_nothing_is_told()
    {
        Hub.Desk = order => Task.FromResult<Outcome<Desk>>(
            order.Master == 90 ? new Refusal(RefusalKind.TooMany, RefusalCodes.TooManyCalls, "Wait.", RetryAfter: 3) : Desk.Untouched);
        var orders = new DeskOrders(Commands);

        var setting = orders.SetMasterAsync(90);
        Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Equal((1, 90), (Hub.DeskOrders.Count, orders.Master));
        await orders.SetMasterAsync(40);
        Assert.Single(Hub.DeskOrders);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await setting;

        Assert.Equal([90, 40], Hub.DeskOrders.Select(order => order.Master!.Value));
        Assert.Empty(Toasts.Toasts);
    }

    [Fact]
    public async Task A_level_that_nobody_moves_on_is_sent_again_itself_and_a_press_is_not()
    {
        Refusal later = new(RefusalKind.TooMany, RefusalCodes.TooManyCalls, "Wait.", RetryAfter: 1);
        Hub.Desk = _ => Task.FromResult<Outcome<Desk>>(Hub.DeskOrders.Count == 1 ? later : Desk.Untouched);
        var orders = new DeskOrders(Commands);
        var setting = orders.SetMasterAsync(40);
        Time.Advance(TimeSpan.FromSeconds(1));
        await setting;
        Assert.Equal([40, 40], Hub.DeskOrders.Select(order => order.Master!.Value));

        Hub.Desk = _ => Task.FromResult<Outcome<Desk>>(later);
        await orders.SetBlackoutAsync(isOn: true);
        Assert.StartsWith(Texts.Refusal_tooManyCalls[..10], Assert.Single(Toasts.Toasts).Text, StringComparison.Ordinal);
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, Hub.DeskOrders.Count);
    }

    [Fact]
    public void The_master_is_set_by_its_slider()
    {
        var page = Page(Desk.Untouched with { Master = 80 });

        Assert.Equal("80 %", page.Find(Of("master-level")).TextContent.Replace('\u00a0', ' '));
        page.Find(Of("master-slider")).Input("55");
        Assert.Equal([new DeskOrder(Master: 55)], Hub.DeskOrders);
    }

    [Fact]
    public void A_lamp_in_a_blackout_looks_dark_and_tells_its_wanted_level()
    {
        var held = Sample.Output(4, active: false, brightness: 80) with { Desired = new OutputValues(true, 80), Drift = Drift.Desk };
        var tile = Tile(held);

        Assert.Equal("false", tile.Find(Of("lamp")).GetAttribute("data-active"));
        Assert.Equal("true", tile.Find(Of("lamp-toggle")).GetAttribute("aria-checked"));
        Assert.Contains(Texts.Lamp_HeldDark, tile.Find(Of("lamp-mark")).TextContent, StringComparison.Ordinal);
        Assert.Contains("80", tile.Find(Of("lamp-more")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lamp_that_fades_in_a_blackout_looks_dark()
    {
        var fading = Sample.Output(4) with
        {
            Desired = new OutputValues(true, 80),
            Drift = Drift.Desk,
            Motion = new Motion(0, 80, Sample.Noon, Sample.Noon + TimeSpan.FromMinutes(1), Curve.Linear),
        };
        var lamp = Tile(fading).Find(Of("lamp"));
        Assert.Equal(("false", "false"), (lamp.GetAttribute("data-active"), lamp.GetAttribute("data-moving")));
    }

    [Fact]
    public void Under_the_master_a_lamp_glows_as_bright_as_it_is()
    {
        var half = Sample.Output(4, active: true, brightness: 40) with { Desired = new OutputValues(true, 80), Drift = Drift.Desk };
        var lamp = Tile(half).Find(Of("lamp"));
        Assert.Equal("true", lamp.GetAttribute("data-active"));
        Assert.Contains("--level: 0.4;", lamp.GetAttribute("style"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lamp_is_parked_as_it_is_let_go_and_soloed_in_its_sheet()
    {
        var view = View(Desk.Untouched);
        var sheet = Sheet(view);
        sheet.Find(Of("lamp-park")).Click();
        sheet.Find(Of("lamp-solo")).Click();

        var held = Sheet(view with { Desk = Desk.Untouched with { Parked = [new ParkedOutput(Sample.Station, 5, true, 50, s_touch)], Solo = [new SoloOutput(Sample.Station, 5, s_touch)] } });
        Assert.Contains("50", held.Find(Of("lamp-park")).TextContent, StringComparison.Ordinal);
        Assert.Equal("true", held.Find(Of("lamp-park")).GetAttribute("aria-pressed"));
        held.Find(Of("lamp-park")).Click();
        held.Find(Of("lamp-solo")).Click();

        OutputAddress lamp = new(Sample.Station, 5);
        Assert.Equal([new ParkOrder(Sample.Station, 5, true, 50)], Hub.DeskOrders[0].Park);
        Assert.Equal([lamp], Hub.DeskOrders[1].Solo);
        Assert.Equal([lamp], Hub.DeskOrders[2].Unpark);
        Assert.Equal([lamp], Hub.DeskOrders[3].Unsolo);
    }

    [Fact]
    public void A_chase_that_waits_for_the_desk_says_so_and_can_be_stopped()
    {
        var group = new ChasingGroup(new ChasingGroupId(Guid.NewGuid()), Sample.LayoutId, "Run", 300, [s_hall, new OutputAddress(Sample.Station, 5)], 1);
        var board = Sample.Snapshot().Controllers[0] with { Groups = [new ChasingGroupStatus(group.Id, ChasingState.Held)] };
        var row = Render<ChasingRow>(parameters => parameters.Add(one => one.Group, group).Add(one => one.Controllers, [board]));
        Assert.Contains(Texts.ChasingState_Held, row.Find(Of("chasing-state")).TextContent, StringComparison.Ordinal);
        Assert.Single(row.FindAll(Of("chasing-stop")));
    }

    private static LayoutSnapshot View(Desk desk) => Sample.Snapshot() with { Desk = desk };

    private IRenderedComponent<LayoutShell> Page(Desk desk, string? section = null) =>
        Render<LayoutShell>(parameters => parameters.Add(shell => shell.View, View(desk)).Add(shell => shell.Section, section));

    private IRenderedComponent<LampTile> Tile(OutputState output) =>
        Render<LampTile>(parameters => parameters.Add(tile => tile.Lamp, Sample.Lamps(Sample.Board(Sample.Station, "Station", output))[0]));

    private IRenderedComponent<LampSheet> Sheet(LayoutSnapshot view) => Render<LampSheet>(parameters => parameters
        .Add(sheet => sheet.Lamp, Sample.Book(view).Find(new OutputAddress(Sample.Station, 5))!)
        .Add(sheet => sheet.Areas, []));
}
