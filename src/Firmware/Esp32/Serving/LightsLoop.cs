using System;
using System.Threading;
using RailHub.Firmware.Network;

namespace RailHub.Firmware.Esp32.Serving
{
    /// <summary>
    /// Turns the board's clock on a thread that touches no socket: lights go on whatever the network does. It also
    /// watches the other parts, which can be started anew; itself it is watched by the program.
    /// </summary>
    public sealed class LightsLoop
    {
        // Commands and blinking may ask for an earlier turn at any time; no light is off by more than this.
        private const int LongestSleep = 10;

        private readonly ServedBoard _served;
        private readonly Watchdog _watchdog;
        private readonly IWatched?[] _parts;
        private readonly Thread _thread;
        private bool _isStopping;

        /// <param name="served">The board.</param>
        /// <param name="watchdog">Knows when each part was last alive.</param>
        /// <param name="parts">What to start anew, in the order of <see cref="HostPart"/>; null is not watched from here.</param>
        public LightsLoop(ServedBoard served, Watchdog watchdog, IWatched?[] parts)
        {
            _served = served;
            _watchdog = watchdog;
            _parts = parts;
            _thread = new Thread(Run) { Priority = ThreadPriority.AboveNormal };
        }

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
                var sleep = LongestSleep;
                try
                {
                    sleep = Turn(_served.Clock.Now);
                }
                catch (Exception e)
                {
                    // Without the beat that this turn did not get to, the program starts the board anew.
                    _served.Log.Write("The lights failed: " + e.GetType().FullName + ": " + e.Message);
                }

                Thread.Sleep(sleep);
            }
        }

        /// <summary>Does what is due; returns for how many milliseconds nothing is.</summary>
        private int Turn(long now)
        {
            long due;
            lock (_served.Gate)
            {
                _served.Feed.Tick(now);
                _watchdog.Beat(HostPart.Lights, now);
                due = _served.Feed.NextDue();
            }

            for (var part = 0; part < _parts.Length; part++)
                Watch(part, now);
            return due - now < LongestSleep ? (int)(due > now ? due - now : 1) : LongestSleep;
        }

        private void Watch(int part, long now)
        {
            var watched = _parts[part];
            if (watched == null)
                return;

            WatchdogVerdict verdict;
            lock (_served.Gate)
                verdict = _watchdog.Check(part, now);
            if (verdict == WatchdogVerdict.RestartPart)
            {
                _served.Log.Write("No sign of life, started anew: " + HostPart.NameOf(part));
                watched.StartAnew();
            }
            else if (verdict == WatchdogVerdict.RestartBoard)
            {
                _served.Log.Write("Did not come back, the board restarts: " + HostPart.NameOf(part));
                _served.Power.Restart();
            }
        }
    }
}
