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
}
