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
        var lamp = dashboard.Output("Junction", 2);
        await lamp.GetByTestId("output-toggle").ClickAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");

        await dashboard.OpenTabAsync("scenes");
        await dashboard.Page.GetByTestId("scene-capture").First.ClickAsync();
        await dashboard.Page.GetByTestId("scene-name").FillAsync("Regatta");
        await dashboard.SubmitAsync();
        var row = dashboard.Row("scene-row", "Regatta");
        await Expect(row).ToBeVisibleAsync();

        await dashboard.OpenTabAsync("boards");
        await lamp.GetByTestId("output-toggle").ClickAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-active", "false");
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");

        await dashboard.OpenTabAsync("scenes");
        await row.GetByTestId("scene-recall").ClickAsync();
        await dashboard.OpenTabAsync("boards");
        await Expect(lamp).ToHaveAttributeAsync("data-active", "true");

        await dashboard.Page.GetByTestId("toast").Last.GetByTestId("toast-undo").ClickAsync();
        await Expect(lamp).ToHaveAttributeAsync("data-active", "false");

        await dashboard.OpenTabAsync("scenes");
        await row.GetByTestId("scene-delete").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
        await dashboard.Page.GetByTestId("toast-undo").Last.ClickAsync();
        await Expect(row).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_chasing_group_is_made_of_picked_outputs_runs_on_its_board_and_stops()
    {
        await using var dashboard = await OpenLayoutAsync();
        await dashboard.OpenTabAsync("chasing");

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
        await dashboard.OpenTabAsync("boards");
        await Expect(dashboard.Output("Cranes", 4).GetByTestId("output-chasing")).ToBeVisibleAsync();

        await dashboard.OpenTabAsync("chasing");
        await row.GetByTestId("chasing-stop").ClickAsync();
        await Expect(row).ToHaveAttributeAsync("data-state", "stopped");
        await row.GetByTestId("chasing-delete").ClickAsync();
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_board_is_renamed_removed_and_brought_back()
    {
        await using var dashboard = await OpenLayoutAsync();
        await dashboard.Board("Buoys").GetByTestId("controller-menu").ClickAsync();
        await dashboard.Board("Buoys").GetByTestId("controller-edit").ClickAsync();
        await dashboard.Page.GetByTestId("controller-name").FillAsync("Fairway");
        await dashboard.SubmitAsync();
        await Expect(dashboard.Board("Fairway")).ToBeVisibleAsync();

        await dashboard.Board("Fairway").GetByTestId("controller-menu").ClickAsync();
        await dashboard.Board("Fairway").GetByTestId("controller-remove").ClickAsync();
        await Expect(dashboard.Board("Fairway")).ToHaveCountAsync(0);

        await dashboard.Page.GetByTestId("toast-undo").Last.ClickAsync();
        await Expect(dashboard.Board("Fairway")).ToHaveAttributeAsync("data-link", "live");
    }

    [Fact]
    public async Task An_address_without_a_board_is_refused_with_what_to_do()
    {
        await using var dashboard = await OpenLayoutAsync();
        await dashboard.Page.GetByTestId("add-controller").First.ClickAsync();
        await dashboard.Page.GetByTestId("controller-host").FillAsync("127.0.0.1");
        await dashboard.Page.Locator("details.more summary").ClickAsync();
        await dashboard.Page.GetByTestId("controller-http-port").FillAsync("1");
        await dashboard.Page.GetByTestId("dialog-submit").ClickAsync();

        await Expect(dashboard.Page.GetByTestId("dialog-error")).ToBeVisibleAsync();
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

    private async Task<Dashboard> OpenLayoutAsync() =>
        await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"layouts/{await club.Platform.LayoutAsync(Harbour)}");
}
