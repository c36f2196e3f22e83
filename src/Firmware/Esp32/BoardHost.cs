using System;
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
    public sealed class BoardHost : IWatched
    {
        private const int HttpPort = 80;
        private const int WebSocketPort = 81;
        private const int Pause = 25;
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
        private string? _address;
        private long _nextHeap = long.MinValue;

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
            _served = new ServedBoard(board, radio.StartedAs == WifiMode.Station ? router : (IHttpRouter)portal, feed, chip, chip, chip);
            _watchdog = new Watchdog(HostPart.Limits(), now);
            _network = new NetworkLoop(_served, _watchdog, IPAddress.Any, HttpPort, WebSocketPort);
            _names = new NameServices(_served, _watchdog, IPAddress.Any, CaptiveDns.Port);
            var parts = new IWatched?[HostPart.Count];
            parts[HostPart.Network] = _network;
            parts[HostPart.Names] = _names;
            parts[HostPart.Main] = this;
            _lights = new LightsLoop(_served, _watchdog, parts);
            _wifi = new WifiRunner(_served, radio, _cycle, portal);
        }

        public void Run()
        {
            _lights.Start();
            _network.Start();
            _names.Start();
            if (_radio.StartedAs == WifiMode.Portal)
                _panel.Led.ShowPortal(_chip.Now);
            else if (_radio.StartedAs == WifiMode.Fallback)
                _panel.Led.ShowFallback(_chip.Now);

            while (true)
            {
                try
                {
                    Turn(_chip.Now);
                }
                catch (Exception e)
                {
                    // What one of the system's drivers refuses now it may do later; button, Wi-Fi and watch go on.
                    _chip.Write("The main loop failed: " + e.GetType().FullName + ": " + e.Message);
                }

                Thread.Sleep(Pause);
            }
        }

        /// <summary>The main loop cannot be started anew without the program: the board is.</summary>
        public void StartAnew() => _chip.Restart();

        private void Turn(long now)
        {
            lock (_served.Gate)
                _watchdog.Beat(HostPart.Main, now);
            Watch(now);
            if (_panel.Tick(now))
                Forget(now);
            _wifi.Tick(now);
            if (_radio.Address != _address)
            {
                var address = _radio.Address;
                _names.MoveTo(address == null ? null : IPAddress.Parse(address).GetAddressBytes(), _radio.StartedAs != WifiMode.Station);
                _address = address;
            }

            if (now >= _nextHeap)
            {
                _nextHeap = now + HeapPause;
                _outputs.MeasureHeap();
            }
        }

        private void Forget(long now)
        {
            _panel.Led.ShowForgotten(now);
            lock (_served.Gate)
                _cycle.ButtonHeld(now);
        }

        // The lights watch everything else; the program watches the lights.
        private void Watch(long now)
        {
            WatchdogVerdict verdict;
            lock (_served.Gate)
                verdict = _watchdog.Check(HostPart.Lights, now);
            if (verdict == WatchdogVerdict.Fine)
                return;
            _chip.Write("The lights stand still, the board restarts.");
            _chip.Restart();
        }
    }
}
