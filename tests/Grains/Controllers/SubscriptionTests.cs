namespace RailHub.Grains.Tests.Controllers;

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Who_names_the_last_change_that_it_has_gets_no_state_unless_there_is_a_newer_one()
    {
        await using var club = await TestClub.StartAsync();
        var board = await club.StartBoardAsync(BoardProfile.RailHub8266);
        await club.CreateLayoutWithAsync(board);
        await club.UntilLiveAsync(board);
        var observer = club.Client.CreateObjectReference<IControllerObserver>(new Deaf());
        var grain = club.Grain(board).Grain;
        var known = (await grain.Subscribe(observer, 0, 0)).Expect();

        Assert.NotNull(known.State);
        Assert.Equal(known with { State = null }, (await grain.Subscribe(observer, known.Epoch, known.Number)).Expect());
        Assert.NotNull((await grain.Subscribe(observer, known.Epoch, known.Number - 1)).Expect().State);
        Assert.NotNull((await grain.Subscribe(observer, known.Epoch - 1, known.Number)).Expect().State);

        await club.Grain(board).SetOutput(4, new OutputChange(Active: true));
        var newer = (await grain.Subscribe(observer, known.Epoch, known.Number)).Expect();
        Assert.True(newer.Number > known.Number);
        Assert.True(newer.State!.Find(4)!.Shown.Active);
    }

    private sealed class Deaf : IControllerObserver
    {
        public void OnControllerChanged(MacAddress controller, ControllerChange change)
        {
            // What matters here is what is answered.
        }
    }
}
