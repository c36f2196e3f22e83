using Bunit;
using RailHub.Contracts;
using RailHub.Web.Layouts;
using RailHub.Web.Members;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Claims;

public sealed class ClaimTests : WebTest
{
    private static readonly SignedIn s_me =
        new(ActorKind.Member, "Anna", "anna", new MemberId(new Guid("019672d0-1c00-7000-8000-000000000001")), null, false, [new RoleIn(Sample.LayoutId, Role.Operator)]);

    private static readonly Claimant s_anna = new(s_me.Member, "Anna");
    private static readonly Claimant s_bert = new(new MemberId(new Guid("019672d0-1c00-7000-8000-000000000002")), "Bert");

    [Fact]
    public void Free_controls_are_taken_by_one_tap()
    {
        var page = Page(null);

        Assert.Equal(Texts.Claim, page.Find(Of("claim")).QuerySelector("summary")!.GetAttribute("aria-label"));
        page.Find(Of("claim-take")).Click();
        Assert.Equal([new ClaimOrder(ClaimAct.Take)], Hub.ClaimOrders);
    }

    [Fact]
    public void Who_has_them_is_said_at_the_top_and_one_asks_for_them_or_asks_no_more()
    {
        var page = Page(Held(s_bert));
        Assert.Equal("Bert runs this layout", page.Find(Of("claim")).QuerySelector("summary")!.GetAttribute("aria-label"));
        Assert.Contains("14:00", page.Find(Of("claim-text")).TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(Of("claim-take-over")));
        page.Find(Of("claim-ask")).Click();

        Page(Held(s_bert, s_anna)).Find(Of("claim-withdraw")).Click();
        Assert.Equal([new ClaimOrder(ClaimAct.Ask), new ClaimOrder(ClaimAct.Withdraw)], Hub.ClaimOrders);
    }

    [Fact]
    public void An_owner_takes_them_over_at_once()
    {
        Page(Held(s_bert), s_me with { Roles = [new RoleIn(Sample.LayoutId, Role.Owner)] }).Find(Of("claim-take-over")).Click();
        Page(Held(s_bert), s_me with { IsAdministrator = true }).Find(Of("claim-take-over")).Click();
        Assert.Equal([null, null], Hub.ClaimOrders);
        Assert.Empty(Page(Held(s_bert), s_me with { Roles = [new RoleIn(new LayoutId(Guid.Empty), Role.Owner)] }).FindAll(Of("claim-take-over")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("scenes")]
    [InlineData("problems")]
    [InlineData("setup")]
    public void Who_has_them_reads_on_every_page_who_asks_and_hands_them_over_by_one_tap(string? section)
    {
        var page = Page(Held(s_anna, s_bert), section: section);

        Assert.Contains("Bert", page.Find(Of("claim-asked")).TextContent, StringComparison.Ordinal);
        page.Find(Of("hand-over")).Click();
        Assert.Equal([new ClaimOrder(ClaimAct.HandOver, s_bert.Member)], Hub.ClaimOrders);
    }

    [Fact]
    public void Others_read_nothing_of_who_asks_and_who_has_them_gives_them_back()
    {
        Assert.Empty(Page(Held(s_bert, new Claimant(new MemberId(Guid.Empty), "Cleo"))).FindAll(Of("claim-asked")));
        Page(Held(s_anna)).Find(Of("claim-release")).Click();
        Assert.Equal([new ClaimOrder(ClaimAct.Release)], Hub.ClaimOrders);
    }

    [Fact]
    public void Who_asked_is_told_when_the_controls_are_free_and_when_they_are_theirs()
    {
        var page = Page(Held(s_bert, s_anna));
        Assert.Empty(Toasts.Toasts);
        Become(page, Held(s_bert, s_anna, new Claimant(new MemberId(Guid.Empty), "Cleo")));
        Assert.Empty(Toasts.Toasts);

        Become(page, Claim.Free with { Version = 4 });
        Assert.Equal(Texts.Claim_Freed, Assert.Single(Toasts.Toasts).Text);
        Become(page, Claim.Free with { Version = 5 });
        Assert.Single(Toasts.Toasts);

        Become(page, Held(s_bert, s_anna));
        Become(page, Held(s_anna));
        Assert.Equal(Texts.Claim_Yours, Toasts.Toasts[^1].Text);
        Become(page, Claim.Free with { Version = 6 });
        Assert.Equal(2, Toasts.Toasts.Count);
    }

    private static void Become(IRenderedComponent<LayoutShell> page, Claim claim) =>
        page.Render(parameters => parameters.Add(shell => shell.View, Sample.Snapshot() with { Claim = claim }));

    [Fact]
    public void Who_looks_on_reads_who_has_them_and_is_offered_nothing()
    {
        var viewer = s_me with { Roles = [new RoleIn(Sample.LayoutId, Role.Viewer)] };
        var held = Page(Held(s_bert), viewer);
        Assert.Contains("Bert", held.Find(Of("claim-text")).TextContent, StringComparison.Ordinal);
        Assert.Empty(held.FindAll(Of("claim-ask")));
        Assert.Empty(Page(null, viewer).FindAll(Of("claim")));
    }

    [Fact]
    public void A_command_that_is_refused_says_who_has_the_controls()
    {
        Hub.Claim = () => Held(s_bert).Refusal();
        Page(null).Find(Of("claim-take")).Click();
        Assert.StartsWith("Bert runs this layout", Assert.Single(Toasts.Toasts).Text, StringComparison.Ordinal);
    }

    private static Claim Held(Claimant holder, params Claimant[] asking) => new(3, holder, Sample.Noon, asking);

    private IRenderedComponent<LayoutShell> Page(Claim? claim, SignedIn? me = null, string? section = null)
    {
        Enter(me ?? s_me);
        May = MayDo.In(me ?? s_me, Sample.LayoutId);
        return Render<LayoutShell>(parameters => parameters
            .Add(shell => shell.View, Sample.Snapshot() with { Claim = claim })
            .Add(shell => shell.Section, section)
            .AddCascadingValue(May));
    }
}
