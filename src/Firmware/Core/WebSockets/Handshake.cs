using System;
using System.Text;
using RailHub.Firmware.Http;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.WebSockets
{
    /// <summary>The two answers to the opening request, with the headers and the order of the boards in the field (protocol 3.1).</summary>
    public static class Handshake
    {
        private const string Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

        /// <summary>The value that proves the server has understood the key (RFC 6455, 4.2.2).</summary>
        public static string AcceptValue(string key) => Convert.ToBase64String(Sha1.Hash(Encoding.UTF8.GetBytes(key + Guid)));

        internal static void WriteAccepted(HttpRequest request, ByteBuffer target)
        {
            target.AddAscii("HTTP/1.1 101 Switching Protocols\r\nServer: arduino-WebSocketsServer\r\nUpgrade: websocket\r\n");
            target.AddAscii("Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Accept: ");
            target.AddAscii(AcceptValue(request.WebSocketKey));
            if (request.AsksForSubprotocol)
                target.AddAscii("\r\nSec-WebSocket-Protocol: arduino");
            target.AddAscii("\r\n\r\n");
        }

        internal static void WriteRefused(ByteBuffer target)
        {
            target.AddAscii("HTTP/1.1 400 Bad Request\r\nServer: arduino-WebSocket-Server\r\nContent-Type: text/plain\r\n");
            target.AddAscii("Content-Length: 32\r\nConnection: close\r\nSec-WebSocket-Version: 13\r\n\r\nThis is a Websocket server only!");
        }
    }
}
