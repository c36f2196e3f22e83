using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Controllers;

public sealed class SeveralSilosTests
{
    [Fact]
    public async Task Boards_of_a_silo_that_died_are_linked_by_another_though_nobody_asks_for_them()
    {
        await using var club = await TestClub.StartAsync(silos: 2);
        await club.Time.WaitBegun(Supervisor.Period);
        var board = await club.StartBoardAsync(BoardProfile.RailHub8266);
        await club.CreateLayoutWithAsync(board);

        var asked = board.NextStatusRequest();
        await club.KillSiloOfAsync(board);
        club.Time.Advance(Supervisor.Period);
        await asked;
        await club.UntilLiveAsync(board);
        Assert.Equal(CommandResult.Confirmed, (await club.Grain(board).SetOutput(4, new OutputChange(Active: true))).Expect().Result);
    }
}
