using System.Text.Json;
using System.Text.RegularExpressions;
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
            BadHttpRequestException { InnerException: JsonException json } => Problem.Of(
                StatusCodes.Status400BadRequest, RefusalCodes.Malformed, Explain(json), Field(json)),
            BadHttpRequestException bad => Problem.Of(bad.StatusCode, RefusalCodes.Malformed, bad.Message),
            OrleansException or TimeoutException => Problem.Of(
                StatusCodes.Status503ServiceUnavailable, RefusalCodes.ClubAway, "The club does not answer just now. Try it again in a moment."),
            _ => Problem.Of(StatusCodes.Status500InternalServerError, RefusalCodes.Failed, "Something went wrong here; the log tells more."),
        };
        if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            LogFailed(exception, httpContext.Request.Method, httpContext.Request.Path);
        }

        await problem.ExecuteAsync(httpContext);
        return true;
    }

    private static string Explain(JsonException json) =>
        Missing(json) is { } missing ? $"\"{missing}\" is missing."
        : Field(json) is { } field ? $"\"{field}\" has a value of the wrong type, or is not well-formed JSON."
        : "The body is not well-formed JSON of the expected shape.";

    // "$.targets[2].brightness" is the reader's way to write a path.
    private static string? Field(JsonException json) =>
        json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? Join(path[2..], Missing(json)) : Missing(json);

    private static string Join(string path, string? member) => member is null ? path : $"{path}.{member}";

    // The reader tells missing members in its message only.
    private static string? Missing(JsonException json) => MissingMembers().Match(json.Message) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("missing required properties including: '([^']+)'")]
    private static partial Regex MissingMembers();

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogFailed(Exception failure, string method, PathString path);
}
