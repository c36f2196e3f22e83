using System.Net;
using System.Threading;
using RailHub.Firmware.Dns;
using RailHub.Firmware.Esp32.Hardware;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Esp32.Wireless;
using RailHub.Firmware.Http;
using RailHub.Firmware.Network;
using RailHub.Firmware.Portal;
using RailHub.Firmware.Status;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Esp32
{
    /// <summary>Everything around the board that runs: lights, servers, names, Wi-Fi, button. It ends by a restart only.</summary>
    public sealed class BoardHost
    {
        private const int HttpPort = 80;
        private const int WebSocketPort = 81;
        private const int Turn = 25;
        private const int FactsPause = 1000;
        private const int HeapPause = 5000;

        private readonly Chip _chip;
        private readonly PwmOutputs _outputs;
        private readonly WifiRadio _radio;
        private readonly FrontPanel _panel;
        private readonly WifiCycle _cycle;
        private readonly ServedBoard _served;
        private readonly Watchdog _watchdog;
        private readonly NetworkLoop _network;
        private readonly LightsLoop _lights;
        private readonly NameServices _names;
        private readonly WifiRunner _wifi;
        private byte[]? _address;

        public BoardHost(Board board, Chip chip, PwmOutputs outputs, WifiRadio radio, FrontPanel panel)
        {
            var now = chip.Now;
            _chip = chip;
            _outputs = outputs;
            _radio = radio;
            _panel = panel;
            _cycle = new WifiCycle(radio.StartedAs, radio.HasCredentials, now);

            var status = new SeedStatusDocument();
            var router = new HttpRouter(board, status, WebSocketPort);
            var portal = new PortalRouter(board, _cycle, router);
            var feed = new StatusFeed(board, status, StatusFeed.Period, now);
            _served = new ServedBoard(board, radio.StartedAs == WifiMode.Station ? router : (IHttpRouter)portal, feed, chip, chip);
            _watchdog = new Watchdog(HostPart.Limits(), now);
            _network = new NetworkLoop(_served, _watchdog, IPAddress.Any, HttpPort, WebSocketPort);
            _lights = new LightsLoop(_served, _network, _watchdog);
            _names = new NameServices(_served, IPAddress.Any, CaptiveDns.Port);
            _wifi = new WifiRunner(_served, radio, _cycle, portal);
        }

        public void Run()
        {
            _lights.Start();
            _network.Start();
            _names.Start();
            Greet();

            var nextFacts = long.MinValue;
            var nextHeap = _chip.Now + HeapPause;
            while (true)
            {
                var now = _chip.Now;
                if (_panel.Tick(now))
                    Forget(now);
                _wifi.Tick(now);
                if (now >= nextFacts)
                {
                    nextFacts = now + FactsPause;
                    TellFacts();
                }

                if (now >= nextHeap)
                {
                    nextHeap = now + HeapPause;
                    _outputs.MeasureHeap();
                }

                Watch(now);
                Thread.Sleep(Turn);
            }
        }

        private void Greet()
        {
            if (_radio.StartedAs == WifiMode.Station)
                return;
            _radio.StartAddressService();
            if (_radio.StartedAs == WifiMode.Portal)
                _panel.Led.ShowPortal(_chip.Now);
            else
                _panel.Led.ShowFallback(_chip.Now);
        }

        private void Forget(long now)
        {
            _panel.Led.ShowForgotten(now);
            lock (_served.Gate)
                _cycle.ButtonHeld(now);
        }

        private void TellFacts()
        {
            var facts = _radio.Facts();
            var address = _radio.Address();
            lock (_served.Gate)
                _served.Board.Network = facts;
            if (AreEqual(address, _address))
                return;
            _address = address;
            _names.MoveTo(address, _radio.StartedAs != WifiMode.Station);
        }

        // The lights watch the servers; the program watches the lights.
        private void Watch(long now)
        {
            WatchdogVerdict verdict;
            lock (_served.Gate)
                verdict = _watchdog.Check(HostPart.Lights, now);
            if (verdict != WatchdogVerdict.Fine || _lights.IsRestartWanted)
                WifiRadio.Restart();
        }

        private static bool AreEqual(byte[]? left, byte[]? right)
        {
            if (left == null || right == null)
                return left == right;
            return Text.NameText.AreEqual(left, right);
        }
    }
}
