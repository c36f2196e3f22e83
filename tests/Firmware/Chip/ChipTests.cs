extern alias chip;

using System.Text;
using System.Text.Json.Nodes;
using chip::RailHub.Firmware.OnDoubles;
using RailHub.Firmware.Dns;
using RailHub.Firmware.Esp32.Serving;
using RailHub.Firmware.Network;
using RailHub.Firmware.WebSockets;
using AccessPointOptions = chip::System.Net.NetworkInformation.WirelessAPConfiguration.ConfigurationOptions;
using StationOptions = chip::System.Net.NetworkInformation.Wireless80211Configuration.ConfigurationOptions;

namespace RailHub.Firmware.Tests.Chip;

/// <summary>
/// The whole program of the ESP32 on a chip whose framework behaves as nanoFramework's does where its look misleads, through hours of
/// model time.
/// </summary>
public sealed class ChipTests
{
    private const string Ssid = "Club";
    private const string Password = "Signal box 7";
    private const string Opening =
        "GET / HTTP/1.1\r\nHost: b\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private readonly ChipModel _chip = new();

    [Fact]
    public void A_board_that_has_joined_stays_in_the_network_and_is_known_by_name()
    {
        StartInClub();

        for (var minute = 0; minute < 10; minute++)
        {
            _chip.Run(60);
            Assert.True(_chip.Radio.IsLinked);
        }

        Assert.Equal(1, _chip.Radio.Joins);
        Assert.Equal("192.168.1.50", (string?)Status()["ip"]);
        Assert.Equal(MdnsResponder.Announcements, _chip.Sockets.Datagrams.Count(datagram => datagram.Port == MdnsResponder.Port));
        AssertSound(restarts: 0);
    }

