using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains;

/// <summary>Between rows and contracts.</summary>
internal static class RowMapping
{
    public static Layout ToContract(this LayoutRow row) => new(row.Id, row.Name, row.Version);

    public static Controller ToContract(this ControllerRow row) =>
        new(row.Id, row.LayoutId, row.Name, row.Host, row.HttpPort, row.WebSocketPort, row.Version);

    public static Scene ToContract(this SceneRow row) => new(
        row.Id,
        row.LayoutId,
        row.Name,
        [.. row.Targets.OrderBy(target => target.Ordinal)
            .Select(target => new SceneTarget(target.Controller, target.Pin, target.Active, target.Brightness, target.Interval))],
        row.Version);

    public static ChasingGroup ToContract(this ChasingGroupRow row) => new(
        row.Id,
        row.LayoutId,
        row.Name,
        row.Interval,
        [.. row.Members.OrderBy(member => member.Ordinal).Select(member => new OutputAddress(member.Controller, member.Pin))],
        row.Version);

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
        }),
    ];

    public static List<ChasingMemberRow> ToRows(this IReadOnlyList<OutputAddress> members) =>
        [.. members.Select((member, ordinal) => new ChasingMemberRow { Ordinal = ordinal, Controller = member.Controller, Pin = member.Pin })];
}
