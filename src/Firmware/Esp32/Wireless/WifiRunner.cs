using System;
using System.Device.Wifi;
using System.Text;
using System.Threading;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Network;
using RailHub.Firmware.Portal;

namespace RailHub.Firmware.Esp32.Wireless
{
    /// <summary>Does for <see cref="WifiCycle"/> what it asks for. Joining blocks, and so has a thread of its own.</summary>
    public sealed class WifiRunner
    {
        private const int LookPause = 1000;

        private readonly ServedBoard _served;
        private readonly WifiRadio _radio;
        private readonly WifiCycle _cycle;
        private readonly PortalRouter _portal;
        private long _nextLook = long.MinValue;
        private bool _isJoining;

        private delegate bool Join();

        public WifiRunner(ServedBoard served, WifiRadio radio, WifiCycle cycle, PortalRouter portal)
        {
            _served = served;
            _radio = radio;
            _cycle = cycle;
            _portal = portal;
        }

        /// <summary>Tells the cycle what the radio is at, and begins what the cycle wants.</summary>
        public void Tick(long now)
        {
            if (now >= _nextLook)
            {
                _nextLook = now + LookPause;
                _radio.Look();
                Follow(now);
            }

            WifiTask task;
            lock (_served.Gate)
                task = _cycle.TakeTask(now);
            Begin(task, now);
        }

        // While somebody joins, a network that is not there says nothing.
        private void Follow(long now)
        {
            var isLinked = _radio.IsLinked;
            lock (_served.Gate)
            {
                _served.Board.Network = _radio.Facts;
                if (_cycle.Mode != WifiMode.Station || _isJoining)
                    return;
                if (!isLinked)
                    _cycle.LinkLost(now);
                else if (!_cycle.IsLinked)
                    _cycle.LinkFound();
            }
        }

        private void Begin(WifiTask task, long now)
        {
            switch (task)
            {
                case WifiTask.JoinStored:
                    BeginJoin(_radio.JoinStored);
                    break;
                case WifiTask.JoinSubmitted:
                    BeginJoin(JoinSubmitted);
                    break;
                case WifiTask.Search:
                    _radio.Search(Heard);
                    break;
                case WifiTask.RestartAsStation:
                    RestartAs(WifiMode.Station, false, now);
                    break;
                case WifiTask.RestartAsPortal:
                    RestartAs(WifiMode.Portal, false, now);
                    break;
                case WifiTask.RestartAsFallback:
                    RestartAs(WifiMode.Fallback, false, now);
                    break;
                case WifiTask.ForgetNetwork:
                    RestartAs(WifiMode.Portal, true, now);
                    break;
            }
        }

        // A board that cannot store what it is to become starts as what it was, and its cycle comes here again.
        private void RestartAs(WifiMode mode, bool forgets, long now)
        {
            try
            {
                lock (_served.Gate)
                    _served.Board.SaveNow(now);
                if (forgets)
                    _radio.Forget();
                _radio.Become(mode);
            }
            finally
            {
                _served.Power.Restart();
            }
        }

        private void BeginJoin(Join join)
        {
            _isJoining = true;
            var hasBegun = false;
            try
            {
                new Thread(() => Run(join)).Start();
                hasBegun = true;
            }
            finally
            {
                if (!hasBegun)
                    JoinEnded(false);
            }
        }

        private void Run(Join join)
        {
            var isJoined = false;
            try
            {
                isJoined = join();
            }
            catch (Exception e)
            {
                _served.Log.Write("The network cannot be joined: " + e.GetType().FullName + ": " + e.Message);
            }
            finally
            {
                JoinEnded(isJoined);
            }
        }

        private bool JoinSubmitted()
        {
            var form = _portal.Submitted!;
            return _radio.JoinOther(TextOf(form.Ssid), TextOf(form.Password));
        }

        private void JoinEnded(bool isJoined)
        {
            lock (_served.Gate)
            {
                _cycle.JoinEnded(isJoined, _served.Clock.Now);
                _isJoining = false;
            }
        }

        private void Heard(WifiAvailableNetwork[] networks)
        {
            lock (_served.Gate)
            {
                _portal.Networks.Clear();
                for (var i = 0; i < networks.Length; i++)
                    _portal.Networks.Add(Encoding.UTF8.GetBytes(networks[i].Ssid), (int)networks[i].NetworkRssiInDecibelMilliwatts);
                _cycle.NetworksHeard();
            }
        }

        private static string TextOf(byte[] utf8) => Encoding.UTF8.GetString(utf8, 0, utf8.Length);
    }
}
