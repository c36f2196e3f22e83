using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RailHub.EndToEnd.Tests;

/// <summary>A dashboard in a browser, in the words of a person who uses it and is signed in where the test process is.</summary>
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
        IBrowser browser, Uri address, string path = "", string size = "tablet", ColorScheme scheme = ColorScheme.Dark, string language = "en", int? width = null,
        Func<IPage, Task>? prepare = null, bool isStranger = false)
    {
        var (_, usual, height) = Sizes.Single(known => known.Name == size);
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width ?? usual, Height = height },
            ColorScheme = scheme,
            Locale = language,
            HasTouch = size == "phone",
        });
        if (!isStranger && ClubKey.Of(address)?.Split('=', 2) is [var name, var value])
        {
            await context.AddCookiesAsync([new Cookie { Name = name, Value = value, Url = address.ToString() }]);
        }

        var dashboard = new Dashboard(context, await context.NewPageAsync());
        if (prepare is not null)
        {
            await prepare(dashboard.Page);
        }

        await dashboard.Page.GotoAsync(new Uri(address, path).ToString());
        await Expect(dashboard.Page.GetByTestId("page-title")).ToBeVisibleAsync();
        return dashboard;
    }

    public ILocator LayoutCard(string name) => Page.GetByTestId("layout-card").Filter(new() { HasText = name });

    /// <summary>A board among those of the setup.</summary>
    public ILocator Board(string name) => Page.GetByTestId("board-row").Filter(new() { Has = Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true }) });

    public ILocator Lamp(string board, int pin) => Page.Locator($"[data-testid=lamp][title='{board} · GPIO {pin}']");

    /// <summary>How a page lies in its screen, and what is wrong with that: wider than the screen, or something too small for a finger.</summary>
    public async Task<string[]> MisfitsAsync() => await Page.EvaluateAsync<string[]>(
        """
        () => {
          const root = document.documentElement;
          const misfits = root.scrollWidth > root.clientWidth ? [`${root.scrollWidth - root.clientWidth} px wider than the screen`] : [];
          for (const target of document.querySelectorAll('button, a[href], summary, input:not([type=checkbox], [type=file]), label.check, select, .slide')) {
            const box = target.getBoundingClientRect();
            const seen = box.width > 1 && box.height > 1 && getComputedStyle(target).clipPath === 'none' && !target.classList.contains('skip');
            if (seen && !target.matches('.layout-link') && (box.width < 43.99 || box.height < 43.99)) {
              misfits.push(`${box.width.toFixed(1)} x ${box.height.toFixed(1)}: ${target.outerHTML.slice(0, 120)}`);
            }
          }
          return misfits;
        }
        """);

    /// <summary>Letters of twice the size, as some people have them, or the usual ones again. A style element of ours the page's policy would refuse.</summary>
    public Task EnlargeAsync(bool large) => Page.EvaluateAsync(
        "size => document.documentElement.style.setProperty('font-size', size, 'important')", large ? "200%" : "");

    public ILocator Row(string kind, string name) => Page.GetByTestId(kind).Filter(new() { HasText = name });

    /// <summary>The way back in the message that says so: there may be others, and it may take a moment.</summary>
    public ILocator UndoOf(Regex message) => Page.GetByTestId("toast").Filter(new() { HasTextRegex = message }).GetByTestId("toast-undo");

    public async Task OpenTabAsync(string tab) => await Page.GetByTestId($"tab-{tab}").ClickAsync();

    /// <summary>Goes to the chases, beside the shows.</summary>
    public async Task OpenChasesAsync()
    {
        await OpenTabAsync("show");
        await Page.GetByTestId("show-tab-chases").ClickAsync();
    }

    /// <summary>Goes to another page by its address.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(new Uri(Page.Url), $"/{path}").ToString());
        await Expect(Page.GetByTestId("page-title")).ToBeVisibleAsync();
    }

    public async Task SubmitAsync()
    {
        await Page.GetByTestId("dialog-submit").ClickAsync();
        await Expect(Page.GetByTestId("dialog-submit")).ToHaveCountAsync(0);
    }

    /// <summary>Looks whether a page fits its screen, and everybody can use it; a picture of it is kept.</summary>
    public async Task CheckAsync(string name)
    {
        await ScreenshotAsync(name);
        Assert.Empty((await MisfitsAsync()).Select(misfit => $"{name}: {misfit}"));
        var found = await Page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join('\n', found.Violations.Select(violation =>
            $"{name}: {violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}")));
    }

    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Screenshots, $"{name}.png") });

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_errors);
    }
}
