using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RailHub.Firmware.Virtual;

/// <summary>The program: some boards of each family on consecutive ports, until Ctrl-C.</summary>
internal static class BoardsCommand
{
    private const int PortTaken = 1;
    private const int NoAnswer = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static RootCommand Create()
    {
        var railHub32 = Count("--railhub32", "Boards with 16 outputs");
        var railHub8266 = Count("--railhub8266", "Boards with 7 outputs and chasing groups");
        var basePort = new Option<int>("--base-port")
        {
            Description = "Board n, from 0, takes HTTP on this + 2n and its status feed on this + 2n + 1",
            DefaultValueFactory = _ => 8100,
            Recursive = true,
        };
        basePort.Validators.Add(result => RequireRange(result, result.GetValue(basePort), 1, 65534));
        var listen = new Option<IPAddress>("--listen")
        {
            Description = "IPv4 address of this machine that the boards listen at; 0.0.0.0 for all of them. Boards ask nobody who they are",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = ReadAddress,
            Recursive = true,
        };
        var latency = Duration("--latency", "How long a board takes over a command, such as 20ms");
        var jitter = Duration("--jitter", "Greatest random addition to the latency");
        var seed = new Option<int>("--seed") { Description = "Seed of the jitter" };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Directory that keeps the boards' settings; without it they are forgotten" };

        var command = new RootCommand("Virtual RailHub boards")
        {
            railHub32, railHub8266, listen, basePort, latency, jitter, seed, data,
        };
        command.SetAction((arguments, cancellationToken) =>
        {
            var families = Enumerable.Repeat(BoardProfile.RailHub32, arguments.GetValue(railHub32))
                .Concat(Enumerable.Repeat(BoardProfile.RailHub8266, arguments.GetValue(railHub8266)));
            var boards = families.Select((profile, n) => new VirtualBoardOptions
            {
                Profile = profile,
                Mac = $"02:52:48:00:{(n + 1) >> 8:X2}:{(n + 1) & 0xFF:X2}",
                Name = $"{profile.Family}-{n + 1}",
                Listen = arguments.GetRequiredValue(listen),
                HttpPort = arguments.GetValue(basePort) + 2 * n,
                WebSocketPort = arguments.GetValue(basePort) + 2 * n + 1,
                SettingsFile = SettingsFile(arguments.GetValue(data), n),
                CommandLatency = arguments.GetValue(latency),
                CommandJitter = arguments.GetValue(jitter),
                Seed = arguments.GetValue(seed) + n,
            });
            return RunAsync([.. boards], arguments.InvocationConfiguration, cancellationToken);
        });

        var health = new Command("health", "Ask the first board that runs here whether it answers");
        health.SetAction((arguments, cancellationToken) =>
            AskAsync(arguments.GetRequiredValue(listen), arguments.GetValue(basePort), arguments.InvocationConfiguration.Output, cancellationToken));
        command.Add(health);
        return command;
    }

    private static async Task<int> RunAsync(VirtualBoardOptions[] boards, InvocationConfiguration console, CancellationToken cancellationToken)
    {
        var running = new List<VirtualBoard>();
        try
        {
            foreach (var options in boards)
            {
                running.Add(await VirtualBoard.StartAsync(options, cancellationToken));
                console.Output.WriteLine(
                    $"{options.Name,-16} {options.Mac}  http://{options.Listen}:{options.HttpPort}/  ws://{options.Listen}:{options.WebSocketPort}/");
            }

            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
        catch (SocketException e)
        {
            var next = boards[running.Count];
            console.Error.WriteLine($"Board {next.Name} cannot have ports {next.HttpPort} and {next.WebSocketPort}: {e.Message}");
            return PortTaken;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        finally
        {
            foreach (var board in running)
                await board.DisposeAsync();
        }
    }

    private static async Task<int> AskAsync(IPAddress listen, int port, TextWriter output, CancellationToken cancellationToken)
    {
        var host = listen.Equals(IPAddress.Any) ? IPAddress.Loopback : listen;
        using var client = new HttpClient(new HttpClientHandler { UseProxy = false }) { Timeout = Patience };
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://{host}:{port}/api/status"), cancellationToken);
            output.WriteLine($"The board at port {port} answers with {(int)answer.StatusCode}.");
            return answer.IsSuccessStatusCode ? 0 : NoAnswer;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            output.WriteLine($"The board at port {port} does not answer: {e.Message}");
            return NoAnswer;
        }
    }

    private static IPAddress ReadAddress(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork)
            return address;
        argument.AddError($"'{text}' is no IPv4 address, such as 127.0.0.1");
        return IPAddress.Loopback;
    }

    private static string? SettingsFile(DirectoryInfo? directory, int n)
    {
        directory?.Create();
        return directory is null ? null : Path.Combine(directory.FullName, $"board-{n + 1}.settings");
    }

    private static Option<int> Count(string name, string description)
    {
        var option = new Option<int>(name) { Description = description };
        option.Validators.Add(result => RequireRange(result, result.GetValue(option), 0, 500));
        return option;
    }

    private static Option<TimeSpan> Duration(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var unit = text.EndsWith("ms", StringComparison.Ordinal) ? 1 : text.EndsWith('s') ? 1000 : 0;
            var digits = text.AsSpan(0, unit == 0 ? 0 : text.Length - (unit == 1 ? 2 : 1));
            if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit <= 60000)
                return TimeSpan.FromMilliseconds(number * unit);
            argument.AddError($"'{text}' is not a time of at most 60s, such as 20ms or 1.5s");
            return TimeSpan.Zero;
        },
    };

    private static void RequireRange(OptionResult result, int value, int least, int most)
    {
        if (value < least || value > most)
            result.AddError($"{result.Option.Name} must be {least} to {most}");
    }
}
