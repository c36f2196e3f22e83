using System.Text.Json;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Persistence;

namespace RailHub.Grains;

/// <summary>Between rows and contracts.</summary>
internal static class RowMapping
{
    public static Layout ToContract(this LayoutRow row) => new(row.Id, row.Name, row.Version, row.FollowsBoards);

    public static Controller ToContract(this ControllerRow row) =>
        new(row.Id, row.LayoutId, row.Name, row.Host, row.HttpPort, row.WebSocketPort, row.Version);

    public static RemovedController ToContract(this RemovedControllerRow row) =>
        new(row.Controller, row.Name, row.Host, DateTimeOffset.FromUnixTimeMilliseconds(row.RemovedAt));

    public static Plan ToContract(this PlanRow row) => new(row.ContentType, row.Width, row.Height, row.Bytes, row.Version);

    public static Scene ToContract(this SceneRow row) => new(
        row.Id,
        row.LayoutId,
        row.Name,
        [.. row.Targets.OrderBy(target => target.Ordinal)
            .Select(target => new SceneTarget(target.Controller, target.Pin, target.Active, target.Brightness, target.Interval, target.Fade, target.Delay))],
        row.Version,
        row.Fade);

    public static ChasingGroup ToContract(this ChasingGroupRow row) => new(
        row.Id,
        row.LayoutId,
        row.Name,
        row.Interval,
        [.. row.Members.OrderBy(member => member.Ordinal).Select(member => new OutputAddress(member.Controller, member.Pin))],
        row.Version);

    public static Show ToContract(this ShowRow row) =>
        new(row.Id, row.LayoutId, row.Name, row.Cues.ToCues(), row.Version, row.Loops);

    public static Desk ToContract(this DeskRow row) => JsonSerializer.Deserialize(row.Content, ContractsJson.Default.Desk)!;

    public static Claim ToContract(this ClaimRow row) => JsonSerializer.Deserialize(row.Content, ContractsJson.Default.Claim)!;

    public static GuestDoor ToContract(this GuestLinkRow row) =>
        new(JsonSerializer.Deserialize(row.Content, ContractsJson.Default.GuestLink)!, row.Hash);

    public static Area ToContract(this AreaRow row) => new(row.Id, row.Name, row.Version);

    public static Lamp ToContract(this LampRow row) => new(
        row.Controller,
        row.Pin,
        row.Alias,
        row.AreaId,
        row.Kind,
        row.Hidden,
        row.Position,
        row is { PlaceX: { } x, PlaceY: { } y } ? new PlanPlace(x, y) : null);

    public static LampGroup ToContract(this LampGroupRow row) => new(
        row.Id,
        row.LayoutId,
        row.Name,
        [.. row.Members.OrderBy(member => member.Ordinal).Select(member => new OutputAddress(member.Controller, member.Pin))],
        row.Version);

    public static ControllerRow ToRow(this Controller controller, int position) => new()
    {
        Id = controller.Id,
        LayoutId = controller.Layout,
        Name = controller.Name,
        Host = controller.Host,
        HttpPort = controller.HttpPort,
        WebSocketPort = controller.WebSocketPort,
        Position = position,
        Version = controller.Version,
    };

    public static SceneRow ToRow(this Scene scene) => new()
    {
        Id = scene.Id,
        LayoutId = scene.Layout,
        Name = scene.Name,
        Version = scene.Version,
        Fade = scene.Fade,
        Targets = scene.Targets.ToRows(),
    };

    public static ChasingGroupRow ToRow(this ChasingGroup group) => new()
    {
        Id = group.Id,
        LayoutId = group.Layout,
        Name = group.Name,
        Interval = group.Interval,
        Version = group.Version,
        Members = group.Members.ToRows(),
    };

    public static ShowRow ToRow(this Show show) => new()
    {
        Id = show.Id,
        LayoutId = show.Layout,
        Name = show.Name,
        Version = show.Version,
        Loops = show.Loops,
        Cues = show.Cues.ToJson(),
    };

    public static LampGroupRow ToRow(this LampGroup group) => new()
    {
        Id = group.Id,
        LayoutId = group.Layout,
        Name = group.Name,
        Version = group.Version,
        Members = group.Members.ToLampGroupRows(),
    };

    public static void Set(this LampRow row, Lamp lamp)
    {
        (row.Alias, row.AreaId, row.Kind, row.Hidden, row.Position) = (lamp.Alias, lamp.Area, lamp.Kind, lamp.Hidden, lamp.Order);
        (row.PlaceX, row.PlaceY) = (lamp.Place?.X, lamp.Place?.Y);
    }

    public static string ToJson(this Desk desk) => JsonSerializer.Serialize(desk, ContractsJson.Default.Desk);

    public static string ToJson(this Claim claim) => JsonSerializer.Serialize(claim, ContractsJson.Default.Claim);

    public static string ToJson(this GuestLink link) => JsonSerializer.Serialize(link, ContractsJson.Default.GuestLink);

    /// <summary>Cues as they stand in the database: their members are added to, never renamed.</summary>
    public static string ToJson(this IReadOnlyList<Cue> cues) => JsonSerializer.Serialize(cues, ContractsJson.Default.IReadOnlyListCue);

    public static IReadOnlyList<Cue> ToCues(this string json) => JsonSerializer.Deserialize(json, ContractsJson.Default.IReadOnlyListCue)!;

    public static List<LampGroupMemberRow> ToLampGroupRows(this IReadOnlyList<OutputAddress> members) =>
        [.. members.Select((member, ordinal) => new LampGroupMemberRow { Ordinal = ordinal, Controller = member.Controller, Pin = member.Pin })];

    public static List<SceneTargetRow> ToRows(this IReadOnlyList<SceneTarget> targets) =>
    [
        .. targets.Select((target, ordinal) => new SceneTargetRow
        {
            Ordinal = ordinal,
            Controller = target.Controller,
            Pin = target.Pin,
            Active = target.Active,
            Brightness = target.Brightness,
            Interval = target.Interval,
            Fade = target.Fade,
            Delay = target.Delay,
        }),
    ];

    public static List<ChasingMemberRow> ToRows(this IReadOnlyList<OutputAddress> members) =>
        [.. members.Select((member, ordinal) => new ChasingMemberRow { Ordinal = ordinal, Controller = member.Controller, Pin = member.Pin })];
}
