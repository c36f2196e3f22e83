using RailHub.Firmware;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Load;

/// <summary>The virtual boards of a run, in this process.</summary>
internal sealed class Boards : IAsyncDisposable
{
    private Boards(IReadOnlyList<VirtualBoard> all) => All = all;

    public IReadOnlyList<VirtualBoard> All { get; }

    /// <param name="large">How many RailHub32.</param>
    /// <param name="small">How many RailHub8266.</param>
    /// <param name="series">Another one for boards that run at the same time as others.</param>
    /// <param name="configure">What they are beyond that.</param>
    public static async Task<Boards> StartAsync(
        int large, int small, int series = 0, Func<VirtualBoardOptions, VirtualBoardOptions>? configure = null)
    {
        var all = new List<VirtualBoard>();
        for (var number = 0; number < large + small; number++)
        {
            var options = new VirtualBoardOptions
            {
                Profile = number < large ? BoardProfile.RailHub32 : BoardProfile.RailHub8266,
                Mac = $"02:52:48:{series:X2}:{number >> 8:X2}:{number & 0xFF:X2}",
                Name = $"Board {number}",
            };
            all.Add(await VirtualBoard.StartAsync(configure?.Invoke(options) ?? options));
        }

        return new Boards(all);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var board in All)
        {
            await board.DisposeAsync();
        }
    }
}
