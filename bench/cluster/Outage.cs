using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;

namespace RailHub.Bench.Cluster;

/// <summary>What becomes of commands, edits and links while the club's database is in trouble, and how soon all is well afterwards.</summary>
internal static class Outage
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    /// <param name="run">The cluster and its club.</param>
    /// <param name="name">What the trouble is.</param>
    /// <param name="lasting">How long it lasts.</param>
    /// <param name="begin">Makes it.</param>
    /// <param name="end">Ends it. Time is counted from then on.</param>
    public static async Task WatchAsync(Run run, string name, TimeSpan lasting, Func<Task> begin, Func<Task> end)
    {
        var (cluster, club, watch) = (run.Cluster, run.Club, run.Watch);
        using var http = club.Http();
        using var health = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await using var links = new Gaps<Firmware.Virtual.VirtualBoard>(club.Boards, board => board.StatusClients > 0);
        await using var somebody = new Operators(club, watch, 4, s_pause);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var (kept, refused, words) = (new List<string>(), new List<string>(), new HashSet<string>());
        for (var edit = 0; edit < 5; edit++)
        {
            await EditAsync();
        }

        links.Take();
        var (asked, promised, answers) = (somebody.Asked, somebody.Promised, somebody.Answers);
        await begin();
        var began = Stopwatch.GetTimestamp();
        var edits = new Dictionary<string, int>();
        var longest = TimeSpan.Zero;
        while (Stopwatch.GetElapsedTime(began) < lasting)
        {
            var asking = Stopwatch.GetTimestamp();
            var answer = await EditAsync();
            edits[answer] = edits.GetValueOrDefault(answer) + 1;
            longest = Stopwatch.GetElapsedTime(asking) is var took && took > longest ? took : longest;
            foreach (var address in (Uri[])[cluster.Silo(1), cluster.Gateway(1)])
            {
                words.Add(await SayAsync(address));
            }

            await Task.Delay(100);
        }

        (asked, promised) = (somebody.Asked - asked, somebody.Promised - promised);
        Console.WriteLine($"  {name}, for {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s: {promised} of {asked} commands were answered that they are done or kept ({somebody.Say(answers)}); longest answer {somebody.Longest.TotalSeconds:F1} s");
        Console.WriteLine($"  edits: {string.Join(", ", edits.Select(pair => $"{pair.Value} {pair.Key}"))}; longest answer {longest.TotalSeconds:F1} s");
        Console.WriteLine($"  {links.Say("links")}");
        foreach (var word in words)
        {
            Console.WriteLine($"  ready: {word}");
        }

        await end();
        var back = Stopwatch.GetTimestamp();
        while (await EditAsync() != "taken")
        {
            if (Stopwatch.GetElapsedTime(back) > s_patience)
            {
                throw new InvalidOperationException($"No edit was taken within {s_patience.TotalSeconds:F0} s.");
            }

            await Task.Delay(100);
        }

        var firstEdit = Stopwatch.GetElapsedTime(back);
        await cluster.UntilReadyAsync();
        var ready = Stopwatch.GetElapsedTime(back);
        await Task.Delay(TimeSpan.FromSeconds(5));
        await somebody.RestAsync(true);
        var lost = await somebody.LostAsync();
        var there = (await http.GetFromJsonAsync<JsonElement>("api/layouts")).EnumerateArray().Select(layout => layout.GetProperty("name").GetString()!).ToHashSet();
        Console.WriteLine($"  lost: {kept.Count(made => !there.Contains(made))} of {kept.Count} edits that were taken, {lost} lamps; there though refused: {refused.Count(there.Contains)} of {refused.Count}; {watch.Strange} of {watch.Commands} commands at a wrong board");
        Console.WriteLine($"  afterwards the first edit after {firstEdit.TotalSeconds:F1} s, all ready after {ready.TotalSeconds:F1} s; {links.Say("links")}");

        async Task<string> EditAsync()
        {
            var made = $"Made {Guid.NewGuid():N}";
            try
            {
                using var answer = await http.PostAsJsonAsync("api/layouts", new { name = made });
                if (answer.IsSuccessStatusCode)
                {
                    kept.Add(made);
                    return "taken";
                }

                var code = (await answer.Content.ReadFromJsonAsync<JsonElement>()).TryGetProperty("code", out var said) ? said.GetString()! : $"{(int)answer.StatusCode}";
                if (code != "answerLost")
                {
                    refused.Add(made);
                }

                return code;
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
            {
                return failure.GetType().Name;
            }
        }

        async Task<string> SayAsync(Uri address)
        {
            try
            {
                using var answer = await health.GetAsync(new Uri(address, "health/ready"));
                return $"{(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync()).Trim().ReplaceLineEndings("; ")}";
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                return failure.GetType().Name;
            }
        }
    }
}
