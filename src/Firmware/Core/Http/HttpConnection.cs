using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>
    /// One HTTP connection without its socket: bytes in, answers out, one request at a time. The host feeds it with
    /// <see cref="Receive"/>, answers when <see cref="HasRequest"/>, sends <see cref="Output"/> and says so to <see cref="Sent"/>,
    /// and closes when told or when <see cref="Deadline"/> has passed (protocol 2.1). Only <see cref="Answer"/> touches the board.
    /// </summary>
    public sealed class HttpConnection
    {
        /// <summary>How long a client may take to begin its first request, and then for each request as a whole, in milliseconds.</summary>
        public const int RequestTimeout = 5000;

        /// <summary>How long a connection stays open between two requests, in milliseconds.</summary>
        public const int IdleTimeout = 2000;

        private static readonly byte[] Version = Encoding.UTF8.GetBytes("HTTP/1.1 ");
        private static readonly byte[] ContentType = Encoding.UTF8.GetBytes("\r\nContent-Type: ");
        private static readonly byte[] Location = Encoding.UTF8.GetBytes("\r\nLocation: ");
        private static readonly byte[] ContentLength = Encoding.UTF8.GetBytes("\r\nContent-Length: ");
        private static readonly byte[] Closes = Encoding.UTF8.GetBytes("\r\nConnection: close\r\n\r\n");
        private static readonly byte[] Stays = Encoding.UTF8.GetBytes("\r\nConnection: keep-alive\r\nKeep-Alive: timeout=2000\r\n\r\n");

        private readonly HttpRequestReader _reader = new HttpRequestReader();
        private readonly HttpResponse _response;

        private long _deadline;
        private bool _hasAnswered;
        private WebPage? _page;
        private int _nextPiece;

        public HttpConnection(long now)
            : this(new HttpResponse(), now)
        {
        }

        /// <param name="response">Memory for an answer until it is in <see cref="Output"/>; connections of one thread can share it.</param>
        /// <param name="now">Milliseconds of the host's clock.</param>
        public HttpConnection(HttpResponse response, long now)
        {
            _response = response;
            _deadline = now + RequestTimeout;
        }

        /// <summary>When the host is to close the connection, in milliseconds of its clock; never while a request waits for its answer.</summary>
        public long Deadline => HasRequest ? Clock.Never : _deadline;

        /// <summary>Bytes to send; the host calls <see cref="Sent"/> when it has.</summary>
        public ByteBuffer Output { get; } = new ByteBuffer(512);

        /// <summary>Whether a request waits for <see cref="Answer"/>.</summary>
        public bool HasRequest => _reader.IsComplete;

        /// <summary>Whether an answer was given and no further request has begun.</summary>
        public bool IsIdle => _hasAnswered && !HasRequest && !_reader.IsUnfinished;

        /// <summary>The request that waits.</summary>
        public HttpRequest Request => _reader.Request;

        /// <summary>Whether the connection ends once everything is sent.</summary>
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

        /// <summary>
        /// Says that <see cref="Output"/> has gone out. It is empty then, or has the next piece of a page that is too long to be held
        /// whole; true in this case.
        /// </summary>
        public bool Sent()
        {
            Output.Clear();
            if (_page == null)
                return false;

            _page.AddPiece(_nextPiece++, Output);
            if (_nextPiece == WebPage.PieceCount)
                _page = null;
            return true;
        }

        private void WriteResponse()
        {
            Output.Add(Version);
            Output.AddNumber(_response.Status);
            Output.Add((byte)' ');
            Output.AddAscii(HttpStatus.ReasonOf(_response.Status));
            if (_response.ContentType != "")
            {
                Output.Add(ContentType);
                Output.AddAscii(_response.ContentType);
            }

            if (_response.Location != "")
            {
                Output.Add(Location);
                Output.AddAscii(_response.Location);
            }

            Output.Add(ContentLength);
            Output.AddNumber(_response.Length);
            Output.Add(ClosesAfterOutput ? Closes : Stays);
            _page = _response.Page;
            _nextPiece = 0;
            if (_page == null)
                Output.Add(_response.Body);
        }
    }
}
