using System;
using System.Collections;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using RailHub.Firmware.Http;
using RailHub.Firmware.Network;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>
    /// Both servers on one thread, which asks every socket in turn and waits for none: no client can hold up another, and a
    /// board has one stack and one receive buffer for all of them. A socket that is closed from another thread would not
    /// wake a wait on nanoFramework before its time limit; here nobody waits.
    /// </summary>
    public sealed class NetworkLoop : IWatched
    {
        /// <summary>Most HTTP connections at a time. With five status clients, two listeners and the name services the board's 16 sockets suffice.</summary>
        public const int HttpLimit = 4;

        // How long a quiet network is left alone; far below what protocol 6 allows for an answer.
        private const int QuietPause = 5;

        private readonly ServedBoard _served;
        private readonly Watchdog _watchdog;
        private readonly IPAddress _address;
        private Servers _servers;

        /// <param name="served">The board.</param>
        /// <param name="watchdog">Is told that the loop lives.</param>
        /// <param name="address">Where to listen; <c>IPAddress.Any</c> on a board, so that a new address changes nothing.</param>
        /// <param name="httpPort">80 on a board; 0 for any.</param>
        /// <param name="webSocketPort">81 on a board; 0 for any.</param>
        public NetworkLoop(ServedBoard served, Watchdog watchdog, IPAddress address, int httpPort, int webSocketPort)
        {
            _served = served;
            _watchdog = watchdog;
            _address = address;
            _servers = new Servers(this, httpPort, webSocketPort);
        }

        /// <summary>Port of the HTTP calls, once it is open.</summary>
        public int HttpPort => _servers.Http.Number;

        /// <summary>Port of the status feed, once it is open.</summary>
        public int WebSocketPort => _servers.WebSocket.Number;

        /// <summary>How many connections are open on the HTTP port.</summary>
        public int HttpCount => _servers.HttpSessions.Count;

        /// <summary>Opens the ports, as far as the network lets it, and serves them.</summary>
        public void Start() => Start(_servers);

        /// <summary>Leaves a thread that stands still to itself, with its connections closed under it, and serves with a new one.</summary>
        public void StartAnew()
        {
            var old = _servers;
            old.Stop();
            old.CloseAll();
            _servers = new Servers(this, old.Http.Number, old.WebSocket.Number);
            Start(_servers);
        }

        /// <summary>Ends the loop and closes every connection; false when it did not end in a second.</summary>
        public bool Stop()
        {
            var servers = _servers;
            servers.Stop();
            return servers.HasEnded.WaitOne(1000, false);
        }

        /// <summary>Sends the status to all who have room for it.</summary>
        internal void SendStatus(long now) => _servers.SendStatus(now);

        private void Start(Servers servers)
        {
            servers.OpenPorts(_served.Clock.Now);
            new Thread(servers.Run).Start();
        }

        /// <summary>All that belongs to one thread of the loop.</summary>
        private sealed class Servers
        {
            private readonly NetworkLoop _loop;
            private readonly ServedBoard _served;
            private readonly ArrayList _feedSessions = new ArrayList();
            private readonly byte[] _received = new byte[1024];
            private readonly ByteBuffer _output;
            private readonly HttpResponse _response = new HttpResponse();
            private bool _isStopping;

            public Servers(NetworkLoop loop, int httpPort, int webSocketPort)
            {
                _loop = loop;
                _served = loop._served;
                _output = new ByteBuffer(_served.Feed.LongestOutput);
                Http = new ServerPort(loop._address, httpPort, _served);
                WebSocket = new ServerPort(loop._address, webSocketPort, _served);
            }

            public ServerPort Http { get; }

            public ServerPort WebSocket { get; }

            public ArrayList HttpSessions { get; } = new ArrayList();

            public ManualResetEvent HasEnded { get; } = new ManualResetEvent(false);

            public void OpenPorts(long now)
            {
                Http.KeepOpen(now);
                WebSocket.KeepOpen(now);
            }

            public void Stop() => _isStopping = true;

            public void Run()
            {
                while (!_isStopping)
                {
                    if (!TryPass(_served.Clock.Now))
                        Thread.Sleep(QuietPause);
                }

                CloseAll();
                HasEnded.Set();
            }

            public void SendStatus(long now)
            {
                for (var i = 0; i < _feedSessions.Count; i++)
                    ((Session)_feedSessions[i]!).Flush(now);
            }

            public void CloseAll()
            {
                Http.Close();
                WebSocket.Close();
                EndAll(HttpSessions);
                EndAll(_feedSessions);
            }

            // What goes wrong with one client ends its session, and there it stays. What goes wrong here is told, and everybody is
            // served on: nobody's connection is worth less for it.
            private bool TryPass(long now)
            {
                try
                {
                    lock (_served.Gate)
                        _loop._watchdog.Beat(HostPart.Network, now);
                    if (!Pass(now))
                        Http.Rest(QuietPause);
                    return true;
                }
                catch (Exception e)
                {
                    _served.Log.Write("The network loop failed: " + e.GetType().FullName + ": " + e.Message);
                    return false;
                }
            }

            private bool Pass(long now)
            {
                OpenPorts(now);
                var isBusy = AcceptHttp(now) | AcceptFeed(now);
                isBusy |= ServeAll(_feedSessions, now);
                isBusy |= ServeAll(HttpSessions, now);
                return isBusy;
            }

            private bool AcceptHttp(long now)
            {
                if (!Http.IsSomebodyWaiting() || (HttpSessions.Count >= HttpLimit && !MakeRoom()))
                    return false;

                var socket = Http.Accept();
                if (socket != null)
                    Begin(HttpSessions, socket, now);
                return true;
            }

            private bool AcceptFeed(long now)
            {
                if (!WebSocket.IsSomebodyWaiting())
                    return false;

                var socket = WebSocket.Accept();
                if (socket == null)
                    return true;

                Begin(_feedSessions, socket, now);
                return true;
            }

            // A session for which there is no place, or no memory, costs its client only.
            private void Begin(ArrayList sessions, Socket socket, long now)
            {
                var hasBegun = false;
                try
                {
                    Session? session = sessions == HttpSessions ? new HttpSession(socket, _served, _loop, _response, now) : NewFeedSession(socket, now);
                    hasBegun = session != null && sessions.Add(session) >= 0;
                }
                finally
                {
                    if (!hasBegun)
                        socket.Close();
                }
            }

            private FeedSession? NewFeedSession(Socket socket, long now)
            {
                WebSockets.WebSocketConnection? slot;
                lock (_served.Gate)
                    slot = _served.Feed.Accept(now);
                return slot == null ? null : new FeedSession(socket, _served, slot, _output);
            }

            private bool MakeRoom()
            {
                for (var i = 0; i < HttpSessions.Count; i++)
                {
                    var session = (HttpSession)HttpSessions[i]!;
                    if (!session.IsIdle)
                        continue;
                    session.End();
                    HttpSessions.RemoveAt(i);
                    return true;
                }

                return false;
            }

            private bool ServeAll(ArrayList sessions, long now)
            {
                var isBusy = false;
                for (var i = sessions.Count - 1; i >= 0; i--)
                {
                    var session = (Session)sessions[i]!;
                    isBusy |= session.Serve(_received, now);
                    if (session.HasEnded)
                        sessions.RemoveAt(i);
                }

                return isBusy;
            }

            private static void EndAll(ArrayList sessions)
            {
                for (var i = 0; i < sessions.Count; i++)
                    ((Session)sessions[i]!).End();
                sessions.Clear();
            }
        }
    }
}
