using RailHub.Firmware.Virtual.Dialects;

namespace RailHub.Grains.Tests.Controllers;

/// <summary>Boards with the firmwares that are in the field are served like new ones.</summary>
public sealed class OldFirmwareTests : IAsyncLifetime
{
    private TestClub _club = null!;

    public async ValueTask InitializeAsync() => _club = await TestClub.StartAsync();

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Theory]
    [InlineData(BoardDialect.R32)]
    [InlineData(BoardDialect.R8266A)]
    [InlineData(BoardDialect.R8266B)]
    public async Task What_is_wished_is_what_is_shown(BoardDialect dialect)
    {
        var board = await StartAsync(dialect);
        var grain = _club.Grain(board);

        foreach (var brightness in (int[])[50, 49, 100, 1, 99])
        {
            var answer = (await grain.SetOutput(4, new OutputChange(Active: true, Brightness: brightness))).Expect();
            Assert.Equal(CommandResult.Confirmed, answer.Result);
            Assert.Equal(new OutputState(4, new OutputValues(true, brightness, 0, "")), answer.Output! with { ChasedBy = null });
        }

        Assert.Equal(5, board.Commands.Count);
        Assert.Equal(CommandResult.AlreadySo, (await grain.SetOutput(4, new OutputChange(Brightness: 99))).Expect().Result);
        Assert.Equal("Distant A", (await grain.SetOutput(4, new OutputChange(Name: "Distant A"))).Expect().Output!.Reported.Name);
        Assert.Equal(700, (await grain.SetOutput(4, new OutputChange(Interval: 700))).Expect().Output!.Reported.Interval);
    }

    [Theory]
    [InlineData(BoardDialect.R8266A)]
    [InlineData(BoardDialect.R8266B)]
    public async Task Groups_are_known_by_their_pins(BoardDialect dialect)
    {
        var board = await StartAsync(dialect);
        var layout = _club.Grain((await _club.Club.GetRoster()).Layouts[0]);
        var group = (await layout.CreateChasingGroup(
            new ChasingGroupDraft("Runway", 300, [new OutputAddress(board.Id, 12), new OutputAddress(board.Id, 4)]))).Expect();

        Assert.Equal(ChasingState.Running, (await layout.StartChasingGroup(group.Id)).Expect().State);
        Assert.Equal([12, 4], Assert.Single((await _club.Grain(board).GetState()).Expect().BoardGroups).Pins);
        Assert.Equal(ChasingState.Stopped, (await layout.StopChasingGroup(group.Id)).Expect().State);
    }

    private async Task<TestBoard> StartAsync(BoardDialect dialect)
    {
        var profile = dialect == BoardDialect.R32 ? BoardProfile.RailHub32 : BoardProfile.RailHub8266;
        var board = await _club.StartBoardAsync(profile, options => options with { Dialect = dialect });
        await _club.CreateLayoutWithAsync(board);
        return board;
    }
}
