using System;
using System.Text;
using RailHub.Firmware.Json;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>
    /// Puts a request together from bytes that arrive in pieces of any size (RFC 9112). It keeps one line at a time: a
    /// long header that means nothing to a board, such as cookies, costs it no memory.
    /// </summary>
    public sealed class HttpRequestReader
    {
        /// <summary>Longest request line in bytes.</summary>
        public const int LineLimit = 1024;

        /// <summary>Most bytes before the body.</summary>
        public const int HeadLimit = 16 * 1024;

        /// <summary>Longest body in bytes; the longest command has less than 500.</summary>
        public const int BodyLimit = 2048;

        /// <summary>Most bytes of a path that are kept: no path that a board knows has as many, and of the others a beginning is told.</summary>
        public const int PathLimit = 64;

        private static readonly byte[] Version11 = Encoding.UTF8.GetBytes("HTTP/1.1");
        private static readonly byte[] Version10 = Encoding.UTF8.GetBytes("HTTP/1.0");
        private static readonly byte[] ContentLength = Encoding.UTF8.GetBytes("content-length");
        private static readonly byte[] TransferEncoding = Encoding.UTF8.GetBytes("transfer-encoding");
        private static readonly byte[] Connection = Encoding.UTF8.GetBytes("connection");
        private static readonly byte[] Upgrade = Encoding.UTF8.GetBytes("upgrade");
        private static readonly byte[] WebSocket = Encoding.UTF8.GetBytes("websocket");
        private static readonly byte[] WebSocketVersion = Encoding.UTF8.GetBytes("sec-websocket-version");
        private static readonly byte[] Version13 = Encoding.UTF8.GetBytes("13");
        private static readonly byte[] WebSocketProtocol = Encoding.UTF8.GetBytes("sec-websocket-protocol");
        private static readonly byte[] WebSocketKey = Encoding.UTF8.GetBytes("sec-websocket-key");
        private static readonly byte[] Close = Encoding.UTF8.GetBytes("close");
        private static readonly byte[] KeepAlive = Encoding.UTF8.GetBytes("keep-alive");
        private static readonly byte[] Calls = Encoding.UTF8.GetBytes("/api/");

        private readonly byte[] _line = new byte[LineLimit];
        private int _lineLength;
        private bool _isLineTooLong;
        private int _headLength;
        private int _bodyLength;
        private bool _isReadingBody;
        private bool _hasRequestLine;

        /// <summary>The request so far; whole once <see cref="IsComplete"/>.</summary>
        public HttpRequest Request { get; private set; } = new HttpRequest();

        public bool IsComplete { get; private set; }

        /// <summary>Status that answers a request which cannot be read; 0 while all is well.</summary>
        public int ErrorStatus { get; private set; }

        /// <summary>Whether a request has begun and is not complete.</summary>
        public bool IsUnfinished => !IsComplete && _headLength > 0;

        /// <summary>Makes ready for the next request.</summary>
        public void Reset()
        {
            Request = new HttpRequest();
            IsComplete = false;
            ErrorStatus = 0;
            _lineLength = 0;
            _isLineTooLong = false;
            _headLength = 0;
            _bodyLength = 0;
            _isReadingBody = false;
            _hasRequestLine = false;
        }

        /// <summary>Reads from the bytes until the request is complete or cannot be read; returns how many it has taken.</summary>
        public int Read(byte[] bytes, int offset, int count)
        {
            var at = offset;
            var end = offset + count;
            while (at < end && !IsComplete && ErrorStatus == 0)
            {
                if (_isReadingBody)
                    at += ReadBody(bytes, at, end - at);
                else
                    ReadHead(bytes[at++]);
            }

            return at - offset;
        }

        private int ReadBody(byte[] bytes, int offset, int count)
        {
            var missing = Request.ContentLength - _bodyLength;
            var taken = count < missing ? count : missing;
            Array.Copy(bytes, offset, Request.Body, _bodyLength, taken);
            _bodyLength += taken;
            if (_bodyLength == Request.ContentLength)
                Complete();
            return taken;
        }

        private void ReadHead(byte letter)
        {
            if (++_headLength > HeadLimit)
            {
                ErrorStatus = 431;
                return;
            }

            if (letter != '\n')
            {
                if (_lineLength < LineLimit)
                    _line[_lineLength++] = letter;
                else
                    _isLineTooLong = true;
                return;
            }

            if (_lineLength > 0 && !_isLineTooLong && _line[_lineLength - 1] == '\r')
                _lineLength--;
            ReadLine();
            _lineLength = 0;
            _isLineTooLong = false;
        }

        private void ReadLine()
        {
            if (!_hasRequestLine)
            {
                // Blank lines before a request are forgiven (RFC 9112, 2.2).
                if (_lineLength == 0)
                    _headLength = 0;
                else
                    ReadRequestLine();
            }
            else if (_lineLength == 0)
            {
                EndHead();
            }
            else
            {
                ReadHeader();
            }
        }

        private void ReadRequestLine()
        {
            _hasRequestLine = true;
            if (_isLineTooLong)
            {
                ErrorStatus = 414;
                return;
            }

            var methodEnd = IndexOf(' ', 0);
            var targetEnd = IndexOf(' ', methodEnd + 1);
            var isVersion11 = AsciiText.Is(_line, targetEnd + 1, _lineLength, Version11);
            var isVersion10 = AsciiText.Is(_line, targetEnd + 1, _lineLength, Version10);
            if (methodEnd < 1 || targetEnd < methodEnd + 2 || _line[methodEnd + 1] != '/' || !(isVersion11 || isVersion10)
                || !AsciiText.IsVisible(_line, 0, methodEnd) || !AsciiText.IsVisible(_line, methodEnd + 1, targetEnd))
            {
                ErrorStatus = 400;
                return;
            }

            var query = IndexOf('?', methodEnd + 1);
            var pathEnd = query >= 0 && query < targetEnd ? query : targetEnd;
            Request.Method = Encoding.UTF8.GetString(_line, 0, methodEnd);
            var pathLength = pathEnd - methodEnd - 1;
            Request.Path = Encoding.UTF8.GetString(_line, methodEnd + 1, pathLength < PathLimit ? pathLength : PathLimit);
            Request.IsCall = AsciiText.StartsWith(_line, methodEnd + 1, pathEnd, Calls);
            if (pathEnd < targetEnd)
                Request.Query = Encoding.UTF8.GetString(_line, pathEnd + 1, targetEnd - pathEnd - 1);
            Request.KeepsAlive = isVersion11;
        }

        private void ReadHeader()
        {
            var nameEnd = IndexOf(':', 0);
            if (nameEnd < 1)
            {
                // A header of many kilobytes has its colon far in front; one without a colon is none.
                ErrorStatus = 400;
                return;
            }

            var start = nameEnd + 1;
            var end = _lineLength;
            AsciiText.Trim(_line, ref start, ref end);
            if (IsHeader(ContentLength, nameEnd))
                ReadContentLength(start, end);
            else if (IsHeader(TransferEncoding, nameEnd))
                Request.IsChunked = true;
            else if (IsHeader(Connection, nameEnd))
                ReadConnection(start, end);
            else if (IsHeader(Upgrade, nameEnd))
                Request.UpgradesToWebSocket |= AsciiText.ListHas(_line, start, end, WebSocket);
            else if (IsHeader(WebSocketVersion, nameEnd))
                Request.HasVersion13 = AsciiText.Is(_line, start, end, Version13);
            else if (IsHeader(WebSocketProtocol, nameEnd))
                Request.AsksForSubprotocol = true;
            else if (IsHeader(WebSocketKey, nameEnd) && AsciiText.IsVisible(_line, start, end))
                Request.WebSocketKey = Encoding.UTF8.GetString(_line, start, end - start);
        }

        private void ReadConnection(int start, int end)
        {
            Request.UpgradesConnection |= AsciiText.ListHas(_line, start, end, Upgrade);
            if (AsciiText.ListHas(_line, start, end, Close))
                Request.KeepsAlive = false;
            else if (AsciiText.ListHas(_line, start, end, KeepAlive))
                Request.KeepsAlive = true;
        }

        private void ReadContentLength(int start, int end)
        {
            var length = 0;
            for (var i = start; i < end; i++)
            {
                if (!AsciiText.IsDigit(_line[i]))
                {
                    ErrorStatus = 400;
                    return;
                }

                // Anything above the limit is the same to a board; and it must not overflow.
                if (length <= BodyLimit)
                    length = length * 10 + (_line[i] - '0');
            }

            var isSecond = Request.ContentLength >= 0 && Request.ContentLength != length;
            if (start == end || isSecond)
                ErrorStatus = 400;
            Request.ContentLength = length;
        }

        private void EndHead()
        {
            if (Request.IsChunked)
                ErrorStatus = 400;
            else if (Request.ContentLength > BodyLimit)
                ErrorStatus = 413;
            else if (Request.ContentLength > 0)
                Request.Body = new byte[Request.ContentLength];

            _isReadingBody = Request.ContentLength > 0;
            if (ErrorStatus == 0 && !_isReadingBody)
                Complete();
        }

        // Read here and not where it is answered: there everybody waits for the board's lock.
        private void Complete()
        {
            if (Request.Method == "POST")
                Request.Fields = RequestFields.Read(Request.Body, Request.Body.Length);
            IsComplete = true;
        }

        private bool IsHeader(byte[] name, int nameEnd) => AsciiText.IsIgnoringCase(_line, 0, nameEnd, name);

        private int IndexOf(char letter, int start)
        {
            for (var i = start; i < _lineLength; i++)
            {
                if (_line[i] == letter)
                    return i;
            }

            return -1;
        }
    }
}
