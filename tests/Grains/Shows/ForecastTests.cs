using RailHub.Firmware.Virtual.Dialects;

namespace RailHub.Grains.Tests.Shows;

public sealed class ForecastTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _quick = null!;
    private TestBoard _sparing = null!;
    private Layout _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        _quick = await _club.StartBoardAsync(BoardProfile.RailHub32);
        _sparing = await _club.StartBoardAsync(BoardProfile.RailHub8266, options => options with { Dialect = BoardDialect.R8266B });
        _layout = await _club.CreateLayoutWithAsync(_quick, _sparing);
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Fact]
    public async Task The_writes_of_a_run_are_counted_by_what_each_board_is()
    {
        var draft = Draft(
            Cue(1, _quick.Target(18, brightness: 0), _sparing.Target(4, brightness: 0)),
            Cue(2, _quick.Target(18), _sparing.Target(4)) with { Up = 60_000 },
            Cue(3, _quick.Target(18, brightness: 0)) with { Skip = true });

        var forecast = (await Grain.ForecastShow(null, draft)).Expect();

        Assert.Equal([new BoardWrites(_quick.Id, 26), new BoardWrites(_sparing.Id, 11)], forecast.Writes);
        Assert.Empty(forecast.Conflicts);
    }

    [Fact]
    public async Task It_is_told_when_each_cue_comes_that_is_played()
    {
        var draft = Draft(
            Cue(4, _quick.Target(21)) with { Trigger = CueTrigger.Hang, Time = -500 },
            Cue(1, _quick.Target(18) with { Delay = 1_000, Fade = 2_000 }),
            Cue(2, _quick.Target(19)) with { Trigger = CueTrigger.Follow, Time = 4_000, Up = 1_500 },
            Cue(3, _quick.Target(22)) with { Skip = true });

        // The first from 0 to 1 + 2 s, the second 4 s later for 1.5 s, and the last half a second before that is over.
        Assert.Equal(
            [new CueTime(CueNumber.Whole(1), 0, 3_000), new CueTime(CueNumber.Whole(2), 4_000, 5_500), new CueTime(CueNumber.Whole(4), 5_000, 5_000)],
            (await Grain.ForecastShow(null, draft)).Expect().Times);
    }

    [Fact]
    public async Task A_cue_that_wants_what_a_show_that_runs_wants_is_told_with_its_lamps()
    {
        var running = (await Grain.CreateShow(Draft("Fair", Cue(1, _quick.Target(18)), Cue(2, _quick.Target(19), _quick.Target(21))))).Expect();
        var own = (await Grain.CreateShow(Draft("Night", Cue(1, _quick.Target(22)), Cue(2, _quick.Target(21), _quick.Target(22), _quick.Target(18))))).Expect();
        Assert.Empty((await Grain.ForecastShow(own.Id, new ShowDraft(own.Name, own.Cues))).Expect().Conflicts);

        foreach (var show in (Show[])[running, own])
        {
            (await _club.Client.Show(show.Id).Control(_layout.Id, new ShowOrder(ShowTransport.Play))).Expect();
            await TestClub.PollAsync(
                async () => (await Grain.GetShows()).Expect().Shows.Single(known => known.Id == show.Id).Run is { Mode: ShowMode.Playing }, "the show to play");
        }

        var conflict = Assert.Single((await Grain.ForecastShow(own.Id, new ShowDraft(own.Name, own.Cues))).Expect().Conflicts);
        Assert.Equal((CueNumber.Whole(2), running.Id, "Fair"), (conflict.Cue, conflict.Show, conflict.Name));
        Assert.Equal([_quick.Output(21), _quick.Output(18)], conflict.Outputs);
    }

    [Fact]
    public async Task A_preview_has_of_each_output_what_begins_last_and_no_lamp_changes()
    {
        var draft = Draft(
            Cue(1, _quick.Target(18, brightness: 30) with { Delay = 9_000 }, _quick.Target(19)),
            Cue(2, _quick.Target(18, brightness: 60), _quick.Target(19, active: false)) with { Trigger = CueTrigger.Follow, Time = 1_000 },
            Cue(3, _quick.Target(21)) with { Skip = true },
            Cue(4, _quick.Target(19)));

        Assert.Equal(
            [_quick.Target(18, brightness: 30), _quick.Target(19, active: false)], (await Grain.PreviewCue(null, draft, CueNumber.Whole(2))).Expect().Targets);
        Assert.Equal(
            [_quick.Target(18, brightness: 30), _quick.Target(19, active: false), _quick.Target(21)],
            (await Grain.PreviewCue(null, draft, CueNumber.Whole(3))).Expect().Targets);
        Assert.Equal(RefusalCodes.CueUnknown, (await Grain.PreviewCue(null, draft, CueNumber.Whole(5))).Refusal?.Code);
        Assert.Empty(_quick.Commands);
    }

    [Fact]
    public async Task What_could_not_be_kept_is_refused_as_it_would_be()
    {
        var wrong = Draft(Cue(1, _quick.Target(18)), Cue(1));
        Assert.Equal("cues[1].number", (await Grain.ForecastShow(null, wrong)).Refusal?.Field);
        Assert.Equal("cues[1].number", (await Grain.PreviewCue(null, wrong, CueNumber.Whole(1))).Refusal?.Field);

        var unknown = _club.Client.GetGrain<ILayoutGrain>(Guid.NewGuid());
        Assert.Equal(RefusalCodes.LayoutUnknown, (await unknown.ForecastShow(null, Draft())).Refusal?.Code);
    }

    private ILayoutGrain Grain => _club.Grain(_layout);

    private static ShowDraft Draft(params Cue[] cues) => Draft("Night", cues);

    private static ShowDraft Draft(string name, params Cue[] cues) => new(name, cues);

    private static Cue Cue(int number, params SceneTarget[] targets) => targets.Length == 0
        ? new Cue(CueNumber.Whole(number))
        : new Cue(CueNumber.Whole(number), Action: CueAction.Targets, Targets: targets, Curve: Curve.Linear);
}
