using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using RailHub.Firmware.Tests.Virtual;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Clients;

/// <summary>
/// Clients in the languages and with the libraries of the WebSocket feature description, against a board on a real
/// socket. With RAILHUB_CLIENT_EXAMPLES=1, as in eng/test.sh, an interpreter that is missing is a failure; else the
/// tests do with those that are there.
/// </summary>
public class ClientExampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static bool IsRequired => Environment.GetEnvironmentVariable("RAILHUB_CLIENT_EXAMPLES") == "1";

    [Fact]
    public async Task A_Node_client_follows_the_board_over_a_loss_of_power()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "clients", "node");
        if (await IsThereAsync("npm", ["ci", "--no-audit", "--no-fund"], folder))
            await FollowAsync("node", Path.Combine(folder, "status-client.js"), reconnectDelay: "50");
    }

    [Fact]
    public async Task A_Python_client_follows_the_board_over_a_loss_of_power()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "clients", "python");

        // Debian's own Python has Debian's packages, whatever else is first in the path.
        if (await IsThereAsync("/usr/bin/python3", ["-c", "import websocket"], folder))
            await FollowAsync("/usr/bin/python3", Path.Combine(folder, "status_client.py"), reconnectDelay: "0.05");
    }

    private static async Task FollowAsync(string interpreter, string script, string reconnectDelay)
    {
        await using var board = await VirtualBoard.StartAsync(VirtualBoards.Options with { Name = "Signal box" });
        using var client = Start(interpreter, [script, "127.0.0.1", $"{board.WebSocketPort}", reconnectDelay], folder: null);
        var lines = ReadLines(client);
        try
        {
            await lines.WaitForAsync("open");
            await lines.WaitForAsync("status Signal box: ");
            await board.ControlAsync(4, active: true, brightness: 75);
            await lines.WaitForAsync("status Signal box: 4=75");

            await board.PowerOffAsync();
            await lines.WaitForAsync("closed");
            await board.PowerOnAsync();
            await lines.WaitForAsync("open");
            await lines.WaitForAsync("status Signal box: 4=75");
        }
        finally
        {
            client.Kill();
            await client.WaitForExitAsync();
        }
    }

    private static async Task<bool> IsThereAsync(string program, string[] arguments, string folder)
    {
        try
        {
            using var process = Start(program, arguments, folder);
            var output = process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(!IsRequired || process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}");
            return process.ExitCode == 0;
        }
        catch (Win32Exception e) when (!IsRequired)
        {
            TestContext.Current.SendDiagnosticMessage("{0} is not there: {1}", program, e.Message);
            return false;
        }
    }

    private static Process Start(string program, string[] arguments, string? folder) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder ?? "" })!;

    private static ChannelReader<string> ReadLines(Process process)
    {
        var lines = Channel.CreateUnbounded<string>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                lines.Writer.Complete();
            else
                lines.Writer.TryWrite(line.Data);
        };
        process.BeginOutputReadLine();
        return lines.Reader;
    }
}
