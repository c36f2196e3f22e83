using RailHub.Firmware.Json;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>What the servers of a board want to know of a request. The body is only read on the HTTP port.</summary>
    public sealed class HttpRequest
    {
        /// <summary>Method as sent, such as <c>GET</c>.</summary>
        public string Method { get; internal set; } = "";

        /// <summary>Path as sent, without the query; of a long one the first <see cref="HttpRequestReader.PathLimit"/> bytes.</summary>
        public string Path { get; internal set; } = "";

        /// <summary>What is behind the question mark, as sent; empty when there is none.</summary>
        public string Query { get; internal set; } = "";

        /// <summary>Whether the client wants to send further requests on this connection.</summary>
        public bool KeepsAlive { get; internal set; }

        public byte[] Body { get; internal set; } = NameText.None;

        /// <summary>The fields of a <c>POST</c>'s body; null when it is not JSON.</summary>
        public RequestFields? Fields { get; internal set; }

        /// <summary>Whether the path is one of the board's calls, <c>/api/…</c>, known or not.</summary>
        public bool IsCall { get; internal set; }

        /// <summary>Whether the header asks for a WebSocket in the way of RFC 6455, 4.2.1.</summary>
        public bool IsWebSocketUpgrade => Method == "GET" && UpgradesConnection && UpgradesToWebSocket && HasVersion13 && WebSocketKey != "";

        /// <summary>Value of <c>Sec-WebSocket-Key</c>, or empty.</summary>
        public string WebSocketKey { get; internal set; } = "";

        /// <summary>Whether the client asks for a subprotocol, whichever.</summary>
        public bool AsksForSubprotocol { get; internal set; }

        internal bool UpgradesConnection { get; set; }

        internal bool UpgradesToWebSocket { get; set; }

        internal bool HasVersion13 { get; set; }

        internal int ContentLength { get; set; } = -1;

        internal bool IsChunked { get; set; }
    }
}
