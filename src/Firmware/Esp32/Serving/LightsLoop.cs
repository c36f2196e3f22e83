using System.Threading;
using RailHub.Firmware.Network;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>
    /// Turns the board's clock on a thread that touches no socket: lights go on whatever the network does. It also
    /// watches the network loop, which can be started anew; itself it is watched by the program.
    /// </summary>
    public sealed class LightsLoop
    {
        // Commands and blinking may ask for an earlier turn at any time; no light is off by more than this.
        private const int LongestSleep = 10;

        private readonly ServedBoard _served;
        private readonly NetworkLoop _network;
        private readonly Watchdog _watchdog;
        private readonly Thread _thread;
        private bool _isStopping;

        public LightsLoop(ServedBoard served, NetworkLoop network, Watchdog watchdog)
        {
            _served = served;
            _network = network;
            _watchdog = watchdog;
            _thread = new Thread(Run) { Priority = ThreadPriority.AboveNormal };
        }

        /// <summary>Whether the board asks to be restarted: a part did not come back.</summary>
        public bool IsRestartWanted { get; private set; }

        public void Start() => _thread.Start();

        /// <summary>Ends the loop and waits until it has ended; false when it did not in a second.</summary>
        public bool Stop()
        {
            _isStopping = true;
            return _thread.Join(1000);
        }

        private void Run()
        {
            while (!_isStopping)
            {
                var now = _served.Clock.Now;
                long due;
                lock (_served.Gate)
                {
                    _served.Feed.Tick(now);
                    _watchdog.Beat(HostPart.Lights, now);
                    due = _served.Feed.NextDue();
                }

                Watch(now);
                Thread.Sleep(due - now < LongestSleep ? (int)(due > now ? due - now : 1) : LongestSleep);
            }
        }

        private void Watch(long now)
        {
            WatchdogVerdict verdict;
            lock (_served.Gate)
                verdict = _watchdog.Check(HostPart.Network, now);
            if (verdict == WatchdogVerdict.RestartPart)
            {
                _network.StartAnew();
                _served.Log.Write("The network loop stood still and was started anew.");
            }
            else if (verdict == WatchdogVerdict.RestartBoard)
            {
                _served.Log.Write("The network loop did not come back.");
                IsRestartWanted = true;
            }
        }
    }
}
