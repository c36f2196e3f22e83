using RailHub.Grains.Layouts;
using RailHub.Grains.Shows;
using static RailHub.Grains.Tests.RulesTests;

namespace RailHub.Grains.Tests.Shows;

public sealed class ShowRulesTests
{
    private static readonly MacAddress s_board = new(1);
    private static readonly MacAddress s_gone = new(2);
    private static readonly LayoutId s_elsewhere = LayoutId.Create(DateTimeOffset.UnixEpoch);
    private static readonly ShowId s_foreign = ShowId.Create(DateTimeOffset.UnixEpoch);

    private readonly LayoutContent _layout = new(LayoutId.Create(DateTimeOffset.UnixEpoch)) { Exists = true };
    private readonly ShowId _id = ShowId.Create(DateTimeOffset.UnixEpoch);
    private OtherShows _others = new(
        new Dictionary<LayoutId, string> { [s_elsewhere] = "Branch" },
        new Dictionary<(LayoutId, ShowId), OtherShow> { [(s_elsewhere, s_foreign)] = new("Fair", []) });

    private readonly Scene _scene;
    private readonly ChasingGroup _group;
    private readonly Show _other;

    public ShowRulesTests()
    {
        _layout.Controllers.Add(new Controller(s_board, _layout.Id, "Station", "192.0.2.1", 80, 81, 1));
        _scene = new Scene(SceneId.Create(DateTimeOffset.UnixEpoch), _layout.Id, "Night", [Target(4)], 1);
        _layout.Scenes[_scene.Id] = _scene;
        _group = new ChasingGroup(ChasingGroupId.Create(DateTimeOffset.UnixEpoch), _layout.Id, "Crossing", 200, [new(s_board, 4), new(s_board, 5)], 1);
        _layout.Groups[_group.Id] = _group;
        _other = Known("Other");
    }

    [Fact]
    public void A_show_of_every_kind_of_cue_is_fine() => Assert.Null(Check(
        new Cue(At(1), "House lights", "Mind the doors.\nAll of them.", CueColour.Amber, CueAction.Scene, _scene.Id, Up: 3_600_000, Down: 0, Delay: 3_600_000),
        new Cue(At(2), Action: CueAction.Targets, Targets: [Target(4), Target(5)], Trigger: CueTrigger.Hang, Time: -3_600_000),
        new Cue(At(3), Action: CueAction.StartChase, ChasingGroup: _group.Id, Trigger: CueTrigger.Follow, Time: 86_400_000),
        new Cue(At(4), Action: CueAction.StopChase, ChasingGroup: _group.Id, Trigger: CueTrigger.Offset, Time: 0),
        new Cue(At(5), Action: CueAction.StartShow, Show: _other.Id, Layout: _layout.Id),
        new Cue(At(6), Action: CueAction.StopShow, Show: _other.Id),
        new Cue(At(7), Action: CueAction.StartShow, Show: s_foreign, Layout: s_elsewhere),
        new Cue(At(8), Action: CueAction.StopShow, Show: _id),
        new Cue(At(9), Skip: true)));

    [Fact]
    public void A_show_may_have_no_cues_yet() => Assert.Null(Check());

    [Fact]
    public void A_name_is_needed()
    {
        Refused(Check(new ShowDraft(" ", [])), "name", RefusalCodes.NameInvalid);
        Refused(Check(new ShowDraft(new string('n', 61), [])), "name", RefusalCodes.NameInvalid);
    }

    [Fact]
    public void A_show_has_a_thousand_cues_at_most()
    {
        Assert.Null(Check([.. Enumerable.Range(1, 1_000).Select(number => new Cue(At(number)))]));
        Refused(Check([.. Enumerable.Range(1, 1_001).Select(number => new Cue(At(number)))]), "cues", RefusalCodes.TooMany);
        Refused(Check(new ShowDraft("Evening", null!)), "cues", RefusalCodes.Malformed);
        Refused(Check(new Cue(At(1)), null!), "cues[1]", RefusalCodes.Malformed);
    }

