using System.Text;
using RailHub.Firmware.Http;
using RailHub.Firmware.Network;
using RailHub.Firmware.Portal;

namespace RailHub.Firmware.Tests.Portal;

/// <summary>Protocol 1.4: the pages on which a board is given its network.</summary>
public sealed class PortalTests
{
    private readonly TestBoard _board = TestBoard.RailHub32();
    private WifiCycle _wifi = new(WifiMode.Portal, hasCredentials: false, 0);
    private PortalRouter _portal;

    public PortalTests()
    {
        _portal = new PortalRouter(_board.Board, _wifi, _board.Router);
    }

    [Fact]
    public void The_form_lists_the_networks_each_once_the_strongest_first()
    {
        Hear("Depot", -70);
        Hear("Viaduct", -55);
        Hear("Depot", -60);
        Hear("Far away", -97);
        Hear("", -50);

        var page = Get("/").Body;

        Assert.Equal(["Viaduct", "Depot"], Values(page));
        Assert.Contains("80 %", page);
    }

    [Fact]
    public void A_board_of_the_other_family_leaves_weak_networks_out_earlier()
    {
        var weak = new NetworkList(BoardProfile.RailHub8266);
        weak.Add("Far"u8.ToArray(), -92);
        Assert.Equal(0, weak.Count);

        var heard = new NetworkList(BoardProfile.RailHub32);
        heard.Add("Far"u8.ToArray(), -92);
        Assert.Equal(16, heard[0].Quality);
    }

    [Fact]
    public void The_list_keeps_the_strongest_of_many()
    {
        var networks = new NetworkList(BoardProfile.RailHub32);
        for (var n = 0; n < 200; n++)
            networks.Add(Encoding.UTF8.GetBytes($"net{n * 37 % 100}"), -95 + n * 37 % 100 / 3);

        Assert.Equal(NetworkList.Limit, networks.Count);
        var qualities = Enumerable.Range(0, networks.Count).Select(i => networks[i].Quality).ToList();
        Assert.Equal(qualities.OrderDescending(), qualities);
        Assert.Equal(2 * (5 + 33), qualities[0]);
        Assert.Equal(networks.Count, Enumerable.Range(0, networks.Count).Select(i => Encoding.UTF8.GetString(networks[i].Ssid)).Distinct().Count());
    }

