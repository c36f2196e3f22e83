using Bunit;
using RailHub.Contracts;
using RailHub.Web.Layouts;
using RailHub.Web.Resources;
using RailHub.Web.Tests.Shows;

namespace RailHub.Web.Tests.Members;

/// <summary>What one may not do is not offered, on any page of a layout.</summary>
public sealed class MayDoTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    // Each with the least role that it is offered to, on its page.
    private static readonly (string? Section, string? Item, string Offer, Role Least)[] s_offers =
    [
        (null, null, "lamp", Role.Viewer),
        (null, null, "dock", Role.Operator),
        (null, null, "master", Role.Operator),
        (null, null, "area-all-on", Role.Operator),
        (null, null, "area-all-off", Role.Operator),
        (null, null, "area-dim", Role.Operator),
        (null, null, "lift-blackout", Role.Operator),
        (null, null, "scene-capture", Role.Editor),
        (null, null, "tab-setup", Role.Editor),
        (null, null, "claim", Role.Operator),
        (null, null, "claim-take", Role.Operator),
        ("scenes", null, "scene-recall", Role.Viewer),
        ("scenes", null, "scene-edit", Role.Editor),
        ("scenes", null, "scene-capture", Role.Editor),
        ("show", null, "cues", Role.Viewer),
        ("show", null, "show-go", Role.Operator),
        ("show", null, "show-play", Role.Operator),
        ("show", null, "blackout", Role.Operator),
        ("show", null, "show-edit", Role.Editor),
        ("show", null, "show-menu", Role.Editor),
        ("show", "chases", "chasing-row", Role.Viewer),
        ("show", "chases", "chasing-start", Role.Operator),
        ("show", "chases", "chasing-edit", Role.Editor),
        ("show", "chases", "chasing-delete", Role.Editor),
        ("show", "chases", "add-chasing", Role.Editor),
        ("plan", null, "plan", Role.Viewer),
        ("plan", null, "plan-place", Role.Editor),
        ("problems", null, "problem", Role.Viewer),
        ("problems", null, "problem-address", Role.Editor),
        ("setup", "history", "history-event", Role.Viewer),
        ("setup", "history", "history-undo", Role.Editor),
        ("setup", "history", "audit-open", Role.Owner),
        ("setup", null, "board-row", Role.Editor),
        ("setup", null, "add-area", Role.Editor),
        ("setup", null, "to-people", Role.Owner),
        ("setup", null, "to-guests", Role.Owner),
        ("setup", "people", "person-row", Role.Owner),
    ];

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public void What_one_may_not_do_is_not_offered(Role role)
    {
        foreach (var page in s_offers.GroupBy(offer => (offer.Section, offer.Item)))
        {
            var rendered = Page(role, page.Key.Section, page.Key.Item);
            foreach (var (_, _, offer, least) in page)
            {
                var offered = rendered.FindAll(Of(offer)).Count > 0;
                Assert.True(offered == role >= least, $"{role} at {page.Key}: {offer} is {(offered ? "offered" : "not offered")}");
            }
        }
    }

    [Theory]
    [InlineData(Role.Viewer, true)]
    [InlineData(Role.Operator, true)]
    [InlineData(Role.Editor, false)]
    public void Who_sets_nothing_up_finds_the_history_among_the_tabs_and_the_others_find_it_in_the_setup(Role role, bool isTab)
    {
        var tabs = Page(role, null, null).FindAll(Of("tab-history"));
        Assert.Equal(isTab ? $"l/{Sample.LayoutId}/setup/history" : null, tabs.SingleOrDefault()?.GetAttribute("href"));
        Assert.Equal(isTab ? 0 : 1, Page(role, "setup", null).FindAll(Of("to-history")).Count);

        var history = Page(role, "setup", "history");
        Assert.Equal(isTab ? "page" : "true", history.Find(Of(isTab ? "tab-history" : "tab-setup")).GetAttribute("aria-current"));
        Assert.Equal(isTab ? string.Empty : $"l/{Sample.LayoutId}/setup", history.Find(Of("back")).GetAttribute("href"));
        Assert.Single(history.FindAll("[aria-current]"));
    }

    [Theory]
    [InlineData(Role.Operator, "setup", null)]
    [InlineData(Role.Operator, "scenes", "01940000-0000-7000-8000-00000000005c")]
    [InlineData(Role.Editor, "setup", "people")]
    [InlineData(Role.Editor, "setup", "guests")]
    public void A_page_that_is_not_ones_own_says_whom_to_ask_and_asks_the_gateway_for_nothing(Role role, string section, string? item)
    {
        var page = Page(role, section, item);

        Assert.Contains(Texts.May_Ask, page.Find(Of("section-not-yours")).TextContent, StringComparison.Ordinal);
        Assert.Empty(Gateway.Asked);
    }

    [Fact]
    public void Who_looks_on_sees_a_lamp_and_is_told_why_a_tap_does_nothing()
    {
        var page = Page(Role.Viewer, null, null);
        Assert.Equal("true", page.Find(Of("lamp-toggle")).GetAttribute("aria-disabled"));

        page.Find(Of("lamp-toggle")).Click();
        page.Find(Of("lamp-more")).Click();

        Assert.Equal(Texts.Refusal_looksOn, Assert.Single(Toasts.Toasts).Text);
        Assert.Empty(Hub.Commands);
        Assert.Empty(page.FindAll(Of("sheet-slider")));
        Assert.Empty(page.FindAll(Of("lamp-name")));
        Assert.Single(page.FindAll(Of("sheet-favourite")));
    }

    [Fact]
    public void An_operator_dims_a_lamp_and_does_not_name_it()
    {
        var page = Page(Role.Operator, null, null);

        page.Find(Of("lamp-more")).Click();

        Assert.Single(page.FindAll(Of("sheet-slider")));
        Assert.Empty(page.FindAll(Of("lamp-name")));
    }

    [Fact]
    public void Who_becomes_an_operator_while_looking_on_is_offered_the_lamps_at_once()
    {
        var page = Page(Role.Viewer, null, null);

        page.InvokeAsync(() => Enter(As(Role.Operator)));

        page.WaitForAssertion(() => Assert.Null(page.Find(Of("lamp-toggle")).GetAttribute("aria-disabled")), s_patience);
        Assert.Single(page.FindAll(Of("dock")));
        page.Find(Of("lamp-toggle")).Click();
        Assert.Single(Hub.Commands);
    }

    [Theory]
    [InlineData(Role.Operator, false, false)]
    [InlineData(Role.Editor, true, false)]
    [InlineData(Role.Owner, true, true)]
    public void A_layout_is_renamed_by_editors_and_deleted_by_owners(Role role, bool renames, bool deletes)
    {
        Enter(As(role));
        Hub.Club = new ClubFrame(1, [new LayoutSummary(Sample.Layout, 6, 4, 1, 20, 60)]);

        var page = Render<LayoutsPage>();

        Assert.Equal(renames, page.FindAll(Of("layout-rename")).Count > 0);
        Assert.Equal(deletes, page.FindAll(Of("layout-delete")).Count > 0);
        Assert.Empty(page.FindAll(Of("add-layout")));
    }

    [Fact]
    public void A_member_without_a_role_is_told_whom_to_ask()
    {
        Enter(Sample.Anna with { IsAdministrator = false });

        Assert.Contains(Texts.Layouts_NoneYours_Text, Render<LayoutsPage>().Find(Of("layouts-none-yours")).TextContent, StringComparison.Ordinal);
    }

    private static SignedIn As(Role role) => Sample.Anna with { IsAdministrator = false, Roles = [new RoleIn(Sample.LayoutId, role)] };

    private IRenderedComponent<LayoutPage> Page(Role role, string? section, string? item)
    {
        var show = ShowSample.View(ShowSample.Run());
        var board = Sample.Board(Sample.Station, "Station", Sample.Output(4, name: "Hall")) with { Link = new LinkStatus(LinkState.Offline, Sample.Noon, LinkReason.NotReached) };
        Hub.Snapshot = show with
        {
            Controllers = [board, .. show.Controllers.Skip(1)],
            Desk = Desk.Untouched with { Version = 1, Blackout = new DeskTouch(Sample.Noon, null) },
            ChasingGroups = [new ChasingGroup(new ChasingGroupId(new Guid("01940000-0000-7000-8000-0000000000c1")), Sample.LayoutId, "Fair", 200, [new OutputAddress(Sample.Station, 4)], 1)],
            Plan = new Plan("image/png", 100, 50, 1, 1),
        };
        Enter(As(role));
        Gateway.Asked.Clear();
        Gateway.Answer = asked => asked.RequestUri!.AbsolutePath.EndsWith("/members", StringComparison.Ordinal)
            ? FakeGateway.Json<IReadOnlyList<LayoutMember>>([new(Sample.Anna.Member!.Value, "anna", "Anna", role, IsAdministrator: false)])
            : asked.RequestUri.AbsolutePath.EndsWith("/history", StringComparison.Ordinal)
            ? FakeGateway.Json(System.Net.HttpStatusCode.OK, """[{"id":"01940000-0000-7000-8000-00000000000b","at":"2026-05-01T12:00:00+00:00","by":{"kind":"member","name":"Anna"},"kind":"sceneDeleted","subject":"Night","count":3,"canUndo":true,"isUndone":false,"isKept":true}]""")
            : asked.RequestUri.AbsolutePath.Contains("/shows/", StringComparison.Ordinal) ? ShowSample.Answer(ShowSample.Evening) : FakeGateway.Refuse(404, "unknownAddress");
        return Render<LayoutPage>(parameters => parameters
            .Add(page => page.Id, Sample.LayoutId.ToString()).Add(page => page.Section, section).Add(page => page.Item, item));
    }
}
