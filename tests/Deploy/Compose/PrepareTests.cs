namespace RailHub.Deploy.Tests.Compose;

/// <summary>How an installation gets its passwords.</summary>
public sealed class PrepareTests : IDisposable
{
    private readonly TempDirectory _secrets = new();

    public void Dispose() => _secrets.Dispose();

    [Fact]
    public async Task Passwords_are_made_once_and_differ()
    {
        await PrepareAsync();
        var (postgres, grafana) = (await ReadAsync("postgres"), await ReadAsync("grafana"));
        await PrepareAsync();

        Assert.Matches("^[0-9a-f]{48}$", postgres);
        Assert.Matches("^[0-9a-f]{48}$", grafana);
        Assert.NotEqual(postgres, grafana);
        Assert.Equal((postgres, grafana), (await ReadAsync("postgres"), await ReadAsync("grafana")));
        Assert.Equal($"*:*:*:railhub:{postgres}", await ReadAsync("pgpass"));
    }

    [Fact]
    public async Task What_a_start_that_was_killed_left_half_done_is_made_whole()
    {
        await File.WriteAllTextAsync(_secrets["postgres"], "");
        await File.WriteAllTextAsync(_secrets["pgpass.part"], "*:*");

        await PrepareAsync();

        Assert.Equal($"*:*:*:railhub:{await ReadAsync("postgres")}", await ReadAsync("pgpass"));
    }

    private async Task PrepareAsync()
    {
        var (exitCode, output, errors) = await ShellCommand.RunAsync("sh", ["deploy/compose/prepare.sh", _secrets.Path]);
        Assert.True(exitCode == 0, output + errors);
    }

    private async Task<string> ReadAsync(string name) => (await File.ReadAllTextAsync(_secrets[name])).TrimEnd('\n');
}
