using System.Diagnostics;
using System.Net;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Virtual;

/// <summary>The program as a person starts it.</summary>
public class CommandLineTests
{
    [Fact]
    public async Task A_taken_port_is_one_clear_line_and_exit_code_1()
    {
        await using var board = await VirtualBoard.StartAsync(VirtualBoards.Options);

        var (exitCode, _, error) = await RunAsync("--railhub32", "1", "--base-port", $"{board.HttpPort}");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"Board RailHub32-1 cannot have ports {board.HttpPort} and {board.HttpPort + 1}: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("--latency", "20")]
    [InlineData("--latency", "-1ms")]
    [InlineData("--jitter", "90s")]
    [InlineData("--railhub32", "501")]
    [InlineData("--base-port", "70000")]
    [InlineData("--listen", "everywhere")]
    [InlineData("--listen", "::1")]
    public async Task Senseless_arguments_are_refused(string option, string value)
    {
        var (exitCode, output, error) = await RunAsync("--railhub32", "1", option, value);

        Assert.NotEqual(0, exitCode);
        Assert.DoesNotContain("ws://", output, StringComparison.Ordinal);
        Assert.NotEmpty(error);
    }

    [Fact]
    public async Task Health_is_whether_a_board_answers()
    {
        await using var board = await VirtualBoard.StartAsync(VirtualBoards.Options with { Listen = IPAddress.Parse("127.0.0.7") });

        var (answers, said, _) = await RunAsync("health", "--listen", "127.0.0.7", "--base-port", $"{board.HttpPort}");
        await board.PowerOffAsync();
        var (silent, reason, _) = await RunAsync("health", "--listen", "127.0.0.7", "--base-port", $"{board.HttpPort}");

        Assert.Equal((0, $"The board at port {board.HttpPort} answers with 200."), (answers, said.Trim()));
        Assert.Equal(1, silent);
        Assert.StartsWith($"The board at port {board.HttpPort} does not answer: ", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_names_the_options()
    {
        var (exitCode, output, _) = await RunAsync("--help");

        Assert.Equal(0, exitCode);
        Assert.Contains("--railhub8266", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var program = typeof(VirtualBoard).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(VirtualBoards.Patience);
        return (process.ExitCode, await output, await error);
    }
}
