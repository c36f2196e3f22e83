using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>The steps by which a board fades that cannot do it by itself.</summary>
internal static class FadeSteps
{
    private const int MostOnEsp8266 = 10;

    /// <summary>
    /// How many a board takes for one output at most; null: as many as it takes. An ESP8266 erases a sector of its flash at each write
    /// (protocol 4.8).
    /// </summary>
    public static int? MostOn(Dialect dialect) => dialect == Dialect.RailHub8266 ? MostOnEsp8266 : null;

    /// <summary>How far, in percent, a light is seen off its level before the next step is due.</summary>
    /// <param name="way">How far the whole fade goes, in percent.</param>
    /// <param name="usual">How far a step usually goes.</param>
    /// <param name="most"><see cref="MostOn"/> the board.</param>
    public static int Least(int way, int usual, int? most) => most is { } count ? Math.Max(usual, (way + count - 1) / count) : usual;

    /// <summary>How many a fade takes, if the board is not too busy for them.</summary>
    public static int Count(int way, int usual, int? most) => Least(way, usual, most) is var least ? (way + least - 1) / least : 0;
}
