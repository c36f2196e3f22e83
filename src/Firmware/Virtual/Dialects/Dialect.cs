using RailHub.Firmware.Http;
using RailHub.Firmware.Status;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Virtual.Dialects;

/// <summary>What makes up a dialect of one board.</summary>
/// <param name="Api">Document of <c>GET /api/status</c>.</param>
/// <param name="Feed">Document of the status feed.</param>
/// <param name="Period">Period of the feed in milliseconds.</param>
/// <param name="Wrap">Puts the dialect's answers around those of Core.</param>
internal sealed record Dialect(IStatusDocument Api, IStatusDocument Feed, int Period, Func<IHttpRouter, IHttpRouter> Wrap)
{
    private static readonly string[] Identity = ["macAddress", "name", "wifiMode", "ip", "ssid", "apClients"];
    private static readonly string[] Build = ["buildDate", "flashUsed", "flashFree", "flashPartition"];
    private static readonly string[] Lights = ["outputs", "chasingGroups"];

    private static readonly string[] R32Api = [.. Identity, "wsClients", "freeHeap", "uptime", .. Build, "outputs"];
    private static readonly string[] R32Feed =
        ["ip", "macAddress", "uptime", "freeHeap", "apClients", "wsClients", .. Build, "cpuLoad0", "cpuLoad1", "outputs"];

    private static readonly string[] R8266Feed = [.. Identity, "freeHeap", "uptime", .. Build, .. Lights];
    private static readonly string[] R8266AApi = [.. Identity, "freeHeap", "uptime", "flashTotal", "flashUsed", "flashFree", .. Lights];
    private static readonly string[] R8266BApi = [.. R8266Feed, "flashTotal"];

    /// <exception cref="ArgumentException">No board of this family speaks the dialect.</exception>
    public static void Check(BoardDialect dialect, BoardProfile profile)
    {
        var hasGroups = dialect is BoardDialect.R8266A or BoardDialect.R8266B;
        if (dialect != BoardDialect.Seed && hasGroups != profile.HasGroups)
            throw new ArgumentException($"{profile.Family} does not speak {dialect}.", nameof(dialect));
    }

    public static Dialect Create(BoardDialect dialect, Board board, Func<int> countListeners)
    {
        FirmwareDocument Document(string[] members) => new(members, board.Profile, countListeners);
        IHttpRouter As8266(IHttpRouter router) => new R8266Router(router, board);

        var seed = new SeedStatusDocument();
        return dialect switch
        {
            BoardDialect.R32 => new(Document(R32Api), Document(R32Feed), 2000, router => new R32Router(router)),
            BoardDialect.R8266A => new(Document(R8266AApi), Document(R8266Feed), StatusFeed.Period, As8266),
            BoardDialect.R8266B => new(Document(R8266BApi), Document(R8266Feed), StatusFeed.Period, As8266),
            _ => new(seed, seed, StatusFeed.Period, router => router),
        };
    }
}
