using System.Net.Http.Headers;
using System.Text;

namespace RailHub.Gateway.Tests.Problems;

/// <summary>Requests as HTTP allows them and as it does not, whatever they ask for.</summary>
[Collection(SharedGateway.Name)]
public sealed class RequestTests(TestGateway gateway)
{
    [Theory]
    [InlineData("application/json; charset=bogus")]
    [InlineData("application/json;charset=\"bogus\"")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("application/json; charset=utf-7")]
    [InlineData("application/json; charset=\"\"")]
    [InlineData("application/json; charset=")]
    [InlineData("application/json; charset=utf-8; charset=bogus")]
    [InlineData("application/merge-patch+json; charset=bogus")]
    [InlineData("text/plain; charset=bogus")]
    [InlineData("nonsense")]
    public async Task A_body_in_an_encoding_that_is_not_read_is_not_taken(string type) =>
        (await PostAsync("""{"name":"Encoded"}""", type)).ExpectProblem(415, "malformed");

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON; Charset=Utf-8")]
    public async Task Utf_8_is_read_however_it_is_said(string type)
    {
        var layout = await gateway.LayoutAsync();

        (await PostAsync($$"""{"name":"{{layout.Name}}"}""", type)).ExpectProblem(409, "nameTaken", "name");
    }

    [Fact]
    public async Task A_body_that_is_no_utf_8_is_malformed()
    {
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xFF, .. "\"}"u8]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var http = gateway.Http();

        using var answer = await http.PostAsync(new Uri(gateway.Address, "api/layouts"), content, TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)answer.StatusCode);
    }

    [Fact]
    public async Task A_caller_without_the_right_hears_of_that_first()
    {
        using var request = Request(HttpMethod.Post, "api/layouts", "application/json; charset=bogus");
        using var http = new HttpClient();

        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/layouts")]
    [InlineData("/api/layouts/LAYOUT")]
    [InlineData("/api/layouts/LAYOUT/controllers")]
    [InlineData("/api/layouts/LAYOUT/controllers/BOARD")]
    [InlineData("/api/layouts/LAYOUT/controllers/BOARD/outputs/4")]
    [InlineData("/api/layouts/LAYOUT/controllers/BOARD/telemetry")]
    [InlineData("/api/layouts/LAYOUT/controllers/02FFFFFFFFFF")]
    [InlineData("/api/layouts/LAYOUT/scenes")]
    [InlineData("/api/layouts/LAYOUT/scenes/019672d0-1c00-7000-8000-000000000001")]
    [InlineData("/api/layouts/LAYOUT/scenes/nonsense")]
    [InlineData("/api/layouts/LAYOUT/chasing-groups")]
    [InlineData("/api/layouts/LAYOUT/targets")]
    [InlineData("/api/nothing")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/")]
    [InlineData("/layouts/1/scenes")]
    public async Task Head_is_answered_as_get_without_the_body(string path)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        path = path.Replace("LAYOUT", layout.Id.ToString(), StringComparison.Ordinal).Replace("BOARD", board.Id.Compact, StringComparison.Ordinal);

        var get = await gateway.Api.GetAsync(path);
        var head = await gateway.Api.SendAsync(HttpMethod.Head, path);

        Assert.Equal((get.Status, get.ContentType, get.ETag, ""), (head.Status, head.ContentType, head.ETag, head.Text));
    }

    private async Task<Reply> PostAsync(string body, string type)
    {
        using var request = Request(HttpMethod.Post, "api/layouts", type, body);
        using var http = gateway.Http();
        using var answer = await http.SendAsync(request);
        return new Reply((int)answer.StatusCode, answer.Content.Headers.ContentType, null, null, await answer.Content.ReadAsStringAsync());
    }

    private HttpRequestMessage Request(HttpMethod method, string path, string type, string body = "{}")
    {
        var request = new HttpRequestMessage(method, new Uri(gateway.Address, path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }
}
