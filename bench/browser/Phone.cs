using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace RailHub.Bench.Browser;

/// <summary>A phone's page of the club, and what a person waits for on it.</summary>
internal sealed class Phone : IAsyncDisposable
{
    private const int Openings = 3;
    private const int Taps = 25;

    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly ICDPSession _tools;
    private readonly Uri _address;
    private double _bytes;
    private int _files;

    private Phone(IBrowserContext context, IPage page, ICDPSession tools, Uri address) => (_context, _page, _tools, _address) = (context, page, tools, address);

    /// <summary>Opens an empty page with an empty cache.</summary>
    /// <param name="browser">Where.</param>
    /// <param name="address">The gateway.</param>
    /// <param name="cookie">Of a member, <c>name=value</c>.</param>
    public static async Task<Phone> OpenAsync(IBrowser browser, Uri address, string cookie)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 390, Height = 844 }, HasTouch = true });
        var parts = cookie.Split('=', 2);
        await context.AddCookiesAsync([new Cookie { Name = parts[0], Value = parts[1], Url = address.ToString() }]);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        var phone = new Phone(context, page, await context.NewCDPSessionAsync(page), address);
        await phone._tools.SendAsync("Network.enable");
        phone._tools.Event("Network.loadingFinished").OnEvent += (_, finished) =>
            (phone._bytes, phone._files) = (phone._bytes + finished!.Value.GetProperty("encodedDataLength").GetDouble(), phone._files + 1);
        return phone;
    }

    /// <summary>How much slower its processor is than this machine's.</summary>
    public Task SlowDownAsync(int times) => _tools.SendAsync("Emulation.setCPUThrottlingRate", new Dictionary<string, object> { ["rate"] = times });

    /// <summary>What the first visit loads, and the second.</summary>
    public async Task PrintVisitsAsync()
    {
        foreach (var visit in (string[])["first", "second"])
        {
            (_bytes, _files) = (0, 0);
            var took = await TimeAsync(async () =>
            {
                await _page.GotoAsync(_address.ToString());
                await _page.WaitForSelectorAsync("[data-testid=layout-card]");
            });
            Console.WriteLine($"  {visit,-7} visit              {_bytes / 1e6,6:F2} MB in {_files} files, the club is seen after {took,6:F0} ms");
        }
    }

    /// <summary>What it is to open a layout, to scroll through it and to tap its lamps.</summary>
    public async Task PrintAsync(string layout, string what)
    {
        var (inside, outside) = (new List<double>(), new List<double>());
        for (var opening = 0; opening < Openings; opening++)
        {
            await _page.GotoAsync(_address.ToString());
            var card = await _page.WaitForSelectorAsync($"a[href*='l/{layout}']");
            await _page.WaitForTimeoutAsync(1500);
            inside.Add(await TimeAsync(async () =>
            {
                await card!.ClickAsync();
                await UntilSeenAsync();
            }));
            outside.Add(await TimeAsync(async () =>
            {
                await _page.GotoAsync($"{_address}l/{layout}");
                await UntilSeenAsync();
            }));
        }

        await _page.WaitForTimeoutAsync(1500);
        var nodes = await _page.EvaluateAsync<int>("document.querySelectorAll('*').length");
        var scrolled = await _page.EvaluateAsync<JsonElement>("""
            () => new Promise(done => {
              const began = performance.now();
              let frames = 0, longest = 0, last = began;
              const next = now => {
                frames++;
                longest = Math.max(longest, now - last);
                last = now;
                document.scrollingElement.scrollBy(0, 60);
                now - began > 3000 ? done({ rate: frames * 1000 / (now - began), longest }) : requestAnimationFrame(next);
              };
              requestAnimationFrame(next);
            })
            """);
        await _page.EvaluateAsync("document.scrollingElement.scrollTo(0, 0)");
        await _page.WaitForTimeoutAsync(1000);
        var taps = new List<double>();
        for (var tap = 0; tap < Taps; tap++)
        {
            taps.Add(await _page.EvaluateAsync<double>("""
                number => new Promise((done, failed) => {
                  const lamp = document.querySelectorAll('[data-testid=lamp]')[number % 6];
                  const button = lamp.matches('button') ? lamp : lamp.querySelector('button');
                  const before = lamp.outerHTML, began = performance.now();
                  button.click();
                  const look = () => {
                    if (lamp.outerHTML !== before) requestAnimationFrame(() => done(performance.now() - began));
                    else if (performance.now() - began > 10000) failed(new Error('A tap was never painted.'));
                    else requestAnimationFrame(look);
                  };
                  look();
                })
                """, tap));
            await _page.WaitForTimeoutAsync(300);
        }

        Console.WriteLine($"  {what}");
        Console.WriteLine($"    opens                    {Median(inside),6:F0} ms from the club, {Median(outside):F0} ms from its address (median of {Openings}); {nodes} DOM nodes");
        Console.WriteLine($"    scrolls                  {scrolled.GetProperty("rate").GetDouble(),6:F0} frames/s, longest {scrolled.GetProperty("longest").GetDouble():F0} ms");
        Console.WriteLine($"    a tap is painted after   {Median(taps),6:F0} ms (median of {Taps}), longest {taps.Max():F0}");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static async Task<double> TimeAsync(Func<Task> act)
    {
        var began = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Median(List<double> all) => all.Order().ElementAt(all.Count / 2);

    private async Task UntilSeenAsync()
    {
        await _page.WaitForSelectorAsync("[data-testid=lamp]");
        await _page.EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }
}
