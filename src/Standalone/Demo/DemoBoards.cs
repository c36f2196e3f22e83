using RailHub.Contracts;
using RailHub.Firmware.Virtual;

namespace RailHub.Standalone.Demo;

/// <summary>The virtual boards of the demo club, on loopback ports of this machine.</summary>
internal sealed class DemoBoards : IAsyncDisposable
{
    /// <summary>Board n has HTTP here + 2n and its status WebSocket here + 2n + 1, where those are free.</summary>
    private const int BasePort = 8100;

    private readonly List<(DemoBoard Plan, VirtualBoard Board)> _boards = [];

    public int Count => _boards.Count;

    public string First => $"http://127.0.0.1:{_boards[0].Board.HttpPort} (status: ws://127.0.0.1:{_boards[0].Board.WebSocketPort})";

    public IEnumerable<(DemoBoard Plan, MacAddress Id, int HttpPort, int WebSocketPort)> All => _boards.Select(entry =>
        (entry.Plan, MacAddress.Parse(entry.Board.Mac, null), entry.Board.HttpPort, entry.Board.WebSocketPort));

    public static async Task<DemoBoards> StartAsync(DataDirectory data, CancellationToken cancellation)
    {
        var boards = new DemoBoards();
        try
        {
            for (var number = 0; number < DemoPlan.Boards.Count; number++)
            {
                var plan = DemoPlan.Boards[number];
                boards._boards.Add((plan, await StartAsync(plan, number, data, cancellation)));
            }

            return boards;
        }
        catch
        {
            await boards.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, board) in _boards)
        {
            await board.DisposeAsync();
        }
    }

    private static async Task<VirtualBoard> StartAsync(DemoBoard plan, int number, DataDirectory data, CancellationToken cancellation)
    {
        var mac = DemoBoard.Mac(number + 1);
        var options = new VirtualBoardOptions
        {
            Profile = plan.Profile,
            Mac = mac,
            Name = plan.Name,
            OutputNames = plan.Outputs,
            HttpPort = BasePort + (2 * number),
            WebSocketPort = BasePort + (2 * number) + 1,
            SettingsFile = data.BoardSettings(mac),
            CommandLatency = TimeSpan.FromMilliseconds(8),
            CommandJitter = TimeSpan.FromMilliseconds(6),
            Seed = number,
        };
        try
        {
            return await VirtualBoard.StartAsync(options, cancellation);
        }
        catch (System.Net.Sockets.SocketException failure) when (failure.SocketErrorCode == System.Net.Sockets.SocketError.AddressAlreadyInUse)
        {
            // Another program has the port: any other does as well, the club is told which.
            return await VirtualBoard.StartAsync(options with { HttpPort = 0, WebSocketPort = 0 }, cancellation);
        }
    }
}
