using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>
    /// One HTTP connection without its socket: bytes in, answers out, one request at a time. The host feeds it with
    /// <see cref="Receive"/>, answers when <see cref="HasRequest"/>, sends <see cref="Output"/>, and closes when told or
    /// when <see cref="Deadline"/> has passed (protocol 2.1).
    /// </summary>
    public sealed class HttpConnection
    {
        /// <summary>How long a client may take to begin its first request, and then for each request as a whole, in milliseconds.</summary>
        public const int RequestTimeout = 5000;

        /// <summary>How long a connection stays open between two requests, in milliseconds.</summary>
        public const int IdleTimeout = 2000;

        private readonly HttpRequestReader _reader = new HttpRequestReader();
        private readonly HttpResponse _response = new HttpResponse();

        private long _deadline;
        private bool _hasAnswered;

        public HttpConnection(long now)
        {
            _deadline = now + RequestTimeout;
        }

        /// <summary>When the host is to close the connection, in milliseconds of its clock; never while a request waits for its answer.</summary>
        public long Deadline => HasRequest ? Clock.Never : _deadline;

        /// <summary>Bytes to send; the host clears them when they are sent.</summary>
        public ByteBuffer Output { get; } = new ByteBuffer(512);

        /// <summary>Whether a request waits for <see cref="Answer"/>.</summary>
        public bool HasRequest => _reader.IsComplete;

        /// <summary>Whether an answer was given and no further request has begun.</summary>
        public bool IsIdle => _hasAnswered && !HasRequest && !_reader.IsUnfinished;

        /// <summary>The request that waits.</summary>
        public HttpRequest Request => _reader.Request;

        /// <summary>Whether the connection ends once <see cref="Output"/> is sent.</summary>
        public bool ClosesAfterOutput { get; private set; }

        /// <summary>Takes bytes up to the end of a request; returns how many. The rest belongs to the next request.</summary>
        public int Receive(byte[] bytes, int offset, int count, long now)
        {
            if (ClosesAfterOutput)
                return count;

            if (!_reader.IsUnfinished)
                _deadline = now + RequestTimeout;
            var taken = _reader.Read(bytes, offset, count);
            if (_reader.ErrorStatus != 0)
            {
                _response.Error(_reader.ErrorStatus, HttpStatus.ReasonOf(_reader.ErrorStatus));
                ClosesAfterOutput = true;
                WriteResponse();
            }

            return taken;
        }

        /// <summary>Answers the request that waits.</summary>
        public void Answer(IHttpRouter router, long now)
        {
            router.Answer(_reader.Request, _response, now);
            ClosesAfterOutput = _response.ClosesConnection || !_reader.Request.KeepsAlive;
            WriteResponse();
            _reader.Reset();
            _hasAnswered = true;
            _deadline = now + IdleTimeout;
        }

        private void WriteResponse()
        {
            Output.AddAscii("HTTP/1.1 ");
            Output.AddNumber(_response.Status);
            Output.AddAscii(" ");
            Output.AddAscii(HttpStatus.ReasonOf(_response.Status));
            if (_response.ContentType.Length > 0)
            {
                Output.AddAscii("\r\nContent-Type: ");
                Output.AddAscii(_response.ContentType);
            }

            if (_response.Location.Length > 0)
            {
                Output.AddAscii("\r\nLocation: ");
                Output.AddAscii(_response.Location);
            }

            Output.AddAscii("\r\nContent-Length: ");
            Output.AddNumber(_response.Body.Length);
            Output.AddAscii(ClosesAfterOutput
                ? "\r\nConnection: close\r\n\r\n"
                : "\r\nConnection: keep-alive\r\nKeep-Alive: timeout=2000\r\n\r\n");
            Output.Add(_response.Body);
        }
    }
}
