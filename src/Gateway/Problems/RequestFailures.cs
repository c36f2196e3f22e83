using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using RailHub.Contracts;
using RailHub.Gateway.Hosting;

namespace RailHub.Gateway.Problems;

/// <summary>
/// Turns requests that cannot be read into problems that name the member at fault, a club that does not answer into a 503 or, where something
/// was to be done, a 504, and bugs into a plain 500.
/// </summary>
internal sealed partial class RequestFailures(ILogger<RequestFailures> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            BadHttpRequestException { InnerException: JsonException json } => Problem.Of(RequestJson.Explain(json)),
            BadHttpRequestException bad => Problem.Of(bad.StatusCode, RefusalCodes.Malformed, bad.Message),
            _ when ClubAway.Explains(exception) => Problem.Of(IsRead(httpContext.Request.Method) ? ClubAway.NoAnswer : ClubAway.AnswerLost),
            _ => Problem.Of(StatusCodes.Status500InternalServerError, RefusalCodes.Failed, "Something went wrong here; the log tells more."),
        };
        if (ClubAway.Explains(exception))
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

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    [LoggerMessage(LogLevel.Warning, "{Method} {Path} was not answered: the club is away")]
    private partial void LogAway(Exception failure, string method, PathString path);

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception failure, string method, PathString path);
}
