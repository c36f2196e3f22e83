using RailHub.Web.Controllers;

namespace RailHub.Web.Tests.Controllers;

public sealed class BoardAddressTests
{
    [Theory]
    [InlineData("192.168.1.40", "192.168.1.40", null, null)]
    [InlineData("  railhub-yard.local ", "railhub-yard.local", null, null)]
    [InlineData("http://192.168.1.40", "192.168.1.40", 80, null)]
    [InlineData("http://192.168.1.40/", "192.168.1.40", 80, null)]
    [InlineData("HTTP://192.168.1.40:8080/api/status", "192.168.1.40", 8080, null)]
    [InlineData("192.168.1.40:8080", "192.168.1.40", 8080, null)]
    [InlineData("railhub-yard.local:8080/", "railhub-yard.local", 8080, null)]
    [InlineData("ws://192.168.1.40:81/", "192.168.1.40", null, 81)]
    [InlineData("ws://192.168.1.40:8181/status", "192.168.1.40", null, 8181)]
    [InlineData("ws://192.168.1.40/", "192.168.1.40", null, null)] // not 80, which no board has for it
    [InlineData("fd00::40", "fd00::40", null, null)]
    [InlineData("[fd00::40]:8080", "fd00::40", 8080, null)]
    [InlineData("http://[fd00::40]", "fd00::40", 80, null)]
    public void What_people_write_or_paste_is_understood(string text, string host, int? http, int? webSocket) =>
        Assert.Equal(new BoardAddress(host, http, webSocket), BoardAddress.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("https://192.168.1.40")]
    [InlineData("wss://192.168.1.40")]
    [InlineData("ftp://192.168.1.40")]
    [InlineData("http://")]
    [InlineData("http://me@192.168.1.40")]
    [InlineData("192.168.1.40:0")]
    [InlineData("192.168.1.40:70000")]
    [InlineData("192.168.1.40:port")]
    public void What_leads_to_no_board_is_not(string text) => Assert.Null(BoardAddress.Parse(text));

    [Fact]
    public void The_parts_go_where_they_belong_and_a_port_that_is_not_named_stays()
    {
        var entry = new ControllerEntry { Host = "ws://192.168.1.40:8181/", HttpPort = 8080 };

        entry.Understand();

        Assert.Equal(("192.168.1.40", 8080, 8181), (entry.Host, entry.HttpPort, entry.WebSocketPort));
    }
}
