namespace RailHub.Grains.Tests.Controllers;

/// <summary>What senders plan on a board.</summary>
public sealed class PlanOrderTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;
    private long _number;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.CreateLayoutWithAsync(_board);
        (await _club.Grain(_board).SetOutput(16, new OutputChange(Active: true))).Expect();
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task Clocks_that_are_apart_make_no_difference(int seconds)
    {
        var apart = TimeSpan.FromSeconds(seconds);
        await PlanAsync(apart, takesBack: false, since: null, Want(4, apart, 2));
        await _club.LetSecondsPassAsync(1, _board);
        Assert.Equal(0, _board.Virtual.LevelOf(4));
        await _club.LetSecondsPassAsync(1, _board);
        await _club.UntilAsync(_board, state => state.Find(4)!.Reported.Active);
    }

    [Fact]
    public async Task What_is_taken_back_since_a_moment_leaves_what_begins_before()
    {
        await PlanAsync(default, takesBack: false, since: null, Want(4, default, 1), Want(5, default, 3));
        await PlanAsync(default, takesBack: true, since: Now + TimeSpan.FromSeconds(2), Want(12, default, 3));
        await _club.LetSecondsPassAsync(4, _board);
        await _club.UntilAsync(_board, state => state.Find(4)!.Reported.Active && state.Find(12)!.Reported.Active);
        Assert.False((await _club.Grain(_board).GetState()).Expect().Find(5)!.Reported.Active);
    }

    [Fact]
    public async Task A_sender_hears_when_it_was_so_and_what_was_taken_from_it()
    {
        var wanted = Want(4, default, 1);
        Assert.Empty((await PlanAsync(default, takesBack: false, since: null, wanted)).Effects);
        await _club.LetSecondsPassAsync(2, _board);
        await _club.UntilAsync(_board, state => state.Find(4)!.Reported.Active);

        var receipt = await PlanAsync(default, takesBack: false, since: null);
        var effect = Assert.Single(receipt.Effects);
        Assert.Equal((4, wanted.From), (effect.Pin, effect.From));
        Assert.InRange(effect.Late!.Value, TimeSpan.FromSeconds(-0.5), TimeSpan.FromSeconds(2));
        Assert.Empty(receipt.TakenOver);
        Assert.Empty((await PlanAsync(default, takesBack: false, since: null)).Effects);

        (await _club.Grain(_board).SetOutput(4, new OutputChange(Active: false))).Expect();
        Assert.Equal([4], (await PlanAsync(default, takesBack: false, since: null)).TakenOver);
    }

    [Fact]
    public async Task What_somebody_does_at_the_board_takes_an_output_as_well()
    {
        await PlanAsync(default, takesBack: false, since: null, Want(4, default, 0));
        await _club.UntilAsync(_board, state => state.Find(4) is { Reported.Active: true, Desired: null });
        await _board.Virtual.ControlAsync(4, active: true, brightness: 20);
        await _club.UntilAsync(_board, state => state.Find(4)!.Reported.Brightness == 20);
        Assert.Equal([4], (await PlanAsync(default, takesBack: false, since: null)).TakenOver);
    }

    private DateTimeOffset Now => _club.Time.GetUtcNow();

    private Intent Want(int pin, TimeSpan apart, double inSeconds) => new(
        pin, new OutputChange(Active: true), Now + apart + TimeSpan.FromSeconds(inSeconds), TimeSpan.Zero, Curve.Linear, Origin.Cue, default);

    private async Task<PlanReceipt> PlanAsync(TimeSpan apart, bool takesBack, DateTimeOffset? since, params Intent[] intents) =>
        (await _club.Grain(_board).Grain.Plan(
            _board.Layout, new PlanOrder(new Stamp("show", 1, ++_number), Now + apart, takesBack, since, intents))).Expect();
}
