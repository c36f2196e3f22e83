namespace RailHub.Gateway.Problems;

/// <summary>Says of every 503 when to try again (RFC 9110 10.2.3): what is away is looked for every second, and comes back within seconds.</summary>
internal static class RetryAfter
{
    private const string Seconds = "2";

    public static Task TellAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            if (context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
            {
                context.Response.Headers.RetryAfter = Seconds;
            }

            return Task.CompletedTask;
        });
        return next(context);
    }
}
