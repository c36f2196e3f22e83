using System;
using System.Net.Sockets;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>
    /// One connection, served a little at a time by the network loop. It reads when there is something and writes when
    /// there is room, and so never waits for its client.
    /// </summary>
    public abstract class Session
    {
        // Room that an ESP32's send buffer has whenever it says it is ready: one segment.
        private const int PieceSize = 1400;

        // A last resort: a send that found room is over at once.
        private const int SendTimeout = 1000;

        // The client closes when it has the last answer: closing before it might take the answer back (RFC 9112, 9.6).
        private const int FarewellTime = 500;

        private readonly Socket _socket;
        private bool _isPrepared;
        private long _farewellEnd = Clock.Never;

        protected Session(Socket socket, ServedBoard served)
        {
            _socket = socket;
            Served = served;
        }

        /// <summary>Whether the connection is over and its place free.</summary>
        public bool HasEnded { get; private set; }

        protected ServedBoard Served { get; }

        /// <summary>Does what can be done now; true when it did something.</summary>
        public bool Serve(byte[] buffer, long now)
        {
            try
            {
                Prepare();
                if (now >= _farewellEnd || now >= Deadline)
                {
                    End();
                    return true;
                }

                var hasRead = Read(buffer, now);
                return (!HasEnded && Write(now)) || hasRead;
            }
            catch (Exception e)
            {
                Fail(e);
                return true;
            }
        }

        /// <summary>Sends what waits and fits, and does nothing else.</summary>
        public void Flush(long now)
        {
            try
            {
                if (!HasEnded)
                    Write(now);
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }

        public void End()
        {
            if (HasEnded)
                return;
            HasEnded = true;
            try
            {
                _socket.Close();
            }
            finally
            {
                Ended();
            }
        }

        /// <summary>When the client is to be dropped.</summary>
        protected abstract long Deadline { get; }

        /// <summary>Takes in what the client has sent.</summary>
        protected abstract void Receive(byte[] bytes, int count, long now);

        /// <summary>Sends what waits and fits; true when something went out.</summary>
        protected abstract bool Write(long now);

        /// <summary>Gives back what the session holds of the board.</summary>
        protected virtual void Ended()
        {
        }

        /// <summary>Whether the client takes bytes now.</summary>
        protected bool HasRoom() => _socket.Poll(0, SelectMode.SelectWrite);

        /// <summary>Sends a piece that fits; returns how many bytes.</summary>
        protected int Send(byte[] bytes, int offset, int count) =>
            _socket.Send(bytes, offset, count < PieceSize ? count : PieceSize, SocketFlags.None);

        /// <summary>Ends the connection once the client has closed it, or soon after.</summary>
        protected void SayFarewell(long now)
        {
            if (_farewellEnd == Clock.Never)
                _farewellEnd = now + FarewellTime;
        }

        // Whatever it was, be it that there was no memory for this client, it is over with this client. One that is gone is no news.
        private void Fail(Exception e)
        {
            try
            {
                if (!ServerPort.IsOfNetwork(e))
                    Served.Log.Write("A connection failed: " + e.GetType().FullName + ": " + e.Message);
            }
            finally
            {
                End();
            }
        }

        // A status is one write: waiting for the acknowledgement of the one before would only make it late.
        private void Prepare()
        {
            if (_isPrepared)
                return;
            _isPrepared = true;
            _socket.SendTimeout = SendTimeout;
            _socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay, true);
        }

        private bool Read(byte[] buffer, long now)
        {
            if (!_socket.Poll(0, SelectMode.SelectRead))
                return false;

            var count = _socket.Receive(buffer, 0, buffer.Length, SocketFlags.None);
            if (count == 0)
                End();
            else if (_farewellEnd == Clock.Never)
                Receive(buffer, count, now);
            return true;
        }
    }
}
