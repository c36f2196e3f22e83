using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Web.Members;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Members;

public sealed class SignInStoreTests : WebTest
{
    private static readonly SignedIn s_demo = new(ActorKind.Demo, string.Empty, null, null, null, IsAdministrator: true, []);
    private static readonly SignInState s_out = new(SignInStatus.SignedOut, CanEnterDemo: false, null, null);

    [Fact]
    public async Task The_demo_is_entered_without_a_question_and_not_again_by_who_has_left_it()
    {
        Gateway.Answer = asked => asked.RequestUri!.AbsolutePath == "/api/session/demo" ? FakeGateway.Json(s_demo) : FakeGateway.Json(s_out with { CanEnterDemo = true });
        var store = Fresh();

        Assert.Null(await store.RefreshAsync());
        Assert.Equal(s_demo.Kind, store.You?.Kind);

        Gateway.Asked.Clear();
        Assert.Null(await store.LeaveAsync());
        Assert.Null(store.You);
        Assert.Null(store.Lost);
        Assert.True(store.State!.CanEnterDemo);
        Assert.DoesNotContain("POST /api/session/demo", Gateway.Asked);
    }

    [Fact]
    public async Task An_answer_from_before_somebody_signed_in_does_not_sign_them_out()
    {
        Gateway.Answer = _ => FakeGateway.Json(s_out);
        Gateway.Hold();
        var store = Fresh();
        var asked = store.RefreshAsync();

        await store.EnterAsync(Sample.Anna);
        Gateway.Release();
        await asked;

        Assert.Equal("Anna", store.You?.Name);
    }

    [Fact]
    public async Task Who_is_told_by_any_call_that_nobody_is_signed_in_is_signed_out_and_their_page_waits_for_them()
    {
        Gateway.Answer = asked => asked.RequestUri!.AbsolutePath == "/api/session" ? FakeGateway.Json(s_out) : FakeGateway.Refuse(401, "signInNeeded");

        var outcome = await Api.GetLayouts();

        Assert.Equal(RefusalKind.Unauthenticated, outcome.Refusal?.Kind);
        Assert.Null(SignIn.You);
        Assert.Equal("Anna", SignIn.Lost?.Name);
        var visit = SignIn.Visit;
        Enter(Sample.Anna);
        Assert.Null(SignIn.Lost);
        Assert.Equal(visit, SignIn.Visit);
    }

    [Fact]
    public async Task Somebody_else_finds_nothing_of_the_page_before()
    {
        Gateway.Answer = _ => FakeGateway.Json(s_out);
        await SignIn.RefreshAsync();
        var visit = SignIn.Visit;

        Enter(Sample.Anna with { Name = "Bert", Member = new MemberId(Guid.Empty) });

        Assert.NotEqual(visit, SignIn.Visit);
    }

    [Fact]
    public async Task A_wrong_password_signs_nobody_out()
    {
        Gateway.Answer = _ => FakeGateway.Refuse(401, "signInFailed");

        await Api.SignIn(new SignIn("anna", "wrong"));

        Assert.Equal("Anna", SignIn.You?.Name);
    }

    [Fact]
    public async Task Who_may_less_by_now_is_offered_less_as_soon_as_something_is_refused()
    {
        var viewer = Sample.Anna with { IsAdministrator = false, Roles = [new RoleIn(Sample.LayoutId, Role.Viewer)] };
        Gateway.Answer = asked => asked.RequestUri!.AbsolutePath == "/api/session"
            ? FakeGateway.Json(new SignInState(SignInStatus.SignedIn, CanEnterDemo: false, null, viewer))
            : FakeGateway.Refuse(403, "rightMissing");

        await Api.GetMembers();

        Assert.Equal(MayDo.LookOn, MayDo.In(SignIn.You, Sample.LayoutId));
    }

    [Fact]
    public async Task Who_cannot_be_signed_out_now_still_is_signed_in()
    {
        Assert.NotNull(await SignIn.LeaveAsync());

        Assert.Equal("Anna", SignIn.You?.Name);
    }

    [Theory]
    [InlineData(Role.Viewer, false, false, false)]
    [InlineData(Role.Operator, true, false, false)]
    [InlineData(Role.Editor, true, true, false)]
    [InlineData(Role.Owner, true, true, true)]
    public void A_role_says_what_is_offered_in_its_layout_and_nothing_elsewhere(Role role, bool operate, bool edit, bool own)
    {
        var member = Sample.Anna with { IsAdministrator = false, Roles = [new RoleIn(Sample.LayoutId, role)] };

        Assert.Equal(new MayDo(operate, edit, own), MayDo.In(member, Sample.LayoutId));
        Assert.Equal(MayDo.LookOn, MayDo.In(member, new LayoutId(Guid.Empty)));
        Assert.Equal(new MayDo(operate, edit, own), MayDo.In(member with { Roles = [], Everywhere = role }, Sample.LayoutId));
        Assert.Equal(new MayDo(true, true, true), MayDo.In(Sample.Anna, Sample.LayoutId));
        Assert.Equal(MayDo.LookOn, MayDo.In(null, Sample.LayoutId));
    }

    private SignInStore Fresh() => new(Api, Services.GetRequiredService<Browser>());
}
