using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Persistence;

namespace RailHub.Standalone.Demo;

/// <summary>
/// Puts the demo club into a database in which no club ever came to life, and tells another where its virtual boards are this time.
/// It writes rows directly: no silo runs yet that would be their writer.
/// </summary>
internal static class DemoClub
{
    public static async Task PrepareAsync(IServiceProvider services, DemoBoards boards, CancellationToken cancellation)
    {
        var time = services.GetRequiredService<TimeProvider>();
        await using var database = await services.GetRequiredService<IDbContextFactory<RailHubDb>>().CreateDbContextAsync(cancellation);

        // Not that there is a database: whoever made it may have been killed before this.
        if (!await database.Owners.AnyAsync(cancellation) && !await database.Layouts.AnyAsync(cancellation))
        {
            Add(database, boards, time.GetUtcNow());
        }
        else
        {
            await TellAddresses(database, boards, cancellation);
        }

        await database.SaveChangesAsync(cancellation);
    }

    private static async Task TellAddresses(RailHubDb database, DemoBoards boards, CancellationToken cancellation)
    {
        var known = await database.Controllers.ToDictionaryAsync(row => row.Id, cancellation);
        foreach (var (_, id, httpPort, webSocketPort) in boards.All)
        {
            if (known.TryGetValue(id, out var row) && (row.HttpPort, row.WebSocketPort) != (httpPort, webSocketPort))
            {
                (row.HttpPort, row.WebSocketPort) = (httpPort, webSocketPort);
                row.Version++;
            }
        }
    }

    private static void Add(RailHubDb database, DemoBoards boards, DateTimeOffset now)
    {
        var layouts = new Dictionary<string, LayoutRow>();
        var ids = new Dictionary<string, (MacAddress Id, DemoBoard Plan)>();
        foreach (var (plan, id, httpPort, webSocketPort) in boards.All)
        {
            if (!layouts.TryGetValue(plan.Layout, out var layout))
            {
                layout = layouts[plan.Layout] = new LayoutRow
                {
                    Id = LayoutId.Create(now),
                    Name = plan.Layout,
                    Position = layouts.Count,
                    Version = 1,
                };
                database.Layouts.Add(layout);
            }

            ids[plan.Name] = (id, plan);
            database.Controllers.Add(new ControllerRow
            {
                Id = id,
                LayoutId = layout.Id,
                Name = plan.Name,
                Host = "127.0.0.1",
                HttpPort = httpPort,
                WebSocketPort = webSocketPort,
                Position = ids.Count,
                Version = 1,
            });
        }

        var valley = layouts[DemoPlan.Valley].Id;
        var harbour = layouts[DemoPlan.Harbour].Id;
        string[] town = ["Station", "Market square", "Mill lane", "Old town", "Viaduct", "Ski lift"];
        string[] docks = ["Pier", "Warehouses", "Container yard", "Shipyard", "Fish market", "Sailors' quarter", "Power station"];
        var evening = AddScene(valley, "Evening", town, (place, _) => (place % 4 != 3, 55 + (place * 7 % 45)));
        var night = AddScene(valley, "Night", town, (place, _) => (place % 5 == 0, 25));
        var daylight = AddScene(valley, "Daylight", [.. town, "Engine shed"], (_, _) => (false, 80));
        var train = AddScene(valley, "Last train", ["Station", "Signal box"], (place, name) => (name.Contains("red", StringComparison.Ordinal) || place < 4, 100));
        var nightShift = AddScene(harbour, "Night shift", docks, (place, _) => (place % 3 != 1, 60 + (place * 5 % 40)));
        AddScene(harbour, "All quiet", docks, (place, _) => (place == 0, 30));
        var runway = AddGroup(valley, "Runway", "Airstrip", 5, 300);
        AddGroup(valley, "Carousel", "Fairground", 4, 180);
        var lighthouse = AddGroup(harbour, "Lighthouse", "Lighthouse", 4, 700);
        database.Shows.Add(new ShowRow
        {
            Id = ShowId.Create(now),
            LayoutId = valley,
            Name = "An evening in the valley",
            Version = 1,
            Loops = 1,
            Cues = JsonSerializer.Serialize<IReadOnlyList<Cue>>(
            [
                Recall(1, "The sun goes down", daylight, seconds: 6),
                Recall(2, "Dusk", evening, seconds: 20) with { Trigger = CueTrigger.Hang, Time = 2_000, Colour = CueColour.Amber },
                new Cue(CueNumber.Whole(3), "The mail plane comes in", Action: CueAction.StartChase, ChasingGroup: runway.Id, Trigger: CueTrigger.Follow, Time: 10_000),
                Recall(4, "The last train", train, seconds: 2) with { Trigger = CueTrigger.Hang, Time = 10_000, Colour = CueColour.Red },
                new Cue(CueNumber.Whole(5), "The airfield is quiet", Action: CueAction.StopChase, ChasingGroup: runway.Id, Trigger: CueTrigger.Follow, Time: 8_000),
                Recall(6, "Night", night, seconds: 15) with { Trigger = CueTrigger.Hang, Time = 3_000, Colour = CueColour.Blue },
            ], ContractsJson.Default.IReadOnlyListCue),
        });
        new DemoScenery(layouts[DemoPlan.Valley], ids, now).AddTo(database);

        // The demo begins with light: the boards are told as any board is that was away.
        database.Wishes.AddRange(evening.Targets.Concat(nightShift.Targets).Where(target => target.Active).Select(target => new WishRow
        {
            Controller = target.Controller,
            Pin = target.Pin,
            Active = true,
            Brightness = target.Brightness,
        }));
        database.GroupRuns.AddRange(((ChasingGroupRow[])[runway, lighthouse]).Select(group => new GroupRunRow
        {
            GroupId = group.Id,
            Controller = group.Members[0].Controller,
            Number = 1,
            Wanted = true,
            Pending = true,
        }));

        static Cue Recall(int number, string label, SceneRow scene, int seconds) =>
            new(CueNumber.Whole(number), label, Action: CueAction.Scene, Scene: scene.Id, Up: seconds * 1000);

        SceneRow AddScene(LayoutId layout, string name, string[] on, Func<int, string, (bool Active, int Brightness)> light) =>
            database.Scenes.Add(new SceneRow
            {
                Id = SceneId.Create(now),
                LayoutId = layout,
                Name = name,
                Version = 1,
                Targets =
                [
                    .. on.SelectMany(board => ids[board].Plan.Outputs.Select((output, place) => (Board: ids[board], output, place)))
                        .Select((target, ordinal) => new SceneTargetRow
                        {
                            Ordinal = ordinal,
                            Controller = target.Board.Id,
                            Pin = target.Board.Plan.Profile.PinAt(target.place),
                            Active = light(target.place, target.output).Active,
                            Brightness = light(target.place, target.output).Brightness,
                        }),
                ],
            }).Entity;

        ChasingGroupRow AddGroup(LayoutId layout, string name, string board, int outputs, int interval) =>
            database.ChasingGroups.Add(new ChasingGroupRow
            {
                Id = ChasingGroupId.Create(now),
                LayoutId = layout,
                Name = name,
                Interval = interval,
                Version = 1,
                Members =
                [
                    .. Enumerable.Range(0, outputs).Select(place => new ChasingMemberRow
                    {
                        Ordinal = place, Controller = ids[board].Id, Pin = ids[board].Plan.Profile.PinAt(place),
                    }),
                ],
            }).Entity;
    }
}
