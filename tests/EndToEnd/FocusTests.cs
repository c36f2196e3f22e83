using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>Where people are, by the keyboard and by the way back.</summary>
[Collection(nameof(DemoClub))]
public sealed class FocusTests(DemoClub club)
{
    private const string Harbour = "Harbour Junction";

    [Fact]
    public async Task The_skip_link_stays_on_the_page()
    {
        await using var dashboard = await OpenAsync();
        var url = dashboard.Page.Url;

        await dashboard.Page.GetByTestId("skip").FocusAsync();
        await dashboard.Page.Keyboard.PressAsync("Enter");

        await Expect(dashboard.Page.Locator("#main")).ToBeFocusedAsync();
        Assert.Equal(url, dashboard.Page.Url);
    }

    [Fact]
    public async Task Who_skips_to_a_page_that_is_still_being_loaded_stays_with_it()
    {
        var loads = new TaskCompletionSource();
        var told = loads.Task;
        await using var dashboard = await OpenAsync(prepare: page => page.RouteWebSocketAsync(new Regex("."), socket =>
        {
            var server = socket.ConnectToServer();
            server.OnMessage(frame => told = TellAsync(told, () => Pass(socket, frame)));
        }));
        await Expect(dashboard.Page.Locator(".loading")).ToBeVisibleAsync();
        await dashboard.Page.GetByTestId("skip").FocusAsync();
        await dashboard.Page.Keyboard.PressAsync("Enter");
        await Expect(dashboard.Page.Locator("#main")).ToBeFocusedAsync();

        loads.SetResult();
        await Expect(dashboard.Page.GetByTestId("lamp").First).ToBeVisibleAsync();
        await Expect(dashboard.Page.Locator("#main")).ToBeFocusedAsync();

        static async Task TellAsync(Task before, Action tell)
        {
            await before;
            tell();
        }

        static void Pass(IWebSocketRoute socket, IWebSocketFrame frame)
        {
            if (frame.Text is { } text)
            {
                socket.Send(text);
            }
            else if (frame.Binary is { } bytes)
            {
                socket.Send(bytes);
            }
        }
    }

    [Fact]
    public async Task The_focus_stays_near_after_a_recall_a_deletion_and_an_undo()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        foreach (var name in (string[])["Focus one", "Focus two"])
        {
            await club.Platform.PostAsync($"api/layouts/{layout}/scenes/capture", new { name });
        }

        await using var dashboard = await OpenAsync("scenes");
        var (page, row) = (dashboard.Page, dashboard.Row("scene-row", "Focus one"));
        await row.GetByTestId("scene-recall").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("toast")).ToBeVisibleAsync();
        await Expect(row.GetByTestId("scene-recall")).ToBeFocusedAsync();

        await row.GetByTestId("scene-edit").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByTestId("scene-delete").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToHaveCountAsync(0);
        await Expect(page.Locator("#main")).ToBeFocusedAsync();

        await dashboard.UndoOf(new Regex("is deleted")).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(row).ToBeVisibleAsync();
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_way_back_leads_out_of_a_dialog_and_asks_before_edits_are_lost()
    {
        await using var dashboard = await OpenAsync();
        var (page, url) = (dashboard.Page, dashboard.Page.Url);
        await dashboard.OpenTabAsync("scenes");
        await page.GetByTestId("scene-capture").First.ClickAsync();
        await page.GetByTestId("scene-name").FillAsync("Half a name");

        await page.GoBackAsync();
        await Expect(page.GetByTestId("dialog-lost")).ToBeVisibleAsync();
        await page.GetByTestId("dialog-stay").ClickAsync();
        await Expect(page.GetByTestId("scene-name")).ToHaveValueAsync("Half a name");

        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("dialog-discard").ClickAsync();
        await Expect(page.GetByTestId("capture-dialog")).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync($"{url.TrimEnd('/')}/scenes");
        await Expect(page.GetByTestId("scene-capture").First).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_way_back_from_a_scene_asks_before_edits_are_lost()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        var scene = (await club.Platform.PostAsync($"api/layouts/{layout}/scenes/capture", new { name = "Back" })).GetProperty("id").GetString();
        await using var dashboard = await OpenAsync("scenes");
        var page = dashboard.Page;
        await page.Locator($"[data-scene='{scene}']").GetByTestId("scene-edit").ClickAsync();
        await page.GetByTestId("scene-name").FillAsync("Back again");

        await page.GoBackAsync();
        await page.GetByTestId("scene-stay").ClickAsync();
        await Expect(page.GetByTestId("scene-name")).ToHaveValueAsync("Back again");

        await page.GetByTestId("back").ClickAsync();
        await page.GetByTestId("scene-discard").ClickAsync();
        await Expect(dashboard.Row("scene-row", "Back")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_area_is_one_stop_and_the_arrow_keys_go_from_lamp_to_lamp()
    {
        await using var dashboard = await OpenAsync();
        var page = dashboard.Page;
        await Expect(page.GetByTestId("area").First).ToBeVisibleAsync();
        var areas = await page.GetByTestId("area").CountAsync();
        Assert.Equal(areas, await page.Locator(".tiles [tabindex='0']").CountAsync());

        var lamps = page.GetByTestId("area").First.GetByTestId("lamp");
        await lamps.First.GetByTestId("lamp-toggle").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(lamps.First.GetByTestId("lamp-more")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(lamps.Nth(1).GetByTestId("lamp-toggle")).ToBeFocusedAsync();
        await Expect(lamps.Nth(1).GetByTestId("lamp-toggle")).ToHaveAttributeAsync("tabindex", "0");
        Assert.Equal(areas, await page.Locator(".tiles [tabindex='0']").CountAsync());
    }

    [Fact]
    public async Task A_message_stays_for_as_long_as_somebody_points_at_it()
    {
        await using var dashboard = await OpenAsync();
        var page = dashboard.Page;
        await page.Clock.InstallAsync();
        await page.GetByTestId("area-all-on").First.ClickAsync();
        await page.GetByTestId("toast").HoverAsync();
        await page.Clock.FastForwardAsync(60_000);
        await Expect(page.GetByTestId("toast")).ToBeVisibleAsync();

        await page.GetByTestId("page-title").HoverAsync();
        await page.Clock.FastForwardAsync(60_000);
        await Expect(page.GetByTestId("toast")).ToHaveCountAsync(0);
    }

    private async Task<Dashboard> OpenAsync(string section = "", Func<IPage, Task>? prepare = null) => await Dashboard.OpenAsync(
        club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync(Harbour)}{(section.Length == 0 ? "" : "/" + section)}", prepare: prepare);
}
