using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A dashboard in a browser, in the words of a person who uses it.</summary>
internal sealed class Dashboard : IAsyncDisposable
{
    public static readonly (string Name, int Width, int Height)[] Sizes = [("phone", 390, 844), ("tablet", 820, 1180), ("wall", 1920, 1080)];

    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];

    private Dashboard(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            // What the browser itself says of a lost connection or a refused request is no fault of the page.
            if (message.Type == "error" && !message.Text.Contains("net::ERR", StringComparison.Ordinal)
                && !message.Text.Contains("WebSocket", StringComparison.Ordinal)
                && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _errors.Add(message.Text);
            }
        };
        page.SetDefaultTimeout(30_000);
        SetDefaultExpectTimeout(30_000);
    }

    public IPage Page { get; }

    private static string Screenshots { get; } = Directory.CreateDirectory(
        Environment.GetEnvironmentVariable("RAILHUB_SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    public static async Task<Dashboard> OpenAsync(
        IBrowser browser, Uri address, string path = "", string size = "tablet", ColorScheme scheme = ColorScheme.Dark, string language = "en")
    {
        var (_, width, height) = Sizes.Single(known => known.Name == size);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            Locale = language,
            HasTouch = size == "phone",
        });
        var dashboard = new Dashboard(context, await context.NewPageAsync());
        await dashboard.Page.GotoAsync(new Uri(address, path).ToString());
        await Expect(dashboard.Page.GetByTestId("page-title")).ToBeVisibleAsync();
        return dashboard;
    }

    public ILocator LayoutCard(string name) => Page.GetByTestId("layout-card").Filter(new() { HasText = name });

    public ILocator Board(string name) => Page.GetByTestId("controller-card").Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });

    public ILocator Output(string board, int pin) => Board(board).Locator($"[data-testid=output-tile][data-pin='{pin}']");

    public ILocator Row(string kind, string name) => Page.GetByTestId(kind).Filter(new() { HasText = name });

    public async Task OpenTabAsync(string tab) => await Page.GetByTestId($"tab-{tab}").ClickAsync();

    public async Task SubmitAsync()
    {
        await Page.GetByTestId("dialog-submit").ClickAsync();
        await Expect(Page.GetByTestId("dialog-submit")).ToHaveCountAsync(0);
    }

    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_errors);
    }
}
