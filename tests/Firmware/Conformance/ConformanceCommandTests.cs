using RailHub.Firmware.Conformance;
using RailHub.Firmware.Tests.Virtual;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>The program as a club calls it.</summary>
public sealed class ConformanceCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task A_board_that_conforms_is_told_and_reported()
    {
        await using var board = await VirtualBoard.StartAsync(VirtualBoards.Options);
        var report = Path.Combine(Directory.CreateTempSubdirectory("railhub-report").FullName, "report.md");

        var code = await RunAsync(board, "--quick", "--only", "name", "--report", report);

        Assert.Equal((ExitCode.Passed, ""), (code, _error.ToString()));
        Assert.Contains("A name is trimmed and keeps its quotes and umlauts", _output.ToString());
        var text = await File.ReadAllTextAsync(report);
        Assert.Contains(board.Mac, text);
        Assert.Contains("A name is trimmed and keeps its quotes and umlauts", text);
    }

    [Fact]
    public async Task A_board_that_does_not_conform_is_a_failure()
    {
        await using var board = await FaultyBoard.StartAsync("Not found", "not found");

        var code = await ConformanceCommand.RunAsync(
            ["127.0.0.1", "--http-port", $"{board.Address.HttpPort}", "--ws-port", $"{board.Address.WebSocketPort}", "--only", "unknown path"],
            _output, _error, TimeProvider.System);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("Not found", _output.ToString());
    }

    [Fact]
    public async Task Boards_with_older_firmware_differ_from_the_seed_in_what_is_known_of_them()
    {
        await using var board = await VirtualBoard.StartAsync(
            VirtualBoards.Options with { Dialect = RailHub.Firmware.Virtual.Dialects.BoardDialect.R32 });
        var suite = await ConformanceSuite.ConnectAsync(new BoardAddress("127.0.0.1", board.HttpPort, board.WebSocketPort), TimeProvider.System);

        foreach (var name in (string[])["The status over the feed has the members of the seed in their order", "Every percentage comes back unchanged"])
        {
            var result = await suite.RunAsync(Check.All.Single(check => check.Name == name));
            Assert.Equal((name, CheckOutcome.Failed), (result.Check.Name, result.Outcome));
        }
    }

    [Fact]
    public async Task An_address_without_a_board_is_one_clear_line()
    {
        await using var board = await VirtualBoard.StartAsync(VirtualBoards.Options);
        await board.PowerOffAsync();

        Assert.Equal(ExitCode.NoBoard, await RunAsync(board));
        Assert.StartsWith($"No board answers at 127.0.0.1, port {board.HttpPort}", Assert.Single(_error.ToString().TrimEnd().Split('\n')));
    }

    [Theory]
    [InlineData]
    [InlineData("127.0.0.1", "--http-port", "0")]
    [InlineData("127.0.0.1", "--ws-port", "eighty")]
    [InlineData("127.0.0.1", "--unknown")]
    public async Task Arguments_that_make_no_sense_are_told(params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await ConformanceCommand.RunAsync(arguments, _output, _error, TimeProvider.System));
        Assert.NotEmpty(_error.ToString());
    }

    [Fact]
    public async Task A_run_that_is_ended_puts_the_board_back_and_says_so()
    {
        await using var board = await VirtualBoard.StartAsync(VirtualBoards.Options);
        await board.ControlAsync(4, active: true, brightness: 42);
        using var ending = new CancellationTokenSource();
        var suite = await ConformanceSuite.ConnectAsync(new BoardAddress("127.0.0.1", board.HttpPort, board.WebSocketPort), TimeProvider.System);

        var run = await suite.RunAsync(new SuiteOptions { Only = "control" }, _ => ending.Cancel(), ending.Token);

        Assert.True(run.IsCutShort);
        Assert.Equal(1, run.Results.Count(result => result.Outcome == CheckOutcome.Passed));
        Assert.All(run.Results.Skip(1), result => Assert.Equal(CheckOutcome.Skipped, result.Outcome));
        Assert.Equal((true, 107), (board.Board.Outputs[1].Active, board.LevelOf(4)));
    }

    private Task<int> RunAsync(VirtualBoard board, params string[] arguments) => ConformanceCommand.RunAsync(
        ["127.0.0.1", "--http-port", $"{board.HttpPort}", "--ws-port", $"{board.WebSocketPort}", .. arguments], _output, _error, TimeProvider.System);
}
