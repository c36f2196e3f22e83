using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;

namespace RailHub.Bench.Load;

/// <summary>
/// Many quiet boards on one silo: what a status costs that says nothing new. Beside it a process that does nothing but receive the same
/// statuses by plain WebSockets, before and not at the same time, so that the boards need not send twice.
/// </summary>
internal static class Many
{
    /// <summary>The argument that makes this program the process that only receives.</summary>
    public const string Receive = "receive";

    public static async Task RunAsync(int count, int seconds)
    {
        await using var boards = await Boards.StartAsync(count / 2, count - (count / 2), series: 2);
        var bare = await ReceiveAsync(boards, seconds);
        await using var platform = await Platform.StartAsync(Platform.DefaultProgram, "--no-demo");
        foreach (var layout in boards.All.Chunk(50).Index())
        {
            await platform.AddAsync(layout.Item, $"Load {layout.Index}");
        }

        // What happens at the beginning is over: proofs, first reports, tiered compilation.
        await Task.Delay(TimeSpan.FromSeconds(15));
        var (cpu, began) = (platform.Cpu, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var share = (platform.Cpu - cpu) / Stopwatch.GetElapsedTime(began);
        Console.WriteLine();
        Console.WriteLine($"{count} quiet boards, {bare.PerSecond:F0} statuses a second");
        Console.WriteLine($"  platform   {share,6:P1} of a core   {share * 1e6 / bare.PerSecond,6:F1} us a status   {platform.WorkingSet / 1048576} MiB");
        Console.WriteLine($"  bare loop  {bare.Share,6:P1} of a core   {bare.Share * 1e6 / bare.PerSecond,6:F1} us a status");
    }

    /// <summary>Receives from the boards whose ports come by standard input; says how many messages came whenever it is asked by an empty line.</summary>
    public static async Task ServeAsync()
    {
        long count = 0;
        while (Console.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                Console.WriteLine(Interlocked.Read(ref count));
                continue;
            }

            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{line}/"), CancellationToken.None);
            _ = WebSocketReader.ReadAllAsync(socket, _ => Interlocked.Increment(ref count), CancellationToken.None, size: 4096);
        }
    }

    private static async Task<(double Share, double PerSecond)> ReceiveAsync(Boards boards, int seconds)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Many).Assembly.Location, Receive])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        foreach (var board in boards.All)
        {
            await process.StandardInput.WriteLineAsync(board.WebSocketPort.ToString(CultureInfo.InvariantCulture));
        }

        await CountAsync();
        await Task.Delay(TimeSpan.FromSeconds(10));
        var (before, cpu, began) = (await CountAsync(), Cpu(), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var (after, used, lasted) = (await CountAsync(), Cpu() - cpu, Stopwatch.GetElapsedTime(began));
        process.Kill();
        await process.WaitForExitAsync();
        return (used / lasted, (after - before) / lasted.TotalSeconds);

        async Task<long> CountAsync()
        {
            await process.StandardInput.WriteLineAsync();
            return long.Parse((await process.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        }

        TimeSpan Cpu()
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }
}
