using System.Net.Http.Json;
using RailHub.Contracts;
using RailHub.Firmware.Virtual;

namespace RailHub.TestKit;

/// <summary>A virtual board as a test sees it: its light and power, and every request that reached it.</summary>
public sealed class TestBoard : IAsyncDisposable
{
    private readonly CommandTap _tap;
    private readonly ClubTime _time;

    internal TestBoard(VirtualBoard board, ClubTime time)
    {
        Virtual = board;
        _time = time;
        _tap = new CommandTap(board.HttpPort);
    }

    /// <summary>The board itself.</summary>
    public VirtualBoard Virtual { get; }

    /// <summary>Its identity.</summary>
    public MacAddress Id => MacAddress.Parse(Virtual.Mac, null);

    /// <summary>The layout that it was added to.</summary>
    public LayoutId Layout { get; set; }

    /// <summary>Where the platform finds its HTTP API.</summary>
    public int HttpPort => _tap.Port;

    /// <summary>Where the platform finds its status feed.</summary>
    public int WebSocketPort => Virtual.WebSocketPort;

    /// <summary>What a person would enter to add it.</summary>
    public ControllerDraft Draft => new("127.0.0.1", HttpPort, WebSocketPort);

    /// <summary>The commands that reached it, oldest first.</summary>
    public IReadOnlyList<BoardRequest> Commands => [.. _tap.Requests.Where(request => request.IsCommand)];

    /// <summary>A target for one of its outputs.</summary>
    public SceneTarget Target(int pin, bool active = true, int brightness = 100, long? interval = null) => new(Id, pin, active, brightness, interval);

    /// <summary>One of its outputs.</summary>
    public OutputAddress Output(int pin) => new(Id, pin);

    /// <summary>Completes with the next command, from now on; take it before what makes the platform send one.</summary>
    public Task<BoardRequest> NextCommand() => NextAsync(request => request.IsCommand, "the next command");

    /// <summary>Completes when the platform asks for the status, from now on: it does so once for each connection.</summary>
    public Task NextStatusRequest() => NextAsync(request => request.Path == "/api/status", "a status request");

    /// <summary>Gives its HTTP address to another board, or back to itself.</summary>
    public void PassTo(TestBoard board) => _tap.Board = board.Virtual.HttpPort;

    /// <summary>Answers commands with an error in the board's place.</summary>
    /// <param name="error">The board's words.</param>
    public void Refuse(string error) => AnswerCommands("400 Bad Request", $$"""{"error":"{{error}}"}""");

    /// <summary>Answers commands with trouble of its own, which passes.</summary>
    public void Fail() => AnswerCommands("503 Service Unavailable", "{}");

    /// <summary>Says yes to commands and does nothing, as old firmware may (protocol 8.1, 5).</summary>
    public void PretendToObey() => AnswerCommands("200 OK", """{"success":true}""");

    /// <summary>Ends <see cref="Refuse"/>, <see cref="Fail"/> and <see cref="PretendToObey"/>.</summary>
    public void Obey() => _tap.Answer = null;

    /// <summary>Lets commands wait before the board gets them, until <see cref="ReleaseCommands"/>.</summary>
    public void HoldCommands() => Hold(justOne: false);

    /// <summary>Lets the next command wait before the board gets it, and those after it pass by.</summary>
    /// <returns>Lets it go on to the board, whether or not somebody still waits for the answer.</returns>
    public Action HoldNextCommand() => Hold(justOne: true).SetResult;

    /// <summary>Ends <see cref="HoldCommands"/>.</summary>
    public void ReleaseCommands()
    {
        var gate = _tap.Gate;
        _tap.Gate = null;
        gate?.SetResult();
    }

    /// <summary>Asks the board itself for something, as its own page does.</summary>
    public async Task PostAsync(string path, object body)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Virtual.HttpPort}/") };
        using var content = JsonContent.Create(body);
        await content.LoadIntoBufferAsync();
        using var answer = await http.PostAsync(path, content);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await _tap.DisposeAsync();
        await Virtual.DisposeAsync();
    }

    private async Task<BoardRequest> NextAsync(Func<BoardRequest, bool> matches, string what)
    {
        var seen = _tap.Next(matches);
        await _time.ComesAsync(seen, what);
        return await seen;
    }

    private TaskCompletionSource Hold(bool justOne)
    {
        _tap.IsGateForOne = justOne;
        return _tap.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private void AnswerCommands(string status, string body) => _tap.Answer = request => request.IsCommand
        ? $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"
        : null;
}
