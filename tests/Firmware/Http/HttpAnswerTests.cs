namespace RailHub.Firmware.Tests.Http;

public class HttpAnswerTests
{
    [Fact]
    public void An_answer_has_the_head_of_golden_example_G9()
    {
        var answer = TestBoard.RailHub8266().Post("/api/control", """{"pin":4,"active":true,"brightness":50}""");

        Assert.Equal(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\nConnection: keep-alive\r\nKeep-Alive: timeout=2000",
            answer.Head);
        Assert.Equal("""{"status":"ok"}""", answer.Body);
    }

    [Theory]
    [InlineData("GET", "/api/foo?x=1", "/api/foo")]
    [InlineData("GET", "/api/control", "/api/control")]
    [InlineData("POST", "/api/status", "/api/status")]
    [InlineData("OPTIONS", "/api/control", "/api/control")]
    [InlineData("PUT", "/", "/")]
    [InlineData("POST", "/api/control/x", "/api/control/x")]
    [InlineData("POST", "/api/chasing/create", "/api/chasing/create")]
    [InlineData("GET", "/<script>&", "/?script??")]
    public void An_unknown_call_is_not_found(string method, string target, string told)
    {
        var answer = TestBoard.RailHub32().Ask($"{method} {target} HTTP/1.1\r\n\r\n");

        Assert.Equal((404, $"Not found: {told}"), (answer.Status, answer.Body));
        Assert.Contains($"Content-Type: text/html\r\nContent-Length: {answer.Body.Length}\r\n", answer.Head, StringComparison.Ordinal);
    }

    [Fact]
    public void The_query_is_ignored()
    {
        Assert.Equal(200, TestBoard.RailHub32().Get("/api/status?x=1").Status);
    }

    [Fact]
    public void A_favicon_is_answered_as_by_each_family()
    {
        var answer = TestBoard.RailHub32().Get("/favicon.ico");

        Assert.Equal((204, ""), (answer.Status, answer.Body));
        Assert.DoesNotContain("Content-Type", answer.Head, StringComparison.Ordinal);
        Assert.Equal(404, TestBoard.RailHub8266().Get("/favicon.ico").Status);
    }

    [Theory]
    [InlineData("{\"pin\":4")]
    [InlineData("")]
    [InlineData("pin=4&active=true")]
    [InlineData("{\"pin\":4,}")]
    [InlineData("{\"pin\":NaN}")]
    [InlineData("{/* */\"pin\":4}")]
    [InlineData("{\"a\":[[[[[[[[[[]]]]]]]]]]}")]
    [InlineData("{\"name\":\"\\x\"}")]
    [InlineData("{\"name\":\"\\u12g4\"}")]
    [InlineData("tru")]
    [InlineData("{:4}")]
    [InlineData("[1 2]")]
    [InlineData("1e")]
    public void A_body_that_is_not_JSON_is_refused_by_every_call(string body)
    {
        var board = TestBoard.RailHub8266();
        foreach (var path in new[] { "control", "name", "interval", "chasing/create", "chasing/delete", "chasing/name" })
        {
            var answer = board.Post("/api/" + path, body);
            Assert.Equal((400, """{"error":"Invalid JSON"}"""), (answer.Status, answer.Body));
        }
    }

    [Fact]
    public void Ten_levels_of_nesting_are_still_JSON()
    {
        Assert.Equal(200, TestBoard.RailHub32().Post("/api/control", "{\"a\":[[[[[[[[[]]]]]]]]]}").Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: application/json\r\n")]
    [InlineData("Content-Type: text/plain\r\n")]
    [InlineData("Content-Type: application/x-www-form-urlencoded\r\n")]
    public void JSON_is_taken_whatever_the_content_type(string header)
    {
        var board = TestBoard.RailHub32();

        Assert.Equal(200, board.Ask($"POST /api/control HTTP/1.1\r\n{header}Content-Length: 23\r\n\r\n{{\"pin\":4,\"active\":true}}").Status);
        Assert.Equal([4], board.LitPins());
    }

    [Fact]
    public void The_page_is_small_knows_the_feeds_port_and_builds_no_markup_from_names()
    {
        var answer = TestBoard.RailHub32().Get("/");

        Assert.Contains("Content-Type: text/html\r\n", answer.Head, StringComparison.Ordinal);
        Assert.Contains("<body data-port='81'>", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", answer.Body, StringComparison.Ordinal);
        Assert.InRange(answer.Body.Length, 1000, 10_000);
    }
}
