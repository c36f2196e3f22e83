using RailHub.Firmware.Http;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.WebSockets
{
    /// <summary>
    /// One WebSocket client without its socket: the opening, the reactions to its frames, and what waits to be sent to it
    /// (protocol 3.1 and 3.6).
    /// </summary>
    public sealed class WebSocketConnection
    {
        /// <summary>How long a client may take for the opening, in milliseconds.</summary>
        public const int HandshakeTimeout = 8000;

        /// <summary>How long a client may be silent within a frame, in milliseconds.</summary>
        public const int FrameTimeout = 5000;

        /// <summary>How long a client may take in nothing of what is sent to it, in milliseconds.</summary>
        public const int SendTimeout = 10000;

        // A client that sends pings and reads no pongs does not fill the memory: RFC 6455, 5.5.3 lets pongs be left out.
        private const int WaitingLimit = 1024;

        // The last pong that was let in, and a close frame.
        internal const int LongestWaiting = WaitingLimit + 2 + FrameReader.ControlPayloadLimit + 4;

        private readonly FrameReader _frames = new FrameReader();
        private readonly ByteBuffer _waiting = new ByteBuffer(256);

        // Given up once it has done its part: five of them are memory that a board can use.
        private HttpRequestReader? _opening = new HttpRequestReader();

        internal WebSocketConnection(long now)
        {
            ReceiveDeadline = now + HandshakeTimeout;
        }

        /// <summary>Whether the opening is done and no close frame is on its way.</summary>
        public bool IsOpen { get; private set; }

        /// <summary>Whether the connection ends once all is sent.</summary>
        public bool IsClosing { get; private set; }

        /// <summary>Whether a status waits; a newer one takes its place.</summary>
        internal bool IsStatusWaiting { get; set; }

        /// <summary>Whether something waits to be sent.</summary>
        public bool HasOutput => _waiting.Length > 0 || IsStatusWaiting;

        /// <summary>When the host is to drop the client, in milliseconds: it has then taken in nothing for too long.</summary>
        public long SendDeadline { get; private set; } = Clock.Never;

        /// <summary>When <see cref="CheckDeadline"/> has something to do.</summary>
        internal long ReceiveDeadline { get; private set; }

        internal void Receive(byte[] bytes, int offset, int count, long now)
        {
            var at = offset;
            var end = offset + count;
            if (_opening != null)
                at += ReadOpening(_opening, bytes, at, end - at);

            while (at < end && IsOpen)
            {
                at += _frames.Read(bytes, at, end - at);
                if (_frames.Error != 0)
                    Close(_frames.Error);
                else if (_frames.IsComplete)
                    React();
            }

            if (IsOpen)
                ReceiveDeadline = _frames.IsUnfinished ? now + FrameTimeout : Clock.Never;
        }

        /// <summary>Ends what has taken too long: an opening without an answer, a frame with a close.</summary>
        internal void CheckDeadline(long now)
        {
            if (now < ReceiveDeadline)
                return;
            if (IsOpen)
                Close(CloseCode.ProtocolError);
            else
                EndWithoutWord();
        }

        /// <summary>Moves what waits, with the status if one does, to the target; the host sends it and then calls <see cref="Sent"/>.</summary>
        internal void TakeOutput(ByteBuffer target, ByteBuffer statusFrame, long now)
        {
            target.Add(_waiting);
            _waiting.Clear();
            if (IsStatusWaiting)
                target.Add(statusFrame);
            IsStatusWaiting = false;
            SendDeadline = now + SendTimeout;
        }

        /// <summary>Says that the output taken last has gone out.</summary>
        public void Sent() => SendDeadline = Clock.Never;

        private int ReadOpening(HttpRequestReader opening, byte[] bytes, int offset, int count)
        {
            var taken = opening.Read(bytes, offset, count);
            if (opening.IsComplete && opening.Request.IsWebSocketUpgrade)
            {
                Handshake.WriteAccepted(opening.Request, _waiting);
                AddFrame(Opcode.Ping, NameText.None, 0);
                IsOpen = true;
                _opening = null;
            }
            else if (opening.IsComplete || opening.ErrorStatus != 0)
            {
                Handshake.WriteRefused(_waiting);
                EndWithoutWord();
            }

            return taken;
        }

        private void React()
        {
            if (_frames.FrameOpcode == Opcode.Close)
                Close(CloseCode.Normal);
            else if (_frames.FrameOpcode == Opcode.Ping && _waiting.Length < WaitingLimit)
                AddFrame(Opcode.Pong, _frames.Payload, _frames.PayloadLength);
        }

        private void Close(int code)
        {
            AddFrame(Opcode.Close, new[] { (byte)(code >> 8), (byte)code }, 2);
            EndWithoutWord();
        }

        private void EndWithoutWord()
        {
            IsOpen = false;
            IsClosing = true;
            IsStatusWaiting = false;
            _opening = null;
            ReceiveDeadline = Clock.Never;
        }

        private void AddFrame(int opcode, byte[] payload, int length)
        {
            _waiting.Add((byte)(Opcode.Final | opcode));
            _waiting.Add((byte)length);
            _waiting.Add(payload, 0, length);
        }
    }
}
