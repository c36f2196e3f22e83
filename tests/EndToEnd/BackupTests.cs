namespace RailHub.EndToEnd.Tests;

/// <summary>A club's copies, as a person makes them and puts them back.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly TempDirectory _data = new();
    private readonly TempDirectory _stick = new();

    private string Copy => Path.Combine(_stick.Path, "club.db");

    public void Dispose()
    {
        _data.Dispose();
        _stick.Dispose();
    }

    [Fact]
    public async Task A_club_is_copied_while_it_runs_and_restored_while_it_does_not()
    {
        await using (var platform = await StartAsync())
        {
            await platform.PostAsync("api/layouts", new { name = "Old" });
            Assert.Equal((0, ""), await RunAsync("backup", Copy));
            await platform.PostAsync("api/layouts", new { name = "New" });

            var (exitCode, errors) = await RunAsync("restore", Copy);
            Assert.Equal(1, exitCode);
            Assert.StartsWith("RailHub cannot restore: ", errors, StringComparison.Ordinal);
            Assert.Contains("in use by another RailHub", errors, StringComparison.Ordinal);
            Assert.Equal(0, await platform.StopAsync());
        }

        Assert.Equal((0, ""), await RunAsync("restore", Copy));

        await using var restored = await StartAsync();
        Assert.Equal(["Old"], await LayoutsAsync(restored));
        Assert.True(File.Exists(Path.Combine(_data.Path, "railhub.replaced-1.db")));
    }

    [Fact]
    public async Task What_is_there_already_is_replaced_only_when_it_is_said()
    {
        await using var platform = await StartAsync();
        Assert.Equal((0, ""), await RunAsync("backup", Copy));
        var first = await File.ReadAllBytesAsync(Copy);

        var (exitCode, errors) = await RunAsync("backup", Copy);

        Assert.Equal((1, $"RailHub cannot back up: {Copy} is there already. Give another name, or replace it with --overwrite."), (exitCode, errors));
        Assert.Equal(first, await File.ReadAllBytesAsync(Copy));
        Assert.Equal((0, ""), await RunAsync("backup", Copy, "--overwrite"));
        Assert.NotEqual(first, await File.ReadAllBytesAsync(Copy));
    }

    [Fact]
    public async Task A_place_where_no_copy_can_be_made_is_named()
    {
        Assert.Contains("There is no club in", (await RunAsync("backup", Copy)).Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data.Path));

        await using var platform = await StartAsync();
        Assert.Contains("is a directory", (await RunAsync("backup", _stick.Path)).Errors, StringComparison.Ordinal);
        var nowhere = Path.Combine(_stick.Path, "nowhere");
        Assert.Contains($"There is no directory {nowhere}.", (await RunAsync("backup", Path.Combine(nowhere, "club.db"))).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_that_was_put_by_hand_over_a_club_that_crashed_is_told()
    {
        await using (var platform = await StartAsync())
        {
            await platform.PostAsync("api/layouts", new { name = "Old" });
            Assert.Equal((0, ""), await RunAsync("backup", Copy));
            await platform.PostAsync("api/layouts", new { name = "New" });
            await platform.KillAsync();
        }

        var database = Path.Combine(_data.Path, "railhub.db");
        File.Copy(Copy, database, overwrite: true);

        var (exitCode, errors) = await RunAsync("--urls", "http://127.0.0.1:0", "--no-demo");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"RailHub cannot start: The log {database}-wal does not belong to the database {database}", errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
        File.Move(database + "-wal", Path.Combine(_stick.Path, "aside"));
        await using var restored = await StartAsync();
        Assert.Equal(["Old"], await LayoutsAsync(restored));
    }

    private Task<StandaloneProcess> StartAsync() => StandaloneProcess.StartAsync(_data.Path, options: "--no-demo");

    private Task<(int ExitCode, string Errors)> RunAsync(params string[] arguments) =>
        PlatformProgram.RunAsync("Standalone", [.. arguments, "--data", _data.Path]);

    private static async Task<List<string>> LayoutsAsync(StandaloneProcess platform) =>
        [.. (await platform.GetAsync("api/layouts")).EnumerateArray().Select(layout => layout.GetProperty("name").GetString()!)];
}
