using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace RailHub.Bench.Cluster;

/// <summary>What boards, viewers, commands and cues ask of Postgres and put on the air.</summary>
internal static class Needs
{
    private const int Silos = 3;
    private const int Boards = 300;
    private const int Viewers = 60;
    private const int Cues = 40;
    private const int Switched = 60;
    private static readonly TimeSpan s_phase = TimeSpan.FromSeconds(30);

    private const string Begun = "^(begin|start|commit|rollback|discard|set|close)";
    private const string Counted =
        $"SELECT coalesce(sum(calls) FILTER (WHERE query !~* '{Begun}'), 0), coalesce(sum(rows) FILTER (WHERE query !~* '{Begun}'), 0), coalesce(sum(total_exec_time), 0), "
        + "(SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'railhub'), (SELECT wal_bytes FROM pg_stat_wal) "
        + "FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = 'railhub') AND query NOT LIKE '%pg_stat%'";

    public static async Task RunAsync()
    {
        await using var cluster = await LocalCluster.StartAsync(Silos, gateways: 2, settings: new Dictionary<string, string> { ["RAILHUB_CLUSTER_STATISTICS"] = "1" });
        await cluster.SqlAsync("CREATE EXTENSION pg_stat_statements");
        await Task.Delay(TimeSpan.FromSeconds(5));
        await PhaseAsync("3 silos and 2 gateways, no board", () => Task.Delay(s_phase));

        await using var club = await Club.MakeAsync(cluster.Address, cluster.Cookie, Boards, viewers: 0);
        while (club.Boards.Any(board => board.StatusClients == 0))
        {
            await Task.Delay(100);
        }

        await Task.Delay(TimeSpan.FromSeconds(20));
        await PhaseAsync($"{Boards} boards, quiet", () => Task.Delay(s_phase));
        for (var viewer = 0; viewer < Viewers; viewer++)
        {
            await club.AddViewerAsync();
        }

        await Task.Delay(TimeSpan.FromSeconds(10));
        await PhaseAsync($"and {Viewers} viewers", () => Task.Delay(s_phase));
        await using var watch = new Watch(club.Boards);
        await using (var somebody = new Operators(club, watch, 4, TimeSpan.FromMilliseconds(50)))
        {
            await PhaseAsync("and commands", () => Task.Delay(s_phase), () => somebody.Promised, "command");
        }

        await Task.Delay(TimeSpan.FromSeconds(3));
        await PhaseAsync("and a show whose cue is a lamp on each of ten boards", () => PlayAsync(club), () => Cues, "cue");
        foreach (var row in await cluster.SqlAsync(
            $"SELECT calls, round(total_exec_time), left(regexp_replace(query, '\\s+', ' ', 'g'), 150) FROM pg_stat_statements WHERE query !~* '{Begun}' ORDER BY calls DESC LIMIT 12"))
        {
            Console.WriteLine($"      {row}");
        }

        await AirAsync(club);

        async Task PhaseAsync(string name, Func<Task> pass, Func<int>? count = null, string? of = null)
        {
            var (first, began) = (await AskAsync(), Stopwatch.GetTimestamp());
            await pass();
            var (second, seconds) = (await AskAsync(), Stopwatch.GetElapsedTime(began).TotalSeconds);
            var spent = second.Zip(first, (b, a) => b - a).ToArray();
            Console.WriteLine($"  {name}: {spent[0] / seconds:F1} statements/s, {spent[3] / seconds:F1} transactions/s, {spent[1] / seconds:F1} rows/s, {spent[2] / seconds:F2} ms/s within them, {spent[4] / seconds / 1024:F1} KiB/s of log");
            if (count?.Invoke() is { } number)
            {
                Console.WriteLine($"    {number} {of}s: {spent[0] / number:F2} statements, {spent[3] / number:F2} transactions, {spent[4] / number:F0} bytes of log each, all that goes on beside it included");
            }
        }

        async Task<double[]> AskAsync() => [.. (await cluster.SqlAsync(Counted))[0].Split('|').Select(column => double.Parse(column, CultureInfo.InvariantCulture))];
    }

    private static async Task PlayAsync(Club club)
    {
        using var http = club.Http();
        var (layout, boards) = club.Layouts[0];
        var cues = Enumerable.Range(0, Cues).Select(number => new
        {
            number = $"{number + 1}",
            action = "targets",
            targets = boards.Select(board => new { controller = board.Mac, pin = board.Profile.PinAt(5), active = true, brightness = 20 + (number % 50) }).ToArray(),
            trigger = "offset",
            time = number * 500L,
        });
        using var made = await http.PostAsJsonAsync($"api/layouts/{layout}/shows", new { name = "Needs", cues = cues.ToArray(), loops = 1 });
        made.EnsureSuccessStatusCode();
        var show = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var played = await http.PostAsync(new Uri($"api/layouts/{layout}/shows/{show}/play", UriKind.Relative), null);
        played.EnsureSuccessStatusCode();
        await Task.Delay(TimeSpan.FromSeconds((Cues * 0.5) + 2));
    }

    // Two boards more, whose bytes are counted on their way.
    private static async Task AirAsync(Club club)
    {
        using var http = club.Http();
        await using var boards = await Load.Boards.StartAsync(1, 1, series: 7);
        foreach (var board in boards.All)
        {
            await using var calls = new Road(board.HttpPort);
            await using var feed = new Road(board.WebSocketPort);
            var layout = await Club.AddAsync(http, $"On the air {board.Profile.OutputCount}", [(calls.Port, feed.Port)]);
            while (board.StatusClients == 0)
            {
                await Task.Delay(50);
            }

            await Task.Delay(TimeSpan.FromSeconds(5));
            await SayAsync("quiet", "second", 20, () => Task.Delay(TimeSpan.FromSeconds(20)));
            await SayAsync("switched four times a second", "command", Switched, SwitchAsync);

            async Task SwitchAsync()
            {
                for (var number = 0; number < Switched; number++)
                {
                    using var answer = await http.PatchAsJsonAsync(
                        $"api/layouts/{layout}/controllers/{board.Mac}/outputs/{board.Profile.PinAt(1)}", new { active = true, brightness = 10 + number });
                    answer.EnsureSuccessStatusCode();
                    await Task.Delay(250);
                }
            }

            async Task SayAsync(string what, string unit, double number, Func<Task> pass)
            {
                var before = (Calls: calls.Traffic, Feed: feed.Traffic);
                await pass();
                var (called, told) = (calls.Traffic - before.Calls, feed.Traffic - before.Feed);
                Console.WriteLine($"  a board of {board.Profile.OutputCount} outputs, {what}; each {unit}:");
                Console.WriteLine($"    calls {called.There / number:F0} bytes there, {called.Back / number:F0} back, in {called.Parcels / number:F1} parcels and {called.Connections / number:F2} connections");
                Console.WriteLine($"    feed  {told.There / number:F0} bytes there, {told.Back / number:F0} back, in {told.Parcels / number:F1} parcels");
            }
        }
    }
}
