using System.Net.Http.Json;
using System.Text.Json;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Load;

/// <summary>Shows of one layout, as an operator's program has them.</summary>
internal sealed class ShowApi(Platform platform, string layout) : IDisposable
{
    private readonly HttpClient _http = platform.Http(TimeSpan.FromMinutes(2));

    /// <summary>A cue with targets of its own.</summary>
    /// <param name="number">Its place, from 1.</param>
    /// <param name="at">When it begins, in milliseconds of the show.</param>
    /// <param name="targets">What it wants.</param>
    /// <param name="up">How long its lights take, in milliseconds.</param>
    /// <param name="curve">Their way.</param>
    public static object Cue(int number, long at, IEnumerable<object> targets, long up = 0, string curve = "square") => new
    {
        number = number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        action = "targets",
        targets = targets.ToArray(),
        up,
        curve,
        trigger = "offset",
        time = at,
    };

    /// <summary>One output; dark with 0.</summary>
    public static object Target(VirtualBoard board, int pin, int brightness) =>
        new { controller = board.Mac, pin, active = brightness > 0, brightness = brightness > 0 ? brightness : 100 };

    public async Task<string> MakeAsync(string name, IEnumerable<object> cues)
    {
        using var made = await _http.PostAsJsonAsync($"api/layouts/{layout}/shows", new { name, cues, loops = 1 });
        return (await ReadAsync(made)).GetProperty("id").GetString()!;
    }

    public async Task PlayAsync(string show)
    {
        using var played = await _http.PostAsync(new Uri($"api/layouts/{layout}/shows/{show}/play", UriKind.Relative), null);
        await ReadAsync(played);
    }

    /// <summary>Waits until it has stopped by itself.</summary>
    public async Task UntilOverAsync(string show)
    {
        while ((await _http.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/shows/{show}/run")).GetProperty("mode").GetString() != "stopped")
        {
            await Task.Delay(500);
        }
    }

    public async Task RunAsync(string name, IEnumerable<object> cues)
    {
        var show = await MakeAsync(name, cues);
        await PlayAsync(show);
        await UntilOverAsync(show);
        await Task.Delay(1000);
    }

    /// <summary>Of which outputs the platform knows from the boards that they are as lit as this, and wants nothing else.</summary>
    public async Task<int> CountAsync(IEnumerable<VirtualBoard> boards, int brightness)
    {
        var states = await _http.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/controllers");
        var macs = boards.Select(board => board.Mac).ToHashSet();
        return states.EnumerateArray()
            .Where(state => macs.Contains(state.GetProperty("controller").GetProperty("id").GetString()!))
            .SelectMany(state => state.GetProperty("outputs").EnumerateArray())
            .Count(output => !output.TryGetProperty("desired", out _)
                && output.GetProperty("reported").GetProperty("active").GetBoolean()
                && output.GetProperty("reported").GetProperty("brightness").GetInt32() == brightness);
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonSerializer.Deserialize<JsonElement>(text)
            : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text[..Math.Min(text.Length, 500)]}");
    }
}