    [Fact]
    public void A_router_that_was_off_finds_the_board_again_with_its_ports_open_and_its_name_told_anew()
    {
        StartInClub();
        var viewer = Join();
        foreach (var outage in (int[])[5, 70, 900])
        {
            var announced = _chip.Sockets.Datagrams.Count;
            var opened = _chip.Sockets.Listens;
            _chip.Radio.Air.Clear();
            _chip.Run(outage);

            // A port that is closed may not be had again for two minutes; one that fails for longer than that is not waited for.
            Assert.Equal(outage * 1000 > ServerPort.Patience, _chip.Sockets.Listens > opened);
            Assert.True(viewer.IsEnded);
            Assert.Null(_chip.Sockets.Connect(80));

            _chip.Radio.Air[Ssid] = Password;
            Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked, 60));
            _chip.Run(2);
            viewer = Join();
            Assert.Equal(200, Ask("GET / HTTP/1.1\r\n\r\n").Status);
            Assert.True(_chip.Sockets.Datagrams.Count > announced);
        }

        AssertSound(restarts: 0);
    }

    [Fact]
    public void A_lamp_blinks_through_an_outage()
    {
        StartInClub();
        Post("/api/control", """{"pin":4,"active":true,"brightness":100}""");
        Post("/api/interval", """{"pin":4,"interval":500}""");
        _chip.Radio.Air.Clear();

        var changes = 0;
        var last = _chip.Lamps[4];
        for (var tick = 0; tick < 600; tick++)
        {
            _chip.Run(0.1);
            changes += _chip.Lamps[4] == last ? 0 : 1;
            last = _chip.Lamps[4];
        }

        Assert.InRange(changes, 118, 121);
    }

    [Fact]
    public void A_new_board_opens_the_portal_which_finds_networks_names_and_joins()
    {
        _chip.Radio.Air["Elsewhere"] = "another one";
        _chip.Radio.Air[Ssid] = Password;
        _chip.Start();
        Assert.True(_chip.RunUntil(() => _chip.Radio.AddressService is not null, 30));
        Assert.Equal("RailHub32-Setup", _chip.Radio.AccessPoint.Ssid);
        Assert.Equal("192.168.4.1", _chip.Radio.AccessPoint.Address);

        // A phone gets all that makes it show the page: an address of a name server, and that is the board.
        var lease = _chip.Radio.AddressService!;
        Assert.Equal(("192.168.4.1", "192.168.4.1", "http://192.168.4.1/"), ($"{lease.DnsServer}", $"{lease.Gateway}", lease.CaptivePortalUrl));
        _chip.Run(10);
        Assert.True(_chip.Sockets.Send(CaptiveDns.Port, [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 7, .. "example"u8, 3, .. "com"u8, 0, 0, 1, 0, 1]));
        _chip.Run(1);
        Assert.Equal([192, 168, 4, 1], _chip.Sockets.Datagrams[^1].Bytes[^4..]);

        Assert.Contains("value='Club'", Ask("GET / HTTP/1.1\r\n\r\n").Body, StringComparison.Ordinal);
        Post("/wifisave", "s=Club&p=wrong-one&device_name=Yard");
        Assert.True(_chip.RunUntil(() => Page("/join").Contains("Could not join", StringComparison.Ordinal), 60));
        Assert.Equal("", _chip.Radio.Station.Ssid);

        // The driver was told to leave off: the next search is not refused.
        Page("/wifi");
        _chip.Run(30);
        Assert.Equal((2, 0), (_chip.Radio.Scans, _chip.Radio.RefusedScans));

        Post("/wifisave", "s=Club&p=Signal+box+7");
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked && !_chip.Radio.IsAccessPointOn, 60));
        _chip.Run(5);
        Assert.Equal(("Yard", "STA"), ((string?)Status()["name"], (string?)Status()["wifiMode"]));
        AssertSound(restarts: 2);
    }

    [Fact]
    public void A_chip_that_cannot_store_what_was_chosen_says_so_and_the_portal_goes_on()
    {
        _chip.Radio.Air[Ssid] = Password;
        _chip.Start();
        Assert.True(_chip.RunUntil(() => _chip.Radio.AddressService is not null, 30));
        _chip.Radio.Station.Fault = new InvalidOperationException("flash");
        Post("/wifisave", "s=Club&p=Signal+box+7");

        Assert.True(_chip.RunUntil(() => Page("/join").Contains("Could not join", StringComparison.Ordinal), 60));
        _chip.Radio.Station.Fault = null;
        Post("/wifisave", "s=Club&p=Signal+box+7");
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked && !_chip.Radio.IsAccessPointOn, 60));
        AssertSound(restarts: 2);
    }

    [Fact]
    public void A_password_that_no_longer_fits_opens_the_portal_after_the_patience_and_nothing_ends()
    {
        StartInClub(password: "the old one");

        Assert.True(_chip.RunUntil(() => _chip.Radio.IsAccessPointOn, 200));
        Assert.Equal("RailHub32-Setup", _chip.Radio.AccessPoint.Ssid);
        _chip.Run(60);
        Assert.Contains("value='Club'", Page("/wifi"), StringComparison.Ordinal);
        AssertSound(restarts: 1);
    }

    [Fact]
    public void A_day_in_fallback_leaves_no_adapter_no_socket_and_no_search_behind()
    {
        _chip.Threads.Coarseness = 1000;
        StartInFallback();
        _chip.Run(3600);
        var (sockets, adapters) = (_chip.Sockets.OpenCount, _chip.Radio.Adapters.Count);

        _chip.Run(23 * 3600);

        Assert.InRange(_chip.Radio.Joins, 24 * 30, 24 * 60);
        Assert.Equal(sockets, _chip.Sockets.OpenCount);
        Assert.InRange(_chip.Radio.Adapters.Count, adapters - 1, 1);
        Assert.Equal(0, _chip.Radio.Scans);
        AssertSound(restarts: 0);

        // Once somebody asks, there is one search for all who ask in the meantime, and one adapter more for good.
        _chip.Threads.Coarseness = 1;
        for (var round = 0; round < 20; round++)
        {
            Page("/wifi");
            _chip.Run(60);
        }

        Assert.InRange(_chip.Radio.Scans, 19, 21);
        Assert.InRange(_chip.Radio.Adapters.Count, 1, 2);

        _chip.Radio.Air[Ssid] = Password;
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked && !_chip.Radio.IsAccessPointOn, 300));
        AssertSound(restarts: 1);
    }

    [Fact]
    public void What_a_driver_throws_ends_no_thread()
    {
        _chip.Sockets.Fault = new InvalidOperationException("no memory for a socket");
        StartInClub();
        Assert.Equal(200, Ask("GET / HTTP/1.1\r\n\r\n").Status);

        _chip.ButtonFault = new InvalidOperationException("the pin");
        _chip.Run(1);
        _chip.ButtonFault = null;
        Assert.Contains("the pin", _chip.Text, StringComparison.Ordinal);

        // The name services are in trouble when the board moves, and go on when that is over.
        _chip.Radio.Lease = "192.168.1.51";
        _chip.Sockets.Fault = new InvalidOperationException("no memory for a name");
        _chip.Run(10);
        Assert.Contains("no memory for a name", _chip.Text, StringComparison.Ordinal);
        Assert.True(_chip.Sockets.Send(MdnsResponder.Port, [0]));

        _chip.IsButtonDown = true;
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsAccessPointOn, 20));
        _chip.IsButtonDown = false;
        Assert.Equal("", _chip.Radio.Station.Ssid);
        Assert.Empty(_chip.Threads.Crashes);
    }

    [Fact]
    public void The_systems_interfaces_are_asked_for_once_a_second()
    {
        StartInClub();
        var looks = _chip.Radio.Looks;
        _chip.Run(60);

        Assert.InRange(_chip.Radio.Looks - looks, 50, 60);
    }

    [Fact]
    public void Lights_go_on_after_what_a_driver_throws()
    {
        StartInClub();
        Post("/api/control", """{"pin":4,"active":true,"brightness":100}""");
        Post("/api/interval", """{"pin":4,"interval":1500}""");
        _chip.LampFault = new InvalidOperationException("the timer");
        _chip.Run(4);
        _chip.LampFault = null;
        Assert.Contains("The lights failed: System.InvalidOperationException: the timer", _chip.Text, StringComparison.Ordinal);

        Assert.True(_chip.RunUntil(() => _chip.Lamps[4] == 0, 5));
        Assert.True(_chip.RunUntil(() => _chip.Lamps[4] == 1, 5));
        Assert.Empty(_chip.Threads.Crashes);
        Assert.Equal(0, _chip.Restarts);
    }

    [Fact]
    public void Lights_that_have_ended_are_missed_by_the_main_loop_and_the_board_restarts()
    {
        StartInClub();
        Post("/api/control", """{"pin":4,"active":true,"brightness":100}""");
        Post("/api/interval", """{"pin":4,"interval":500}""");
        _chip.LampFault = new InvalidOperationException("the timer");
        _chip.LineFault = new OutOfMemoryException();
        Assert.True(_chip.RunUntil(() => _chip.Threads.Crashes.Count == 1, 5));
        _chip.LampFault = null;

        Assert.True(_chip.RunUntil(() => _chip.Restarts == 1, 10));
        Assert.Contains("The lights stand still", _chip.Text, StringComparison.Ordinal);
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked, 20));
        _chip.Run(5);
        Assert.Equal(200, Ask("GET /api/status HTTP/1.1\r\n\r\n").Status);
    }

    [Theory]
    [InlineData(80, "servers")]
    [InlineData(81, "servers")]
    [InlineData(MdnsResponder.Port, "name services")]
    public void A_part_that_stands_still_is_started_anew_and_its_old_thread_does_no_harm(int port, string name)
    {
        StartInClub();
        var announced = _chip.Sockets.Datagrams.Count;
        _chip.Sockets.StandstillAt = port;

        _chip.Run(20);
        Assert.Contains("No sign of life, started anew: " + name, _chip.Text, StringComparison.Ordinal);
        AssertServed();
        Assert.Equal(name == "name services", _chip.Sockets.Datagrams.Count > announced);

        _chip.Run(SocketsModel.StandstillTime / 1000);
        AssertServed();
        AssertSound(restarts: 0);

        void AssertServed()
        {
            Assert.Equal(200, Ask("GET / HTTP/1.1\r\n\r\n").Status);
            Join().Close();
            Assert.True(_chip.Sockets.Send(MdnsResponder.Port, [0]));
        }
    }

    [Fact]
    public void A_chip_that_cannot_store_what_it_is_to_become_starts_as_what_it_was_and_is_asked_again()
    {
        StartInClub();
        _chip.Radio.Station.Fault = new InvalidOperationException("flash");
        _chip.IsButtonDown = true;
        Assert.True(_chip.RunUntil(() => _chip.Restarts == 1, 20));
        _chip.IsButtonDown = false;
        _chip.Radio.Station.Fault = null;
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked, 60));

        _chip.IsButtonDown = true;
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsAccessPointOn, 20));
        Assert.Equal("", _chip.Radio.Station.Ssid);
        AssertSound(restarts: 2);
    }

    [Fact]
    public void A_join_for_which_there_is_no_thread_is_tried_again()
    {
        StartInFallback();
        _chip.Run(WifiCycle.FallbackRetry / 1000 - 5);
        _chip.Threads.StartFault = new OutOfMemoryException();

        Assert.True(_chip.RunUntil(() => _chip.Threads.StartFault is null, 10));
        Assert.Equal(0, _chip.Radio.Joins);
        Assert.True(_chip.RunUntil(() => _chip.Radio.Joins == 1, WifiCycle.FallbackRetry / 1000 + 10));
        Assert.Empty(_chip.Threads.Crashes);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_caller_who_cannot_be_let_in_closes_no_port_and_costs_nobody_else_anything(bool isOfNetwork)
    {
        StartInClub();
        var viewer = Join();
        var opened = _chip.Sockets.Listens;
        _chip.Sockets.Fault = isOfNetwork ? new System.Net.Sockets.SocketException(10053) : new OutOfMemoryException("no socket");
        Assert.NotNull(_chip.Sockets.Connect(80));
        _chip.Run(1);

        Assert.Null(_chip.Sockets.Fault);
        Assert.Contains(isOfNetwork ? "gone before being let in" : "no socket", _chip.Text, StringComparison.Ordinal);
        Assert.Equal(200, Ask("GET / HTTP/1.1\r\n\r\n").Status);
        Assert.False(viewer.IsEnded);
        Assert.Equal(opened, _chip.Sockets.Listens);
        Assert.Empty(_chip.Threads.Crashes);
    }

    [Fact]
    public void A_viewer_who_is_found_gone_while_others_are_told_takes_no_answer_from_a_caller()
    {
        StartInClub();
        var viewer = Join();
        var other = Join();
        _chip.Run(0.2);
        viewer.HasVanished = true;

        Post("/api/control", """{"pin":4,"active":true,"brightness":42}""");

        Assert.True(viewer.IsEnded);
        Assert.False(other.IsEnded);
        Assert.Contains("\"brightness\":42,", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chip_whose_network_knows_no_reuse_has_its_ports_nevertheless()
    {
        _chip.Sockets.RefusesReuse = true;
        StartInClub();

        Assert.Equal(200, Ask("GET / HTTP/1.1\r\n\r\n").Status);
        Join();
    }

    [Fact]
    public void A_report_that_cannot_be_read_does_not_end_the_systems_events()
    {
        _chip.Radio.ReportFault = new InvalidOperationException("the report");
        _chip.Start();
        Assert.True(_chip.RunUntil(() => _chip.Text.Contains("the report", StringComparison.Ordinal), 60));
        Assert.False(_chip.Radio.AreEventsDead);

        _chip.Radio.ReportFault = null;
        _chip.Radio.Air[Ssid] = Password;
        _chip.Run(40);
        Assert.Contains("value='Club'", Page("/wifi"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_main_loop_that_stands_still_is_noticed_by_the_lights_and_the_board_restarts()
    {
        StartInClub();
        Post("/api/control", """{"pin":4,"active":true,"brightness":100}""");
        _chip.ButtonDelay = 3_600_000;

        Assert.True(_chip.RunUntil(() => _chip.Restarts == 1, 30));
        _chip.ButtonDelay = 0;
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked, 30));
        _chip.Run(2);
        Assert.Equal(1, _chip.Lamps[4]);
        Assert.Equal(200, Ask("GET /api/status HTTP/1.1\r\n\r\n").Status);
    }

    [Fact]
    public void A_chip_on_which_the_program_cannot_start_tries_again_every_minute()
    {
        _chip.Radio.IsMissing = true;
        _chip.Start();
        _chip.Run(130);
        Assert.Equal(2, _chip.Restarts);
        Assert.Contains("no Wi-Fi interface", _chip.Text, StringComparison.Ordinal);

        _chip.Radio.IsMissing = false;
        _chip.Radio.Air[Ssid] = Password;
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsAccessPointOn, 90));
    }

    [Fact]
    public void Five_viewers_hear_on_while_four_visitors_load_the_page_at_once()
    {
        StartInClub();
        var viewers = Enumerable.Range(0, StatusFeed.SlotCount).Select(_ => Join()).ToList();
        var visitors = Enumerable.Range(0, 4).Select(_ => _chip.Sockets.Connect(80)!).ToList();
        foreach (var visitor in visitors)
            visitor.Send("GET / HTTP/1.1\r\nConnection: keep-alive\r\n\r\n");

        _chip.Run(3);

        foreach (var visitor in visitors)
        {
            var answer = Answer.Parse(visitor.Take());
            Assert.EndsWith("</html>\n", answer.Body, StringComparison.Ordinal);
            Assert.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(answer.Body)}\r\n", answer.Head + "\r\n", StringComparison.Ordinal);
        }

        Assert.All(viewers, viewer => Assert.False(viewer.IsEnded));
        Assert.All(viewers, viewer => Assert.InRange(viewer.Count, 3000, int.MaxValue));
        Assert.InRange(_chip.Sockets.Most, 1, 12);
    }

    [Theory]
    [InlineData("\uFEFF{ \"Profile\": \"RailHub8266\" }", "ESP8266-Controller-01")]
    [InlineData("{ \"Profile\": \"RailHub8266\" }", "ESP8266-Controller-01")]
    [InlineData("null", "ESP32-Controller-01")]
    [InlineData("{ \"Profile\": ", "ESP32-Controller-01")]
    public void The_file_of_the_board_may_have_a_byte_order_mark(string file, string name)
    {
        _chip.Files["I:\\board.json"] = Encoding.UTF8.GetBytes(file);
        StartInClub();

        Assert.Equal(name, (string?)Status()["name"]);
    }

    private void StartInClub(string password = Password)
    {
        _chip.Radio.Air[Ssid] = Password;
        _chip.Radio.Station.Ssid = Ssid;
        _chip.Radio.Station.Password = password;
        _chip.Start();
        if (password != Password)
            return;
        Assert.True(_chip.RunUntil(() => _chip.Radio.IsLinked, 20));
        _chip.Run(5);
    }

    private void StartInFallback()
    {
        _chip.Radio.Station.Ssid = Ssid;
        _chip.Radio.Station.Password = Password;
        _chip.Radio.Station.Options = StationOptions.Enable;
        _chip.Radio.AccessPoint.Ssid = "RailHub32-AP";
        _chip.Radio.AccessPoint.Options = AccessPointOptions.AutoStart;
        _chip.Start();
    }

    private ModelClient Join()
    {
        var client = _chip.Sockets.Connect(81)!;
        client.Send(Opening);
        Assert.True(_chip.RunUntil(() => client.Text.Contains("\"outputs\"", StringComparison.Ordinal), 10));
        client.Take();
        return client;
    }

    private Answer Ask(string request)
    {
        var client = _chip.Sockets.Connect(80);
        Assert.NotNull(client);
        client.Send(request.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal));
        Assert.True(_chip.RunUntil(() => client.IsEnded, 10), _chip.Text);
        return Answer.Parse(client.Take());
    }

    private string Page(string path) => Ask($"GET {path} HTTP/1.1\r\n\r\n").Body;

    private void Post(string path, string body) =>
        Assert.Equal(200, Ask($"POST {path} HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}").Status);

    private JsonNode Status() => JsonNode.Parse(Page("/api/status"))!;

    private void AssertSound(int restarts)
    {
        Assert.Empty(_chip.Threads.Crashes);
        Assert.False(_chip.Radio.AreEventsDead);
        Assert.Equal(restarts, _chip.Restarts);
        Assert.DoesNotContain("failed", _chip.Text, StringComparison.Ordinal);
    }
}
