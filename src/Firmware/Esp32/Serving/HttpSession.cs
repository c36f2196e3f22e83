using System.Net.Sockets;
using RailHub.Firmware.Http;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>One connection to the HTTP port.</summary>
    public sealed class HttpSession : Session
    {
        private readonly NetworkLoop _network;
        private readonly HttpConnection _connection;
        private int _sent;
        private long _sendDeadline = Clock.Never;

        /// <param name="socket">The accepted connection.</param>
        /// <param name="served">The board.</param>
        /// <param name="network">Sends the status on before the caller gets an answer.</param>
        /// <param name="response">Memory for an answer; all connections share it.</param>
        /// <param name="now">Milliseconds of the host's clock.</param>
        public HttpSession(Socket socket, ServedBoard served, NetworkLoop network, HttpResponse response, long now)
            : base(socket, served)
        {
            _network = network;
            _connection = new HttpConnection(response, now);
        }

        /// <summary>Whether nothing is under way: then its place may go to somebody who waits (protocol 2.1).</summary>
        public bool IsIdle => _connection.IsIdle && _connection.Output.Length == 0;

        // While an answer goes out only its own time counts: a page over a poor network takes longer than a client may be idle.
        protected override long Deadline => _connection.Output.Length > 0 ? _sendDeadline : _connection.Deadline;

        protected override void Receive(byte[] bytes, int count, long now)
        {
            for (var at = 0; at < count;)
            {
                at += _connection.Receive(bytes, at, count - at, now);
                if (!_connection.HasRequest)
                    continue;
                lock (Served.Gate)
                    _connection.Answer(Served.Router, now);
                lock (Served.Gate)
                    Served.Feed.Tick(now);
            }

            // The status feed hears of a change before the caller gets its answer (protocol 2.3).
            _network.SendStatus(now);
        }

        protected override bool Write(long now)
        {
            var output = _connection.Output;
            if (output.Length == 0 || !HasRoom())
            {
                if (output.Length > 0 && _sendDeadline == Clock.Never)
                    _sendDeadline = now + HttpConnection.RequestTimeout;
                return false;
            }

            _sent += Send(output.Bytes, _sent, output.Length - _sent);
            _sendDeadline = now + HttpConnection.RequestTimeout;
            if (_sent < output.Length)
                return true;

            _sent = 0;
            _sendDeadline = Clock.Never;
            if (!_connection.Sent() && _connection.ClosesAfterOutput)
                SayFarewell(now);
            return true;
        }
    }
}
