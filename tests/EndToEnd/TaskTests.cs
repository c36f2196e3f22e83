using System.Text.Json;
using Microsoft.Playwright;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>
/// What people do most, on a phone, by no more taps than it has cost so far. Every tap goes where the finger sees what it taps: nothing is
/// scrolled to, and nothing lies over it.
/// </summary>
[Collection(nameof(DemoClub))]
public sealed class TaskTests(DemoClub club, LayoutOf156Lamps layout) : IClassFixture<LayoutOf156Lamps>
{
    [Fact]
    public async Task Everything_is_off_by_one_tap()
    {
        await layout.LightAsync(0, pin: 4, 70);
        await layout.LightAsync(9, pin: 4, 30);
        await using var phone = await OpenAsync();
        await Expect(phone.Page.GetByTestId("lit-count")).ToHaveTextAsync("2 of 156 on");
        var finger = new Finger(phone.Page, most: 1);

        await finger.TapAsync(phone.Page.GetByTestId("layout-all-off"));

        await Expect(phone.Page.GetByTestId("lit-count")).ToHaveTextAsync("0 of 156 on");
        // The page counts what is wanted; the boards follow.
        await SharedCluster.UntilAsync(async () => await layout.LitAsync() == 0);
    }

    [Fact]
    public async Task Which_boards_are_offline_and_why_is_seen_by_one_tap_without_scrolling()
    {
        await using var phone = await OpenAsync();
        await Expect(phone.Page.GetByTestId("health")).ToHaveAttributeAsync("data-health", "live");
        try
        {
            await layout.Boards[3].PowerOffAsync();
            await layout.Boards[8].PowerOffAsync();
            await Expect(phone.Page.GetByTestId("health")).ToContainTextAsync("2 offline");
            var finger = new Finger(phone.Page, most: 1);

            await finger.TapAsync(phone.Page.GetByTestId("health"));

            foreach (var (place, board) in ((int, VirtualBoard)[])[(3, layout.Boards[3]), (8, layout.Boards[8])])
            {
                var row = phone.Page.GetByTestId("problem").Filter(new() { Has = phone.Page.GetByRole(AriaRole.Heading, new() { Name = $"Module {place}", Exact = true }) });
                await Finger.SeesAsync(row.GetByRole(AriaRole.Heading));
                await Finger.SeesAsync(row.GetByText($"127.0.0.1:{board.WebSocketPort}"));
            }

            await phone.ScreenshotAsync("task-offline-phone");
        }
        finally
        {
            await layout.Boards[3].PowerOnAsync();
            await layout.Boards[8].PowerOnAsync();
        }

        await Expect(phone.Page.GetByTestId("problems-none")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_scene_of_one_area_is_captured_by_three_taps_and_its_name()
    {
        var name = $"Area {Guid.NewGuid():N}";
        await using var phone = await OpenAsync();
        var finger = new Finger(phone.Page, most: 3);

        await finger.TapAsync(phone.Page.GetByTestId("area-dim").First);
        await finger.TapAsync(phone.Page.GetByTestId("area-capture"));
        await finger.TypeAsync(name);
        await finger.TapAsync(phone.Page.GetByTestId("dialog-submit"));

        await Expect(phone.Page.GetByTestId("capture-dialog")).ToHaveCountAsync(0);
        var targets = (await layout.SceneAsync(name)).GetProperty("targets").EnumerateArray().ToArray();
        Assert.Equal(16, targets.Length);
        Assert.All(targets, target => Assert.Equal(layout.Ids[0], target.GetProperty("controller").GetString()));
    }

    [Fact]
    public async Task One_target_of_a_scene_of_156_is_changed_by_four_taps_on_three_screens()
    {
        await using var phone = await OpenAsync();
        Assert.Equal(156, (await layout.SceneAsync(LayoutOf156Lamps.Whole)).GetProperty("targets").GetArrayLength());
        var finger = new Finger(phone.Page, most: 4);

        await finger.TapAsync(phone.Page.GetByTestId("tab-scenes"));
        await finger.TapAsync(phone.Page.GetByTestId("scene-row").Filter(new() { HasText = LayoutOf156Lamps.Whole }).GetByTestId("scene-edit"));
        await Expect(phone.Page.GetByTestId("target-search")).ToBeFocusedAsync();
        await finger.TypeAsync("module 7 gpio 5");
        var target = phone.Page.Locator("[data-testid=scene-target][data-pin='5']");
        await Expect(target).ToHaveCountAsync(1);
        await phone.ScreenshotAsync("task-target-phone");
        await finger.TapAsync(target.GetByTestId("target-toggle"));
        await finger.TapAsync(phone.Page.GetByTestId("scene-save"));

        await Expect(phone.Page.GetByTestId("scene-row").First).ToBeVisibleAsync();
        var on = Assert.Single((await layout.SceneAsync(LayoutOf156Lamps.Whole)).GetProperty("targets").EnumerateArray(), target => target.GetProperty("active").GetBoolean());
        Assert.Equal((layout.Ids[7], 5), (on.GetProperty("controller").GetString(), on.GetProperty("pin").GetInt32()));
        Assert.True(finger.Screens.Count <= 3, string.Join(", ", finger.Screens));
    }

    private async Task<Dashboard> OpenAsync()
    {
        var phone = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout.Id}", "phone");
        await Expect(phone.Page.GetByTestId("lamp").First).ToBeVisibleAsync();
        return phone;
    }

    /// <summary>A finger that counts its taps and the screens that it comes to: pages, and dialogs and menus over them.</summary>
    private sealed class Finger(IPage page, int most)
    {
        // In view, with nothing over it.
        private const string WhereSeen =
            """
            element => {
              const box = element.getBoundingClientRect();
              const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
              const there = document.elementFromPoint(x, y);
              return box.width > 0 && box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth && !!there && element.contains(there) ? [x, y] : null;
            }
            """;

        private const string Screen =
            """() => location.pathname + [...document.querySelectorAll('dialog[open], details.menu[open]')].map(over => ` ${over.dataset.testid}`).join('')""";

        private int _taps;

        public HashSet<string> Screens { get; } = [];

        public async Task TapAsync(ILocator target)
        {
            Assert.True(++_taps <= most, $"Tap {_taps} of at most {most}: {target}");
            Screens.Add(await page.EvaluateAsync<string>(Screen));
            var at = await SeesAsync(target);
            await page.Touchscreen.TapAsync(at[0], at[1]);
        }

        /// <summary>Keys go to what has the focus already.</summary>
        public async Task TypeAsync(string text)
        {
            Assert.True(await page.EvaluateAsync<bool>("() => document.activeElement?.matches('input')"), "Nothing waits for keys.");
            await page.Keyboard.TypeAsync(text);
            Screens.Add(await page.EvaluateAsync<string>(Screen));
        }

        /// <summary>Waits until something is there, and gives its middle. That it is not on the screen, or covered, fails.</summary>
        public static async Task<float[]> SeesAsync(ILocator target)
        {
            await Expect(target).ToBeVisibleAsync();
            await target.EvaluateAsync("element => Promise.all(element.closest('dialog')?.getAnimations().map(moving => moving.finished) ?? [])");
            return await target.EvaluateAsync<float[]?>(WhereSeen) ?? throw new InvalidOperationException($"Not on the screen, or covered: {target}");
        }
    }
}

/// <summary>A layout of twelve boards and 156 lamps, with a scene of them all.</summary>
public sealed class LayoutOf156Lamps(DemoClub club) : IAsyncLifetime
{
    public const string Whole = "All of them";

