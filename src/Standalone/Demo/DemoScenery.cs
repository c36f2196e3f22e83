using System.Security.Cryptography;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Standalone.Demo;

/// <summary>
/// What the club knows of Mill Valley beside its boards: areas, names, kinds, a plan with lamps on it, and that nothing is connected to the
/// outputs without a name. Harbour Junction stays as a layout is that nobody has sorted yet.
/// </summary>
internal sealed class DemoScenery(LayoutRow layout, IReadOnlyDictionary<string, (MacAddress Id, DemoBoard Plan)> boards, DateTimeOffset now)
{
    private const int PictureWidth = 1200;
    private const int PictureHeight = 750;

    /// <summary>Of so many lamps one is on the plan: more would hide it.</summary>
    private const int PlacedEvery = 3;

    private static readonly (string Name, Ground[] Grounds)[] s_areas =
    [
        ("Station", [new("Station", .36, .84, .28, .13), new("Signal box", .71, .86, .1, .11)]),
        ("Market square", [new("Market square", .36, .53, .23, .2)]),
        ("Old town", [new("Old town", .6, .53, .15, .19)]),
        ("Mill lane", [new("Mill lane", .1, .56, .25, .17)]),
        ("Engine shed", [new("Engine shed", .04, .9, .22, .08)]),
        ("River and mountain", [new("Viaduct", .15, .28, .19, .08), new("Ski lift", .77, .1, .08, .38)]),
        ("Fairground", [new("Fairground", .51, .37, .15, .11)]),
        ("Airfield", [new("Airstrip", .36, .08, .29, .14)]),
        ("Roads", [new("Level crossing", .84, .66, .11, .13), new("Road works", .77, .71, .08, .06)]),
    ];

    private static readonly Dictionary<(string Board, string Output), string> s_aliases = new()
    {
        [("Station", "Platform 1")] = "Main platform",
        [("Station", "Tree lights")] = "Christmas tree",
        [("Signal box", "Home A red")] = "Entry, stop",
        [("Signal box", "Home A green")] = "Entry, clear",
        [("Market square", "Church")] = "St Mary's",
        [("Market square", "Cafe")] = "Café Rosa",
        [("Old town", "Inn")] = "Golden Lion",
        [("Old town", "Cinema")] = "Roxy cinema",
        [("Mill lane", "Mill")] = "Old mill",
        [("Viaduct", "Camp fire")] = "Scouts' fire",
        [("Ski lift", "Summit station")] = "Summit house",
    };

    public void AddTo(RailHubDb database)
    {
        layout.LampsVersion = 1;
        foreach (var ((name, grounds), place) in s_areas.Select((area, place) => (area, place)))
        {
            var area = database.Areas.Add(new AreaRow { Id = AreaId.Create(now), LayoutId = layout.Id, Name = name, Position = place, Version = 1 }).Entity;
            database.Lamps.AddRange(grounds.SelectMany(ground => Lamps(ground, area.Id)).Select((lamp, position) =>
            {
                lamp.Position = position;
                return lamp;
            }));
        }

        using var file = typeof(DemoScenery).Assembly.GetManifestResourceStream("plan.png")!;
        var picture = new byte[file.Length];
        file.ReadExactly(picture);
        database.Plans.Add(new PlanRow
        {
            LayoutId = layout.Id,
            ContentType = "image/png",
            Width = PictureWidth,
            Height = PictureHeight,
            Bytes = picture.Length,
            Version = BitConverter.ToUInt32(SHA256.HashData(picture)) | 1L,
            Content = picture,
        });
    }

    private IEnumerable<LampRow> Lamps(Ground ground, AreaId area)
    {
        var (id, plan) = boards[ground.Board];
        var placed = (plan.Outputs.Length + PlacedEvery - 1) / PlacedEvery;
        for (var output = 0; output < plan.Profile.OutputCount; output++)
        {
            var name = output < plan.Outputs.Length ? plan.Outputs[output] : null;
            var (x, y) = name is not null && output % PlacedEvery == 0 ? ground.Place(output / PlacedEvery, placed) : ((double?)null, (double?)null);
            yield return new LampRow
            {
                LayoutId = layout.Id,
                Controller = id,
                Pin = plan.Profile.PinAt(output),
                AreaId = area,
                Alias = name is null ? null : s_aliases.GetValueOrDefault((ground.Board, name)),
                Kind = name is null ? LampKind.Lamp : KindOf(name),
                Hidden = name is null,
                PlaceX = x,
                PlaceY = y,
            };
        }
    }

    private static LampKind KindOf(string name) => name switch
    {
        _ when name.EndsWith("red", StringComparison.Ordinal) || name.EndsWith("green", StringComparison.Ordinal) || name.StartsWith("Red", StringComparison.Ordinal) => LampKind.Signal,
        "Distant A" or "Distant B" or "Shunting" or "Barrier" => LampKind.Signal,
        _ when name.EndsWith("ign", StringComparison.Ordinal) => LampKind.Sign,
        "Stove" or "Mill wheel" or "Forge fire" or "Welding" or "Camp fire" or "Warning light" => LampKind.Effect,
        _ => LampKind.Lamp,
    };

    /// <summary>Where a board's lamps stand on the picture, as shares of its width and height.</summary>
    private sealed record Ground(string Board, double X, double Y, double Width, double Height)
    {
        /// <summary>The place of one of some lamps: along the longer side, and to and fro on the other.</summary>
        public (double? X, double? Y) Place(int lamp, int of)
        {
            var (along, across) = ((lamp + .5) / of, lamp % 2 == 0 ? .3 : .7);
            return Width * PictureWidth >= Height * PictureHeight
                ? (X + (along * Width), Y + (across * Height))
                : (X + (across * Width), Y + (along * Height));
        }
    }
}
