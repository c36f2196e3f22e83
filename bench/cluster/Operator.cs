using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Cluster;

/// <summary>Somebody who switches lamps all the time, one after the other, and remembers what was promised of each.</summary>
internal sealed class Operator : IAsyncDisposable
{
    private readonly Club _club;
    private readonly Watch _watch;
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<(VirtualBoard Board, int Pin), (int? Promised, HashSet<int> Unknown)> _lamps = [];
    private readonly Task _switching;
    private readonly int _every;
    private volatile bool _rests;
    private int _number;

    /// <param name="club">Whose lamps.</param>
    /// <param name="watch">Is told what is meant.</param>
    /// <param name="pause">How long after an answer the next lamp is switched.</param>
    /// <param name="first">The first board that is this one's.</param>
    /// <param name="every">Every how many-th board is, from there on.</param>
    public Operator(Club club, Watch watch, TimeSpan pause, int first = 0, int every = 1)
    {
        (_club, _watch, _number, _every) = (club, watch, first, every);
        _http = club.Http();
        _switching = SwitchAsync(pause);
    }

    public int Asked { get; private set; }

    /// <summary>How many were answered that it is so, or is kept.</summary>
    public int Promised { get; private set; }

    /// <summary>How many were answered by a refusal, or not at all.</summary>
    public int Refused { get; private set; }

    public ConcurrentDictionary<string, int> Answers { get; } = [];

    public TimeSpan Longest { get; private set; }

    public async Task RestAsync(bool rests)
    {
        _rests = rests;
        await Task.Delay(300);
    }

    /// <summary>Of how many lamps the board does not show what was promised last, once there was time for it.</summary>
    public async Task<int> LostAsync()
    {
        var lost = int.MaxValue;
        for (var attempt = 0; attempt < 100 && lost > 0; attempt++)
        {
            await Task.Delay(100);
            lost = _lamps.Count(lamp => lamp.Value.Promised is { } promised
                && Math.Abs((lamp.Key.Board.LevelOf(lamp.Key.Pin) * 100 / 255) - promised) > 1
                && !lamp.Value.Unknown.Any(level => Math.Abs((lamp.Key.Board.LevelOf(lamp.Key.Pin) * 100 / 255) - level) <= 1));
        }

        return lost;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _switching;
        _http.Dispose();
    }

    private async Task SwitchAsync(TimeSpan pause)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!_rests)
            {
                await SwitchOneAsync();
            }

            await Task.Delay(pause);
        }
    }

    private async Task SwitchOneAsync()
    {
        // The first output is the one that is touched. A board has its own brightnesses: what is meant for another one shows.
        var place = _number % _club.Boards.Count;
        _number += _every;
        var board = _club.Boards[place];
        var pin = board.Profile.PinAt(1 + (_number / _club.Boards.Count % 4));
        var brightness = 51 + (place % 7 * 7) + (_number % 7);
        var lamp = _lamps.GetValueOrDefault((board, pin), (null, []));
        _watch.Mean(board.Mac, pin, brightness);
        Asked++;
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        string answer;
        try
        {
            using var response = await _http.PatchAsJsonAsync(
                $"api/layouts/{_club.LayoutOf(board)}/controllers/{board.Mac}/outputs/{pin}", new { active = true, brightness });
            var body = await response.Content.ReadFromJsonAsync<JsonElement>();
            answer = response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted
                ? body.GetProperty("result").GetString()!
                : body.TryGetProperty("code", out var code) ? code.GetString()! : $"{(int)response.StatusCode}";
            if (response.IsSuccessStatusCode)
            {
                Promised++;
                lamp = (brightness, []);
            }
            else
            {
                Refused++;
                lamp.Unknown.Add(brightness);
            }
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException or JsonException)
        {
            Refused++;
            lamp.Unknown.Add(brightness);
            answer = failure.GetType().Name;
        }

        _lamps[(board, pin)] = lamp;
        Answers[answer] = Answers.GetValueOrDefault(answer) + 1;
        var took = System.Diagnostics.Stopwatch.GetElapsedTime(began);
        Longest = took > Longest ? took : Longest;
    }
}
