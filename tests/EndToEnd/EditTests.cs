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

        await dashboard.Page.GetByTestId("toast").Last.GetByTestId("toast-undo").ClickAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-active", "false");

        await dashboard.OpenTabAsync("scenes");
        await row.GetByTestId("scene-menu").ClickAsync();
        await row.GetByTestId("scene-delete").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await dashboard.Page.GetByTestId("toast-undo").Last.ClickAsync();
        await Expect(row).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_chasing_group_is_made_of_picked_outputs_runs_on_its_board_and_stops()
    {
        await using var dashboard = await OpenLayoutAsync();
        await dashboard.OpenTabAsync("show");

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

        await dashboard.OpenTabAsync("show");
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
        await row.GetByTestId("scene-menu").ClickAsync();
        await row.GetByTestId("scene-edit").ClickAsync();
        var page = dashboard.Page;
        await page.GetByTestId("target-search").FillAsync("junction gpio 2");
        await page.GetByTestId("target-slider").First.FillAsync("37");
        await page.GetByTestId("scene-save").ClickAsync();
        await Expect(row).ToBeVisibleAsync();

        await page.GotoAsync(page.Url);
        await row.GetByTestId("scene-menu").ClickAsync();
        await row.GetByTestId("scene-edit").ClickAsync();
        await page.GetByTestId("target-search").FillAsync("junction gpio 2");
        await Expect(page.GetByTestId("target-slider").First).ToHaveValueAsync("37");
    }

    [Fact]
    public async Task The_addresses_of_before_lead_to_the_same_things()
    {
        var layout = await club.Platform.LayoutAsync(Harbour);
        foreach (var (old, now) in ((string, string)[])[("", ""), ("/scenes", "/scenes"), ("/chasing", "/show")])
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
