using RailHub.Firmware.Http;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>A board with all that serves it, and the one lock round them. Nobody waits for the network while holding it.</summary>
    public sealed class ServedBoard
    {
        public ServedBoard(Board board, IHttpRouter router, StatusFeed feed, IHostClock clock, IHostLog log, IHostPower power)
        {
            Board = board;
            Router = router;
            Feed = feed;
            Clock = clock;
            Log = log;
            Power = power;
        }

        /// <summary>Held around everything that is made of Core.</summary>
        public object Gate { get; } = new object();

        public Board Board { get; }

        public IHttpRouter Router { get; }

        public StatusFeed Feed { get; }

        public IHostClock Clock { get; }

        public IHostLog Log { get; }

        public IHostPower Power { get; }
    }
}