    /// <summary>Eight of 16 lamps, and four of 7.</summary>
    public VirtualBoard[] Boards { get; private set; } = [];

    /// <summary>The boards as the platform names them.</summary>
    public string[] Ids { get; private set; } = [];

    public string Id { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Id = (await club.Platform.PostAsync("api/layouts", new { name = $"Tasks {Guid.NewGuid():N}" })).GetProperty("id").GetString()!;
        Boards = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => VirtualBoard.StartAsync(new VirtualBoardOptions
        {
            Profile = number < 8 ? BoardProfile.RailHub32 : BoardProfile.RailHub8266,
            Mac = $"02:52:48:00:02:{number:X2}",
            Name = $"Module {number}",
        })));
        foreach (var board in Boards)
        {
            await club.Platform.PostAsync($"api/layouts/{Id}/controllers", new { host = "127.0.0.1", httpPort = board.HttpPort, webSocketPort = board.WebSocketPort });
        }

        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{Id}", "phone");
        await Expect(dashboard.Page.GetByTestId("lit-count")).ToHaveTextAsync("0 of 156 on");
        Ids = [.. (await club.Platform.GetAsync($"api/layouts/{Id}/controllers")).EnumerateArray().Select(board => board.GetProperty("controller").GetProperty("id").GetString()!)];
        await club.Platform.PostAsync($"api/layouts/{Id}/scenes/capture", new { name = Whole });
    }

    public async ValueTask DisposeAsync()
    {
        using var answer = await club.Platform.Http.DeleteAsync(new Uri($"api/layouts/{Id}", UriKind.Relative));
        foreach (var board in Boards)
        {
            await board.DisposeAsync();
        }
    }

    public Task LightAsync(int board, int pin, int brightness) =>
        club.Platform.PostAsync($"api/layouts/{Id}/targets", new { targets = new[] { new { controller = Ids[board], pin, active = true, brightness } } });

    /// <summary>How many lamps are on, as their boards say.</summary>
    public async Task<int> LitAsync() => (await club.Platform.GetAsync($"api/layouts/{Id}/controllers")).EnumerateArray()
        .SelectMany(board => board.GetProperty("outputs").EnumerateArray()).Count(output => output.GetProperty("reported").GetProperty("active").GetBoolean());

    public async Task<JsonElement> SceneAsync(string name) =>
        (await club.Platform.GetAsync($"api/layouts/{Id}/scenes")).EnumerateArray().Single(scene => scene.GetProperty("name").GetString() == name);
}
