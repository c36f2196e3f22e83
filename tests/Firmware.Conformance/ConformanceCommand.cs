using System.CommandLine;
using System.Globalization;
using RailHub.Firmware.Conformance.Reports;

namespace RailHub.Firmware.Conformance;

/// <summary>The program: checks one board, prints as it goes, and writes a report.</summary>
public static class ConformanceCommand
{
    // After Ctrl-C the board is still put back.
    private static readonly TimeSpan TimeToPutBack = TimeSpan.FromSeconds(60);

    /// <summary>Runs the program; returns one of <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var parsed = Create(output, error, time).Parse(arguments);
        if (parsed.Errors.Count == 0)
        {
            var configuration = new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = TimeToPutBack };
            return await parsed.InvokeAsync(configuration, cancellationToken);
        }

        foreach (var problem in parsed.Errors)
            error.WriteLine(problem.Message);
        return ExitCode.Usage;
    }

    private static RootCommand Create(TextWriter output, TextWriter error, TimeProvider time)
    {
        var host = new Argument<string>("address") { Description = "Name or IP address of the board" };
        var httpPort = Port("--http-port", "Port of the calls", 80);
        var webSocketPort = Port("--ws-port", "Port of the status feed", 81);
        var report = new Option<FileInfo?>("--report") { Description = "Markdown file to write the report to" };
        var quick = new Option<bool>("--quick") { Description = "Leave out the checks that mostly wait" };
        var withReset = new Option<bool>("--with-reset")
        {
            Description = "Also call /api/reset. Lamps, names and groups are sent again afterwards; the device name is lost at the next start",
        };
        var only = new Option<string>("--only") { Description = "Run only the checks with this text in their name", DefaultValueFactory = _ => "" };

        var command = new RootCommand("Checks a running RailHub board over the network, and leaves it as it was found. Lamps will flicker")
        {
            host, httpPort, webSocketPort, report, quick, withReset, only,
        };
        command.SetAction((arguments, cancellationToken) => CheckAsync(
            new BoardAddress(arguments.GetRequiredValue(host), arguments.GetValue(httpPort), arguments.GetValue(webSocketPort)),
            new SuiteOptions
            {
                Quick = arguments.GetValue(quick),
                WithReset = arguments.GetValue(withReset),
                Only = arguments.GetValue(only) ?? "",
            },
            arguments.GetValue(report), output, error, time, cancellationToken));
        return command;
    }

    private static async Task<int> CheckAsync(BoardAddress address, SuiteOptions options, FileInfo? file, TextWriter output, TextWriter error,
        TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            // Before the board is touched: a report that cannot be written is no reason to make its lamps flicker.
            await using var report = file?.CreateText();
            var suite = await ConformanceSuite.ConnectAsync(address, time, cancellationToken);
            output.WriteLine($"{address}: {suite.Board}");
            var run = await suite.RunAsync(options, result => output.WriteLine(Line(result)), cancellationToken);
            if (run.Results.Count == 0)
            {
                error.WriteLine($"No check has '{options.Only}' in its name");
                return ExitCode.Usage;
            }

            output.WriteLine();
            output.WriteLine($"{run.Summary}; the board carried out {run.CommandCount} commands");
            if (report is not null)
                await report.WriteAsync(MarkdownReport.Write(run));

            if (run.IsCutShort)
                return ExitCode.Ended;
            return run.Count(CheckOutcome.Failed) == 0 ? ExitCode.Passed : ExitCode.Failed;
        }
        catch (NoBoardException e)
        {
            error.WriteLine(e.Message);
            return ExitCode.NoBoard;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Ended;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"The report cannot be written: {e.Message}");
            return ExitCode.Usage;
        }
    }

    private static string Line(CheckResult result)
    {
        var detail = result.Detail.Length == 0 ? "" : $"\n         {result.Detail}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Words.Of(result.Outcome),-8} {result.Check.Section,-9} {result.Check.Name} ({result.Duration.TotalSeconds:0.0} s){detail}");
    }

    private static Option<int> Port(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var port) && port is < 1 or > 65535)
                result.AddError($"{name} must be 1 to 65535");
        });
        return option;
    }
}
