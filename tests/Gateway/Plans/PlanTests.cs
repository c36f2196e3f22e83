using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace RailHub.Gateway.Tests.Plans;

[Collection(SharedGateway.Name)]
public sealed class PlanTests(TestGateway gateway)
{
    // One pixel.
    private static readonly byte[] s_png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_picture_is_served_as_what_it_is_and_as_nothing_else()
    {
        var layout = await gateway.LayoutAsync();
        using var http = gateway.Http();
        var path = $"/api/layouts/{layout.Id}/plan";
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "planMissing");

        // What the sender calls it does not count.
        using var put = await SendAsync(http, HttpMethod.Put, path, [.. s_png, .. "<script>"u8], "text/html");
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using var got = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(s_png, await got.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("image/png", got.Content.Headers.ContentType?.ToString());
        Assert.Equal(put.Headers.ETag, got.Headers.ETag);
        Assert.Equal("nosniff", Assert.Single(got.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("sandbox", Assert.Single(got.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);

        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(got.Headers.ETag!);
        using var same = await http.SendAsync(again, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        (await gateway.Api.DeleteAsync(path, "\"1\"")).ExpectProblem(412, "outdated");
        (await gateway.Api.DeleteAsync(path, got.Headers.ETag!.Tag)).ExpectNoContent();
        (await gateway.Api.GetAsync(path)).ExpectProblem(404, "planMissing");
    }

    [Fact]
    public async Task A_viewer_hears_of_the_picture()
    {
        var layout = await gateway.LayoutAsync();
        using var http = gateway.Http();
        await using var viewer = await gateway.ViewerAsync();
        Assert.Null((await viewer.WatchAsync(layout)).Plan);
        using var put = await SendAsync(http, HttpMethod.Put, $"/api/layouts/{layout.Id}/plan", s_png, "image/png");
        await viewer.UntilAsync(view => view.Plan is { ContentType: "image/png", Width: 1, Height: 1 } plan && put.Headers.ETag!.Tag == $"\"{plan.Version}\"");
        await gateway.Api.DeleteAsync($"/api/layouts/{layout.Id}/plan");
        await viewer.UntilAsync(view => view.Plan is null);
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "pictureInvalid")]
    [InlineData("", "pictureInvalid")]
    public async Task What_is_no_picture_is_refused(string text, string code) => Assert.Equal(
        code, await RefusedAsync(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task What_is_too_long_is_refused() => Assert.Equal("pictureTooLarge", await RefusedAsync(new byte[6 * 1024 * 1024]));

    private async Task<string?> RefusedAsync(byte[] bytes)
    {
        using var http = gateway.Http();
        using var put = await SendAsync(http, HttpMethod.Put, $"/api/layouts/{(await gateway.LayoutAsync()).Id}/plan", bytes, "image/png");
        Assert.Equal(HttpStatusCode.BadRequest, put.StatusCode);
        using var problem = JsonDocument.Parse(await put.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("code").GetString();
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path, byte[] bytes, string contentType)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return await http.SendAsync(request);
    }
}
