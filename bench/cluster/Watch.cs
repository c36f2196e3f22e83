using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>What the boards count while a scenario runs: links, and commands that were for others.</summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<(string Mac, int Pin, int Brightness), bool> _meant = new();
    private readonly Dictionary<VirtualBoard, long> _doubledSince = [];
    private readonly Task _looking;
    private int _strange;
    private int _commands;

    public Watch(IReadOnlyList<VirtualBoard> boards) => _looking = LookAsync(boards);

    /// <summary>For how many seconds a board had two links at most, while they counted.</summary>
    public double LongestDouble { get; private set; }

    /// <summary>How often a board had two links for longer than a second.</summary>
    public int LongDoubles { get; private set; }

    /// <summary>Commands that reached a board for which they were not meant.</summary>
    public int Strange => _strange;

    /// <summary>Commands that reached boards.</summary>
    public int Commands => _commands;

    /// <summary>Whether two links count: those of a frozen silo are held by its kernel, and are nobody's fault.</summary>
    public bool CountsDoubles { get; set; } = true;

    /// <summary>Says that a board may be told this.</summary>
    public void Mean(string mac, int pin, int brightness) => _meant[(mac, pin, brightness)] = true;

    public void Note(string mac, CommandTaken command)
    {
        if (command.Path != "/api/control")
        {
            return;
        }

        Interlocked.Increment(ref _commands);
        using var said = JsonDocument.Parse(command.Body);
        var (pin, brightness) = (said.RootElement.GetProperty("pin").GetInt32(), said.RootElement.GetProperty("brightness").GetInt32());
        if (!_meant.ContainsKey((mac, pin, brightness)))
        {
            Interlocked.Increment(ref _strange);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync(IReadOnlyList<VirtualBoard> boards)
    {
        while (!_stop.IsCancellationRequested)
        {
            var now = Stopwatch.GetTimestamp();
            foreach (var board in boards)
            {
                if (!CountsDoubles || board.StatusClients < 2)
                {
                    if (_doubledSince.Remove(board, out var since) && CountsDoubles && Stopwatch.GetElapsedTime(since, now) > TimeSpan.FromSeconds(1))
                    {
                        LongDoubles++;
                    }

                    continue;
                }

                if (_doubledSince.TryGetValue(board, out var began))
                {
                    LongestDouble = Math.Max(LongestDouble, Stopwatch.GetElapsedTime(began, now).TotalSeconds);
                }
                else
                {
                    _doubledSince[board] = now;
                }
            }

            await Task.Delay(s_look);
        }
    }
}
