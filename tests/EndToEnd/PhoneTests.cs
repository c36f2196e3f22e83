using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>What fingers and small screens ask of the dashboard.</summary>
[Collection(nameof(DemoClub))]
public sealed class PhoneTests(DemoClub club)
{
    private const string Valley = "Mill Valley";

    [Fact]
    public async Task A_hundred_swipes_over_every_page_change_nothing()
    {
        // A club of its own, in which nobody else does anything.
        using var data = new TempDirectory();
        await using var platform = await StandaloneProcess.StartAsync(data.Path);
        var layout = await platform.LayoutAsync(Valley);
        await using (var start = await Dashboard.OpenAsync(club.Browser, platform.Address, size: "phone"))
        {
            await Expect(start.LayoutCard(Valley).GetByTestId("layout-live")).ToContainTextAsync("12 of 12");
        }

        var scene = (await platform.PostAsync($"api/layouts/{layout}/scenes/capture", new { name = "Swiped" })).GetProperty("id").GetString();
        await platform.PostAsync($"api/layouts/{layout}/shows", new { name = "Swiped", cues = new[] { new { number = "1", action = "scene", scene, up = 1000 } } });
        var before = await OutputsAsync(platform, layout);
        var random = new Random(20_26);
        foreach (var (path, prepare) in ((string, Func<IPage, Task>)[])
        [
            ("", _ => Task.CompletedTask),
            ($"l/{layout}", _ => Task.CompletedTask),
            ($"l/{layout}", page => page.GetByTestId("lamp-more").First.ClickAsync()),
            ($"l/{layout}/scenes", _ => Task.CompletedTask),
            ($"l/{layout}/scenes/{scene}", page => page.GetByTestId("target-search").FillAsync("station")),
            ($"l/{layout}/show", _ => Task.CompletedTask),
            ($"l/{layout}/problems", _ => Task.CompletedTask),
            ($"l/{layout}/setup", _ => Task.CompletedTask),
            ($"wall/{layout}", _ => Task.CompletedTask),
            ($"l/{layout}", page => page.GetByTestId("lamp-search").FillAsync("1")),
        ])
        {
            await using var dashboard = await Dashboard.OpenAsync(club.Browser, platform.Address, path, "phone");
            await Expect(dashboard.Page.Locator(".loading")).ToHaveCountAsync(0);
            await prepare(dashboard.Page);
            var (url, levels) = (dashboard.Page.Url, await LevelsAsync(dashboard.Page));
            for (var swipe = 0; swipe < 10; swipe++)
            {
                var sliders = await dashboard.Page.Locator(".slide").AllAsync();
                var start = sliders.Count > 0 && swipe % 2 == 0 ? await sliders[random.Next(sliders.Count)].BoundingBoxAsync() : null;
                await SwipeAsync(dashboard.Page, random, start);
            }

            Assert.Equal(url, dashboard.Page.Url);
            Assert.Equal(levels, await LevelsAsync(dashboard.Page));
        }

        Assert.Equal(before, await OutputsAsync(platform, layout));

        static async Task<string> LevelsAsync(IPage page) =>
            await page.EvaluateAsync<string>("[...document.querySelectorAll('.slider, [role=switch]')].map(input => input.value || input.ariaChecked).join()");
    }

    [Fact]
    public async Task A_show_goes_where_a_tap_or_keys_on_its_ruler_say_and_nowhere_for_a_finger_that_scrolls()
    {
        var layout = await club.Platform.LayoutAsync("Harbour Junction");
        var shows = $"api/layouts/{layout}/shows";
        var show = (await club.Platform.PostAsync(shows, new
        {
            name = "Two minutes",
            cues = new object[]
            {
                new { number = "1", label = "First" },
                new { number = "2", label = "Second", trigger = "follow", time = 60_000 },
                new { number = "3", label = "Third", trigger = "follow", time = 60_000 },
            },
        })).GetProperty("id").GetString();
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/show/{show}", "phone");
        var (page, ruler) = (dashboard.Page, dashboard.Page.GetByTestId("ruler-slider"));
        await Expect(ruler).ToBeDisabledAsync();
        await page.GetByTestId("show-play").ClickAsync();
        await Expect(ruler).ToHaveValueAsync("2");
        await dashboard.CheckAsync("show-ruler-phone");
        await page.GetByTestId("show-pause").ClickAsync();
        await Expect(page.GetByTestId("show")).ToHaveAttributeAsync("data-mode", "paused");
        var (before, box) = (await PositionAsync(), (await page.Locator(".ruler > .slide").BoundingBoxAsync())!);
        var random = new Random(20_26);
        for (var swipe = 0; swipe < 10; swipe++)
        {
            await SwipeAsync(page, random, box);
        }

        await RestAsync();
        Assert.Equal(before, await PositionAsync());

        await page.EvaluateAsync("() => scrollTo(0, 0)");
        box = (await page.Locator(".ruler > .slide").BoundingBoxAsync())!;
        await TouchAsync(page, box.X + (box.Width * .75f), box.Y + (box.Height / 2), 0, 0);
        await Expect(page.Locator("[data-current=true]")).ToContainTextAsync("Second");
        await Expect(ruler).ToHaveValueAsync("90");
        Assert.Equal(90_000, await PositionAsync());

        await ruler.FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(ruler).ToHaveAttributeAsync("aria-valuetext", "1:28 of 2:00, cue 2 Second");
        await RestAsync();
        await Expect(ruler).ToHaveValueAsync("88");
        Assert.Equal(88_000, await PositionAsync());
        await club.Platform.PostAsync($"{shows}/{show}/stop", new { });

        async Task<long> PositionAsync() => (await club.Platform.GetAsync($"{shows}/{show}/run")).GetProperty("position").GetInt64();

        // Longer than a hand rests.
        Task RestAsync() => page.EvaluateAsync("() => new Promise(rested => setTimeout(rested, 1000))");
    }

