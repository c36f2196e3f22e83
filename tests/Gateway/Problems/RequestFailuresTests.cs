using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Tests.Problems;

public sealed class RequestFailuresTests : IDisposable
{
    private readonly ErrorLog _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task A_bug_is_a_500_that_tells_nothing_of_the_inside_and_is_logged()
    {
        var (status, problem) = await AnswerAsync(new InvalidOperationException("secret"));

        Assert.Equal(500, status);
        Assert.Equal("failed", problem.GetProperty("code").GetString());
        Assert.DoesNotContain("secret", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("secret", Assert.Single(_log.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(TimeoutException), "GET", 503, "clubAway")]
    [InlineData(typeof(SiloUnavailableException), "HEAD", 503, "clubAway")]
    [InlineData(typeof(TimeoutException), "POST", 504, "answerLost")]
    [InlineData(typeof(SiloUnavailableException), "DELETE", 504, "answerLost")]
    public async Task A_club_that_does_not_answer_is_no_error_of_ours_and_may_have_done_what_was_to_be_done(
        Type failure, string method, int expected, string code)
    {
        var (status, problem) = await AnswerAsync((Exception)Activator.CreateInstance(failure)!, method);

        Assert.Equal(expected, status);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Empty(_log.Errors);
    }

    [Fact]
    public async Task A_request_that_cannot_be_read_keeps_its_status_and_is_no_error_of_ours()
    {
        var (status, problem) = await AnswerAsync(new BadHttpRequestException("Too much.", StatusCodes.Status413PayloadTooLarge));

        Assert.Equal(413, status);
        Assert.Equal("malformed", problem.GetProperty("code").GetString());
        Assert.Empty(_log.Errors);
    }

    private async Task<(int Status, JsonElement Problem)> AnswerAsync(Exception failure, string method = "GET")
    {
        await using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = services };
        http.Request.Method = method;
        http.Response.Body = body;
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));

        Assert.True(await new RequestFailures(loggers.CreateLogger<RequestFailures>()).TryHandleAsync(http, failure, CancellationToken.None));

        using var document = JsonDocument.Parse(body.ToArray());
        return (http.Response.StatusCode, document.RootElement.Clone());
    }
}
