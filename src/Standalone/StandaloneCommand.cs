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
        var hostNames = new Option<string>("--host-names")
        {
            Description = "Names by which browsers reach it, separated by commas, beside this machine's own name and addresses",
            DefaultValueFactory = _ => "",
        };
        var proxies = new Option<string>("--proxies")
        {
            Description = "Addresses or networks of reverse proxies before it, separated by commas; what they say of their callers is believed",
            DefaultValueFactory = _ => "",
        };
        var certificate = new Option<string?>("--tls-certificate")
        {
            Description = "Certificate for https addresses: a PEM file with those that signed it, or PKCS #12. A renewed file is taken without a new start",
        };
        var key = new Option<string?>("--tls-key") { Description = "PEM file of its key, when that is not in the same file" };
        var passwordFile = new Option<string?>("--tls-password-file") { Description = "File with the password of key or PKCS #12 file (or Tls__Password in the environment)" };
        var selfSigned = new Option<bool>("--tls-self-signed") { Description = "Make a certificate for https addresses, keep it in --data and print its fingerprint" };

        // Of the days before sign-in; scripts and units have it still.
        var allowRemote = new Option<bool>("--allow-remote") { Hidden = true };
        allowRemote.Validators.Add(given =>
        {
            // It is asked of what was not given as well.
            if (!given.Implicit)
            {
                given.AddError("--allow-remote is gone: leave it out. Whoever calls from another machine signs in now.");
            }
        });

        var command = new RootCommand("RailHub Platform in one process: boards, club and dashboard")
        {
            urls, data, noDemo, hostNames, proxies, certificate, key, passwordFile, selfSigned, allowRemote, BackUp(data), Restore(data), ResetOwner(data),
        };
        command.SetAction((arguments, _) => Club.RunAsync(
            new ClubOptions
            {
                Urls = arguments.GetRequiredValue(urls),
                Data = arguments.GetRequiredValue(data),
                Demo = !arguments.GetValue(noDemo),
                HostNames = arguments.GetRequiredValue(hostNames),
                Proxies = arguments.GetRequiredValue(proxies),
                Tls = new Dictionary<string, string?>
                {
                    ["Tls:Certificate"] = arguments.GetValue(certificate),
                    ["Tls:Key"] = arguments.GetValue(key),
                    ["Tls:PasswordFile"] = arguments.GetValue(passwordFile),
                },
                SelfSigned = arguments.GetValue(selfSigned),
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
