using System.Text;
using RailHub.Firmware.Http;

namespace RailHub.Firmware.Tests.Http;

public class HttpConnectionTests
{
    private const string Control = "POST /api/control HTTP/1.1\r\nHost: board\r\nContent-Length: 39\r\n\r\n{\"pin\":4,\"active\":true,\"brightness\":75}";

    private readonly TestBoard _board = TestBoard.RailHub32();

    [Fact]
    public void A_request_may_be_split_at_any_byte()
    {
        var request = Encoding.UTF8.GetBytes(Control);
        for (var split = 0; split <= request.Length; split++)
        {
            var board = TestBoard.RailHub32();
            var connection = new HttpConnection(0);

            Assert.Equal(split, connection.Receive(request, 0, split, 0));
            Assert.Equal(request.Length - split, connection.Receive(request, split, request.Length - split, 0));

            connection.Answer(board.Router, 0);
            Assert.Equal("""{"status":"ok"}""", Sent(connection).Body);
            Assert.Equal(191, board.Level(4));
        }
    }

    [Fact]
    public void Requests_that_come_together_are_answered_one_after_the_other()
    {
        var bytes = Encoding.UTF8.GetBytes(Control + "GET /api/status HTTP/1.1\r\n\r\n");
        var connection = new HttpConnection(0);

        var taken = connection.Receive(bytes, 0, bytes.Length, 0);
        Assert.Equal(Control.Length, taken);
        connection.Answer(_board.Router, 0);
        connection.Output.Clear();

        Assert.Equal(bytes.Length - taken, connection.Receive(bytes, taken, bytes.Length - taken, 0));
        connection.Answer(_board.Router, 0);
        Assert.Contains("\"brightness\":75", Sent(connection).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/status HTTP/1.1\r\n\r\n", false)]
    [InlineData("GET /api/status HTTP/1.1\r\nConnection: keep-alive\r\n\r\n", false)]
    [InlineData("GET /api/status HTTP/1.1\r\nconnection:CLOSE\r\n\r\n", true)]
    [InlineData("GET /api/status HTTP/1.1\r\nConnection: te, close\r\n\r\n", true)]
    [InlineData("GET /api/status HTTP/1.0\r\n\r\n", true)]
    [InlineData("GET /api/status HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", false)]
    public void The_connection_stays_open_unless_the_client_wants_otherwise(string request, bool closes)
    {
        var connection = Receive(request);
        connection.Answer(_board.Router, 0);

        Assert.Equal(closes, connection.ClosesAfterOutput);
        Assert.Contains(closes ? "\r\nConnection: close" : "\r\nConnection: keep-alive", Sent(connection).Head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET\r\n\r\n", 400)]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\n\r\n", 400)]
    [InlineData("GET / x HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET board HTTP/1.1\r\n\r\n", 400)]
    [InlineData(" / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /ü HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n: no name\r\n\r\n", 400)]
    [InlineData("POST /api/control HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400)]
    [InlineData("POST /api/control HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("POST /api/control HTTP/1.1\r\nContent-Length: \r\n\r\n", 400)]
    [InlineData("POST /api/control HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("POST /api/control HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST /api/control HTTP/1.1\r\nContent-Length: 2049\r\n\r\n", 413)]
    [InlineData("POST /api/control HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413)]
    public void A_request_that_cannot_be_read_is_answered_and_closed(string request, int status)
    {
        var connection = Receive(request);

        Assert.False(connection.HasRequest);
        Assert.True(connection.ClosesAfterOutput);
        Assert.Equal(status, Sent(connection).Status);
    }

    [Fact]
    public void A_request_line_without_end_is_refused()
    {
        Assert.Equal(414, Sent(Receive("GET /" + new string('x', HttpRequestReader.LineLimit) + " HTTP/1.1\r\n\r\n")).Status);
    }

    [Fact]
    public void A_head_without_end_is_refused()
    {
        Assert.Equal(431, Sent(Receive("GET / HTTP/1.1\r\nCookie: " + new string('x', HttpRequestReader.HeadLimit))).Status);
    }

    [Fact]
    public void A_header_longer_than_a_line_does_no_harm()
    {
        var connection = Receive("GET /api/status HTTP/1.1\r\nCookie: " + new string('x', 4000) + "\r\nConnection: close\r\n\r\n");
        connection.Answer(_board.Router, 0);

        Assert.Equal(200, Sent(connection).Status);
        Assert.True(connection.ClosesAfterOutput);
    }

    [Fact]
    public void A_longest_body_is_read()
    {
        var body = "{\"pin\":4,\"active\":true}".PadRight(HttpRequestReader.BodyLimit);

        Assert.Equal(200, _board.Post("/api/control", body).Status);
        Assert.Equal([4], _board.LitPins());
    }

    [Fact]
    public void Bare_line_feeds_and_blank_lines_before_a_request_are_forgiven()
    {
        Assert.True(Receive("\r\n\nGET / HTTP/1.1\n\n").HasRequest);
    }

    [Fact]
    public void A_silent_client_has_five_seconds()
    {
        Assert.Equal(6000, new HttpConnection(1000).Deadline);
    }

    [Fact]
    public void A_request_has_five_seconds_however_slowly_it_trickles()
    {
        var connection = new HttpConnection(0);
        var request = Encoding.UTF8.GetBytes(Control);

        connection.Receive(request, 0, 10, 1000);
        connection.Receive(request, 10, 10, 5000);
        Assert.Equal(6000, connection.Deadline);
    }

    [Fact]
    public void Between_two_requests_the_connection_stays_open_for_two_seconds()
    {
        var connection = Receive(Control);
        Assert.Equal(Clock.Never, connection.Deadline);

        connection.Answer(_board.Router, 7000);
        Assert.Equal(9000, connection.Deadline);
    }

    private static HttpConnection Receive(string request)
    {
        var connection = new HttpConnection(0);
        var bytes = Encoding.UTF8.GetBytes(request);
        connection.Receive(bytes, 0, bytes.Length, 0);
        return connection;
    }

    private static Answer Sent(HttpConnection connection) => Answer.Parse(connection.Output.Bytes.AsSpan(0, connection.Output.Length));
}
