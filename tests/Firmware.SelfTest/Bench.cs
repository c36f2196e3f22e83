using System.Text;
using RailHub.Firmware.Http;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Status;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.SelfTest
{
    /// <summary>A board with lamps of numbers and settings in memory.</summary>
    internal sealed class Bench : IBoardHardware
    {
        private readonly byte[] _levels;
        private readonly SeedStatusDocument _status = new SeedStatusDocument();

        public Bench(BoardProfile profile)
            : this(profile, new Medium())
        {
        }

        public Bench(BoardProfile profile, Medium medium)
        {
            _levels = new byte[profile.OutputCount];
            Medium = medium;
            Board = new Board(profile, this, new SafeStore(medium), new FirstStart(null, null), 0)
            {
                Network = new NetworkFacts("9C:9C:1F:18:9E:BC", "STA", "192.168.1.100", "MyWiFi", 0),
            };
            Router = new HttpRouter(Board, _status, 81);
            Feed = new StatusFeed(Board, _status, StatusFeed.Period, 0);
        }

        public Board Board { get; }

        public HttpRouter Router { get; }

        public StatusFeed Feed { get; }

        public Medium Medium { get; }

        public uint FreeHeap => 1000;

        public void SetLevel(int index, byte level) => _levels[index] = level;

        public int LevelAt(int index) => _levels[index];

        public string Status()
        {
            var buffer = new ByteBuffer(2048);
            _status.Write(Board, buffer, 0);
            return Encoding.UTF8.GetString(buffer.Bytes, 0, buffer.Length);
        }

        public string Post(string path, string body)
        {
            var connection = new HttpConnection(0);
            var request = Encoding.UTF8.GetBytes("POST " + path + " HTTP/1.1\r\nContent-Length: " + body.Length.ToString() + "\r\n\r\n" + body);
            connection.Receive(request, 0, request.Length, 0);
            connection.Answer(Router, 0);
            return Encoding.UTF8.GetString(connection.Output.Bytes, 0, connection.Output.Length);
        }

        /// <summary>A client that joins; what it is sent at once, as far as it is text.</summary>
        public string Connect()
        {
            var connection = Feed.Accept(0)!;
            var opening = Encoding.UTF8.GetBytes(
                "GET / HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            Feed.Receive(connection, opening, 0, opening.Length, 0);
            var output = new ByteBuffer(4096);
            Feed.TakeOutput(connection, output, 0);
            connection.Sent();
            return Encoding.UTF8.GetString(output.Bytes, 0, 200);
        }
    }
}
