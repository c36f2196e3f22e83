using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RailHub.Firmware.Conformance;
using RailHub.Firmware.Tests.Virtual;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Conformance;

/// <summary>The program as a club starts it: what it prints, what it returns, what it leaves.</summary>
public sealed class ProgramTests
{
    [Fact]
    public async Task A_board_that_passes_is_exit_code_0_and_a_report()
    {
        await using var board = await StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            var (code, output, error) = await RunAsync(board, "--only", "interval", "--quick", "--report", file);

            Assert.Equal((ExitCode.Passed, ""), (code, error));
            Assert.Contains("PASS     2.3 G6    An interval is set (", output, StringComparison.Ordinal);
            var report = await File.ReadAllTextAsync(file);
            Assert.StartsWith("# Conformance of ESP8266-Controller-01\n\n- Address: 127.0.0.1, ports", report, StringComparison.Ordinal);
            Assert.Contains("- Board found: \"ESP8266-Controller-01\", 02:52:48:00:00:01, 7 outputs, with chasing groups\n", report, StringComparison.Ordinal);
            Assert.Contains("- Date: 2", report, StringComparison.Ordinal);
            Assert.Contains("\n## 2.3 Calls and answers\n", report, StringComparison.Ordinal);
            Assert.Contains("\n| An interval is set | 2.3 G6 | PASS | ", report, StringComparison.Ordinal);
            Assert.Contains(", 0 failed, ", report, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_board_that_fails_is_exit_code_1()
    {
        await using var board = await FaultyBoard.StartAsync("Output not found", "output not found");

        var (code, output, _) = await RunAsync(board.Address, "--only", "An interval for an unknown pin");

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("FAIL     2.3 G6    An interval for an unknown pin is 404 (", output, StringComparison.Ordinal);
        Assert.Contains("expected to {\"pin\":99,\"interval\":500} '404 {\"error\":\"Output not found\"}'; actual '404 {\"error\":\"output not found\"}'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_board_is_one_line_and_exit_code_2()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var (code, _, error) = await RunAsync(new BoardAddress("127.0.0.1", port, port));

        Assert.Equal(ExitCode.NoBoard, code);
        Assert.StartsWith($"No board answers at 127.0.0.1, port {port}: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{\"outputs\":[]}")]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    public async Task Something_else_than_a_board_is_one_line_and_exit_code_2(string answer)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var serving = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[1024]);
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        });

        var (code, _, error) = await RunAsync(new BoardAddress("127.0.0.1", port, port));
        await serving;

