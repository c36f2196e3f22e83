using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>How long Standalone takes from its start to being ready, and to all 24 demo boards being live.</summary>
internal static class Startup
{
    public static async Task MeasureAsync(string program)
    {
        for (var round = 1; round <= 3; round++)
        {
            var began = Stopwatch.GetTimestamp();
            await using var platform = await Platform.StartAsync(program);
            using var http = platform.Http();
            var layouts = await http.GetFromJsonAsync<JsonElement>("api/layouts");
            var all = layouts.EnumerateArray().Select(layout => layout.GetProperty("id").GetString()!).ToArray();
            await Task.WhenAll(all.Select(layout => Platform.UntilLiveAsync(http, layout, 12)));
            var live = Stopwatch.GetElapsedTime(began);
            var cpu = platform.Cpu;
            await Task.Delay(TimeSpan.FromSeconds(10));
            Console.WriteLine($"start {round}: ready after {platform.ReadyAfter.TotalSeconds:F2} s, 24 boards live after {live.TotalSeconds:F2} s; "
                + $"then idle {(platform.Cpu - cpu).TotalSeconds / 10:P1} of a core, {platform.WorkingSet / 1048576} MiB");
        }
    }
}
