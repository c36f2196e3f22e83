using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>
    /// A port on which connections are waited for without blocking. It stays open while the network is away: nanoFramework's
    /// sockets throw then, whatever they are asked (nf-interpreter, <c>sys_net_native_System_Net_Sockets_NativeSocket.cpp</c>), and
    /// serve on when it is back. Only one that fails for longer than an outage usually takes is opened anew.
    /// </summary>
    public sealed class ServerPort
    {
        /// <summary>How long a port may fail before it is opened anew, in milliseconds.</summary>
        public const int Patience = 60000;

        private const int Backlog = 4;
        private const int ReopenPause = 1000;

        // Nobody can come while the network is away, and every question would cost an exception.
        private const int AwayPause = 100;

        private readonly IPAddress _address;
        private readonly ServedBoard _served;
        private Socket? _listener;
        private long _nextOpen = long.MinValue;
        private long _failsSince = Clock.Never;

        public ServerPort(IPAddress address, int number, ServedBoard served)
        {
            _address = address;
            Number = number;
            _served = served;
        }

        public int Number { get; private set; }

        /// <summary>Opens the port if it is closed and it is time for a try.</summary>
        public void KeepOpen(long now)
        {
            if (_listener != null || now < _nextOpen)
                return;

            _nextOpen = now + ReopenPause;
            Socket? socket = null;
            try
            {
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                AllowReuse(socket);
                socket.Bind(new IPEndPoint(_address, Number));
                socket.Listen(Backlog);
                Number = ((IPEndPoint)socket.LocalEndPoint!).Port;
                _listener = socket;
                _failsSince = Clock.Never;
            }
            catch (Exception e)
            {
                socket?.Close();
                _served.Log.Write("Port " + Number.ToString() + " cannot be opened: " + e.Message);
            }
        }

        /// <summary>Whether somebody waits to be accepted.</summary>
        public bool IsSomebodyWaiting() => Poll(0);

        /// <summary>Rests until somebody comes who was not there before, for so many milliseconds at most, or longer without a network.</summary>
        public void Rest(int milliseconds)
        {
            if (_listener == null || _failsSince != Clock.Never)
                Thread.Sleep(AwayPause);
            else if (IsSomebodyWaiting())
                Thread.Sleep(milliseconds);
            else
                Poll(milliseconds * 1000);
        }

        /// <summary>The connection that waits, or null when it is gone again.</summary>
        public Socket? Accept()
        {
            try
            {
                return _listener?.Accept();
            }
            catch (Exception e) when (IsOfNetwork(e))
            {
                _served.Log.Write("Port " + Number.ToString() + ": somebody was gone before being let in: " + e.Message);
                return null;
            }
        }

        public void Close()
        {
            _listener?.Close();
            _listener = null;
        }

        /// <summary>Whether an exception means that a socket or its network is gone; everything else is a mistake of ours.</summary>
        public static bool IsOfNetwork(Exception e) => e is SocketException || e is ObjectDisposedException;

        // A port at which the board was the first to close a connection is in TIME_WAIT for two minutes (lwIP). A chip whose network was
        // built without this option has its ports nevertheless, later.
        private void AllowReuse(Socket socket)
        {
            try
            {
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }
            catch (Exception e) when (IsOfNetwork(e))
            {
                _served.Log.Write("Port " + Number.ToString() + " cannot be opened again at once: " + e.Message);
            }
        }

        private bool Poll(int microseconds)
        {
            if (_listener == null)
                return false;

            try
            {
                var isReady = _listener.Poll(microseconds, SelectMode.SelectRead);
                _failsSince = Clock.Never;
                return isReady;
            }
            catch (Exception e)
            {
                Fail(e, _served.Clock.Now);
                return false;
            }
        }

        private void Fail(Exception e, long now)
        {
            if (_failsSince == Clock.Never)
            {
                _failsSince = now;
                _served.Log.Write("Port " + Number.ToString() + " has no network: " + e.Message);
            }
            else if (now - _failsSince >= Patience)
            {
                Close();
            }
        }
    }
}
