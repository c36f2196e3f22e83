using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>A port on which connections are waited for without blocking. When the network takes it away it is opened again.</summary>
    public sealed class ServerPort
    {
        private const int Backlog = 4;
        private const int ReopenPause = 1000;

        private readonly IPAddress _address;
        private readonly ServedBoard _served;
        private Socket? _listener;
        private long _nextOpen = long.MinValue;

        public ServerPort(IPAddress address, int number, ServedBoard served)
        {
            _address = address;
            Number = number;
            _served = served;
        }

        public int Number { get; private set; }

        public bool IsOpen => _listener != null;

        /// <summary>Opens the port if it is closed and it is time for a try.</summary>
        public void KeepOpen(long now)
        {
            if (_listener != null || now < _nextOpen)
                return;

            _nextOpen = now + ReopenPause;
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(_address, Number));
                socket.Listen(Backlog);
                Number = ((IPEndPoint)socket.LocalEndPoint!).Port;
                _listener = socket;
            }
            catch (SocketException e)
            {
                socket.Close();
                _served.Log.Write("Port " + Number.ToString() + " cannot be opened: " + e.Message);
            }
        }

        /// <summary>Whether somebody waits to be accepted.</summary>
        public bool IsSomebodyWaiting()
        {
            try
            {
                return _listener != null && _listener.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception e) when (IsOfNetwork(e))
            {
                Lose(e);
                return false;
            }
        }

        /// <summary>Rests until somebody comes who was not there before, for so many milliseconds at most.</summary>
        public void Rest(int milliseconds)
        {
            var listener = _listener;
            if (listener == null || IsSomebodyWaiting())
            {
                Thread.Sleep(milliseconds);
                return;
            }

            try
            {
                listener.Poll(milliseconds * 1000, SelectMode.SelectRead);
            }
            catch (Exception e) when (IsOfNetwork(e))
            {
                Lose(e);
            }
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
                Lose(e);
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

        private void Lose(Exception e)
        {
            _served.Log.Write("Port " + Number.ToString() + " is lost: " + e.Message);
            Close();
        }
    }
}
