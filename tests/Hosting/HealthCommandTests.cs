using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace RailHub.Hosting.Tests;

/// <summary>What a program's command <c>health</c> says of the one that runs.</summary>
public sealed class HealthCommandTests : IAsyncLifetime
{
    private WebApplication _program = null!;
    private int _status = StatusCodes.Status200OK;

    private int Port => new Uri(_program.Urls.Single()).Port;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        _program = builder.Build();
        _program.MapGet("/health/ready", async context =>
        {
            context.Response.StatusCode = _status;
            await context.Response.WriteAsync(_status == StatusCodes.Status200OK ? "Healthy" : "Unhealthy\ndatabase: It does not answer.");
        });
        await _program.StartAsync();
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData("--urls", "http://127.0.0.1:{0}")]
    [InlineData("--urls", "http://*:{0}")]
    [InlineData("--urls", "http://+:{0};http://192.0.2.7:81")]
    [InlineData("--urls", "http://0.0.0.0:{0}")]
    [InlineData("--urls", "http://[::]:{0}")]
    [InlineData("--urls", "http://localhost:{0}")]
    [InlineData("--http_ports", "{0}")]
    [InlineData("--http_ports", "{0};81")]
    [InlineData("--http_ports", "{0}", "--urls", "")]
    public async Task It_asks_where_the_program_listens(params string[] told)
    {
        var output = new StringWriter();

        var code = await HealthCommand.RunAsync([HealthCommand.Name, .. told.Select(word => word.Replace("{0}", $"{Port}", StringComparison.Ordinal))], output);

        Assert.Equal((0, "Healthy"), (code, output.ToString().Trim()));
    }

    [Fact]
    public async Task What_is_not_ready_says_why_in_one_line()
    {
        _status = StatusCodes.Status503ServiceUnavailable;
        var output = new StringWriter();

        var code = await HealthCommand.AskAsync($"http://*:{Port}", output);

        Assert.Equal((1, "Unhealthy database: It does not answer."), (code, output.ToString().Trim()));
    }

    [Fact]
    public async Task Nobody_there_is_not_ready()
    {
        var port = Port;
        await _program.StopAsync();
        var output = new StringWriter();

        var code = await HealthCommand.AskAsync($"http://localhost:{port}", output);

        Assert.Equal(1, code);
        Assert.Contains("does not answer", output.ToString(), StringComparison.Ordinal);
        Assert.Single(output.ToString().Trim().Split('\n'));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://unix:/tmp/railhub.sock")]
    [InlineData("")]
    public async Task An_address_that_cannot_be_asked_is_named(string urls)
    {
        var output = new StringWriter();

        Assert.Equal(1, await HealthCommand.AskAsync(urls, output));
        Assert.Contains($"\"{urls}\" is no address that health can be asked at", output.ToString(), StringComparison.Ordinal);
    }
}
