using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using RailHub.Contracts;

namespace RailHub.Gateway.Problems;

/// <summary>Turns requests that cannot be read into problems that name the member at fault, a club that is away into a 503, and bugs into a plain 500.</summary>
internal sealed partial class RequestFailures(ILogger<RequestFailures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => Problem.Of(RequestJson.Explain(json)),
            BadHttpRequestException bad => Problem.Of(bad.StatusCode, RefusalCodes.Malformed, bad.Message),
            OrleansException or TimeoutException => Problem.Of(
                StatusCodes.Status503ServiceUnavailable, RefusalCodes.ClubAway, "The club does not answer just now. Try it again in a moment."),
            _ => Problem.Of(StatusCodes.Status500InternalServerError, RefusalCodes.Failed, "Something went wrong here; the log tells more."),
        };
        if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            LogAway(exception, httpContext.Request.Method, httpContext.Request.Path);
        }
        else if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            LogFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was not answered: the club is away")]
    private partial void LogAway(Exception failure, string method, PathString path);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception failure, string method, PathString path);
}
