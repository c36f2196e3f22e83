using RailHub.Protocol;

namespace RailHub.Grains.Tests;

/// <summary>Reports of boards, as the protocol room would have read them.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Now = new(2026, 5, 9, 10, 0, 0, TimeSpan.Zero);

    public static OutputReading Output(int pin, bool active = false, int brightness = 100, uint interval = 0, string name = "") =>
        new(pin, active, brightness, interval, name, -1);

    public static StatusSnapshot Board(params OutputReading[] outputs) => Board(Dialect.Seed, outputs);

    public static StatusSnapshot Board(Dialect dialect, params OutputReading[] outputs) => new()
    {
        MacAddress = new MacAddress(0x025248000001),
        Name = "Yard",
        Dialect = dialect,
        HasChasing = dialect != Dialect.RailHub32,
        Outputs = [.. outputs],
    };

    public static StatusSnapshot WithGroups(params GroupReading[] groups) => new()
    {
        HasChasing = true,
        Outputs = [.. new[] { 4, 5, 12, 13, 14, 16, 2 }.Select(pin => Output(pin))],
        Groups = [.. groups],
    };
}