        Assert.Equal(ExitCode.NoBoard, code);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--http-port", "0")]
    [InlineData("--ws-port", "65536")]
    [InlineData("--ws-port", "eighty")]
    [InlineData("--nonsense", "1")]
    [InlineData("--only", "no such words in any name")]
    [InlineData("--report", "no/such/directory/report.md")]
    public async Task Senseless_arguments_are_exit_code_64(string option, string value)
    {
        await using var board = await StartAsync();

        var (code, _, error) = await RunAsync(board, option, value);

        Assert.Equal(ExitCode.Usage, code);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task Without_an_address_it_is_exit_code_64()
    {
        var error = new StringWriter();

        Assert.Equal(ExitCode.Usage, await ConformanceCommand.RunAsync([], TextWriter.Null, error, TimeProvider.System));
        Assert.NotEmpty(error.ToString());
    }

    [Fact]
    public async Task Quick_leaves_out_what_waits_and_a_reset_wants_to_be_asked_for()
    {
        await using var board = await StartAsync();
        var suite = await ConnectAsync(board);

        var waiting = await suite.RunAsync(new SuiteOptions { Quick = true, Only = "comes every 500 ms" });
        var reset = await suite.RunAsync(new SuiteOptions { Only = "reset" });

        Assert.Equal((CheckOutcome.Skipped, "left out by --quick"), (waiting.Results[0].Outcome, waiting.Results[0].Detail));
        Assert.Equal(CheckOutcome.Skipped, Assert.Single(reset.Results).Outcome);
        Assert.Equal(0, suite.CommandCount);
    }

    [Fact]
    public async Task After_a_reset_what_was_stored_is_stored_again()
    {
        var directory = Directory.CreateTempSubdirectory("railhub-reset");
        var options = VirtualBoards.Options with { Profile = BoardProfile.RailHub8266, SettingsFile = Path.Combine(directory.FullName, "board") };
        string before;
        await using (var board = await VirtualBoard.StartAsync(options))
        {
            using var http = board.Http();
            await board.ControlAsync(5, active: true, 33);
            using var group = await http.PostAsync("api/chasing/create", new StringContent("""{"groupId":7,"interval":500,"outputs":[14,16],"name":"Mühle"}"""));
            before = await BoardStateAsync(board);
            var suite = await ConnectAsync(board);

            var report = await suite.RunAsync(new SuiteOptions { WithReset = true, Only = "reset" });

            Assert.Equal(CheckOutcome.Passed, Assert.Single(report.Results).Outcome);
        }

        await using var restarted = await VirtualBoard.StartAsync(options);
        Assert.Equal(before, await BoardStateAsync(restarted));
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_run_that_is_ended_puts_the_board_back_and_is_exit_code_130()
    {
        await using var board = await StartAsync();
        await board.ControlAsync(4, active: true, 66);
        var before = await BoardStateAsync(board);
        using var end = new CancellationTokenSource();
        await using var client = await StatusClient.ConnectAsync(board);

        // In the midst of a check somebody presses Ctrl-C.
        var running = RunAsync(board, end.Token, "--only", "Every percentage");
        await client.ReceiveBrightnessAsync(4, 3);
        await end.CancelAsync();
        var (code, output, _) = await running;

        Assert.Equal(ExitCode.Ended, code);
        Assert.Contains("the run was ended", output, StringComparison.Ordinal);
        Assert.Equal(before, await BoardStateAsync(board));
    }

    [Fact]
    public async Task A_clubs_own_groups_are_not_touched_when_they_take_all_slots()
    {
        await using var board = await StartAsync();
        using var http = board.Http();
        for (var id = 1; id <= 4; id++)
        {
            using var answer = await http.PostAsync(
                "api/chasing/create", new StringContent($$"""{"groupId":{{id}},"interval":60000,"outputs":[{{board.Profile.PinAt(id)}}]}"""));
        }

        var suite = await ConnectAsync(board);
        var commands = suite.CommandCount;
        var result = await suite.RunAsync(Check.All.Single(check => check.Name == "Four groups run and a fifth is refused"));

        Assert.Equal((CheckOutcome.Skipped, "all four slots are taken by the club's own groups"), (result.Outcome, result.Detail));
        Assert.Equal(commands, suite.CommandCount);
    }

    [Fact]
    public async Task A_board_that_dies_is_a_failure_and_the_rest_is_skipped()
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromMilliseconds(1) };
        await using var board = await StartAsync();
        var suite = await ConformanceSuite.ConnectAsync(new BoardAddress("127.0.0.1", board.HttpPort, board.WebSocketPort), time);
        await board.PowerOffAsync();

        var running = suite.RunAsync(new SuiteOptions { Only = "interval" });
        while (!running.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var report = await running;
        Assert.Equal(CheckOutcome.Failed, report.Results[0].Outcome);
        Assert.All(report.Results.Skip(1), result => Assert.Equal("the board no longer answers", result.Detail));
    }

    [Fact]
    public void Names_of_checks_are_different_and_sections_exist()
    {
        Assert.Equal(Check.All.Count, Check.All.Select(check => check.Name).Distinct().Count());
        Assert.All(Check.All, check => Assert.Matches(@"^[2-9](\.\d)?( G\d+)*$", check.Section));
    }

    private static Task<VirtualBoard> StartAsync() => VirtualBoard.StartAsync(VirtualBoards.Options with { Profile = BoardProfile.RailHub8266 });

    private static Task<ConformanceSuite> ConnectAsync(VirtualBoard board) =>
        ConformanceSuite.ConnectAsync(new BoardAddress("127.0.0.1", board.HttpPort, board.WebSocketPort), TimeProvider.System);

    private static async Task<string> BoardStateAsync(VirtualBoard board)
    {
        var status = await board.StatusAsync();
        foreach (var group in status["chasingGroups"]!.AsArray())
            group!["currentStep"] = 0;
        return new JsonArray(status["outputs"]!.DeepClone(), status["chasingGroups"]!.DeepClone()).ToJsonString();
    }

    private static Task<(int Code, string Output, string Error)> RunAsync(VirtualBoard board, params string[] options) =>
        RunAsync(board, CancellationToken.None, options);

    private static Task<(int Code, string Output, string Error)> RunAsync(VirtualBoard board, CancellationToken end, params string[] options) =>
        RunAsync(new BoardAddress("127.0.0.1", board.HttpPort, board.WebSocketPort), end, options);

    private static Task<(int Code, string Output, string Error)> RunAsync(BoardAddress address, params string[] options) =>
        RunAsync(address, CancellationToken.None, options);

    private static async Task<(int Code, string Output, string Error)> RunAsync(BoardAddress address, CancellationToken end, params string[] options)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        string[] ports = ["--http-port", address.HttpPort.ToString(CultureInfo.InvariantCulture), "--ws-port", address.WebSocketPort.ToString(CultureInfo.InvariantCulture)];
        var code = await ConformanceCommand.RunAsync([address.Host, .. options.Contains(ports[0]) || options.Contains(ports[2]) ? [] : ports, .. options], output, error, TimeProvider.System, end);
        return (code, output.ToString(), error.ToString());
    }
}
