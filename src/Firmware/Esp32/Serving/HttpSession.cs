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

        public HttpSession(Socket socket, ServedBoard served, NetworkLoop network, long now)
            : base(socket, served)
        {
            _network = network;
            _connection = new HttpConnection(now);
        }

        /// <summary>Whether nothing is under way: then its place may go to somebody who waits (protocol 2.1).</summary>
        public bool IsIdle => _connection.IsIdle && _connection.Output.Length == 0;

        protected override long Deadline => Clock.Earlier(_connection.Deadline, _sendDeadline);

        protected override void Receive(byte[] bytes, int count, long now)
        {
            for (var at = 0; at < count;)
            {
                lock (Served.Gate)
                {
                    at += _connection.Receive(bytes, at, count - at, now);
                    if (_connection.HasRequest)
                    {
                        _connection.Answer(Served.Router, now);
                        Served.Feed.Tick(now);
                    }
                }
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
            output.Clear();
            if (_connection.ClosesAfterOutput)
                SayFarewell(now);
            return true;
        }
    }
}
