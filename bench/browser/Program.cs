using Microsoft.Playwright;
using RailHub.Bench.Browser;

// A phone's page of a club with 200 boards, beside that of a layout with one, in one browser: see bench/README.md.
await using var boards = await Boards.StartAsync(118, 82, series: 5);
await using var platform = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
var large = await platform.AddAsync(boards.All, "Large");
await using var other = await Boards.StartAsync(1, 0, series: 6);
var small = await platform.AddAsync(other.All, "Small");

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
{
    ExecutablePath = Environment.GetEnvironmentVariable("RAILHUB_CHROMIUM") ?? "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
});
Console.WriteLine($"RailHub in a browser: {Environment.ProcessorCount} cores, .NET {Environment.Version}, Chromium {browser.Version}");
await using var phone = await Phone.OpenAsync(browser, platform.Address, platform.Cookie);
await phone.PrintVisitsAsync();
foreach (var slower in (int[])[1, 4])
{
    await phone.SlowDownAsync(slower);
    Console.WriteLine();
    Console.WriteLine($"Processor {(slower == 1 ? "as it is" : $"{slower} times slower")}");
    await phone.PrintAsync(small, $"1 board, {other.All.Sum(board => board.Profile.OutputCount)} lamps");
    await phone.PrintAsync(large, $"{boards.All.Count} boards, {boards.All.Sum(board => board.Profile.OutputCount)} lamps");
}
