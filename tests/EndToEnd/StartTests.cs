using System.Net;
using System.Net.Sockets;

namespace RailHub.EndToEnd.Tests;

/// <summary>A start that fails says why in one line, and the exit code is not zero.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var data = new TempDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await RefusesAsync("is taken", "--data", data.Path, "--urls", $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}");
    }

    [Fact]
    public async Task An_address_that_is_none()
    {
        using var data = new TempDirectory();
        await RefusesAsync("no address", "--data", data.Path, "--urls", "nonsense");
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written()
    {
        using var data = new TempDirectory();
        var file = Path.Combine(data.Path, "file");
        await File.WriteAllTextAsync(file, "not a directory");

        await RefusesAsync("cannot be written", "--data", Path.Combine(file, "club"), "--urls", "http://127.0.0.1:0");
    }

    [Fact]
    public async Task A_directory_that_another_club_has()
    {
        using var data = new TempDirectory();
        await using var first = await StandaloneProcess.StartAsync(data.Path, options: "--no-demo");

        await RefusesAsync("in use", "--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo");
    }

    [Fact]
    public async Task A_database_that_is_damaged()
    {
        using var data = new TempDirectory();
        await File.WriteAllTextAsync(Path.Combine(data.Path, "railhub.db"), new string('x', 8192));

        await RefusesAsync("damaged", "--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo");
    }

    [Theory]
    [InlineData("no host name", "--allow-remote", "--host-names", "railway.club,http://bahn.example")]
    [InlineData("--allow-remote", "--host-names", "railway.club")]
    public async Task Host_names_that_are_none_or_serve_nobody(string reason, params string[] options)
    {
        using var data = new TempDirectory();
        await RefusesAsync(reason, ["--data", data.Path, "--urls", "http://127.0.0.1:0", "--no-demo", .. options]);
    }

    private static async Task RefusesAsync(string reason, params string[] arguments)
    {
        var (exitCode, errors) = await StandaloneProcess.RunAsync(arguments);

        Assert.NotEqual(0, exitCode);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
    }
}
