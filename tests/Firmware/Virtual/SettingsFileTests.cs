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
    public async Task A_draft_that_was_left_behind_does_no_harm()
    {
        await using (var board = await VirtualBoard.StartAsync(_options))
            await board.ControlAsync(4, active: true, brightness: 75);
        await File.WriteAllTextAsync(_options.SettingsFile + ".new", "half a fi");

        await using var next = await VirtualBoard.StartAsync(_options);

        Assert.Equal(191, next.LevelOf(4));
        await next.ControlAsync(5, active: true, brightness: 100);
        Assert.Equal([_options.SettingsFile!], Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public async Task A_damaged_file_gives_a_new_board()
    {
        await File.WriteAllTextAsync(_options.SettingsFile!, "not settings");

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
