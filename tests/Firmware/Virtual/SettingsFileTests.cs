using System.Net;
using RailHub.Firmware.Virtual;

namespace RailHub.Firmware.Tests.Virtual;

public sealed class SettingsFileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("railhub-board");
    private readonly VirtualBoardOptions _options;

    public SettingsFileTests()
    {
        _options = VirtualBoards.Options with { SettingsFile = Path.Combine(_directory.FullName, "board.settings") };
    }

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Settings_are_on_disk_when_the_answer_is_there()
    {
        await using var board = await VirtualBoard.StartAsync(_options);
        using var http = board.Http();
        using var answer = await http.ControlAsync(4, 75);

        // A second board on the same file is what the next process would find after a kill.
        await using var next = await VirtualBoard.StartAsync(_options);

        Assert.Equal(191, next.LevelOf(4));
    }

    [Fact]
    public async Task What_gathers_is_on_disk_after_an_orderly_end()
    {
        await using (var board = await VirtualBoard.StartAsync(_options))
        {
            await board.ControlAsync(4, active: true, brightness: 75);
            await board.ControlAsync(5, active: true, brightness: 100);
        }

        await using var next = await VirtualBoard.StartAsync(_options);

        Assert.Equal((191, 255), (next.LevelOf(4), next.LevelOf(5)));
        Assert.Equal([_options.SettingsFile + ".0", _options.SettingsFile + ".1"], Directory.GetFiles(_directory.FullName).Order());
    }

    [Fact]
    public async Task One_damaged_file_costs_the_newest_change_only()
    {
        await using (var board = await VirtualBoard.StartAsync(_options))
        {
            await board.ControlAsync(4, active: true, brightness: 75);
            await board.ControlAsync(5, active: true, brightness: 100);
        }

        await File.WriteAllTextAsync(_options.SettingsFile + ".1", "half a fi");

        await using var next = await VirtualBoard.StartAsync(_options);
        Assert.Equal((191, 0), (next.LevelOf(4), next.LevelOf(5)));
    }

    [Fact]
    public async Task Damaged_files_give_a_new_board()
    {
        await File.WriteAllTextAsync(_options.SettingsFile + ".0", "not settings");
        await File.WriteAllTextAsync(_options.SettingsFile + ".1", "");

        await using var board = await VirtualBoard.StartAsync(_options);

        Assert.Equal("ESP32-Controller-01", (string?)(await board.StatusAsync())["name"]);
    }

    [Fact]
    public async Task A_directory_that_is_gone_is_told_to_the_caller()
    {
        await using var board = await VirtualBoard.StartAsync(
            _options with { SettingsFile = Path.Combine(_directory.FullName, "missing", "board.settings") });
        using var http = board.Http();

        using var answer = await http.ControlAsync(4, 75);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
    }
}
