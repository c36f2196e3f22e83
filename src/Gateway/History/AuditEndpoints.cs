using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;
using RailHub.Persistence;

namespace RailHub.Gateway.History;

internal static class AuditEndpoints
{
    private const int RowsAtOnce = 1_000;

    private const string Description =
        "Newest first. from and until: moments; actor: the id of a member, guest link, screen or show, or a kind of actor; topic: touches, commands, edits, "
        + "club or signIns; result: done, partly, refused or unknown; text: words of the thing's name, the actor's or the address; limit: 1 to 500, "
        + "before: the \"next\" of the part before. format=csv, or Accept: text/csv, gives all of it as a table (RFC 4180).";

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/audit", GetAll).RequireAuthorization(Rights.Administer).WithTags("History").Produces<AuditPage>()
            .WithSummary("Who did what in the club, from where and with what result").WithDescription($"{Description} layout: one of them, also one that was deleted.");
        api.MapGet("/layouts/{layout}/audit", GetOfLayout).RequireAuthorization(Rights.Own).WithTags("History").Produces<AuditPage>()
            .WithSummary("Who did what in a layout, from where and with what result").WithDescription(Description);
    }

    private static Task<Results<Ok<AuditPage>, PushStreamHttpResult, ProblemHttpResult>> GetAll(
        [AsParameters] AuditQuery query,
        [FromQuery] string? layout,
        HttpRequest request,
        AuditReader reader,
        TimeProvider time,
        CancellationToken cancellation)
    {
        if (layout is null)
        {
            return AnswerAsync(query, null, request, reader, time, cancellation);
        }

        return LayoutId.TryParse(layout, null, out var id)
            ? AnswerAsync(query, id, request, reader, time, cancellation)
            : Task.FromResult<Results<Ok<AuditPage>, PushStreamHttpResult, ProblemHttpResult>>(
                Problem.Of(Refusal.Invalid("layout", RefusalCodes.Malformed, "layout is the id of a layout.")));
    }

    private static async Task<Results<Ok<AuditPage>, PushStreamHttpResult, ProblemHttpResult>> GetOfLayout(
        LayoutId layout, [AsParameters] AuditQuery query, HttpRequest request, AuditReader reader, TimeProvider time, CancellationToken cancellation) =>
        (await reader.NameAsync(layout, cancellation)).Refusal is { } refusal
            ? Problem.Of(refusal)
            : await AnswerAsync(query, layout, request, reader, time, cancellation);

    private static async Task<Results<Ok<AuditPage>, PushStreamHttpResult, ProblemHttpResult>> AnswerAsync(
        AuditQuery query, LayoutId? layout, HttpRequest request, AuditReader reader, TimeProvider time, CancellationToken cancellation)
    {
        if (!query.Read(layout).Succeeded(out var search, out var refusal))
        {
            return Problem.Of(refusal);
        }

        var isTable = query.Format is null ? WantsTable(request) : query.Format == "csv";
        if (!(await reader.ReadAsync(search, isTable ? RowsAtOnce : query.Most, cancellation)).Succeeded(out var page, out refusal))
        {
            return Problem.Of(refusal);
        }

        return isTable
            ? TypedResults.Stream(
                stream => WriteAsync(stream, search, page, reader, cancellation),
                $"{AuditTable.ContentType}; charset=utf-8",
                $"audit-{time.GetUtcNow():yyyy-MM-dd}.csv")
            : TypedResults.Ok(page);
    }

    /// <summary>Part by part, so that neither the database nor memory holds all of it at once.</summary>
    /// <exception cref="IOException">The database went away in the middle: the connection breaks, so that nobody takes a part for the whole.</exception>
    private static async Task WriteAsync(Stream stream, HistorySearch search, AuditPage page, AuditReader reader, CancellationToken cancellation)
    {
        await stream.WriteAsync(AuditTable.Head(), cancellation);
        while (true)
        {
            await stream.WriteAsync(AuditTable.Rows(page.Events), cancellation);
            if (page.Next is not { } next)
            {
                return;
            }

            var rest = search with { Before = next.ToUnixTimeMilliseconds() };
            if (!(await reader.ReadAsync(rest, RowsAtOnce, cancellation)).Succeeded(out page!, out var refusal))
            {
                throw new IOException($"The table could not be written to its end: {refusal.Detail}");
            }
        }
    }

    private static bool WantsTable(HttpRequest request) =>
        request.GetTypedHeaders().Accept is { Count: > 0 } accepted
        && accepted.OrderByDescending(type => type.Quality ?? 1).First().MediaType.Equals(AuditTable.ContentType, StringComparison.OrdinalIgnoreCase);
}
