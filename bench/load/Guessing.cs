using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;

namespace RailHub.Bench.Load;

/// <summary>
/// Ten thousand wrong passwords for the owner's own name, from a hundred addresses: whether anybody gets in, how the lamps of others feel
/// meanwhile, and whether the owner still gets in from an address of his own.
/// </summary>
internal static class Guessing
{
    private const int Addresses = 100;
    private const int GuessesEach = 100;

    public static async Task RunAsync(Boards boards, Platform platform, string layout)
    {
        using var tapper = await Tapper.EnterAsync(platform, layout);
        var quiet = new Latencies();
        await tapper.TapAsync(boards, new Latencies(), 60);
        await tapper.TapAsync(boards, quiet, 20);

        var (answers, slow) = (new Dictionary<HttpStatusCode, int>(), new Latencies());
        var during = new Latencies();
        var guessing = Task.WhenAll(Enumerable.Range(1, Addresses).Select(number => GuessAsync(platform.Address, number, answers, slow)));
        var (before, began) = (platform.Cpu, Stopwatch.GetTimestamp());
        while (!guessing.IsCompleted)
        {
            await tapper.TapAsync(boards, during, 1);
        }

        await guessing;
        var lasted = Stopwatch.GetElapsedTime(began);
        var owner = await EnterAsync(platform.Address, Addresses + 1, ClubKey.Password);
        var sameHouse = await EnterAsync(platform.Address, 1, ClubKey.Password);

        Console.WriteLine();
        Console.WriteLine(
            $"{Addresses * GuessesEach} wrong passwords from {Addresses} addresses in {lasted.TotalSeconds:F1} s, {(platform.Cpu - before) / lasted:P0} of a core: "
            + string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value} x {(int)answer.Key}")));
        var (quietTap, duringTap, guess) = (quiet.Quantiles(), during.Quantiles(), slow.Quantiles());
        Console.WriteLine($"  a guess        median {guess.Median,7:F1} ms, p99 {guess.P99,7:F1} ms");
        Console.WriteLine($"  a tap before   median {quietTap.Median,7:F2} ms, p99 {quietTap.P99,7:F2} ms");
        Console.WriteLine($"  a tap meanwhile median {duringTap.Median,6:F2} ms, p99 {duringTap.P99,7:F2} ms, {during.Count} taps");
        Console.WriteLine($"  the owner afterwards, from an address of his own: {(int)owner}; from one that guessed: {(int)sameHouse}");
    }

    private static async Task GuessAsync(Uri address, int number, Dictionary<HttpStatusCode, int> answers, Latencies latencies)
    {
        using var http = From(address, number);
        for (var guess = 0; guess < GuessesEach; guess++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsJsonAsync("api/session", new { userName = ClubKey.UserName, password = $"signal box number {number} {guess}" });
            latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            lock (answers)
            {
                answers[answer.StatusCode] = answers.GetValueOrDefault(answer.StatusCode) + 1;
            }
        }
    }

    private static async Task<HttpStatusCode> EnterAsync(Uri address, int number, string password)
    {
        using var http = From(address, number);
        using var answer = await http.PostAsJsonAsync("api/session", new { userName = ClubKey.UserName, password });
        return answer.StatusCode;
    }

    // All of 127/8 is this machine, and each address of it somebody else's for the server.
    private static HttpClient From(Uri address, int number) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        MaxConnectionsPerServer = 1,
        ConnectCallback = async (context, cancellation) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(IPAddress.Parse($"127.1.0.{number}"), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
}
