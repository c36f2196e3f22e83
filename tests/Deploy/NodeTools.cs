namespace RailHub.Deploy.Tests;

/// <summary>The scripts in <c>node</c>, with the packages that they name.</summary>
internal static class NodeTools
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "node");
    private static readonly Lazy<Task> s_installed = new(InstallAsync);

    /// <summary>Runs a script; gives the exit code and what it wrote.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string script, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await s_installed.Value;
        return await ShellCommand.RunAsync("node", [Path.Combine(s_folder, script), .. arguments], environment);
    }

    /// <summary>The whole path of a file of one of the packages.</summary>
    public static async Task<string> FileAsync(string file)
    {
        await s_installed.Value;
        return Path.Combine(s_folder, "node_modules", file);
    }

    // What is there already is looked through in a moment.
    private static async Task InstallAsync()
    {
        var (exitCode, output, errors) = await ShellCommand.RunAsync(
            "npm", ["install", "--no-audit", "--no-fund", "--no-package-lock", "--omit=peer", "--prefer-offline"], folder: s_folder);
        Assert.True(exitCode == 0, $"npm install ended with {exitCode}: {output}{errors}");
    }
}
