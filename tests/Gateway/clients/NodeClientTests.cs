using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Clients;

/// <summary>
/// The stock JavaScript clients of SignalR against the real gateway, over both protocols. With RAILHUB_CLIENT_EXAMPLES=1, as in
/// eng/test.sh, a Node that is missing is a failure; else the test does without.
/// </summary>
[Collection(SharedGateway.Name)]
public sealed class NodeClientTests(TestGateway gateway)
{
    private static readonly SemaphoreSlim s_installing = new(1);

    private static bool IsRequired => Environment.GetEnvironmentVariable("RAILHUB_CLIENT_EXAMPLES") == "1";

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_stock_JavaScript_client_watches_sets_and_is_told_what_it_got_wrong(string protocol)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "clients", "node");
        if (!await IsInstalledAsync(folder))
        {
            return;
        }

        // W3C Trace Context, level 1: version, trace, caller, kept.
        var (trace, caller) = (ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom());
        var calls = new ConcurrentBag<(string Method, ActivitySpanId Parent)>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore.SignalR.Server",
            Sample = (ref options) => options.Parent.TraceId == trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
            ActivityStopped = call =>
            {
                if (call.TraceId == trace)
                {
                    calls.Add(((string)call.GetTagItem("rpc.method")!, call.ParentSpanId));
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var (exit, output) = await RunAsync(
            "node",
            [Path.Combine(folder, "dashboard.js"), new Uri(gateway.Address, "hub").ToString(), protocol, layout.Id.ToString(), board.Id.ToString(), "4", gateway.Token!,
                $"00-{trace}-{caller}-01"],
            folder);

        Assert.True(exit == 0, output);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(6, lines.Length);
        Assert.Equal("""answer confirmed {"active":true,"brightness":40,"interval":0,"name":""}""", lines[0]);
        Assert.Equal(
            """shown {"desired":null,"drift":"none","chasedBy":null,"problem":null,"motion":null,"pin":4,"reported":{"active":true,"brightness":40,"interval":0,"name":""}}""",
            lines[1]);
        Assert.Equal("refused invalid brightnessInvalid brightness", lines[2]);
        Assert.Contains("\"activ\" is not known here.", lines[3], StringComparison.Ordinal);
        Assert.Contains("\"Active\" is not known here.", lines[4], StringComparison.Ordinal);
        Assert.Contains("\"brightness\" has a value of the wrong type", lines[5], StringComparison.Ordinal);

        Assert.Equal(("SetOutput", caller), Assert.Single(calls));
    }

    private static async Task<bool> IsInstalledAsync(string folder)
    {
        await s_installing.WaitAsync();
        try
        {
            if (Directory.Exists(Path.Combine(folder, "node_modules", "@microsoft", "signalr-protocol-msgpack")))
            {
                return true;
            }

            var (exit, output) = await RunAsync("npm", ["ci", "--no-audit", "--no-fund"], folder);
            Assert.True(!IsRequired || exit == 0, $"npm ci ended with {exit}: {output}");
            return exit == 0;
        }
        catch (Win32Exception e) when (!IsRequired)
        {
            TestContext.Current.SendDiagnosticMessage("npm is not there: {0}", e.Message);
            return false;
        }
        finally
        {
            s_installing.Release();
        }
    }

    private static async Task<(int Exit, string Output)> RunAsync(string program, string[] arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, WorkingDirectory = folder })!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            await Task.WhenAll(output, process.WaitForExitAsync()).Await($"{program} to end");
            return (process.ExitCode, await output);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
