namespace RailHub.Firmware.Network
{
    /// <summary>
    /// The life of the board's Wi-Fi (protocol 1.4): joins the stored network, opens the portal when there is none or it
    /// cannot be joined, falls back to an access point when nobody uses the portal, and comes back by itself when the
    /// network does. Lights and settings have no part in it. The host asks for the next task and reports what happened.
    /// </summary>
    public sealed class WifiCycle
    {
        /// <summary>How long a board that starts tries to join, in milliseconds. After a power cut a router needs longer than a board.</summary>
        public const int JoinPatience = 90000;

        /// <summary>Pause between two tries of a board that starts, in milliseconds.</summary>
        public const int JoinPause = 5000;

        /// <summary>How long the portal waits for somebody, in milliseconds.</summary>
        public const int PortalPatience = 300000;

        /// <summary>How often the portal tries the stored network while nobody uses it, in milliseconds.</summary>
        public const int PortalRetry = 10000;

        /// <summary>How often the fallback access point tries the stored network while nobody uses it, in milliseconds.</summary>
        public const int FallbackRetry = 60000;

        /// <summary>How long after a visit an access point is in use, in milliseconds. A try to join would disturb the visitor.</summary>
        public const int VisitLength = 60000;

        /// <summary>How long the system may take to join again a network that was lost, in milliseconds.</summary>
        public const int LossPatience = 30000;

        /// <summary>How long the portal still answers after it has joined, in milliseconds (protocol 1.4).</summary>
        public const int Farewell = 2000;

        /// <summary>From the button to the restart, in milliseconds: the LED tells that it was seen (protocol 1.5).</summary>
        public const int ForgetPause = 3000;

        /// <summary>
        /// Shortest time from one search to the next, in milliseconds. A search takes the radio off its channel for half a second on
        /// each of the others: whoever is on the board's access point hears nothing for seconds.
        /// </summary>
        public const int SearchPause = 20000;

        private readonly bool _hasCredentials;
        private bool _isJoining;
        private bool _isJoiningSubmitted;
        private bool _isSubmitted;
        private long _nextJoin = Clock.Never;
        private bool _areNetworksWanted;
        private long _nextSearch = long.MinValue;
        private long _endOfPatience = Clock.Never;
        private long _endOfVisit = long.MinValue;
        private long _restartTime = Clock.Never;
        private WifiTask _restart;

        /// <param name="mode">As what the radio was started.</param>
        /// <param name="hasCredentials">Whether a network is stored.</param>
        /// <param name="now">Milliseconds of the host's clock.</param>
        public WifiCycle(WifiMode mode, bool hasCredentials, long now)
        {
            Mode = mode;
            _hasCredentials = hasCredentials;
            switch (mode)
            {
                case WifiMode.Station when !hasCredentials:
                    Restart(WifiTask.RestartAsPortal, now);
                    break;
                case WifiMode.Station:
                    _nextJoin = now;
                    _endOfPatience = now + JoinPatience;
                    break;
                case WifiMode.Portal:
                    _endOfPatience = now + PortalPatience;
                    JoinLater(now, PortalRetry);
                    WantNetworks();
                    break;
                default:
                    JoinLater(now, FallbackRetry);
                    break;
            }
        }

        public WifiMode Mode { get; }

        /// <summary>Whether the board is in the club's network.</summary>
        public bool IsLinked { get; private set; }

        /// <summary>How it goes with the network that was submitted.</summary>
        public JoinState Submitted { get; private set; }

        /// <summary>What the host is to begin now; each task is told once.</summary>
        public WifiTask TakeTask(long now)
        {
            if (now >= _restartTime)
            {
                _restartTime = Clock.Never;
                return _restart;
            }

            if (_restart != WifiTask.None || _isJoining)
                return WifiTask.None;
            if (_isSubmitted)
                return Begin(WifiTask.JoinSubmitted);
            if (now >= _endOfPatience)
            {
                Restart(Mode == WifiMode.Station ? WifiTask.RestartAsPortal : WifiTask.RestartAsFallback, now);
                return TakeTask(now);
            }

            if (now >= _nextJoin && now >= _endOfVisit)
                return Begin(WifiTask.JoinStored);
            if (!_areNetworksWanted || now < _nextSearch)
                return WifiTask.None;
            _nextSearch = now + SearchPause;
            return WifiTask.Search;
        }

        /// <summary>When <see cref="TakeTask"/> may next have something, if nothing is reported before.</summary>
        public long NextDue()
        {
            if (_restart != WifiTask.None)
                return _restartTime;
            if (_isJoining)
                return Clock.Never;
            if (_isSubmitted)
                return long.MinValue;
            var join = _nextJoin == Clock.Never || _nextJoin > _endOfVisit ? _nextJoin : _endOfVisit;
            return Clock.Earlier(Clock.Earlier(join, _endOfPatience), _areNetworksWanted ? _nextSearch : Clock.Never);
        }

        /// <summary>Reports that somebody wants to see the networks around. They are searched for until they were heard.</summary>
        public void WantNetworks() => _areNetworksWanted = Mode != WifiMode.Station;

        /// <summary>Reports that a search has ended with an answer.</summary>
        public void NetworksHeard() => _areNetworksWanted = false;

        /// <summary>Reports how a join ended.</summary>
        public void JoinEnded(bool isJoined, long now)
        {
            var wasSubmitted = _isJoiningSubmitted;
            _isJoining = false;
            _isJoiningSubmitted = false;
            if (wasSubmitted)
                Submitted = isJoined ? JoinState.Joined : JoinState.Failed;

            if (!isJoined)
                JoinLater(now, Mode == WifiMode.Station ? JoinPause : Mode == WifiMode.Portal ? PortalRetry : FallbackRetry);
            else if (Mode == WifiMode.Station)
                LinkFound();
            else
                Restart(WifiTask.RestartAsStation, wasSubmitted ? now + Farewell : now);

            if (wasSubmitted)
                Visited(now);
        }

        /// <summary>Reports that the board is out of the network. The system tries by itself at first; servers and lights go on.</summary>
        public void LinkLost(long now)
        {
            if (!IsLinked)
                return;
            IsLinked = false;
            _nextJoin = now + LossPatience;
        }

        /// <summary>Reports that the board is in the network, joined by whomever.</summary>
        public void LinkFound()
        {
            IsLinked = true;
            _nextJoin = Clock.Never;
            _endOfPatience = Clock.Never;
        }

        /// <summary>Reports that somebody uses the board's access point.</summary>
        public void Visited(long now)
        {
            if (Mode == WifiMode.Station)
                return;
            _endOfVisit = now + VisitLength;
            if (Mode == WifiMode.Portal)
                _endOfPatience = now + PortalPatience;
        }

        /// <summary>Asks for the network that somebody chose in the portal.</summary>
        public void Submit(long now)
        {
            _isSubmitted = true;
            Submitted = JoinState.Joining;
            Visited(now);
        }

        /// <summary>Reports that the button was held (protocol 1.5).</summary>
        public void ButtonHeld(long now) => Restart(WifiTask.ForgetNetwork, now + ForgetPause);

        private WifiTask Begin(WifiTask task)
        {
            _isJoining = true;
            _isJoiningSubmitted = task == WifiTask.JoinSubmitted;
            _isSubmitted = false;
            _nextJoin = Clock.Never;
            return task;
        }

        private void JoinLater(long now, int pause) => _nextJoin = _hasCredentials ? now + pause : Clock.Never;

        private void Restart(WifiTask task, long time)
        {
            _restart = task;
            _restartTime = time;
        }
    }
}
