using System.Text;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

[Collection(nameof(DemoClub))]
public sealed class ControlTests(DemoClub club)
{
    private const string Valley = "Mill Valley";

    [Fact]
    public async Task A_newcomer_sees_both_layouts_with_all_boards_live()
    {
        await using var dashboard = await Dashboard.OpenAsync(club.Browser, club.Platform.Address);

        await Expect(dashboard.LayoutCard(Valley).GetByTestId("layout-live")).ToContainTextAsync("12 of 12");
        await Expect(dashboard.LayoutCard("Harbour Junction").GetByTestId("layout-live")).ToContainTextAsync("12 of 12");
    }

    [Fact]
    public async Task A_lamp_that_is_switched_on_is_on_at_the_board()
    {
        await using var dashboard = await OpenLayoutAsync();
        var lamp = dashboard.Lamp("Engine shed", 2);

        await lamp.GetByTestId("lamp-toggle").ClickAsync();

        await Expect(lamp).ToHaveAttributeAsync("data-active", "true");
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");
        Assert.True((await AtBoardAsync("Engine shed", 2)).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task A_slider_sets_the_brightness_at_the_board()
    {
        await using var dashboard = await OpenLayoutAsync();
        var lamp = dashboard.Lamp("Engine shed", 4);

        await lamp.GetByTestId("lamp-more").ClickAsync();
        await dashboard.Page.GetByTestId("sheet-slider").FillAsync("42");

        await Expect(lamp).ToContainTextAsync("42");
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");
        Assert.Equal(42, (await AtBoardAsync("Engine shed", 4)).GetProperty("brightness").GetInt32());
    }

    [Fact]
    public async Task A_lamp_is_switched_by_the_keyboard_alone()
    {
        await using var dashboard = await OpenLayoutAsync("wall");
        var lamp = dashboard.Lamp("Engine shed", 5);

        await lamp.GetByTestId("lamp-toggle").FocusAsync();
        await dashboard.Page.Keyboard.PressAsync("Space");

        await Expect(lamp.GetByRole(AriaRole.Switch)).ToHaveAttributeAsync("aria-checked", "true");
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");
    }

    [Fact]
    public async Task What_somebody_changes_at_the_board_shows_on_every_dashboard()
    {
        await using var one = await OpenLayoutAsync();
        await using var other = await OpenLayoutAsync("phone");

        await ChangeAtBoardAsync("Viaduct", "control", new { pin = 18, active = true, brightness = 33 });

        foreach (var dashboard in (Dashboard[])[one, other])
        {
            await Expect(dashboard.Lamp("Viaduct", 18)).ToHaveAttributeAsync("data-active", "true");
            await Expect(dashboard.Lamp("Viaduct", 18)).ToContainTextAsync("33");
        }
    }

    [Fact]
    public async Task An_output_is_renamed_and_made_to_blink()
    {
        await using var dashboard = await OpenLayoutAsync();
        var lamp = dashboard.Lamp("Viaduct", 19);

        await lamp.GetByTestId("lamp-more").ClickAsync();
        await dashboard.Page.GetByTestId("sheet-interval").FillAsync("700");
        await dashboard.Page.GetByTestId("lamp-about").Locator("summary").ClickAsync();
        await dashboard.Page.GetByTestId("lamp-board-name").FillAsync("Bridge lamp");
        await dashboard.SubmitAsync();

        await Expect(lamp).ToContainTextAsync("Bridge lamp");
        await Expect(lamp.GetByTestId("lamp-mark")).ToContainTextAsync("700");
        await Expect(lamp).ToHaveAttributeAsync("data-state", "confirmed");
        var output = await AtBoardAsync("Viaduct", 19);
        Assert.Equal("Bridge lamp", output.GetProperty("name").GetString());
        Assert.Equal(700, output.GetProperty("interval").GetInt32());
    }

    private async Task<Dashboard> OpenLayoutAsync(string size = "tablet") =>
        await Dashboard.OpenAsync(club.Browser, club.Platform.Address, $"l/{await club.Platform.LayoutAsync(Valley)}", size);

    private async Task<JsonElement> AtBoardAsync(string board, int pin)
    {
        var status = await club.Platform.GetAsync(await BoardUrlAsync(board) + "api/status");
        return status.GetProperty("outputs").EnumerateArray().Single(output => output.GetProperty("pin").GetInt32() == pin);
    }

    private async Task ChangeAtBoardAsync(string board, string call, object body)
    {
        // Boards want to know the length beforehand (protocol 2.1), which JsonContent does not tell.
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await club.Platform.Http.PostAsync(new Uri($"{await BoardUrlAsync(board)}api/{call}"), content);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string> BoardUrlAsync(string board)
    {
        var known = (await club.Platform.BoardAsync(await club.Platform.LayoutAsync(Valley), board)).GetProperty("controller");
        return $"http://{known.GetProperty("host").GetString()}:{known.GetProperty("httpPort").GetInt32()}/";
    }
}