    [Fact]
    public async Task A_finger_that_goes_sideways_on_a_slider_sets_it()
    {
        await using var dashboard = await OpenAsync();
        await dashboard.Page.GetByTestId("lamp-more").First.ClickAsync();
        var slider = dashboard.Page.GetByTestId("sheet-slider");
        await slider.FillAsync("50");
        var box = (await slider.BoundingBoxAsync())!;

        await TouchAsync(dashboard.Page, box.X + (box.Width / 2), box.Y + (box.Height / 2), box.Width, 0);

        await Expect(slider).ToHaveValueAsync("100");
    }

    [Fact]
    public async Task A_long_press_opens_the_lamp_and_does_not_switch_it()
    {
        await using var dashboard = await OpenAsync();
        var lamp = dashboard.Page.GetByTestId("lamp").Nth(3);
        var before = await lamp.GetByTestId("lamp-toggle").GetAttributeAsync("aria-checked");

        await lamp.GetByTestId("lamp-toggle").ClickAsync(new() { Delay = 900 });

        await Expect(dashboard.Page.GetByTestId("lamp-sheet")).ToBeVisibleAsync();
        await Expect(lamp.GetByTestId("lamp-toggle")).ToHaveAttributeAsync("aria-checked", before!);
    }

    [Fact]
    public async Task Three_lamps_stand_in_a_row_and_messages_stay_within_the_smallest_screen_in_German()
    {
        await using var dashboard = await Dashboard.OpenAsync(
            club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync(Valley)}", "phone", language: "de", width: 360);
        var first = (await dashboard.Page.GetByTestId("lamp").First.BoundingBoxAsync())!;
        Assert.Equal(first.Y, (await dashboard.Page.GetByTestId("lamp").Nth(2).BoundingBoxAsync())!.Y, 1.0);

        await dashboard.Page.GetByTestId("layout-all-off").ClickAsync();
        await dashboard.Page.GetByTestId("area-all-on").First.ClickAsync();
        await Expect(dashboard.Page.GetByTestId("toast").First).ToBeVisibleAsync();
        await dashboard.ScreenshotAsync("toasts-360-de");
        foreach (var toast in await dashboard.Page.GetByTestId("toast").AllAsync())
        {
            var box = (await toast.BoundingBoxAsync())!;
            Assert.True(box.X >= 0 && box.X + box.Width <= 360, $"A message goes from {box.X} to {box.X + box.Width} of 360 px.");
        }

        await dashboard.Page.GetByTestId("toast-undo").Last.ClickAsync();
    }

    [Fact]
    public async Task Who_comes_by_a_name_that_is_not_known_is_told_so_and_the_remedy()
    {
        var (playwright, browser) = await DemoClub.LaunchAsync("--host-resolver-rules=MAP club.test 127.0.0.1");
        using var closing = playwright;
        await using var closingBrowser = browser;
        var page = await browser.NewPageAsync();

        // No page of ours is given to a name that may be somebody else's.
        await page.GotoAsync(new UriBuilder(club.Platform.Address) { Host = "club.test" }.ToString());

        await Expect(page.Locator("body")).ToContainTextAsync("RailHub does not answer to the name \"club.test\"");
        await Expect(page.Locator("body")).ToContainTextAsync("--host-names club.test");
    }

    private async Task<Dashboard> OpenAsync() =>
        await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync(Valley)}", "phone");

    private static async Task<string> OutputsAsync(StandaloneProcess platform, string layout) => string.Join('\n', (await platform.GetAsync($"api/layouts/{layout}/controllers"))
        .EnumerateArray().Select(board => board.GetProperty("outputs").GetRawText()));

    /// <summary>A swipe as people scroll: more up or down than sideways, from anywhere or from a given box.</summary>
    private static async Task SwipeAsync(IPage page, Random random, LocatorBoundingBoxResult? from)
    {
        var x = (float)(from is null ? 20 + (random.NextDouble() * 350) : from.X + (random.NextDouble() * from.Width));
        var y = (float)(from is null ? 150 + (random.NextDouble() * 550) : from.Y + (random.NextDouble() * from.Height));
        var along = (random.Next(2) * 2 - 1) * (60 + (random.NextDouble() * 200));
        await TouchAsync(page, x, y, (float)(along * (random.NextDouble() - .5)), (float)along);
    }

    private static async Task TouchAsync(IPage page, float x, float y, float across, float along)
    {
        const int Steps = 6;
        await using var session = new Touch(await page.Context.NewCDPSessionAsync(page));
        await session.SendAsync("touchStart", x, y);
        for (var step = 1; step <= Steps; step++)
        {
            await session.SendAsync("touchMove", x + (across * step / Steps), y + (along * step / Steps));
        }

        await session.SendAsync("touchEnd");
    }

    /// <summary>A finger, by the browser's own input: scrolling, touch-action and cancelled pointers are as on a phone.</summary>
    private sealed class Touch(ICDPSession session) : IAsyncDisposable
    {
        public async Task SendAsync(string type, params float[] at) => await session.SendAsync("Input.dispatchTouchEvent", new Dictionary<string, object>
        {
            ["type"] = type,
            ["touchPoints"] = at is [var x, var y] ? new[] { new { x, y } } : [],
        });

        public async ValueTask DisposeAsync() => await session.DetachAsync();
    }
}
