using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;
using RailHub.Contracts;

namespace RailHub.Gateway.Problems;

/// <summary>
/// Refusals as problem details (RFC 9457), with the members <c>code</c>, <c>field</c>, <c>currentVersion</c>, <c>names</c>, <c>retryAfter</c> and,
/// where several things are at fault, <c>problems</c>.
/// </summary>
internal static class Problem
{
    /// <summary>The member that says in how many seconds it may be tried again.</summary>
    public const string RetryAfter = "retryAfter";

    public static ProblemHttpResult Of(Refusal refusal) => Of(
        Status(refusal.Kind), refusal.Code, refusal.Detail, refusal.Field, refusal.CurrentVersion, refusal.Problems, refusal.Names, refusal.RetryAfter);

    /// <summary>What is answered where nothing else had words for it.</summary>
    public static ProblemHttpResult Of(int status) => status is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed
        ? Of(status, RefusalCodes.UnknownAddress, "There is nothing at this address, or not by this method; /docs lists what there is.")
        : Of(status, RefusalCodes.Malformed, $"{ReasonPhrases.GetReasonPhrase(status)}; /docs lists what is understood here.");

    public static ProblemHttpResult Of(
        int status,
        string code,
        string detail,
        string? field = null,
        long? currentVersion = null,
        IReadOnlyList<Refusal>? problems = null,
        IReadOnlyList<string>? names = null,
        int? retryAfter = null)
    {
        var members = new Dictionary<string, object?> { ["code"] = code };
        if (field is not null)
        {
            members["field"] = field;
        }

        if (currentVersion is not null)
        {
            members["currentVersion"] = currentVersion;
        }

        if (problems is not null)
        {
            members["problems"] = problems;
        }

        if (names is not null)
        {
            members["names"] = names;
        }

        if (retryAfter is not null)
        {
            members[RetryAfter] = retryAfter;
        }

        return TypedResults.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status), extensions: members);
    }

    private static int Status(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Outdated => StatusCodes.Status412PreconditionFailed,
        RefusalKind.Unfit => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.TimedOut => StatusCodes.Status504GatewayTimeout,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A refusal without a status."),
    };
}
