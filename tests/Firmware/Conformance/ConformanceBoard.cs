using RailHub.Firmware.Conformance;
using RailHub.Firmware.Tests.Virtual;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>A virtual board that a club uses, with a suite that has looked at it: names, lamps, blinking, and a group where there can be one.</summary>
public abstract class ConformanceBoard(BoardProfile profile) : IAsyncLifetime
{
    private VirtualBoard? _board;
    private ConformanceSuite? _suite;
    private string _found = "";

    public async ValueTask InitializeAsync()
    {
        _board = await VirtualBoard.StartAsync(VirtualBoards.Options with { Profile = profile, OutputNames = ["Signal \"Süd\"", "", "<b>Gleis</b>"] });
        await _board.ControlAsync(profile.PinAt(0), active: true, 75);
        await _board.ControlAsync(profile.PinAt(1), active: true, 1);
        using var http = _board.Http();
        using var interval = await http.PostAsync("api/interval", new StringContent($$"""{"pin":{{profile.PinAt(1)}},"interval":70000}"""));
        if (profile.HasGroups)
        {
            using var group = await http.PostAsync(
                "api/chasing/create", new StringContent($$"""{"groupId":2,"interval":60000,"outputs":[{{profile.PinAt(2)}}],"name":"Stadt"}"""));
        }

        _found = await LastingAsync();
        _suite = await ConformanceSuite.ConnectAsync(new BoardAddress("127.0.0.1", _board.HttpPort, _board.WebSocketPort), TimeProvider.System);
    }

    /// <summary>Runs a check; the board must pass it and be left as it was.</summary>
    public async Task PassAsync(string name)
    {
        var result = await _suite!.RunAsync(Check.All.Single(check => check.Name == name));

        Assert.True(result.Outcome == CheckOutcome.Passed, $"{result.Outcome}: {result.Detail}");
        Assert.Equal(_found, await LastingAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_board is not null)
            await _board.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    // Without what changes by itself.
    private async Task<string> LastingAsync()
    {
        var status = await _board!.StatusAsync();
        status["uptime"] = 0;
        status["freeHeap"] = 0;
        foreach (var group in status["chasingGroups"]?.AsArray() ?? [])
            group!["currentStep"] = 0;
        return status.ToJsonString();
    }
}
