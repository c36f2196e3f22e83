using Microsoft.AspNetCore.Http.HttpResults;
using RailHub.Contracts;
using RailHub.Gateway.Problems;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>The club's accounts, and who is what in a layout.</summary>
internal static class MemberEndpoints
{
    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var members = api.MapGroup("/members").WithTags("Members").RequireAuthorization(Rights.Administer);
        members.MapGet("/", GetAll).WithSummary("The club's accounts");
        members.MapPost("/", Create).WithSummary("Make an account; its code for a password is told once");
        members.MapPatch("/{member}", Edit).WithSummary("Change an account, block it, or make it an administrator's");
        members.MapDelete("/{member}", Delete).WithSummary("Delete an account with its sessions and tokens");
        members.MapPost("/{member}/password-code", OfferCode).WithSummary("Make a code for a new password; it is told once");
        members.MapDelete("/{member}/sessions", EndSessions).WithSummary("Sign a member out everywhere");

        var own = api.MapGroup("/layouts/{layout}/members").WithTags("Members").RequireAuthorization(Rights.Own);
        own.MapGet("/", GetOfLayout).WithSummary("The club's members, and what each is in the layout");
        own.MapPut("/{member}", SetRole).WithSummary("Give a member a role in the layout");
        own.MapDelete("/{member}", TakeRole).WithSummary("Take a member's role in the layout");
    }

    private static async Task<Results<Ok<IReadOnlyList<Member>>, ProblemHttpResult>> GetAll(Accounts accounts, CancellationToken cancellation) =>
        (await accounts.GetAllAsync(cancellation)).ToOk();

    private static async Task<Results<Ok<MadeMember>, ProblemHttpResult>> Create(
        MemberDraft draft, Accounts accounts, CancellationToken cancellation) => (await accounts.CreateAsync(draft, cancellation)).ToOk();

    private static async Task<Results<Ok<Member>, ProblemHttpResult>> Edit(
        MemberId member, MemberEdit edit, Accounts accounts, CancellationToken cancellation) =>
        (await accounts.EditAsync(member, edit, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> Delete(MemberId member, Accounts accounts, CancellationToken cancellation) =>
        (await accounts.DeleteAsync(member, cancellation)).ToNoContent();

    private static async Task<Results<Ok<PasswordCode>, ProblemHttpResult>> OfferCode(
        MemberId member, Accounts accounts, CancellationToken cancellation) => (await accounts.OfferCodeAsync(member, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessions(MemberId member, Sessions sessions, CancellationToken cancellation) =>
        (await sessions.EndAllAsync(member, but: null, cancellation)).ToNoContent();

    private static async Task<Results<Ok<IReadOnlyList<LayoutMember>>, ProblemHttpResult>> GetOfLayout(
        LayoutId layout, LayoutMembers members, CancellationToken cancellation) => (await members.GetAllAsync(layout, cancellation)).ToOk();

    private static async Task<Results<Ok<LayoutMember>, ProblemHttpResult>> SetRole(
        LayoutId layout, MemberId member, RoleDraft draft, HttpContext http, LayoutMembers members, CancellationToken cancellation) =>
        (await members.SetAsync(http.Pass()!, layout, member, draft.Role, cancellation)).ToOk();

    private static async Task<Results<NoContent, ProblemHttpResult>> TakeRole(
        LayoutId layout, MemberId member, HttpContext http, LayoutMembers members, CancellationToken cancellation) =>
        (await members.SetAsync(http.Pass()!, layout, member, role: null, cancellation)).Succeeded(out _, out var refusal)
            ? TypedResults.NoContent()
            : Problem.Of(refusal);
}
