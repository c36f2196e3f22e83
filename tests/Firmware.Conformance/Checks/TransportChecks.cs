using System.Text;
using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>HTTP as such: connections, requests in pieces, requests that are none.</summary>
internal sealed class TransportChecks(Bench bench)
{
    // No call of the protocol has more than 500 bytes; this is more than a board has memory for.
    private const int Monstrous = 10_000_000;

    [Proves("2.1")]
    public async Task The_status_is_JSON_with_its_exact_length()
    {
        var answer = await bench.GetAsync("/api/status");
        Expect.Equal(200, answer.Status, "to GET /api/status");
        Expect.Equal("application/json", answer.Header("Content-Type") ?? "none", "content type");
        Expect.Equal($"{answer.Body.Length}", answer.Header("Content-Length") ?? "none", "Content-Length");
    }

    [Proves("2.1")]
    public async Task A_query_is_disregarded() => Status.Read((await bench.GetAsync("/api/status?x=1&y")).Body);

    [Proves("2.3")]
    public async Task The_page_of_the_board_is_HTML()
    {
        var answer = await bench.GetAsync("/");
        Expect.Equal(200, answer.Status, "to GET /");
        Expect.True(answer.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true, "content type text/html", answer.Header("Content-Type") ?? "none");
        Expect.True(answer.Text.Contains("<html", StringComparison.OrdinalIgnoreCase), "a page", answer.Text);
    }

