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
            Recursive = true,
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

        var command = new RootCommand("RailHub Platform in one process: boards, club and dashboard")
        {
            urls, data, noDemo, allowRemote, hostNames, BackUp(data), Restore(data), ResetOwner(data),
        };
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

    private static Command BackUp(Option<DirectoryInfo> data)
    {
        var file = new Argument<FileInfo>("file") { Description = "Where the copy goes" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the file when it is there" };
        var command = new Command("backup", "Copy the club into one file, while it runs or not") { file, overwrite };
        command.SetAction((arguments, _) => ClubCopy.BackUpAsync(
            arguments.GetRequiredValue(data),
            arguments.GetRequiredValue(file),
            arguments.GetValue(overwrite),
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error));
        return command;
    }

    private static Command Restore(Option<DirectoryInfo> data)
    {
        var file = new Argument<FileInfo>("file") { Description = "A copy that backup made" };
        var command = new Command("restore", "Put a copy in the place of the club, which has to be stopped; what was there is kept beside it") { file };
        command.SetAction((arguments, _) => ClubCopy.RestoreAsync(
            arguments.GetRequiredValue(data),
            arguments.GetRequiredValue(file),
            arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error));
        return command;
    }

    private static Command ResetOwner(Option<DirectoryInfo> data)
    {
        var command = new Command(OwnerCodes.Reset, "Show a code by which one more owner is made, when all are lost");
        command.SetAction((arguments, _) => OwnerReset.RunAsync(
            arguments.GetRequiredValue(data), arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error));
        return command;
    }
}
