using System.Text;
using CsCheck;
using RailHub.Grains.Exchange;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Shows;

namespace RailHub.Grains.Tests.Exchange;

public sealed class LayoutFileTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddYears(56);

    private static readonly LayoutId s_branch = new(Guid.NewGuid());
    private static readonly ShowId s_fair = new(Guid.NewGuid());

    private static readonly OtherShows s_others = new(
        new Dictionary<LayoutId, string> { [s_branch] = "Branch" },
        new Dictionary<(LayoutId, ShowId), OtherShow> { [(s_branch, s_fair)] = new("Fair", []) });

    private static readonly string[] s_names =
        ["Station", "Old town", "Bahnhof „Süd“", "灯", "a \"quoted\" \\ name", "02:52:48:00:00:07", "025248000008", "<b>&</b>", "रोशनी", "🚂", "x"];

    [Fact]
    public void A_layout_is_the_same_after_it_was_written_read_and_imported_into_an_empty_one() => s_layout.Sample(
        layout =>
        {
            var written = Write(layout);

            foreach (var mode in (ImportMode[])[ImportMode.Merge, ImportMode.Replace])
            {
                var copy = new LayoutContent(new LayoutId(Guid.NewGuid())) { Exists = true };
                Put(copy, Plan(copy, written, mode).Expect());
                Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Write(copy)));
            }
        },
        iter: 300);

    [Fact]
    public void A_file_of_a_layout_changes_nothing_in_it() => s_layout.Sample(
        layout =>
        {
            var written = Write(layout);
            Assert.True(Plan(layout, written, ImportMode.Merge).Expect().IsNothing);
            Assert.True(Plan(layout, written, ImportMode.Replace).Expect().IsNothing);
        },
        iter: 300);

    [Fact]
    public void Replacing_makes_any_layout_what_the_file_says() => Gen.Select(s_layout, s_layout).Sample(
        (layout, other) =>
        {
            var written = Write(other);
            Put(layout, Plan(layout, written, ImportMode.Replace).Expect());
            Assert.Equal(Encoding.UTF8.GetString(written), Encoding.UTF8.GetString(Write(layout)));
        },
        iter: 300);

    [Fact]
    public void What_leads_back_over_an_import_makes_the_layout_what_it_was() => Gen.Select(s_layout, s_layout, Pick(ImportMode.Merge, ImportMode.Replace)).Sample(
        (layout, other, mode) =>
        {
            var before = Write(layout);
            var was = LayoutParts.Of(layout);
            var overhaul = Plan(layout, Write(other), mode).Expect();
            var undo = Undo.Read(new Undo { Overhauled = OverhaulUndo.Of(was, overhaul) }.Write()).Overhauled!;
            Put(layout, overhaul);

            Put(layout, undo.Plan(layout.Id, LayoutParts.Of(layout), s_others).Expect());

            Assert.Equal(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(Write(layout)));
        },
        iter: 300);

    [Fact]
    public void A_show_does_not_come_back_to_a_scene_that_has_gone_since()
    {
        var layout = new LayoutContent(new LayoutId(Guid.NewGuid())) { Exists = true };
        var scene = new Scene(new SceneId(Guid.NewGuid()), layout.Id, "Evening", [new SceneTarget(new MacAddress(2), 4, true, 40)], 1);
        var show = new Show(new ShowId(Guid.NewGuid()), layout.Id, "Dusk", [new Cue(CueNumber.Whole(1), Action: CueAction.Scene, Scene: scene.Id)], 1);
        layout.Scenes.Add(scene.Id, scene);
        layout.Shows.Add(show.Id, show with { Cues = [new Cue(CueNumber.Whole(1))] });
        var file = Write(layout);
        layout.Shows[show.Id] = show;
        var was = LayoutParts.Of(layout);
        var overhaul = Plan(layout, file, ImportMode.Merge).Expect();
        Put(layout, overhaul);
        var undo = OverhaulUndo.Of(was, overhaul);
        Assert.Equal(CueAction.Scene, Assert.Single(undo.Plan(layout.Id, LayoutParts.Of(layout), s_others).Expect().Shows.Changed).Cues[0].Action);

        layout.Scenes.Remove(scene.Id);

        var refusal = undo.Plan(layout.Id, LayoutParts.Of(layout), s_others).ExpectRefusal();
        Assert.Equal((RefusalCodes.ChangedSince, "Dusk"), (refusal.Code, Assert.Single(refusal.Names!)));
    }

    [Fact]
    public void A_module_is_taken_in_without_changing_anything_and_out_without_leaving_anything() => Gen.Select(s_layout, s_layout).Sample(
        (host, visitor) =>
        {
            var before = Write(host);
            var overhaul = Plan(host, Write(visitor), ImportMode.Visit).Expect();
            Assert.Empty(overhaul.Boards.Changed);
            Assert.Empty(overhaul.Areas.Changed);
            Assert.Empty(overhaul.Lamps.Changed);
            Assert.Empty(overhaul.LampGroups.Changed.Select(group => group.Name).Concat(overhaul.Scenes.Changed.Select(scene => scene.Name)));
            Assert.Empty(overhaul.ChasingGroups.Changed);
            Assert.Empty(overhaul.Shows.Changed.Concat(overhaul.Shows.Removed));
            Assert.Equal([0, 0, 0, 0, 0, 0], [overhaul.Boards.Removed.Count, overhaul.Areas.Removed.Count, overhaul.Lamps.Removed.Count, overhaul.LampGroups.Removed.Count, overhaul.Scenes.Removed.Count, overhaul.ChasingGroups.Removed.Count]);
            Put(host, overhaul);

            // What the host knew of a board before that board came is the host's, and is no part of this.
            var module = new VisitingModule(new ModuleId(Guid.NewGuid()), "Guest", s_now, ModulePart.AddedBy(overhaul).ToHashSet());
            var came = module.Boards.ToHashSet();
            Put(host, Overhaul.Between(LayoutParts.Of(host), module.TakenOut(LayoutParts.Of(host))));
            if (!NamesAny(before, came))
            {
                Assert.Equal(Encoding.UTF8.GetString(before), Encoding.UTF8.GetString(Write(host)));
            }
        },
        iter: 300);

    [Fact]
    public void A_file_is_read_by_people()
    {
        var board = new MacAddress(0x02_52_48_00_00_01);
        var layout = new LayoutContent(new LayoutId(Guid.Empty)) { Exists = true };
        layout.Controllers.Add(new Controller(board, layout.Id, "Bahnhof Süd", "192.168.1.40", 80, 81, 3));
        layout.Areas.Add(new Area(new AreaId(Guid.NewGuid()), "Platform", 1));
        layout.Lamps = new LampList(1, [new Lamp(board, 4, "Clock", layout.Areas[0].Id, LampKind.Sign, Order: 2, Place: new PlanPlace(0.25, 0.5)), new Lamp(board, 5)]);
        var scene = new Scene(new SceneId(Guid.NewGuid()), layout.Id, "Evening", [new SceneTarget(board, 4, true, 40), new SceneTarget(new MacAddress(2), 5, false, 0, 500)], 1);
        layout.Scenes.Add(scene.Id, scene);
        var show = new ShowId(Guid.NewGuid());
        layout.Shows.Add(show, new Show(
            show,
            layout.Id,
            "Dusk",
            [
                new Cue(CueNumber.Whole(1), "House lights", "Mind the doors.\nAll of them.", CueColour.Amber, CueAction.Scene, scene.Id, Up: 5_000),
                new Cue(new CueNumber(1_500), Action: CueAction.Targets, Targets: [new SceneTarget(board, 4, true, 70, Fade: 300)], Delay: 20, Curve: Curve.Linear, Trigger: CueTrigger.Hang, Time: -10),
                new Cue(CueNumber.Whole(2), Action: CueAction.StartShow, Show: show, Skip: true),
                new Cue(CueNumber.Whole(3), Action: CueAction.StopShow, Show: s_fair, Layout: s_branch, Trigger: CueTrigger.Follow, Time: 1_000),
                new Cue(CueNumber.Whole(4), Action: CueAction.StartShow, Show: new ShowId(Guid.NewGuid()), Layout: new LayoutId(Guid.NewGuid())),
            ],
            1,
            Loops: 0));

        Assert.Equal(
            """
            {
              "format": "railhub-layout/1",
              "boards": [
                { "mac": "02:52:48:00:00:01", "name": "Bahnhof Süd", "host": "192.168.1.40", "httpPort": 80, "webSocketPort": 81 }
              ],
              "absentBoards": [
                "00:00:00:00:00:02"
              ],
              "areas": [
                "Platform"
              ],
              "lamps": [
                { "board": "Bahnhof Süd", "pin": 4, "alias": "Clock", "area": "Platform", "kind": "sign", "order": 2, "place": { "x": 0.25, "y": 0.5 } }
              ],
              "lampGroups": [],
              "scenes": [
                {
                  "name": "Evening",
                  "targets": [
                    { "board": "Bahnhof Süd", "pin": 4, "active": true, "brightness": 40 },
                    { "board": "00:00:00:00:00:02", "pin": 5, "active": false, "brightness": 0, "interval": 500 }
                  ]
                }
              ],
              "chasingGroups": [],
              "shows": [
                {
                  "name": "Dusk",
                  "loops": 0,
                  "cues": [
                    { "number": "1", "label": "House lights", "note": "Mind the doors.\nAll of them.", "colour": "amber", "up": 5000, "scene": "Evening" },
                    { "number": "1.5", "trigger": "hang", "time": -10, "delay": 20, "curve": "linear", "targets": [
                      { "board": "Bahnhof Süd", "pin": 4, "active": true, "brightness": 70, "fade": 300 }
                    ] },
                    { "number": "2", "skip": true, "startShow": "Dusk" },
                    { "number": "3", "trigger": "follow", "time": 1000, "stopShow": "Fair", "layout": "Branch" },
                    { "number": "4" }
                  ]
                }
              ]
            }

            """,
            Encoding.UTF8.GetString(Write(layout)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[1]", "")]
    [InlineData("{\"format\":\"railhub-layout/1\",}", "")]
    [InlineData("{}", "format")]
    [InlineData("{\"format\":7}", "format")]
    [InlineData("{\"format\":\"railhub-layout/2\",\"moons\":[]}", "format")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"moons\":[]}", "moons")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"areas\":[],\"areas\":[]}", "areas")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"areas\":{}}", "areas")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"areas\":null}", "areas")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"areas\":[\"\\ud800\"]}", "areas[0]")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"boards\":[{\"mac\":\"02:52:48:00:00:0G\",\"name\":\"A\",\"host\":\"a\"}]}", "boards[0].mac")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"boards\":[{\"mac\":\"02:52:48:00:00:01\",\"name\":\"A\",\"host\":\"a\",\"httpPort\":80.5}]}", "boards[0].httpPort")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"scenes\":[{\"name\":\"A\"}]}", "scenes[0].targets")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"scenes\":[{\"name\":\"A\",\"targets\":[{\"board\":\"B\",\"active\":true,\"brightness\":1}]}]}", "scenes[0].targets[0].pin")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"scenes\":[{\"name\":\"A\",\"targets\":[{\"board\":\"B\",\"pin\":\"4\",\"active\":true,\"brightness\":1}]}]}", "scenes[0].targets[0].pin")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"scenes\":[{\"name\":\"A\",\"targets\":[{\"board\":\"B\",\"pin\":4,\"active\":1,\"brightness\":1}]}]}", "scenes[0].targets[0].active")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"lamps\":[{\"board\":\"B\",\"pin\":4,\"kind\":\"moon\"}]}", "lamps[0].kind")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"lamps\":[{\"board\":\"B\",\"pin\":4,\"place\":{\"x\":0.5}}]}", "lamps[0].place.y")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"lamps\":[\"B4\"]}", "lamps[0]")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"lampGroups\":[{\"name\":\"A\",\"members\":[{\"board\":\"B\",\"pin\":4,\"Pin\":4}]}]}", "lampGroups[0].members[0].Pin")]
    [InlineData("{\"format\":\"railhub-layout/1\",\"absentBoards\":[\"Station\"]}", "absentBoards[0]")]
    public void What_does_not_belong_into_a_file_is_one_problem_at_its_place(string json, string path)
    {
        var (_, problems) = LayoutFileReader.Read(Encoding.UTF8.GetBytes(json));

        var problem = Assert.Single(problems.ToRefusal().Problems!);
        Assert.Equal((RefusalCodes.EntryInvalid, path), (problem.Code, problem.Field ?? ""));
    }

    [Fact]
    public void A_file_that_an_editor_saved_with_a_mark_or_in_another_encoding_is_read_or_said_to_be_so()
    {
        var json = "{\"format\":\"railhub-layout/1\",\"areas\":[\"Süd\"]}";

        var (file, problems) = LayoutFileReader.Read(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(json)).ToArray());
        Assert.False(problems.Any);
        Assert.Equal(["Süd"], file.Areas);

        Assert.Contains("UTF-8", LayoutFileReader.Read(Encoding.Latin1.GetBytes(json)).Problems.ToRefusal().Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_bytes_come_are_a_file_or_problems() => Gen.Select(s_layout, Gen.Int[0, 4000], Gen.Byte).Sample((layout, place, letter) =>
    {
        var written = Write(layout);
        written[place % written.Length] = letter;
        var outcome = Plan(layout, written, ImportMode.Merge);
        Assert.True(outcome.Refusal is null or { Code: RefusalCodes.FileInvalid, Problems.Count: > 0 });
    });

    [Fact]
    public void A_board_is_named_as_it_is_called_or_by_its_address()
    {
        const string boards = """
            "boards": [
              { "mac": "02:52:48:00:00:01", "name": "Station", "host": "a" },
              { "mac": "02:52:48:00:00:02", "name": "Twin", "host": "b" },
              { "mac": "02:52:48:00:00:03", "name": "TWIN", "host": "c" }
            ]
            """;
        Assert.Null(Refused("station"));
        Assert.Null(Refused("025248000002"));
        Assert.Contains("2 boards", Refused("Twin")!.Detail, StringComparison.Ordinal);
        Assert.Contains("no board", Refused("Depot")!.Detail, StringComparison.Ordinal);
        Assert.Contains("absentBoards", Refused("02:52:48:00:00:09")!.Detail, StringComparison.Ordinal);
        Assert.Null(Refused("02:52:48:00:00:09", """, "absentBoards": ["02-52-48-00-00-09"]"""));

        static Refusal? Refused(string board, string more = "")
        {
            var empty = new LayoutContent(new LayoutId(Guid.NewGuid())) { Exists = true };
            var json = $$"""{ "format": "railhub-layout/1", {{boards}}, "lamps": [ { "board": "{{board}}", "pin": 4 } ]{{more}} }""";
            var refusal = Plan(empty, Encoding.UTF8.GetBytes(json), ImportMode.Merge).Refusal;
            Assert.True(refusal is null || (refusal.Problems is [{ Code: RefusalCodes.ControllerElsewhere }] && refusal.Field == "lamps[0].board"));
            return refusal;
        }
    }

    [Fact]
    public void A_file_that_would_write_more_than_an_edit_has_time_for_is_refused_and_one_that_changes_little_is_not()
    {
        var layout = new LayoutContent(new LayoutId(Guid.NewGuid())) { Exists = true };
        layout.Controllers.Add(new Controller(new MacAddress(2), layout.Id, "Station", "192.0.2.1", 80, 81, 1));
        var scenes = Enumerable.Range(0, 101).Select(number => new Scene(
            new SceneId(Guid.NewGuid()), layout.Id, $"Scene {number}", [.. Enumerable.Range(0, 200).Select(pin => new SceneTarget(new MacAddress(2), pin, true, 50))], 1));
        scenes.ToList().ForEach(scene => layout.Scenes.Add(scene.Id, scene));
        var written = Write(layout);

        Assert.True(Plan(layout, written, ImportMode.Replace).Expect().IsNothing);
        var refusal = Plan(new LayoutContent(layout.Id) { Exists = true }, written, ImportMode.Merge).ExpectRefusal();
        Assert.Equal(RefusalCodes.TooMany, refusal.Code);
        Assert.Contains("20200", refusal.Detail, StringComparison.Ordinal);
    }

    private static byte[] Write(LayoutContent layout) => LayoutFileWriter.Write(layout, s_others);

    private static bool NamesAny(byte[] file, HashSet<MacAddress> boards) =>
        boards.Any(board => Encoding.UTF8.GetString(file).Contains(board.ToString(), StringComparison.Ordinal));

    private static Outcome<Overhaul> Plan(LayoutContent layout, byte[] file, ImportMode mode)
    {
        var (read, problems) = LayoutFileReader.Read(file);
        return new ImportPlanner(layout, read, problems, new ImportOrder(mode, IsDryRun: false, mode == ImportMode.Visit ? "Guest" : null), s_others, s_now)
            .Plan(new Dictionary<MacAddress, BoardElsewhere>());
    }

    /// <summary>The layout as it is after an overhaul.</summary>
    private static void Put(LayoutContent layout, Overhaul overhaul)
    {
        layout.Clear();
        layout.Exists = true;
        layout.Controllers.AddRange(overhaul.Boards.After);
        layout.Areas.AddRange(overhaul.Areas.After);
        layout.Lamps = new LampList(1, overhaul.Lamps.After);
        overhaul.LampGroups.After.ToList().ForEach(group => layout.LampGroups.Add(group.Id, group));
        overhaul.Scenes.After.ToList().ForEach(scene => layout.Scenes.Add(scene.Id, scene));
        overhaul.ChasingGroups.After.ToList().ForEach(group => layout.Groups.Add(group.Id, group));
        overhaul.Shows.After.ToList().ForEach(show => layout.Shows.Add(show.Id, show));
    }

    private static Gen<T> Pick<T>(params T[] some) => Gen.Int[0, some.Length - 1].Select(index => some[index]);

    private static readonly Gen<MacAddress> s_mac = Gen.Int[1, 9].Select(number => new MacAddress(0x02_52_48_00_00_00 + (ulong)number));

    private static readonly Gen<string> s_name = Pick(s_names);

    private static readonly Gen<OutputAddress> s_output = Gen.Select(s_mac, Gen.Int[0, 12]).Select((board, pin) => new OutputAddress(board, pin));

    private static readonly Gen<Cue> s_cue = Gen.Select(
        Gen.Int[1, 9_000_000], s_name, Gen.Enum<CueColour>(), Gen.Enum<CueAction>(), Gen.Enum<CueTrigger>(), s_output.Array[1, 4], Gen.Int[0, 5_000])
        .Select((number, text, colour, action, trigger, outputs, time) => new Cue(
            new CueNumber(number),
            time % 2 == 0 ? text : "",
            time % 3 == 0 ? $"{text}\n\t{text}" : "",
            colour,
            action,
            Targets: [.. outputs.Distinct().Select(output => new SceneTarget(output.Controller, output.Pin, time % 2 == 0, time % 101, Fade: time % 5 == 0 ? time : null))],
            Up: time % 4 == 0 ? time : null,
            Delay: time % 7,
            Curve: (Curve)(time % 3),
            Trigger: trigger,
            Time: trigger == CueTrigger.Go ? 0 : time,
            Skip: time % 11 == 0));

    private static readonly Gen<LayoutContent> s_layout = Gen.Select(
        Gen.Select(s_mac, s_name).Array[0, 5],
        s_name.Array[0, 4],
        Gen.Select(s_output, s_name, Gen.Int[0, 4], Gen.Enum<LampKind>(), Gen.Bool, Gen.Int[0, 3], Gen.Double[0, 1]).Array[0, 10],
        Gen.Select(s_name, s_output.Array[1, 5]).Array[0, 3],
        Gen.Select(s_name, Gen.Select(s_output, Gen.Bool, Gen.Int[0, 100], Pick<long?>(null, 0, 10, 65535)).Array[1, 6]).Array[0, 3],
        Gen.Select(Pick("Crossing", "Süd", "🚂"), s_mac, Gen.Int[0, 12].Array[2, 6], Gen.Int[50, 65535]).Array[0, 3],
        Gen.Select(s_name, s_cue.Array[0, 6], Gen.Int[0, 3]).Array[0, 4])
        .Select((boards, areas, lamps, lampGroups, scenes, chases, shows) =>
        {
            var layout = new LayoutContent(new LayoutId(Guid.NewGuid())) { Exists = true };
            layout.Controllers.AddRange(boards.DistinctBy(board => board.Item1).Select(board => new Controller(board.Item1, layout.Id, board.Item2, "192.168.1.7", 80, 81, 1)));
            layout.Areas.AddRange(areas.Distinct().Select(name => new Area(new AreaId(Guid.NewGuid()), name, 1)));
            layout.Lamps = new LampList(1, [.. lamps.DistinctBy(lamp => lamp.Item1).Select(lamp => new Lamp(
                lamp.Item1.Controller,
                lamp.Item1.Pin,
                lamp.Item5 ? lamp.Item2 : null,
                lamp.Item3 < layout.Areas.Count ? layout.Areas[lamp.Item3].Id : null,
                lamp.Item4,
                lamp.Item6 == 1,
                lamp.Item6,
                lamp.Item6 == 2 ? new PlanPlace(lamp.Item7, 1 - lamp.Item7) : null))]);
            foreach (var (name, members) in lampGroups.DistinctBy(group => group.Item1))
            {
                var id = new LampGroupId(Guid.NewGuid());
                layout.LampGroups.Add(id, new LampGroup(id, layout.Id, name, [.. members.Distinct()], 1));
            }

            foreach (var (name, targets) in scenes.DistinctBy(scene => scene.Item1))
            {
                var id = new SceneId(Guid.NewGuid());
                layout.Scenes.Add(id, new Scene(id, layout.Id, name, [.. targets.DistinctBy(target => target.Item1).Select(target =>
                    new SceneTarget(
                        target.Item1.Controller,
                        target.Item1.Pin,
                        target.Item2,
                        target.Item3,
                        target.Item4,
                        target.Item2 ? target.Item3 : null,
                        target.Item3 % 3 * 500))], 1, name.Length % 2 * 1500));
            }

            foreach (var (name, board, pins, interval) in chases.DistinctBy(chase => chase.Item1))
            {
                var id = new ChasingGroupId(Guid.NewGuid());
                OutputAddress[] members = [.. pins.Distinct().Append(13).Append(14).Take(6).Select(pin => new OutputAddress(board, pin))];
                layout.Groups.Add(id, new ChasingGroup(id, layout.Id, name, interval, members, 1));
            }

            (string Name, Cue[] Cues, int Loops)[] named = [.. shows.DistinctBy(show => show.Item1)];
            ShowId[] ids = [.. named.Select(_ => new ShowId(Guid.NewGuid()))];
            foreach (var (index, (name, cues, loops)) in named.Index())
            {
                // No circle: each starts those after it only. No round that takes no time: the last cue takes some.
                layout.Shows.Add(ids[index], new Show(
                    ids[index],
                    layout.Id,
                    name,
                    [
                        .. cues.DistinctBy(cue => cue.Number).OrderBy(cue => cue.Number.Thousandths).Select((cue, place) => Fit(cue, ids[(index + 1)..], place)),
                        new Cue(CueNumber.Whole(9_999), Delay: 1),
                    ],
                    1,
                    loops));
            }

            return layout;

            Cue Fit(Cue cue, ShowId[] later, int place) => cue.Action switch
            {
                CueAction.Scene when layout.Scenes.Count > 0 => cue with { Scene = layout.Scenes.Keys.ElementAt(place % layout.Scenes.Count), Targets = null },
                CueAction.Targets => cue,
                CueAction.StartChase or CueAction.StopChase when layout.Groups.Count > 0 =>
                    cue with { ChasingGroup = layout.Groups.Keys.First(), Targets = null, Up = null },
                CueAction.StartShow or CueAction.StopShow when place % 2 == 0 => cue with { Show = s_fair, Layout = s_branch, Targets = null, Up = null },
                CueAction.StartShow or CueAction.StopShow when later.Length > 0 => cue with { Show = later[0], Targets = null, Up = null },
                _ => cue with { Action = CueAction.Nothing, Targets = null, Up = null },
            };
        });
}
