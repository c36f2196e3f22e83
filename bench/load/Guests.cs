using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>
/// An exhibition: many phones behind one address come in by one guest link, all at once, and then look and press as the guests' page does, each
/// on a connection of its own. Beside it an operator taps a lamp, before and meanwhile.
/// </summary>
internal static class Guests
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(1500);
    private static readonly TimeSpan s_tap = TimeSpan.FromMilliseconds(250);

    public static async Task RunAsync(int count, int seconds)
    {
        await using var platform = await Platform.StartAsync(Platform.DefaultProgram);
        using var owner = platform.Http();
        var layout = (await owner.GetFromJsonAsync<JsonElement>("api/layouts"))[0].GetProperty("id").GetString()!;
        await Platform.UntilLiveAsync(owner, layout, 12);
        var (token, spare) = await MakeLinkAsync(owner, layout);

        // Warm code, as a club's server has it after a while; not measured.
        await TapAsync(owner, spare, TimeSpan.FromSeconds(10), new Latencies());
        var (calm, meanwhile) = (new Latencies(), new Latencies());
        await TapAsync(owner, spare, TimeSpan.FromSeconds(15), calm);

        var phones = Enumerable.Range(0, count).Select(number => new Phone(platform.Address, number)).ToArray();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(phones.Select(phone => phone.EnterAsync(token)));
        var entered = Stopwatch.GetElapsedTime(began);

        (var cpu, began) = (platform.Cpu, Stopwatch.GetTimestamp());
        var length = TimeSpan.FromSeconds(seconds);
        await Task.WhenAll([TapAsync(owner, spare, length, meanwhile), .. phones.Select(phone => phone.StayAsync(length))]);
        var load = (platform.Cpu - cpu) / Stopwatch.GetElapsedTime(began);

        Report(phones, seconds, entered, calm, meanwhile, load, platform.WorkingSet);
        Array.ForEach(phones, phone => phone.Dispose());
    }

    /// <summary>A link for two lamps and a scene that everybody may press once a second; and the address of a lamp that guests cannot press.</summary>
    private static async Task<(string Token, string Spare)> MakeLinkAsync(HttpClient owner, string layout)
    {
        var boards = (await owner.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/controllers")).EnumerateArray()
            .Where(state => state.GetProperty("link").GetProperty("state").GetString() == "live").ToArray();
        object Lamp(int board, int output) => new { controller = Id(boards[board]), pin = Pin(boards[board], output) };
        var scene = (await owner.GetFromJsonAsync<JsonElement>($"api/layouts/{layout}/scenes")).EnumerateArray().First().GetProperty("id").GetString();
        using var made = await owner.PostAsJsonAsync($"api/layouts/{layout}/guest-links", new
        {
            name = "Fair",
            buttons = new object[] { new { output = Lamp(0, 0) }, new { output = Lamp(1, 0), hasLevel = true }, new { scene } },
            until = TimeProvider.System.GetUtcNow().AddHours(3),
            commonPause = 1,
            ownPause = 5,
        });
        made.EnsureSuccessStatusCode();
        var path = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("path").GetString()!;
        return (path["/g/".Length..], $"api/layouts/{layout}/controllers/{Id(boards[^1])}/outputs/{Pin(boards[^1], 0)}");

        static string Id(JsonElement board) => board.GetProperty("controller").GetProperty("id").GetString()!;

        static int Pin(JsonElement board, int output) => board.GetProperty("outputs")[output].GetProperty("pin").GetInt32();
    }

    private static async Task TapAsync(HttpClient owner, string lamp, TimeSpan length, Latencies latencies)
    {
        var began = Stopwatch.GetTimestamp();
        for (var tap = 0; Stopwatch.GetElapsedTime(began) < length; tap++)
        {
            var at = Stopwatch.GetTimestamp();
            using var answer = await owner.PatchAsJsonAsync(lamp, new { active = true, brightness = 1 + (tap % 97) });
            answer.EnsureSuccessStatusCode();
            latencies.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            await Task.Delay(s_tap);
        }
    }

    private static void Report(Phone[] phones, int seconds, TimeSpan entered, Latencies calm, Latencies meanwhile, double load, long memory)
    {
        var (looks, presses) = (Phone.All(phones, phone => phone.Looks), Phone.All(phones, phone => phone.Presses));
        Console.WriteLine();
        Console.WriteLine($"{phones.Length} guests of one link at one address, {seconds} s");
        Console.WriteLine($"  came in          all within {entered.TotalSeconds:F2} s, {phones.Sum(phone => phone.Postponed)} times told to wait");
        Console.WriteLine(
            $"  presses          {phones.Sum(phone => phone.Accepted)} accepted, {phones.Sum(phone => phone.Refused)} refused with Retry-After, {phones.Sum(phone => phone.Wrong)} answered otherwise");
        Print("a look", looks);
        Print("a press", presses);
        Print("tap, calm", calm);
        Print("tap, meanwhile", meanwhile);
        Console.WriteLine($"  platform         {load:P0} of a core, {memory / 1048576} MiB");

        static void Print(string what, Latencies latencies)
        {
            var (median, p99, longest) = latencies.Quantiles();
            Console.WriteLine($"  {what,-15}  median {median,7:F2} ms   p99 {p99,7:F2} ms   longest {longest,7:F2} ms   {latencies.Count} answers");
        }
    }

    /// <summary>A phone with the guests' page (js/guest.js): it asks every second and a half, and presses when it knows that it may.</summary>
    private sealed class Phone(Uri address, int number) : IDisposable
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 1 }) { BaseAddress = address };

        // From a seed: each run presses the same.
        private readonly Random _random = new(number);
        private JsonElement _view;
        private long _freeAt;

        public List<double> Looks { get; } = [];

        public List<double> Presses { get; } = [];

        public int Postponed { get; private set; }

        public int Accepted { get; private set; }

        public int Refused { get; private set; }

        public int Wrong { get; private set; }

        public static Latencies All(IEnumerable<Phone> phones, Func<Phone, List<double>> which)
        {
            var all = new Latencies();
            foreach (var one in phones.SelectMany(which))
            {
                all.Add(one);
            }

            return all;
        }

        public async Task EnterAsync(string token)
        {
            while (true)
            {
                using var answer = await _http.PostAsJsonAsync("api/guest", new { token });
                if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                {
                    Postponed++;
                    await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
                    continue;
                }

                answer.EnsureSuccessStatusCode();
                _http.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
                await TakeAsync(answer);
                return;
            }
        }

        public async Task StayAsync(TimeSpan length)
        {
            var began = Stopwatch.GetTimestamp();
            await Task.Delay(s_period * _random.NextDouble());
            while (Stopwatch.GetElapsedTime(began) < length)
            {
                await TimeAsync(Looks, () => _http.GetAsync(new Uri("api/guest", UriKind.Relative)), TakeLookAsync);

                // A hand takes its time, and not everybody presses whenever they may.
                var hand = s_period * _random.NextDouble();
                await Task.Delay(hand);
                if (Stopwatch.GetTimestamp() >= _freeAt && _random.Next(10) == 0)
                {
                    await PressAsync(_random.Next(_view.GetProperty("buttons").GetArrayLength()));
                }

                await Task.Delay(s_period - hand);
            }
        }

        public void Dispose() => _http.Dispose();

        private Task PressAsync(int button)
        {
            var seen = _view.GetProperty("buttons")[button];
            var press = new { button, key = seen.GetProperty("key").GetString(), active = seen.GetProperty("kind").GetString() == "scene" || !seen.GetProperty("isOn").GetBoolean() };
            return TimeAsync(Presses, () => _http.PostAsJsonAsync("api/guest/press", press), async answer =>
            {
                if (answer.IsSuccessStatusCode)
                {
                    Accepted++;
                    await TakeAsync(answer);
                }
                else if (answer is { StatusCode: HttpStatusCode.TooManyRequests, Headers.RetryAfter.Delta: { } wait })
                {
                    Refused++;
                    WaitFor(wait);
                }
                else
                {
                    Wrong++;
                }
            });
        }

        private static async Task TimeAsync(List<double> latencies, Func<Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, Task> take)
        {
            var at = Stopwatch.GetTimestamp();
            using var answer = await ask();
            latencies.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
            await take(answer);
        }

        private Task TakeLookAsync(HttpResponseMessage answer)
        {
            answer.EnsureSuccessStatusCode();
            return TakeAsync(answer);
        }

        private async Task TakeAsync(HttpResponseMessage answer)
        {
            _view = await answer.Content.ReadFromJsonAsync<JsonElement>();
            WaitFor(TimeSpan.FromMilliseconds(_view.GetProperty("turn").GetProperty("wait").GetInt64()));
        }

        private void WaitFor(TimeSpan wait) => _freeAt = Stopwatch.GetTimestamp() + (long)(wait.TotalSeconds * Stopwatch.Frequency);
    }
}