    [Fact]
    public void A_name_of_anybody_stays_text()
    {
        Hear("<script>alert('x')</script>", -50);
        _board.Board.RenameDevice("\"><img src=x>"u8.ToArray(), 0);
        _portal.Networks.Add([0xFF, (byte)'a', 0x1B, (byte)'&'], -50);

        var page = Get("/wifi").Body;

        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<img", page);
        Assert.Contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;", page);
        Assert.Contains("value='a&amp;'", page);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public void What_is_submitted_is_joined_and_the_device_name_is_kept(string method)
    {
        const string Form = "s=Club+Net%20%26%20Co&p=p%40ssw%C3%B6rd&device_name=Stellwerk+S%C3%BCd";

        var answer = method == "POST" ? Post(Form) : Get("/wifisave?" + Form);

        Assert.Contains("Joining <b>Club Net &amp; Co</b>", answer.Body);
        Assert.Equal("Club Net & Co", Encoding.UTF8.GetString(_portal.Submitted!.Ssid));
        Assert.Equal("p@sswörd", Encoding.UTF8.GetString(_portal.Submitted.Password));
        Assert.Equal(WifiTask.JoinSubmitted, _wifi.TakeTask(0));
        Assert.Equal("Stellwerk Süd", Encoding.UTF8.GetString(new TestBoard(BoardProfile.RailHub32, _board.Store).Board.DeviceName));
    }

    [Theory]
    [InlineData("p=12345678", "Network: choose")]
    [InlineData("s=&p=12345678", "Network: choose")]
    [InlineData("s=123456789012345678901234567890123&p=", "Network: a name has at most 32 bytes")]
    [InlineData("s=Net&p=1234567", "Password: it has at least 8")]
    [InlineData("s=Net&p=1234567890123456789012345678901234567890123456789012345678901234", "Password: it has at most 63")]
    [InlineData("s=Net%00&p=12345678", "control characters")]
    [InlineData("s=Net&p=12345678&device_name=1234567890123456789012345678901234567890", "Device name: it has at most 39")]
    public void Bad_input_is_named_and_what_was_typed_is_kept_but_the_password(string form, string problem)
    {
        Hear("Net", -50);

        var page = Post(form).Body;

        Assert.Contains(problem, page);
        Assert.DoesNotContain("12345678'", page);
        Assert.NotEqual(WifiTask.JoinSubmitted, _wifi.TakeTask(0));
        if (form.StartsWith("s=Net&p", StringComparison.Ordinal))
            Assert.Contains("value='Net' checked", page);
        if (form.Contains("device_name", StringComparison.Ordinal))
            Assert.Contains("value='1234567890123456789012345678901234567890'", page);
    }

    [Fact]
    public void An_open_network_and_an_unchanged_name_need_no_more_than_the_network()
    {
        Post("s=Net");

        Assert.Equal(WifiTask.JoinSubmitted, _wifi.TakeTask(0));
        Assert.Equal("ESP32-Controller-01", Encoding.UTF8.GetString(_board.Board.DeviceName));
    }

    [Fact]
    public void The_page_tells_how_the_join_goes()
    {
        Assert.Contains("No network was chosen", Get("/join").Body);
        Post("s=Net&p=12345678&device_name=Box+7");
        _wifi.TakeTask(0);
        Assert.Contains("http-equiv='refresh'", Get("/join").Body);

        _wifi.JoinEnded(false, 0);
        Assert.Contains("Could not join <b>Net</b>", Get("/join").Body);
        Assert.DoesNotContain("http-equiv='refresh'", Get("/join").Body);

        Post("s=Net&p=12345678");
        _wifi.TakeTask(0);
        _wifi.JoinEnded(true, 0);
        Assert.Contains("http://box-7.local", Get("/join").Body);
    }

    [Theory]
    [InlineData("/generate_204")]
    [InlineData("/hotspot-detect.html")]
    [InlineData("/apixyz")]
    public void A_phone_that_looks_for_the_internet_is_led_to_the_form(string path)
    {
        var answer = Get(path);

        Assert.Equal(302, answer.Status);
        Assert.Contains("Location: http://192.168.4.1/\r\n", answer.Head);
    }

    [Fact]
    public void The_lights_can_be_tried_while_the_portal_is_open()
    {
        Assert.Equal(200, Ask("POST", "/api/control", """{"pin":4,"active":true,"brightness":100}""").Status);
        Assert.Equal(255, _board.Level(4));
    }

    [Fact]
    public void The_fallback_access_point_serves_the_board_and_the_form()
    {
        _wifi = new WifiCycle(WifiMode.Fallback, hasCredentials: true, 0);
        _portal = new PortalRouter(_board.Board, _wifi, _board.Router);

        Assert.Contains("id='outputs'", Get("/").Body);
        Assert.Equal(404, Get("/elsewhere").Status);
        Assert.Contains("action='/wifisave'", Get("/wifi").Body);
    }

    [Fact]
    public void A_visit_is_one()
    {
        Get("/");
        _wifi.NetworksHeard();
        Assert.Equal(WifiTask.None, _wifi.TakeTask(WifiCycle.PortalPatience - 1));
    }

    [Fact]
    public void A_page_fits_into_a_few_kilobytes()
    {
        for (var n = 0; n < 40; n++)
            Hear(new string('<', 30) + n, -60);

        Assert.InRange(Get("/").Body.Length, 2000, 12_000);
    }

    private void Hear(string ssid, int signal) => _portal.Networks.Add(Encoding.UTF8.GetBytes(ssid), signal);

    private static List<string> Values(string page) =>
        [.. page.Split("name='s' required value='").Skip(1).Select(rest => rest[..rest.IndexOf('\'', StringComparison.Ordinal)])];

    private Answer Get(string path) => Ask("GET", path, "");

    private Answer Post(string form) => Ask("POST", "/wifisave", form);

    private Answer Ask(string method, string path, string body)
    {
        var connection = new HttpConnection(0);
        var bytes = Encoding.UTF8.GetBytes($"{method} {path} HTTP/1.1\r\nHost: board\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        connection.Receive(bytes, 0, bytes.Length, 0);
        connection.Answer(_portal, 0);
        return Answer.Of(connection);
    }
}
