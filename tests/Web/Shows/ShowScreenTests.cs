using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Web.Desks;
using RailHub.Web.Layouts;
using RailHub.Web.Resources;
using RailHub.Web.Shows;

namespace RailHub.Web.Tests.Shows;

public sealed class ShowScreenTests : WebTest
{
    private readonly ShowOrders _orders;

    public ShowScreenTests()
    {
        _orders = new ShowOrders(Commands, Time);
        Gateway.Answer = request =>
            request.RequestUri!.AbsolutePath.EndsWith("/forecast", StringComparison.Ordinal) ? ShowSample.Forecast() : ShowSample.Answer(ShowSample.Evening);
    }

    [Fact]
    public void A_cue_says_what_it_does_and_when_in_words()
    {
        var cues = Screen().FindAll(Of("cue"));

        Assert.Equal(["1", "2", "3", "3.5"], cues.Select(cue => cue.GetAttribute("data-cue")));
        Assert.Contains("Dusk", cues[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Scene Night", cues[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("fade 3 s", cues[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("1 lamp", cues[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("1:30 after the one before began", cues[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Mind the music.", cues[2].TextContent, StringComparison.Ordinal);
        Assert.Contains(Texts.Cue_Skipped, cues[2].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_on_and_what_comes_is_marked_and_before_it_is_played_the_first_one_comes()
    {
        Assert.Equal("1", Screen().Find("[data-next=true]").GetAttribute("data-cue"));

        var screen = Screen(ShowSample.Run(current: 1, next: 2));

        Assert.Equal("1", screen.Find("[data-current=true]").GetAttribute("data-cue"));
        Assert.Equal("2", screen.Find("[data-next=true]").GetAttribute("data-cue"));
    }

    [Fact]
    public void A_cue_that_wants_what_another_show_wants_says_so()
    {
        var screen = Screen();

        Time.Advance(ShowForecasts.Rest);

        var conflict = screen.WaitForElement(Of("cue-conflict"), TimeSpan.FromSeconds(30));
        Assert.Contains("Fair", conflict.TextContent, StringComparison.Ordinal);
        Assert.Equal("2", conflict.Closest(Of("cue"))!.GetAttribute("data-cue"));
    }

    [Theory]
    [InlineData("show-go", ShowTransport.Go, "Space")]
    [InlineData("show-stop", ShowTransport.Stop, "Escape")]
    [InlineData("show-back", ShowTransport.Back, "Backspace")]
    [InlineData("show-pause", ShowTransport.Pause, "P")]
    [InlineData("show-release", ShowTransport.Release, null)]
    [InlineData("show-play", ShowTransport.Play, null)]
    public void Each_button_gives_its_order_and_names_its_key(string button, ShowTransport transport, string? key)
    {
        var screen = Screen(ShowSample.Run());

        Assert.Equal(key, screen.Find(Of(button)).GetAttribute("data-key"));
        Assert.Equal(key, screen.Find(Of(button)).GetAttribute("aria-keyshortcuts"));
        screen.Find(Of(button)).Click();

        Assert.Equal([(ShowSample.Id, new ShowOrder(transport))], Hub.Orders);
    }

    [Fact]
    public void A_paused_show_is_resumed_by_the_same_key()
    {
        var screen = Screen(ShowSample.Run(mode: ShowMode.Paused));

        screen.Find("[data-key=P]").Click();

        Assert.Equal([(ShowSample.Id, new ShowOrder(ShowTransport.Resume))], Hub.Orders);
    }

    [Fact]
    public void A_show_that_does_not_run_is_neither_paused_nor_stopped_nor_released()
    {
        var screen = Screen();

        foreach (var button in (string[])["show-pause", "show-stop", "show-back", "show-release"])
        {
            Assert.Equal("true", screen.Find(Of(button)).GetAttribute("aria-disabled"));
            screen.Find(Of(button)).Click();
        }

        Assert.Empty(Hub.Orders);
    }

    [Fact]
    public void A_tap_on_a_cue_offers_to_go_there_and_it_is_marked_until_it_begins()
    {
        var screen = Screen(ShowSample.Run());
        screen.FindAll(Of("cue-open"))[3].Click();

        screen.Find(Of("cue-go-to")).Click();

        Assert.Equal([(ShowSample.Id, new ShowOrder(ShowTransport.GoTo, Cue: new CueNumber(3500)))], Hub.Orders);
        screen.Render();
        Assert.Equal("3.5", screen.Find("[data-pending=true]").GetAttribute("data-cue"));
    }

    [Fact]
    public void The_time_to_an_automatic_cue_is_counted_here_and_its_last_seconds_are_a_warning()
    {
        var screen = Screen(ShowSample.Run(nextIn: TimeSpan.FromSeconds(12)));
        Assert.Equal("0:12", screen.Find(Of("countdown")).TextContent);
        Assert.Empty(screen.FindAll("[data-near=true]"));

        Time.Advance(TimeSpan.FromSeconds(8));

        screen.WaitForAssertion(() => Assert.Equal("0:04", screen.Find(Of("countdown")).TextContent), TimeSpan.FromSeconds(30));
        screen.WaitForAssertion(() => Assert.Equal("2", screen.Find(".cue[data-near=true]").GetAttribute("data-cue")), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_count_goes_by_the_gateways_clock()
    {
        Clock.Hear(Sample.Noon - TimeSpan.FromMinutes(5), Sample.Noon, Sample.Noon);

        Assert.StartsWith("5:", Screen(ShowSample.Run(nextIn: TimeSpan.FromSeconds(12))).Find(Of("countdown")).TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ruler_shows_where_the_show_is_and_its_time_passes_here()
    {
        var screen = Ruled(ShowSample.Run());
        Assert.Equal(("10", "90"), (Ruler(screen).GetAttribute("value"), Ruler(screen).GetAttribute("max")));
        Assert.Equal("0:10 of 1:30, cue 1 Dusk", Ruler(screen).GetAttribute("aria-valuetext"));
        Assert.Equal("0:10", screen.Find(Of("ruler-time")).TextContent);

        Time.Advance(TimeSpan.FromSeconds(8));
        screen.WaitForAssertion(() => Assert.Equal("18", Ruler(screen).GetAttribute("value")), TimeSpan.FromSeconds(30));

        // By its end the show waits for a hand.
        Time.Advance(TimeSpan.FromSeconds(200));
        screen.WaitForAssertion(() => Assert.StartsWith("1:30 of 1:30, cue 2", Ruler(screen).GetAttribute("aria-valuetext"), StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_ruler_goes_by_the_pace_and_stands_while_the_show_does()
    {
        var screen = Ruled(ShowSample.Run(rate: 300));
        Time.Advance(TimeSpan.FromSeconds(2));
        screen.WaitForAssertion(() => Assert.Equal("16", Ruler(screen).GetAttribute("value")), TimeSpan.FromSeconds(30));

        Show(screen, ShowSample.Run(mode: ShowMode.Paused));
        Time.Advance(TimeSpan.FromSeconds(5));
        screen.Render();
        Assert.Equal("10", Ruler(screen).GetAttribute("value"));
    }

    [Fact]
    public void A_hand_on_the_ruler_sends_the_show_there_once_it_has_left_and_rested()
    {
        var screen = Ruled(ShowSample.Run());
        Ruler(screen).Input("40");
        Ruler(screen).Input("60");
        Assert.Equal("1:00", screen.Find(Of("ruler-time")).TextContent);
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("60", Ruler(screen).GetAttribute("value"));
        Assert.Empty(Hub.Orders);

        Ruler(screen).Change("60");
        Ruler(screen).Change("61");
        Time.Advance(ShowRuler.Rest);

        screen.WaitForAssertion(
            () => Assert.Equal([(ShowSample.Id, new ShowOrder(ShowTransport.Seek, Position: 61_000))], Hub.Orders), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_finger_that_was_taken_for_something_else_sends_it_nowhere()
    {
        var screen = Ruled(ShowSample.Run(mode: ShowMode.Paused));
        Ruler(screen).Input("60");

        Time.Advance(ShowRuler.Patience);

        screen.WaitForAssertion(() => Assert.Equal("10", Ruler(screen).GetAttribute("value")), TimeSpan.FromSeconds(30));
        Assert.Empty(Hub.Orders);
    }

    [Fact]
    public void A_show_that_stands_still_is_sent_nowhere_and_one_without_times_has_no_ruler()
    {
        Assert.True(Ruled(null).Find(Of("ruler-slider")).HasAttribute("disabled"));

        var byHand = ShowSample.Evening with { Cues = [.. ShowSample.Evening.Cues.Where(cue => cue.Trigger == CueTrigger.Go)] };
        Assert.Null(TimedStretch.Of(byHand, new ShowForecast([], [], [.. byHand.Cues.Select(cue => new CueTime(cue.Number, 0, 3_000))])));
        Assert.Null(TimedStretch.Of(ShowSample.Evening, new ShowForecast([], [], [new CueTime(CueNumber.Whole(1), 0, 0)])));
        Assert.Null(TimedStretch.Of(ShowSample.Evening, null));
        Assert.Null(TimedStretch.Of(null, new ShowForecast([], [], [])));
    }

    [Fact]
    public void The_next_cue_is_kept_in_view_until_somebody_looks_elsewhere()
    {
        var screen = Screen(ShowSample.Run());
        Assert.Single(JSInterop.Invocations["railhub.showNext"]);
        screen.Find(Of("looks-elsewhere")).Click();

        Show(screen, ShowSample.Run(current: 2, next: 3));
        Assert.Single(JSInterop.Invocations["railhub.showNext"]);

        screen.Find(Of("show-follow")).Click();
        Assert.Equal(2, JSInterop.Invocations["railhub.showNext"].Count);
        Show(screen, ShowSample.Run(current: 3, next: 1));
        Assert.Equal(3, JSInterop.Invocations["railhub.showNext"].Count);
    }

    [Fact]
    public void What_is_not_as_it_should_be_is_said_with_the_names_of_boards_and_lamps()
    {
        var troubles = Screen(ShowSample.Run(troubles:
        [
            new ShowTrouble(ShowTroubleKind.TakenOver, CueNumber.Whole(1), Sample.Station, 4),
            new ShowTrouble(ShowTroubleKind.BoardOffline, Controller: Sample.Fair),
            new ShowTrouble(ShowTroubleKind.ActionRefused, CueNumber.Whole(2), Subject: "The board is offline."),
        ])).FindAll($"{Of("show-troubles")} li").Select(trouble => trouble.TextContent).ToArray();

        Assert.StartsWith("Cue 1: Hall", troubles[0], StringComparison.Ordinal);
        Assert.StartsWith("Fair", troubles[1], StringComparison.Ordinal);
        Assert.Contains("The board is offline.", troubles[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_pace_is_sent_when_the_hand_on_it_rests()
    {
        var screen = Screen(ShowSample.Run());
        screen.Find(Of("rate-slider")).Input("120");
        screen.Find(Of("rate-slider")).Input("150");
        Assert.Empty(Hub.Orders);

        Time.Advance(RateMenu.Rest);

        screen.WaitForAssertion(() => Assert.Equal([(ShowSample.Id, new ShowOrder(ShowTransport.Rate, Rate: 150))], Hub.Orders), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_hand_that_slides_on_while_the_pace_before_is_answered_has_the_last_word()
    {
        var limit = TimeSpan.FromSeconds(3);
        Hub.Run = () => new Refusal(RefusalKind.TooMany, RefusalCodes.TooManyCalls, "Wait.", RetryAfter: 3);
        var screen = Screen(ShowSample.Run());
        screen.Find(Of("rate-slider")).Input("120");
        Time.Advance(RateMenu.Rest);
        screen.WaitForAssertion(() => Assert.Single(Hub.Orders), TimeSpan.FromSeconds(30));

        // The pace before is answered while this one still waits for the hand to rest.
        Hub.Run = () => ShowSample.Run();
        Time.Advance(limit - (RateMenu.Rest / 2));
        screen.Find(Of("rate-slider")).Input("150");
        Time.Advance(RateMenu.Rest / 2);
        screen.WaitForAssertion(() => Assert.Equal(2, Hub.Orders.Count), TimeSpan.FromSeconds(30));
        Time.Advance(RateMenu.Rest);

        screen.WaitForAssertion(() => Assert.Equal([120, 120, 150], Hub.Orders.Select(given => given.Order.Rate!.Value)), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_pace_that_cannot_be_is_told_and_not_sent()
    {
        var screen = Screen(ShowSample.Run());

        screen.Find(Of("rate-exact")).Change("2001");

        Assert.Equal("true", screen.Find(Of("rate-exact")).GetAttribute("aria-invalid"));
        Assert.Empty(Hub.Orders);
        screen.Find(Of("rate-exact")).Change("2000");
        Assert.Equal([(ShowSample.Id, new ShowOrder(ShowTransport.Rate, Rate: 2000))], Hub.Orders);
    }

    [Fact]
    public async Task A_deleted_show_comes_back_with_undo()
    {
        var screen = Screen();
        Gateway.Answer = request => request.Method == HttpMethod.Delete ? new HttpResponseMessage(HttpStatusCode.NoContent) : ShowSample.Answer(ShowSample.Evening);
        await screen.Find(Of("show-delete")).ClickAsync(new());

        await Assert.Single(Toasts.Toasts).Undo!();

        Assert.Equal($"DELETE /api/layouts/{Sample.LayoutId}/shows/{ShowSample.Id} \"4\"", Gateway.Asked[^2]);
        Assert.Equal($"POST /api/layouts/{Sample.LayoutId}/shows", Gateway.Asked[^1]);
        Assert.Contains("\"Dusk\"", Gateway.Bodies[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_show_is_read_once_for_each_of_its_versions()
    {
        var shows = new KnownShows(Sample.LayoutId, Api);
        var screen = Screen(shows: shows);
        Show(screen, ShowSample.Run());
        Assert.Single(Gateway.Asked);

        screen.Render(parameters => parameters.Add(s => s.Summary, ShowSample.Summary() with { Version = 5 }));

        Assert.Equal(2, Gateway.Asked.Count);
    }

    [Fact]
    public void A_show_that_cannot_be_read_says_why_and_is_asked_for_again()
    {
        Gateway.Answer = _ => FakeGateway.Problem(503, """{"code":"databaseAway","detail":"It is away."}""");
        var screen = Screen();
        Assert.Contains(Texts.Refusal_databaseAway, screen.Markup, StringComparison.Ordinal);
        Gateway.Answer = _ => ShowSample.Answer(ShowSample.Evening);

        screen.Find(Of("show-again")).Click();

        screen.WaitForElement(Of("cue"), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_layout_without_shows_is_told_what_to_do_and_its_first_show_is_made()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.Created, ShowSample.Json(ShowSample.Evening));
        var panel = Panel([]);
        panel.Find($"{Of("shows-empty")} {Of("add-show")}").Click();
        panel.Find(Of("show-name")).Input("Evening");
        // As over a network: the dialog has gone before the page turns.
        Gateway.Hold();

        panel.Find("form").Submit();
        Gateway.Release();

        Assert.Equal([$"POST /api/layouts/{Sample.LayoutId}/shows"], Gateway.Asked);
        panel.WaitForAssertion(
            () => Assert.EndsWith($"/show/{ShowSample.Id}/edit", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Several_shows_are_a_list_that_says_how_each_runs()
    {
        var panel = Panel([ShowSample.Summary(ShowSample.Run()), ShowSample.Summary() with { Id = new ShowId(new Guid("01940000-0000-7000-8000-000000000052")), Name = "Fair" }]);

        Assert.Equal(["playing", "stopped"], panel.FindAll(Of("show-card")).Select(card => card.GetAttribute("data-mode")));
        Assert.Contains("Running, cue 1", panel.FindAll(Of("show-card"))[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_chases_and_the_editor_have_their_addresses()
    {
        Hub.Snapshot = ShowSample.View();

        Assert.NotEmpty(Page(null, null).FindAll(Of("show")));
        Assert.NotEmpty(Page("chases", null).FindAll(Of("chasing-empty")));
        Assert.NotEmpty(Page(ShowSample.Id.ToString(), null).FindAll(Of("show")));
        Assert.NotEmpty(Page(ShowSample.Id.ToString(), "edit").FindAll(Of("show-editor")));
        Assert.NotEmpty(Page(Guid.NewGuid().ToString(), null).FindAll(Of("section-unknown")));

        IRenderedComponent<LayoutPage> Page(string? item, string? part) => Render<LayoutPage>(parameters => parameters
            .Add(page => page.Id, Sample.LayoutId.ToString()).Add(page => page.Section, "show").Add(page => page.Item, item).Add(page => page.Part, part));
    }

    private IRenderedComponent<ShowScreen> Screen(ShowRun? run = null, KnownShows? shows = null)
    {
        _orders.Follow(ShowSample.View(run));
        return Render<ShowScreen>(parameters => parameters
            .Add(screen => screen.View, ShowSample.View(run))
            .Add(screen => screen.Lamps, Sample.Book())
            .Add(screen => screen.Summary, ShowSample.Summary(run))
            .Add(screen => screen.Shows, shows ?? new KnownShows(Sample.LayoutId, Api))
            .Add(screen => screen.Orders, _orders)
            .Add(screen => screen.Desks, new DeskOrders(Commands)));
    }

    private IRenderedComponent<ShowScreen> Ruled(ShowRun? run)
    {
        var screen = Screen(run is null ? null : run with { AsOf = Time.GetUtcNow() + ShowForecasts.Rest });
        Time.Advance(ShowForecasts.Rest);
        screen.WaitForElement(Of("ruler"), TimeSpan.FromSeconds(30));
        return screen;
    }

    private static AngleSharp.Dom.IElement Ruler(IRenderedComponent<ShowScreen> screen) => screen.Find(Of("ruler-slider"));

    private static void Show(IRenderedComponent<ShowScreen> screen, ShowRun run) =>
        screen.Render(parameters => parameters.Add(s => s.Summary, ShowSample.Summary(run)));

    private IRenderedComponent<ShowsPanel> Panel(IReadOnlyList<ShowSummary> shows) => Render<ShowsPanel>(parameters => parameters
        .Add(panel => panel.View, Sample.Snapshot() with { Shows = shows })
        .Add(panel => panel.Lamps, Sample.Book())
        .Add(panel => panel.Shows, new KnownShows(Sample.LayoutId, Api))
        .Add(panel => panel.Orders, _orders)
        .Add(panel => panel.Desks, new DeskOrders(Commands)));

    protected override void Dispose(bool disposing)
    {
        _orders.Dispose();
        base.Dispose(disposing);
    }
}
