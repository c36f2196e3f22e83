using System.CommandLine;
using RailHub.Hosting;

namespace RailHub.Standalone;

/// <summary>The command line of the one-process club.</summary>
internal static class StandaloneCommand
{
    public static RootCommand Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where the dashboard listens",
            DefaultValueFactory = _ => "http://localhost:8080",
            Recursive = true,
        };
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "Directory that keeps the club",
            DefaultValueFactory = _ => new DirectoryInfo("data"),
        };
        var noDemo = new Option<bool>("--no-demo") { Description = "Start without the demo club and its virtual boards" };
        var allowRemote = new Option<bool>("--allow-remote")
        {
            Description = "Let callers from other machines do everything. There is no sign-in yet: whoever reaches the port may switch and edit",
        };
        var hostNames = new Option<string>("--host-names")
        {
            Description = "Names by which callers from other machines reach it, separated by commas, beside this machine's own name and addresses",
            DefaultValueFactory = _ => "",
        };

        var command = new RootCommand("RailHub Platform in one process: boards, club and dashboard") { urls, data, noDemo, allowRemote, hostNames };
        command.SetAction((arguments, _) => Club.RunAsync(
            new ClubOptions
            {
                Urls = arguments.GetRequiredValue(urls),
                Data = arguments.GetRequiredValue(data),
                Demo = !arguments.GetValue(noDemo),
                AllowRemote = arguments.GetValue(allowRemote),
                HostNames = arguments.GetRequiredValue(hostNames),
            },
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error));

        var health = new Command(HealthCommand.Name, "Ask the club that runs at --urls on this machine whether it is ready");
        health.SetAction((arguments, _) => HealthCommand.AskAsync(arguments.GetRequiredValue(urls), arguments.InvocationConfiguration.Output));
        command.Add(health);
        return command;
    }
}
