using System.Text.RegularExpressions;
using Microsoft.Playwright;
using RailHub.Firmware;
using RailHub.Firmware.Virtual;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

[Collection(nameof(DemoClub))]
public sealed class EditTests(DemoClub club)
{
    private const string Harbour = "Harbour Junction";

    [Fact]
    public async Task A_scene_is_captured_recalled_undone_deleted_and_brought_back()
    {
        await using var dashboard = await OpenLayoutAsync();
        var lamp = dashboard.Lamp("Junction", 2);
        await lamp.GetByTestId("lamp-toggle").ClickAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");

        await dashboard.OpenTabAsync("scenes");
        await dashboard.Page.GetByTestId("scene-capture").First.ClickAsync();
        await dashboard.Page.GetByTestId("scene-name").FillAsync("Regatta");
        await dashboard.SubmitAsync();
        var row = dashboard.Row("scene-row", "Regatta");
        await Expect(row).ToBeVisibleAsync();

        await dashboard.OpenTabAsync("lamps");
        await lamp.GetByTestId("lamp-toggle").ClickAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-active", "false");
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");

        await dashboard.OpenTabAsync("scenes");
        await row.GetByTestId("scene-recall").ClickAsync();
        await dashboard.OpenTabAsync("lamps");
        await Expect(lamp).ToHaveAttributeAsync("data-active", "true");

        await dashboard.UndoOf(new Regex(@"^\s*Regatta\s*(·|Undo)")).ClickAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-active", "false");

        await dashboard.OpenTabAsync("scenes");
        await row.GetByTestId("scene-edit").ClickAsync();
        await dashboard.Page.GetByTestId("scene-delete").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await dashboard.UndoOf(new Regex("Regatta is deleted")).ClickAsync();
        await Expect(row).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_chasing_group_is_made_of_picked_outputs_runs_on_its_board_and_stops()
    {
        await using var dashboard = await OpenLayoutAsync();
        await dashboard.OpenChasesAsync();

        await dashboard.Page.GetByTestId("add-chasing").First.ClickAsync();
        await dashboard.Page.GetByTestId("chasing-name").FillAsync("Jibs");
        await dashboard.Page.GetByTestId("chasing-board").Filter(new() { HasText = "Cranes" }).ClickAsync();
        foreach (var pin in (int[])[4, 5, 12])
        {
            await dashboard.Page.Locator($"[data-testid=chasing-pick][data-pin='{pin}']").ClickAsync();
        }

        await dashboard.SubmitAsync();
        var row = dashboard.Row("chasing-row", "Jibs");
        await row.GetByTestId("chasing-start").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-state", "running");
        await dashboard.OpenTabAsync("lamps");
        await Expect(dashboard.Lamp("Cranes", 4).GetByTestId("lamp-mark")).ToContainTextAsync("Jibs");

        await dashboard.OpenChasesAsync();
        await row.GetByTestId("chasing-stop").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-state", "stopped");
        await row.GetByTestId("chasing-delete").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_board_is_renamed_removed_and_brought_back()
    {
        await using var dashboard = await OpenLayoutAsync();
        await dashboard.OpenTabAsync("setup");
        await dashboard.Board("Buoys").GetByTestId("board-edit").ClickAsync();
        await dashboard.Page.GetByTestId("controller-name").FillAsync("Fairway");
        await dashboard.SubmitAsync();
        await Expect(dashboard.Board("Fairway")).ToBeVisibleAsync();

        await dashboard.Board("Fairway").GetByTestId("board-menu").ClickAsync();
        await dashboard.Board("Fairway").GetByTestId("board-remove").ClickAsync();
        await Expect(dashboard.Board("Fairway")).ToHaveCountAsync(0);

        await dashboard.Page.GetByTestId("toast-undo").Last.ClickAsync();
        await Expect(dashboard.Board("Fairway")).ToHaveAttributeAsync("data-link", "live");
    }

    [Fact]
    public async Task A_scene_is_changed_on_its_page()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        await club.Platform.PostAsync($"api/layouts/{layout}/scenes/capture", new { name = "Fog" });
        await using var dashboard = await OpenLayoutAsync("scenes");
        var row = dashboard.Row("scene-row", "Fog");
        await row.GetByTestId("scene-edit").ClickAsync();
        var page = dashboard.Page;
        await page.GetByTestId("target-search").FillAsync("junction gpio 2");
        await page.GetByTestId("target-slider").First.FillAsync("37");
        await page.GetByTestId("scene-save").ClickAsync();
        await Expect(row).ToBeVisibleAsync();

        await page.GotoAsync(page.Url);
        await row.GetByTestId("scene-edit").ClickAsync();
        await page.GetByTestId("target-search").FillAsync("junction gpio 2");
        await Expect(page.GetByTestId("target-slider").First).ToHaveValueAsync("37");
    }

    [Fact]
    public async Task All_off_stops_what_chases_too_and_undo_brings_both_back()
    {
        var layout = await club.Platform.LayoutAsync("Mill Valley");
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{layout}/show/chases");
        var (page, running) = (dashboard.Page, dashboard.Page.Locator("[data-testid=chasing-row][data-state=running]"));
        await Expect(running).ToHaveCountAsync(1);
        await dashboard.OpenTabAsync("lamps");
        await dashboard.Lamp("Old town", 4).GetByTestId("lamp-toggle").ClickAsync();
        var before = await page.GetByTestId("lit-count").TextContentAsync();

        await page.GetByTestId("layout-all-off").ClickAsync();
        await Expect(page.GetByTestId("lit-count")).ToHaveTextAsync("0 of 130 on");
        await Expect(page.GetByTestId("toast").Last).ToContainTextAsync("1 chase off");
        await Expect(page.Locator("[data-testid=lamp][data-active=true]")).ToHaveCountAsync(0);

        await page.GetByTestId("toast-undo").Last.ClickAsync();
        await Expect(page.GetByTestId("lit-count")).ToHaveTextAsync(before!);
        await dashboard.OpenChasesAsync();
        await Expect(running).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Lamps_are_sorted_into_an_area_and_found_there()
    {
        await using var dashboard = await OpenLayoutAsync("setup");
        var page = dashboard.Page;
        await page.GetByTestId("add-area").ClickAsync();
        await page.GetByTestId("area-name").FillAsync("Fish market");
        await page.GetByTestId("area-search").FillAsync("cranes");
        await page.GetByTestId("area-pick-all").ClickAsync();
        await dashboard.SubmitAsync();
        await Expect(page.GetByTestId("area-row")).ToContainTextAsync("7 lamps");

        await dashboard.OpenTabAsync("lamps");
        await Expect(page.GetByTestId("area").First).ToContainTextAsync("Fish market");
        await Expect(page.GetByTestId("area").First.GetByTestId("lamp")).ToHaveCountAsync(7);
        await Expect(page.GetByTestId("area").Last).ToContainTextAsync("Unsorted");

        await page.GetByTestId("lamp-more").First.ClickAsync();
        await page.GetByTestId("lamp-name").FillAsync("Der große Kran am Fischmarkt");
        await dashboard.SubmitAsync();
        await page.GetByTestId("lamp-search").FillAsync("kran grosse");
        await Expect(page.GetByTestId("lamp")).ToHaveCountAsync(1);

        await dashboard.OpenTabAsync("setup");
        await page.GetByTestId("area-delete").ClickAsync();
        await Expect(page.GetByTestId("area-row")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_removed_board_is_brought_back_although_it_is_switched_off()
    {
        await using var own = await VirtualBoard.StartAsync(
            new VirtualBoardOptions { Profile = BoardProfile.RailHub8266, Mac = "02:52:48:00:00:79", Name = "Shed" }, TestContext.Current.CancellationToken);
        var layout = await club.Platform.LayoutAsync(Harbour);
        await club.Platform.PostAsync($"api/layouts/{layout}/controllers", new { host = "127.0.0.1", httpPort = own.HttpPort, webSocketPort = own.WebSocketPort });
        await using var dashboard = await OpenLayoutAsync("setup");
        await own.PowerOffAsync();
        await Expect(dashboard.Board("Shed")).ToHaveAttributeAsync("data-link", "offline");
        await dashboard.Board("Shed").GetByTestId("board-menu").ClickAsync();
        await dashboard.Board("Shed").GetByTestId("board-remove").ClickAsync();
        await Expect(dashboard.Board("Shed")).ToHaveCountAsync(0);

        await dashboard.Page.GetByTestId("toast-undo").Last.ClickAsync();

        await Expect(dashboard.Board("Shed")).ToBeVisibleAsync();
        using var answer = await club.Platform.Http.DeleteAsync(new Uri($"api/layouts/{layout}/controllers/025248000079", UriKind.Relative));
    }

    [Fact]
    public async Task A_plan_gets_a_picture_and_its_lamps_are_placed_and_switched()
    {
        await using var dashboard = await OpenLayoutAsync("plan");
        var page = dashboard.Page;
        // A grey picture of 40 by 30 points.
        await page.GetByTestId("plan-file").SetInputFilesAsync(new FilePayload
        {
            Name = "plan.png",
            MimeType = "image/png",
            Buffer = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAACgAAAAeCAAAAAB7tgMBAAAAGElEQVR42mNIIBIwjCocVTiqcFThYFYIAFIlwhAvxRNgAAAAAElFTkSuQmCC"),
        });
        await page.GetByTestId("plan-place").ClickAsync();
        await page.GetByTestId("plan-pick").First.ClickAsync();
        await page.GetByTestId("plan").ClickAsync(new() { Position = new() { X = 80, Y = 60 } });
        await Expect(page.GetByTestId("plan-lamp")).ToHaveCountAsync(1);
        await page.GetByTestId("plan-place").ClickAsync();

        var lamp = page.GetByTestId("plan-lamp");
        var before = await lamp.GetByRole(AriaRole.Switch).GetAttributeAsync("aria-checked");
        await lamp.GetByRole(AriaRole.Switch).ClickAsync();

        await Expect(lamp.GetByRole(AriaRole.Switch)).Not.ToHaveAttributeAsync("aria-checked", before!);
        await Expect(lamp).ToHaveAttributeAsync("data-active", before == "true" ? "false" : "true");
        await dashboard.ScreenshotAsync("plan");
    }

    [Fact]
    public async Task The_addresses_of_before_lead_to_the_same_things()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        foreach (var (old, now) in ((string, string)[])[("", ""), ("/scenes", "/scenes"), ("/chasing", "/show/chases")])
        {
            await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"layouts/{layout}{old}");
            await Expect(dashboard.Page).ToHaveURLAsync(new Uri(club.Platform.Address, $"l/{layout}{now}").ToString());
        }
    }

    [Fact]
    public async Task A_new_layout_says_what_to_do_first()
    {
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address);
        await dashboard.Page.GetByTestId("add-layout").First.ClickAsync();
        await dashboard.Page.GetByTestId("layout-name").FillAsync("Attic");
        await dashboard.SubmitAsync();

        await Expect(dashboard.Page.GetByTestId("boards-empty")).ToBeVisibleAsync();
    }

    private async Task<Dashboard> OpenLayoutAsync(string section = "") =>
        await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync(Harbour)}/{section}");
}