    [Fact]
    public void A_cue_has_five_thousand_targets_at_most_and_a_show_fifty_thousand()
    {
        SceneTarget[] most = [.. Enumerable.Range(0, 5_000).Select(pin => Target(pin))];
        Assert.Null(Check([.. Enumerable.Range(1, 10).Select(number => Targets(number, most))]));
        Refused(Check(Targets(1, Target(4)), Targets(2, [.. most, Target(5_000)])), "cues[1].targets", RefusalCodes.TooMany);
        Refused(Check([.. Enumerable.Range(1, 10).Select(number => Targets(number, most)), Targets(11, Target(4))]), "cues", RefusalCodes.TooMany);
    }

    [Fact]
    public void No_two_cues_have_the_same_number_and_each_has_one()
    {
        Refused(Check(new Cue(At(1)), new Cue(new CueNumber(1_500)), new Cue(At(1))), "cues[2].number", RefusalCodes.CueTwice);
        Refused(Check(new Cue(default)), "cues[0].number", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(new CueNumber(10_000_000))), "cues[0].number", RefusalCodes.CueInvalid);
    }

    [Fact]
    public void What_an_action_needs_is_there()
    {
        Refused(Check(new Cue(At(1), Action: CueAction.Scene)), "cues[0].scene", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Action: CueAction.Targets)), "cues[0].targets", RefusalCodes.CueInvalid);
        Refused(Check(Targets(1)), "cues[0].targets", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Action: CueAction.StartChase)), "cues[0].chasingGroup", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Action: CueAction.StopChase)), "cues[0].chasingGroup", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Action: CueAction.StartShow)), "cues[0].show", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Action: CueAction.StopShow, Layout: s_elsewhere)), "cues[0].show", RefusalCodes.CueInvalid);
    }

    [Fact]
    public void What_an_action_does_not_need_is_absent()
    {
        Refused(Check(new Cue(At(1), Scene: _scene.Id)), "cues[0].scene", RefusalCodes.CueInvalid);
        Refused(Check(Recall(1) with { Targets = [] }), "cues[0].targets", RefusalCodes.CueInvalid);
        Refused(Check(Recall(1) with { ChasingGroup = _group.Id }), "cues[0].chasingGroup", RefusalCodes.CueInvalid);
        Refused(Check(Recall(1) with { Show = _other.Id }), "cues[0].show", RefusalCodes.CueInvalid);
        Refused(Check(Recall(1) with { Layout = _layout.Id }), "cues[0].layout", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Up: 5)), "cues[0].up", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Action: CueAction.StopChase, ChasingGroup: _group.Id, Down: 5)), "cues[0].down", RefusalCodes.CueInvalid);
    }

    [Fact]
    public void What_a_cue_names_is_there()
    {
        Refused(Check(Recall(1), Recall(2) with { Scene = default(SceneId) }), "cues[1].scene", RefusalCodes.SceneUnknown);
        Refused(
            Check(new Cue(At(1), Action: CueAction.StartChase, ChasingGroup: default(ChasingGroupId))), "cues[0].chasingGroup", RefusalCodes.ChasingGroupUnknown);
        Refused(Check(Start(1, default)), "cues[0].show", RefusalCodes.ShowUnknown);
        Refused(Check(Start(1, s_foreign)), "cues[0].show", RefusalCodes.ShowUnknown);
        Refused(Check(Start(1, _other.Id) with { Layout = s_elsewhere }), "cues[0].show", RefusalCodes.ShowUnknown);
        Refused(Check(Start(1, s_foreign) with { Layout = default(LayoutId) }), "cues[0].layout", RefusalCodes.LayoutUnknown);
    }

    [Fact]
    public void Targets_keep_to_the_rules_of_scenes_and_name_where_they_stand()
    {
        Refused(Check(Targets(1, Target(4)), Targets(2, Target(4), Target(4))), "cues[1].targets[1]", RefusalCodes.OutputTwice);
        Refused(Check(Targets(1, [null!])), "cues[0].targets[0]", RefusalCodes.Malformed);
        Refused(Check(Targets(1, Target(4) with { Brightness = 101 })), "cues[0].targets[0].brightness", RefusalCodes.BrightnessInvalid);
        Refused(Check(Targets(1, Target(4) with { Interval = 5 })), "cues[0].targets[0].interval", RefusalCodes.IntervalInvalid);
        Refused(Check(Targets(1, Target(4) with { Fade = -1 })), "cues[0].targets[0].fade", RefusalCodes.TimeInvalid);
        Refused(Check(Targets(1, Target(4), Target(5) with { Controller = s_gone })), "cues[0].targets[1].controller", RefusalCodes.ControllerElsewhere);
    }

    [Fact]
    public void What_was_so_before_may_stay()
    {
        var old = Targets(1, Target(4) with { Controller = s_gone }, Target(5) with { Interval = 5 });
        var rules = new ShowRules(_layout, _id, [old], OtherShows.None, (_, _) => false);

        Assert.Null(rules.Check(new ShowDraft("Evening", [new Cue(At(1)), old with { Number = At(2) }])));
        Refused(
            rules.Check(new ShowDraft("Evening", [Targets(1, Target(12) with { Interval = 5 })])), "cues[0].targets[0].interval", RefusalCodes.IntervalInvalid);
        Assert.Null(new ShowRules(_layout, _id, [], OtherShows.None, (output, interval) => (output.Pin, interval) == (12, 5))
            .Check(new ShowDraft("Evening", [Targets(1, Target(12) with { Interval = 5 })])));
    }

    [Theory]
    [InlineData(CueTrigger.Go, 0, null)]
    [InlineData(CueTrigger.Go, 1, RefusalCodes.CueInvalid)]
    [InlineData(CueTrigger.Offset, 86_400_000, null)]
    [InlineData(CueTrigger.Offset, 86_400_001, RefusalCodes.TimeInvalid)]
    [InlineData(CueTrigger.Offset, -1, RefusalCodes.TimeInvalid)]
    [InlineData(CueTrigger.Follow, 0, null)]
    [InlineData(CueTrigger.Follow, -1, RefusalCodes.TimeInvalid)]
    [InlineData(CueTrigger.Follow, long.MaxValue, RefusalCodes.TimeInvalid)]
    [InlineData(CueTrigger.Hang, -3_600_000, null)]
    [InlineData(CueTrigger.Hang, -3_600_001, RefusalCodes.TimeInvalid)]
    [InlineData(CueTrigger.Hang, 86_400_001, RefusalCodes.TimeInvalid)]
    public void A_time_fits_its_trigger(CueTrigger trigger, long time, string? code) =>
        Assert.Equal(code is null ? null : ("cues[0].time", code), Named(Check(new Cue(At(1), Trigger: trigger, Time: time))));

    [Fact]
    public void Fades_and_delays_take_an_hour_at_most()
    {
        Refused(Check(Recall(1) with { Up = -1 }), "cues[0].up", RefusalCodes.TimeInvalid);
        Refused(Check(Recall(1) with { Down = 3_600_001 }), "cues[0].down", RefusalCodes.TimeInvalid);
        Refused(Check(new Cue(At(1), Delay: 3_600_001)), "cues[0].delay", RefusalCodes.TimeInvalid);
    }

    [Fact]
    public void Labels_and_notes_are_texts_of_some_length()
    {
        Assert.Null(Check(new Cue(At(1), new string('l', 60), new string('n', 500))));
        Refused(Check(new Cue(At(1), new string('l', 61))), "cues[0].label", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), "two\nlines")), "cues[0].label", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), "half \uD83D a pair")), "cues[0].label", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), null!)), "cues[0].label", RefusalCodes.Malformed);
        Refused(Check(new Cue(At(1), Note: new string('n', 501))), "cues[0].note", RefusalCodes.CueInvalid);
        Refused(Check(new Cue(At(1), Note: "bell \a")), "cues[0].note", RefusalCodes.CueInvalid);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(10_000, true)]
    [InlineData(-1, false)]
    [InlineData(10_001, false)]
    public void A_show_runs_up_to_ten_thousand_times(int loops, bool isFine) => Assert.Equal(
        isFine ? null : ("loops", RefusalCodes.LoopsInvalid), Named(Check(new ShowDraft("Evening", [new Cue(At(1), Delay: 1)], loops))));

    [Fact]
    public void A_round_that_is_repeated_takes_some_time_or_waits_for_a_hand()
    {
        Refused(Twice(), "loops", RefusalCodes.RoundEmpty);
        Refused(Twice(Recall(1) with { Trigger = CueTrigger.Follow }), "loops", RefusalCodes.RoundEmpty);

        // The first cue begins with its round, whatever its trigger.
        Refused(Twice(Recall(1)), "loops", RefusalCodes.RoundEmpty);
        Refused(Twice(Recall(1) with { Trigger = CueTrigger.Follow, Time = 500 }), "loops", RefusalCodes.RoundEmpty);

        // The next round waits for the last cue only.
        Refused(Twice(Recall(1) with { Up = 500 }, Recall(2) with { Trigger = CueTrigger.Follow }), "loops", RefusalCodes.RoundEmpty);
        Refused(Twice(Recall(1) with { Up = 500 }, Recall(2) with { Trigger = CueTrigger.Hang, Time = -500 }), "loops", RefusalCodes.RoundEmpty);
        Refused(Twice(Recall(1), Recall(2) with { Up = 500, Skip = true }), "loops", RefusalCodes.RoundEmpty);

        Assert.Null(Twice(Recall(1), Recall(2)));
        Assert.Null(Twice(Recall(1) with { Down = 1 }));
        Assert.Null(Twice(new Cue(At(1), Delay: 1)));
        Assert.Null(Twice(Recall(1), Recall(2) with { Trigger = CueTrigger.Offset, Time = 1 }));
        Assert.Null(Twice(Recall(1) with { Up = 500 }, Recall(2) with { Trigger = CueTrigger.Hang, Time = -499 }));
        Assert.Null(Twice(Targets(1, Target(4) with { Delay = 1 })));
        _layout.Scenes[_scene.Id] = _scene with { Fade = 1 };
        Assert.Null(Twice(Recall(1)));
    }

    [Fact]
    public void Cues_in_any_order_make_the_round_of_their_numbers() => Refused(
        Twice(Recall(2) with { Trigger = CueTrigger.Follow }, Recall(1) with { Up = 500 }), "loops", RefusalCodes.RoundEmpty);

    [Fact]
    public void Shows_do_not_start_each_other_in_a_circle()
    {
        Refused(Check(new Cue(At(1)), Start(2, _id)), "cues[1].show", RefusalCodes.ShowCircle);
        Refused(Check(Start(1, _id) with { Layout = _layout.Id }), "cues[0].show", RefusalCodes.ShowCircle);
        var middle = Known("Middle", Start(1, _id));
        var first = Known("First", Start(1, _other.Id), Start(2, middle.Id));
        Refused(Check(Start(1, _other.Id), Start(2, first.Id)), "cues[1].show", RefusalCodes.ShowCircle);
    }

    [Fact]
    public void A_circle_over_other_layouts_is_seen_and_the_refusal_names_the_way_round()
    {
        var bells = (s_elsewhere, ShowId.Create(DateTimeOffset.UnixEpoch));
        var middle = Known("Middle", Start(1, s_foreign) with { Layout = s_elsewhere });
        _others = new OtherShows(
            _others.Layouts,
            new Dictionary<(LayoutId, ShowId), OtherShow> { [(s_elsewhere, s_foreign)] = new("Fair", [bells, bells]), [bells] = new("Bells", [(_layout.Id, _id)]) });

        var refusal = Check(new Cue(At(1)), Start(2, middle.Id));

        Refused(refusal, "cues[1].show", RefusalCodes.ShowCircle);
        Assert.Equal(["\"Evening\" → \"Middle\" → \"Fair\" (Branch) → \"Bells\" (Branch) → \"Evening\""], refusal!.Names!);
        Assert.Contains(refusal.Names![0], refusal.Detail, StringComparison.Ordinal);
        Refused(Check(Start(1, s_foreign) with { Layout = s_elsewhere }), "cues[0].show", RefusalCodes.ShowCircle);
    }

    [Fact]
    public void What_is_skipped_or_only_stopped_closes_no_circle()
    {
        var back = Known("Back", Start(1, _id));
        Assert.Null(Check(Start(1, _id) with { Skip = true }, Start(2, back.Id) with { Skip = true }, new Cue(At(3), Action: CueAction.StopShow, Show: back.Id)));
        var idle = Known("Idle", Start(1, _id) with { Skip = true });
        Assert.Null(Check(Start(1, idle.Id)));
    }

    [Fact]
    public void A_circle_of_other_shows_does_not_keep_the_rules_busy()
    {
        var one = Known("One");
        var two = Known("Two", Start(1, one.Id));
        _layout.Shows[one.Id] = one with { Cues = [Start(1, two.Id)] };

        Assert.Null(Check(Start(1, one.Id)));
    }

    [Fact]
    public void An_order_has_what_it_takes_and_nothing_else()
    {
        foreach (var alone in Enum.GetValues<ShowTransport>().Except([ShowTransport.GoTo, ShowTransport.Seek, ShowTransport.Rate]))
        {
            Assert.Null(ShowRules.Check(new ShowOrder(alone)));
            Refused(ShowRules.Check(new ShowOrder(alone, Cue: At(1))), "cue", RefusalCodes.Malformed);
            Refused(ShowRules.Check(new ShowOrder(alone, Position: 0)), "position", RefusalCodes.Malformed);
            Refused(ShowRules.Check(new ShowOrder(alone, Rate: 100)), "rate", RefusalCodes.Malformed);
        }

        Assert.Null(ShowRules.Check(new ShowOrder(ShowTransport.GoTo, Cue: At(1))));
        Refused(ShowRules.Check(new ShowOrder(ShowTransport.GoTo)), "cue", RefusalCodes.Malformed);
        Refused(ShowRules.Check(new ShowOrder(ShowTransport.Seek)), "position", RefusalCodes.Malformed);
        Refused(ShowRules.Check(new ShowOrder(ShowTransport.Rate)), "rate", RefusalCodes.Malformed);
        Refused(ShowRules.Check(new ShowOrder(ShowTransport.Rate, Cue: At(1), Rate: 100)), "cue", RefusalCodes.Malformed);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(604_800_000, true)]
    [InlineData(-1, false)]
    [InlineData(604_800_001, false)]
    public void A_position_is_within_a_week(long position, bool isFine) => Assert.Equal(
        isFine ? null : ("position", RefusalCodes.TimeInvalid), Named(ShowRules.Check(new ShowOrder(ShowTransport.Seek, Position: position))));

    [Theory]
    [InlineData(0, true)]
    [InlineData(2_000, true)]
    [InlineData(-1, false)]
    [InlineData(2_001, false)]
    public void A_rate_is_0_to_2000_percent(int rate, bool isFine) => Assert.Equal(
        isFine ? null : ("rate", RefusalCodes.RateInvalid), Named(ShowRules.Check(new ShowOrder(ShowTransport.Rate, Rate: rate))));

    private static CueNumber At(int number) => CueNumber.Whole(number);

    private static SceneTarget Target(int pin) => new(s_board, pin, Active: true, Brightness: 100);

    private static Cue Targets(int number, params SceneTarget[] targets) => new(At(number), Action: CueAction.Targets, Targets: targets);

    private static Cue Start(int number, ShowId show) => new(At(number), Action: CueAction.StartShow, Show: show);

    private Cue Recall(int number) => new(At(number), Action: CueAction.Scene, Scene: _scene.Id);

    private Show Known(string name, params Cue[] cues)
    {
        var show = new Show(ShowId.Create(DateTimeOffset.UnixEpoch), _layout.Id, name, cues, 1);
        _layout.Shows[show.Id] = show;
        return show;
    }

    private Refusal? Check(params Cue[] cues) => Check(new ShowDraft("Evening", cues));

    private Refusal? Twice(params Cue[] cues) => Check(new ShowDraft("Evening", cues, Loops: 2));

    private Refusal? Check(ShowDraft draft) => new ShowRules(
        _layout,
        _id,
        [],
        _others,
        (_, _) => false).Check(draft);
}