    [Proves("2.3")]
    public async Task Four_visitors_get_the_whole_page_and_a_viewer_hears_on()
    {
        bench.Http.HangUp();
        var viewer = await bench.ListenAsync();
        var request = HttpRequestText.Of("GET", "/", null, "Connection: close\r\n");
        for (var round = 0; round < 3; round++)
        {
            var pages = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
            {
                using var wire = await bench.ConnectHttpAsync();
                return await bench.Http.TryCallAsync(wire, request);
            }));
            Expect.Sequence([200, 200, 200, 200], pages.Select(page => page?.Status ?? 0), "statuses");
            foreach (var page in pages)
                Expect.True(page!.Text.Contains("</html>", StringComparison.OrdinalIgnoreCase), "the end of the page", page.Text[^Math.Min(page.Text.Length, 60)..]);
        }

        await viewer.ReadStatusAsync();
    }

    [Proves("2.1")]
    public async Task A_long_path_is_not_found_and_a_viewer_hears_on()
    {
        var viewer = await bench.ListenAsync();
        for (var round = 0; round < 4; round++)
        {
            var answer = await bench.GetAsync("/" + new string('x', 900));
            Expect.True(answer.Status is 404 or 414, "404 or 414 to a path of 900 letters", $"{answer.Status}");
        }

        await viewer.ReadStatusAsync();
    }

    [Proves("2.3")]
    public async Task A_browser_that_asks_for_an_icon_gets_none()
    {
        var answer = await bench.GetAsync("/favicon.ico");
        Expect.True(answer.Status is 204 or 404, "204 or 404 to GET /favicon.ico", $"{answer.Status}");
    }

    [Proves("2.1 G20")]
    public async Task An_unknown_path_is_404()
    {
        var answer = await bench.GetAsync("/api/foo?x=1");
        Expect.Equal(404, answer.Status, "to GET /api/foo?x=1");
        if (bench.Found.Groups is null)
            return;

        // The family with groups names the path (protocol 2.1).
        Expect.Equal("text/html, Not found: /api/foo", $"{answer.Header("Content-Type")}, {answer.Text}", "to GET /api/foo?x=1");
    }

    [Proves("2.1 G7")]
    public async Task A_wrong_method_is_404()
    {
        foreach (var (method, path) in new[] { ("GET", "/api/control"), ("GET", "/api/name"), ("POST", "/api/status"), ("PUT", "/api/control") })
        {
            var answer = await bench.Http.CallAsync(HttpRequestText.Of(method, path, method == "GET" ? null : ""));
            Expect.Equal(404, answer.Status, $"to {method} {path}");
        }
    }

    [Proves("2.1")]
    public async Task Nothing_is_allowed_to_other_origins()
    {
        var request = HttpRequestText.Of("OPTIONS", "/api/control", "", "Origin: http://elsewhere\r\nAccess-Control-Request-Method: POST\r\n");
        var answer = await bench.Http.CallAsync(request);
        Expect.Equal(404, answer.Status, "to OPTIONS");
        var allowing = answer.Headers.Where(header => header.Name.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
        Expect.Sequence([], allowing.Select(header => header.Name), "Access-Control headers:");
    }

    [Proves("2.3", NeedsNoGroups = true)]
    public async Task A_board_without_groups_does_not_know_the_chasing_calls()
    {
        foreach (var call in new[] { "create", "delete", "name" })
            Expect.Equal(404, (await bench.PostAsync($"/api/chasing/{call}", """{"groupId":1}""")).Status, $"to /api/chasing/{call}");
    }

    [Proves("8.2")]
    public async Task The_content_type_of_a_body_does_not_matter()
    {
        var pin = bench.Lamp.Pin;
        var brightness = 31;
        foreach (var header in new[] { "Content-Type: application/json\r\n", "Content-Type: text/plain;charset=UTF-8\r\n", "" })
        {
            brightness++;
            var answer = await bench.Http.CallAsync(HttpRequestText.Post("/api/control", $$"""{"pin":{{pin}},"brightness":{{brightness}}}""", header));
            Expect.Json(answer, 200, Expect.ControlDone, $"a body with '{header.TrimEnd()}'");
            Expect.Equal(brightness, (await bench.OutputAsync(pin)).Brightness, $"with '{header.TrimEnd()}' brightness");
        }
    }

    [Proves("8.3")]
    public async Task A_request_may_arrive_in_many_segments()
    {
        var pin = bench.Lamp.Pin;
        var request = HttpRequestText.Post("/api/control", $$"""{"pin":{{pin}},"active":false,"brightness":37}""");
        bench.Http.HangUp();
        using var wire = await bench.ConnectHttpAsync();
        await wire.SendSlowlyAsync(Encoding.UTF8.GetBytes(request));
        var answer = await bench.Http.AnswerAsync(wire, request) ?? throw new CheckFailure("an answer", "the end of the connection");

        Expect.Json(answer, 200, Expect.ControlDone, "a request byte by byte");
        Expect.Equal(37, (await bench.OutputAsync(pin)).Brightness, "brightness");
    }

    [Proves("2.1")]
    public async Task A_connection_is_kept_or_its_end_is_announced()
    {
        bench.Http.HangUp();
        using var wire = await bench.ConnectHttpAsync();
        var request = HttpRequestText.Of("GET", "/api/status");
        var first = await bench.Http.TryCallAsync(wire, request) ?? throw new CheckFailure("an answer", "the end of the connection");
        if (first.Closes)
        {
            Expect.Equal(0, (await wire.ReadToEndAsync()).Length, "bytes after the answer");
            bench.Note("the board closes after every answer");
        }
        else
        {
            Expect.True(await bench.Http.TryCallAsync(wire, request) is { Status: 200 }, "a second answer on the connection", "none");
        }
    }

    [Proves("2.1")]
    public async Task A_client_that_says_close_is_closed()
    {
        foreach (var request in new[] { HttpRequestText.Of("GET", "/api/status", null, "Connection: close\r\n"), "GET /api/status HTTP/1.0\r\n\r\n" })
        {
            bench.Http.HangUp();
            using var wire = await bench.ConnectHttpAsync();
            var answer = await bench.Http.TryCallAsync(wire, request);
            Expect.Equal(200, answer?.Status ?? 0, "status");
            Expect.Equal(0, (await wire.ReadToEndAsync()).Length, "bytes after the answer");
        }
    }

    [Proves("2.1")]
    public async Task Requests_on_four_connections_are_all_answered()
    {
        bench.Http.HangUp();
        var request = HttpRequestText.Of("GET", "/api/status", null, "Connection: close\r\n");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var wire = await bench.ConnectHttpAsync();
            return await bench.Http.TryCallAsync(wire, request);
        }));
        Expect.Sequence([200, 200, 200, 200], answers.Select(answer => answer?.Status ?? 0), "statuses");
    }

    [Proves("2.1")]
    public async Task A_chunked_request_is_refused()
    {
        bench.Http.HangUp();
        using var wire = await bench.ConnectHttpAsync();
        var body = $$"""{"pin":{{bench.Lamp.Pin}},"brightness":17}""";
        var request = $"POST /api/control HTTP/1.1\r\nHost: board\r\nTransfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n";
        var answer = await bench.Http.TryCallAsync(wire, request);
        Expect.True(answer is { Status: 400 or 501 }, "400 or 501 to a chunked request", $"{answer?.Status}");
        Expect.Equal(bench.Lamp.Brightness, (await bench.OutputAsync(bench.Lamp.Pin)).Brightness, "brightness");
    }

    [Proves("8.3")]
    public async Task A_monstrous_request_is_refused_and_forgotten()
    {
        string[] requests =
        [
            HttpRequestText.Of("POST", "/api/control", null, $"Content-Length: {Monstrous}\r\n"),
            HttpRequestText.Of("POST", "/api/control", null, "Content-Length: 99999999999999999999\r\n"),
            $"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: board\r\n\r\n",
            $"GET /api/foo HTTP/1.1\r\nHost: board\r\nX-Long: {new string('b', 40_000)}\r\n\r\n",
        ];
        foreach (var request in requests)
            await CheckRefusedAsync(Encoding.Latin1.GetBytes(request));
    }

    [Proves("8.3")]
    public async Task What_is_no_request_is_refused_and_forgotten()
    {
        string[] requests =
        [
            "\r\n\r\n\r\nnonsense\r\n\r\n",
            "GET\r\n\r\n",
            "GET /api/status\r\n\r\n",
            "GET /api/status HTTP/9.9\r\n\r\n",
            "GET  HTTP/1.1\r\n\r\n",
            " /api/status HTTP/1.1\r\n\r\n",
            "POST /api/control HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST /api/control HTTP/1.1\r\nContent-Length: 1x\r\n\r\nab",
            "POST /api/control HTTP/1.1\r\nContent-Length:\r\n\r\n",
            "GET /api/foo HTTP/1.1\r\nno colon here\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003" + new string('\u00a5', 300) + "\r\n\r\n",
            new string('\u0000', 300) + "\r\n\r\n",
            new string('\u00ff', 300) + "\r\n\r\n",
        ];
        foreach (var request in requests)
            await CheckRefusedAsync(Encoding.Latin1.GetBytes(request));
    }

    [Proves("8.3")]
    public async Task A_path_with_markup_is_not_repeated_as_markup()
    {
        var answer = await bench.Http.CallAsync("GET /<script>alert(1)</script> HTTP/1.1\r\nHost: board\r\n\r\n");
        Expect.True(answer.Status >= 400, "a refusal", $"{answer.Status}");
        Expect.True(!answer.Text.Contains("<script", StringComparison.OrdinalIgnoreCase), "no markup from the path in the answer", answer.Text);
    }

    // Refused with an error, or closed without a word: either will do. The next client must find the board as it was.
    private async Task CheckRefusedAsync(byte[] request)
    {
        bench.Http.HangUp();
        using var wire = await bench.ConnectHttpAsync();
        await wire.SendAsync(request);
        var begin = Encoding.Latin1.GetString(request[..Math.Min(request.Length, 60)]);
        var answer = await HttpAnswer.ReadAsync(wire);
        Expect.True(answer is null or { Status: >= 400 }, $"an error or the end of the connection for '{begin}'", $"{answer?.StatusLine}");

        var status = await bench.StatusAsync();
        Expect.True(bench.Found.Outputs.All(output => output.IsAs(status.Output(output.Pin))), $"outputs that '{begin}' does not touch", status.Text);
    }
}
