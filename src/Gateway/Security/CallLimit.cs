using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Security;

/// <summary>Lets nobody change things more often than <see cref="RateLimits"/> says, and says of every 429 when to try again (RFC 6585 4).</summary>
internal sealed class CallLimit(RateLimits limits) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var right = http.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(rule => rule.Policy).FirstOrDefault(policy => policy is not null);
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var answer = right is not null && changes && limits.Call(Caller.Actor, right) is { } refusal ? Problem.Of(refusal) : await next(context);
        if ((answer is INestedHttpResult nested ? nested.Result : answer) is ProblemHttpResult problem
            && problem.ProblemDetails.Extensions.TryGetValue(Problem.RetryAfter, out var seconds))
        {
            http.Response.Headers.RetryAfter = $"{seconds}";
        }

        return answer;
    }
}
