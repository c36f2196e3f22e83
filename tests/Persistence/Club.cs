using RailHub.Contracts;

namespace RailHub.Persistence.Tests;

/// <summary>Rows with nothing special about them, each with an identity of its own, so that tests share a database.</summary>
internal static class Club
{
    private static readonly DateTimeOffset Opening = new(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);
    private static long _boards = 0x24_6F_28_00_00_00;

    public static MacAddress NewBoard() => new((ulong)Interlocked.Increment(ref _boards));

    public static LayoutRow Layout(string? name = null) => new()
    {
        Id = LayoutId.Create(Opening),
        Name = name ?? $"Layout {Guid.NewGuid()}",
        Version = 1,
    };

    public static ControllerRow Controller(LayoutRow layout, MacAddress? id = null) => new()
    {
        Id = id ?? NewBoard(),
        LayoutId = layout.Id,
        Name = "Station throat",
        Host = "192.168.4.20",
        HttpPort = 80,
        WebSocketPort = 81,
        Version = 1,
    };

    public static WishRow Wish(ControllerRow controller, int pin) => new() { Controller = controller.Id, Pin = pin, Active = true };

    public static SceneRow Scene(LayoutRow layout, string name = "Night", params SceneTargetRow[] targets) => new()
    {
        Id = SceneId.Create(Opening),
        LayoutId = layout.Id,
        Name = name,
        Version = 1,
        Targets = [.. targets],
    };

    public static SceneTargetRow Target(int ordinal, MacAddress controller, int pin, int brightness = 50) => new()
    {
        Ordinal = ordinal,
        Controller = controller,
        Pin = pin,
        Active = true,
        Brightness = brightness,
    };

    public static ChasingGroupRow Group(LayoutRow layout, string name = "Road works", params ChasingMemberRow[] members) => new()
    {
        Id = ChasingGroupId.Create(Opening),
        LayoutId = layout.Id,
        Name = name,
        Interval = 150,
        Version = 1,
        Members = [.. members],
    };

    public static ChasingMemberRow Member(int ordinal, MacAddress controller, int pin) => new() { Ordinal = ordinal, Controller = controller, Pin = pin };

    public static GroupRunRow Run(ChasingGroupRow group, MacAddress controller) => new()
    {
        GroupId = group.Id,
        Controller = controller,
        Number = 3,
        Wanted = true,
        Pending = true,
    };

    public static AreaRow Area(LayoutRow layout, string name) => new() { Id = AreaId.Create(Opening), LayoutId = layout.Id, Name = name, Version = 1 };

    public static LampRow Lamp(LayoutRow layout, MacAddress controller, int pin, AreaRow? area = null) => new()
    {
        LayoutId = layout.Id,
        Controller = controller,
        Pin = pin,
        Alias = "Bahnhofsuhr 🕰",
        AreaId = area?.Id,
        Kind = LampKind.Effect,
        Hidden = true,
        Position = 30,
        PlaceX = 0.1,
        PlaceY = 1,
    };

    public static ShowRow Show(LayoutRow layout, string name = "Evening") => new()
    {
        Id = ShowId.Create(Opening),
        LayoutId = layout.Id,
        Name = name,
        Version = 1,
        Loops = 3,
        Cues = "[]",
    };

    public static ShowRunRow ShowRun(ShowRow show) => new() { ShowId = show.Id, LayoutId = show.LayoutId, IsActive = true, State = "{}" };

    public static LampGroupRow LampGroup(LayoutRow layout, string name, MacAddress controller, params int[] pins) => new()
    {
        Id = LampGroupId.Create(Opening),
        LayoutId = layout.Id,
        Name = name,
        Version = 1,
        Members = [.. pins.Select((pin, ordinal) => new LampGroupMemberRow { Ordinal = ordinal, Controller = controller, Pin = pin })],
    };

    public static RemovedControllerRow Removed(LayoutRow layout, MacAddress controller, ChasingGroupRow group) => new()
    {
        LayoutId = layout.Id,
        Controller = controller,
        Name = "Station throat",
        Host = "192.168.4.20",
        HttpPort = 80,
        WebSocketPort = 81,
        Position = 3,
        Version = 2,
        RemovedAt = Opening.ToUnixTimeMilliseconds(),
        Runs = [new RemovedRunRow { GroupId = group.Id, Number = 2 }],
    };

    public static HistoryRow Happened(LayoutRow layout) => new()
    {
        Id = HistoryEventId.Create(Opening),
        LayoutId = layout.Id,
        At = Opening.ToUnixTimeMilliseconds(),
        ActorKind = ActorKind.Token,
        ActorName = "Anna · Timetable",
        ActorId = Guid.CreateVersion7(Opening),
        Address = "192.168.1.7",
        Kind = HistoryKind.SceneDeleted,
        Subject = "Night",
        Value = "80",
        Count = 12,
        Times = 3,
        Result = HistoryResult.Partly,
        Code = RefusalCodes.BoardRefused,
        Undo = "{}",
        IsUndone = true,
        Words = "NIGHT",
    };

    public static ModuleRow Module(LayoutRow layout, string name, MacAddress controller) => new()
    {
        Id = ModuleId.Create(Opening),
        LayoutId = layout.Id,
        Name = name,
        Since = Opening.ToUnixTimeMilliseconds(),
        Parts = [new ModulePartRow { Kind = ModulePartKind.Controller, Thing = controller.Compact }],
    };
}
