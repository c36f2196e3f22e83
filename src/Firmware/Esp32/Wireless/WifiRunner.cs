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
        private const int SearchPause = 20000;

        private readonly ServedBoard _served;
        private readonly WifiRadio _radio;
        private readonly WifiCycle _cycle;
        private readonly PortalRouter _portal;
        private long _nextSearch;
        private bool _isJoining;

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
            WifiTask task;
            lock (_served.Gate)
            {
                if (_cycle.Mode == WifiMode.Station && !_isJoining)
                    Follow(now);
                task = _cycle.TakeTask(now);
            }

            Begin(task, now);
            if (_cycle.Mode != WifiMode.Station && !_isJoining && now >= _nextSearch)
                Search(now);
        }

        private void Follow(long now)
        {
            if (!_radio.IsLinked)
                _cycle.LinkLost(now);
            else if (!_cycle.IsLinked)
                _cycle.LinkFound();
        }

        private void Begin(WifiTask task, long now)
        {
            switch (task)
            {
                case WifiTask.JoinStored:
                    _isJoining = true;
                    new Thread(JoinStored).Start();
                    break;
                case WifiTask.JoinSubmitted:
                    _isJoining = true;
                    new Thread(JoinSubmitted).Start();
                    break;
                case WifiTask.RestartAsStation:
                    RestartAs(WifiMode.Station, now);
                    break;
                case WifiTask.RestartAsPortal:
                    RestartAs(WifiMode.Portal, now);
                    break;
                case WifiTask.RestartAsFallback:
                    RestartAs(WifiMode.Fallback, now);
                    break;
                case WifiTask.ForgetNetwork:
                    _radio.Forget();
                    RestartAs(WifiMode.Portal, now);
                    break;
            }
        }

        private void RestartAs(WifiMode mode, long now)
        {
            lock (_served.Gate)
                _served.Board.SaveNow(now);
            _radio.RestartAs(mode);
        }

        private void JoinStored() => JoinEnded(_radio.JoinStored());

        private void JoinSubmitted()
        {
            var form = _portal.Submitted!;
            JoinEnded(_radio.JoinOther(TextOf(form.Ssid), TextOf(form.Password)));
        }

        private void JoinEnded(bool isJoined)
        {
            lock (_served.Gate)
                _cycle.JoinEnded(isJoined, _served.Clock.Now);
            _isJoining = false;
        }

        private void Search(long now)
        {
            _nextSearch = now + SearchPause;
            WifiRadio.Search(Heard);
        }

        private void Heard(WifiAvailableNetwork[] networks)
        {
            lock (_served.Gate)
            {
                _portal.Networks.Clear();
                for (var i = 0; i < networks.Length; i++)
                    _portal.Networks.Add(Encoding.UTF8.GetBytes(networks[i].Ssid), (int)networks[i].NetworkRssiInDecibelMilliwatts);
            }
        }

        private static string TextOf(byte[] utf8) => Encoding.UTF8.GetString(utf8, 0, utf8.Length);
    }
}
