using System.Net.Sockets;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>One client of the status feed. What it has no room for waits in Core, where the newest status replaces an older one.</summary>
    public sealed class FeedSession : Session
    {
        private readonly WebSocketConnection _connection;
        private readonly ByteBuffer _output;
        private long _stuckSince = Clock.Never;

        /// <param name="socket">The accepted connection.</param>
        /// <param name="served">The board.</param>
        /// <param name="connection">Its slot.</param>
        /// <param name="output">Memory for what is sent; all clients share it, since a send that found room is over at once.</param>
        public FeedSession(Socket socket, ServedBoard served, WebSocketConnection connection, ByteBuffer output)
            : base(socket, served)
        {
            _connection = connection;
            _output = output;
        }

        protected override long Deadline => _stuckSince == Clock.Never ? Clock.Never : _stuckSince + WebSocketConnection.SendTimeout;

        protected override void Receive(byte[] bytes, int count, long now)
        {
            lock (Served.Gate)
                Served.Feed.Receive(_connection, bytes, 0, count, now);
        }

        protected override bool Write(long now)
        {
            if (!_connection.HasOutput)
            {
                if (_connection.IsClosing)
                    SayFarewell(now);
                return false;
            }

            if (!HasRoom())
            {
                if (_stuckSince == Clock.Never)
                    _stuckSince = now;
                return false;
            }

            _stuckSince = Clock.Never;
            lock (Served.Gate)
                Served.Feed.TakeOutput(_connection, _output, now);
            for (var sent = 0; sent < _output.Length;)
                sent += Send(_output.Bytes, sent, _output.Length - sent);
            _connection.Sent();
            return true;
        }

        protected override void Ended()
        {
            lock (Served.Gate)
                Served.Feed.Release(_connection);
        }
    }
}
