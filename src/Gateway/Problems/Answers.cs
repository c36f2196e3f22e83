using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;

namespace RailHub.Gateway.Problems;

/// <summary>From what a grain answers to what HTTP answers.</summary>
internal static class Answers
{
    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Outcome<T> outcome)
        where T : class => outcome.Succeeded(out var value, out var refusal) ? TypedResults.Ok(value) : Problem.Of(refusal);

    /// <summary>200 with the version as ETag.</summary>
    public static Results<Ok<T>, ProblemHttpResult> ToOk<T>(this Outcome<T> outcome, HttpResponse response, Func<T, long> version)
        where T : class
    {
        if (outcome.Value is { } value)
        {
            response.Headers.ETag = $"\"{version(value)}\"";
        }

        return outcome.ToOk();
    }

    /// <summary>201 with where it is, and the version as ETag.</summary>
    public static Results<Created<T>, ProblemHttpResult> ToCreated<T>(
        this Outcome<T> outcome, HttpResponse response, Func<T, string> location, Func<T, long> version)
        where T : class
    {
        if (!outcome.Succeeded(out var value, out var refusal))
        {
            return Problem.Of(refusal);
        }

        response.Headers.ETag = $"\"{version(value)}\"";
        return TypedResults.Created(location(value), value);
    }

    public static Results<NoContent, ProblemHttpResult> ToNoContent(this Outcome<Done> outcome) =>
        outcome.Succeeded(out _, out var refusal) ? TypedResults.NoContent() : Problem.Of(refusal);

    /// <summary>Calls a layout that has something, when it was found.</summary>
    public static async Task<Outcome<T>> Then<T>(this Task<Outcome<Layout>> found, Func<Layout, Task<Outcome<T>>> call)
        where T : class => (await found).Succeeded(out var layout, out var refusal) ? await call(layout) : refusal;
}

/// <summary>The version that an edit builds on, from <c>If-Match</c>; absent or <c>*</c> takes whatever is there.</summary>
/// <param name="Value">The version.</param>
internal readonly record struct IfMatch(long? Value)
{
    public static ValueTask<IfMatch> BindAsync(HttpContext context)
    {
        var header = context.Request.Headers.IfMatch.ToString();
        if (header is "" or "*")
        {
            return ValueTask.FromResult(new IfMatch(null));
        }

        return long.TryParse(header.Trim().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? ValueTask.FromResult(new IfMatch(version))
            : throw new BadHttpRequestException("If-Match must be the ETag that was given with what is edited.");
    }
}
