using Microsoft.Playwright;

namespace RailHub.EndToEnd.Tests;

/// <summary>One demo club and one browser, for all tests that do not stop it.</summary>
public sealed class DemoClub : IAsyncLifetime
{
    private IPlaywright _playwright = null!;
    private StandaloneProcess _process = null!;

    public IBrowser Browser { get; private set; } = null!;

    internal StandaloneProcess Platform => _process;

    internal TempDirectory Data { get; } = new();

    public static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync(params string[] arguments)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("RAILHUB_CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", .. arguments],
        });
        return (playwright, browser);
    }

    public async ValueTask InitializeAsync()
    {
        _process = await StandaloneProcess.StartAsync(Data.Path);
        (_playwright, Browser) = await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await _process.DisposeAsync();
        Data.Dispose();
    }
}

[CollectionDefinition(nameof(DemoClub))]
public sealed class DemoClubDefinition : ICollectionFixture<DemoClub>;
