using System.Net;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.History;
using RailHub.Web.Members;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Members;

/// <summary>Those who run the club, and those who own a layout.</summary>
public sealed class MembersTests : WebTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly Member s_anna = new(Sample.Anna.Member!.Value, "anna", "Anna", null, IsAdministrator: true, IsBlocked: false, HasPassword: true, [], Sample.Noon, Sample.Noon);
    private static readonly Member s_bert = new(
        MemberId.Create(Sample.Noon), "bert", "Bert", "de", IsAdministrator: false, IsBlocked: false, HasPassword: false, [new RoleIn(Sample.LayoutId, Role.Operator)], Sample.Noon, null);

    private static readonly PasswordCode s_code = new("K7QM-2FXA-9TRC", Sample.Noon.AddDays(2));

    private IReadOnlyList<Member> _members = [s_anna, s_bert];
    private IReadOnlyList<LayoutMember> _people = [new(s_anna.Id, "anna", "Anna", null, IsAdministrator: true), new(s_bert.Id, "bert", "Bert", Role.Operator, IsAdministrator: false)];
    private Func<HttpRequestMessage, HttpResponseMessage> _change = _ => new HttpResponseMessage(HttpStatusCode.NoContent);

    public MembersTests() => Gateway.Answer = asked => (asked.Method.Method, asked.RequestUri!.AbsolutePath) switch
    {
        ("GET", "/api/layouts") => FakeGateway.Json<IReadOnlyList<Layout>>([Sample.Layout]),
        ("GET", "/api/members") => FakeGateway.Json(_members),
        ("GET", _) => FakeGateway.Json(_people),
        _ => _change(asked),
    };

    [Fact]
    public void Members_are_listed_with_what_they_are_where()
    {
        var page = Render<MembersPage>();

        Assert.Contains(Texts.Administrator, Row(page, "anna").TextContent, StringComparison.Ordinal);
        var bert = Row(page, "bert").TextContent;
        Assert.Contains("Altstadt: Operator", bert, StringComparison.Ordinal);
        Assert.Contains(Texts.Member_NoPassword, bert, StringComparison.Ordinal);
        Assert.Contains(Texts.Seen_Never, bert, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_is_invited_gets_a_code_that_is_shown_once_with_what_to_tell()
    {
        _change = _ => FakeGateway.Json(new MadeMember(s_bert, s_code));
        var page = Render<MembersPage>();
        page.Find(Of("member-invite")).Click();
        page.Find(Of("member-user-name")).Input("be");
        page.Find(Of("member-display-name")).Input("Bert");
        page.Find($"{Of("invite-dialog")} form").Submit();
        Assert.Equal(Texts.Refusal_userNameInvalid, page.Find(".field-problem").TextContent);

        page.Find(Of("member-user-name")).Input("bert");
        page.Find(Of("invite-role")).Change("Operator");
        page.Find($"{Of("invite-dialog")} form").Submit();

        Assert.Equal("K7QM-2FXA-9TRC", page.WaitForElement(Of("the-code"), s_patience).TextContent);
        var message = page.Find(Of("code-message")).TextContent;
        Assert.All(["http://localhost/", "bert", "K7QM-2FXA-9TRC"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Contains($$"""{"userName":"bert","displayName":"Bert","isAdministrator":false,"roles":[{"layout":"{{Sample.LayoutId}}","role":"operator"}]}""", Gateway.Bodies);
        page.Find($"{Of("code-dialog")} {Of("dialog-close")}").Click();
        Assert.DoesNotContain("K7QM", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_taken_is_told_at_its_field_and_nothing_typed_is_lost()
    {
        _change = _ => FakeGateway.Refuse(409, "userNameTaken");
        var page = Render<MembersPage>();
        page.Find(Of("member-invite")).Click();
        page.Find(Of("member-user-name")).Input("bert");
        page.Find(Of("member-display-name")).Input("Bert");

        page.Find($"{Of("invite-dialog")} form").Submit();

        page.WaitForAssertion(() => Assert.Equal(Texts.Refusal_userNameTaken, page.Find(".field-problem").TextContent), s_patience);
        Assert.Equal("Bert", page.Find(Of("member-display-name")).GetAttribute("value"));
    }

    [Fact]
    public void A_member_is_blocked_made_administrator_signed_out_and_deleted()
    {
        _change = asked => asked.Method == HttpMethod.Patch ? FakeGateway.Json(s_bert) : new HttpResponseMessage(HttpStatusCode.NoContent);
        var page = Render<MembersPage>();

        Press(page, "member-block");
        Press(page, "member-turn-administrator");
        Press(page, "member-sign-out");
        Press(page, "member-delete");
        Assert.DoesNotContain($"DELETE /api/members/{s_bert.Id}", Gateway.Asked);
        _members = [s_anna];
        page.Find($"{Of("member-delete-dialog")} form").Submit();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(Of("member-row"))), s_patience);
        Assert.Contains("""{"isBlocked":true}""", Gateway.Bodies);
        Assert.Contains("""{"isAdministrator":true}""", Gateway.Bodies);
        Assert.Contains($"DELETE /api/members/{s_bert.Id}/sessions", Gateway.Asked);
        Assert.Contains($"DELETE /api/members/{s_bert.Id}", Gateway.Asked);
    }

    [Fact]
    public void A_lost_password_is_made_anew_by_a_code()
    {
        _change = _ => FakeGateway.Json(s_code);
        var page = Render<MembersPage>();
        Press(page, "member-code");

        page.Find($"{Of("member-code-dialog")} form").Submit();

        Assert.Equal("K7QM-2FXA-9TRC", page.WaitForElement(Of("the-code"), s_patience).TextContent);
        Assert.Contains($"POST /api/members/{s_bert.Id}/password-code", Gateway.Asked);
    }

    [Fact]
    public void Nobody_is_offered_to_block_or_delete_themselves()
    {
        var row = Row(Render<MembersPage>(), "anna");

        Assert.Empty(row.QuerySelectorAll(Of("member-block")));
        Assert.Empty(row.QuerySelectorAll(Of("member-delete")));
    }

    [Fact]
    public void The_last_administrator_stays_one_and_it_is_said_why()
    {
        _change = _ => FakeGateway.Refuse(409, "lastAdministrator");
        var page = Render<MembersPage>();

        Row(page, "anna").QuerySelector(Of("member-turn-administrator"))!.Click();

        page.WaitForAssertion(() => Assert.Equal(Texts.Refusal_lastAdministrator, Assert.Single(Toasts.Toasts).Text), s_patience);
    }

    [Fact]
    public void Who_is_no_administrator_sees_no_members()
    {
        Enter(Sample.Anna with { IsAdministrator = false });

        var page = Render<MembersPage>();

        Assert.Single(page.FindAll(Of("members-not-yours")));
        Assert.Empty(page.FindAll(Of("member-invite")));
        Assert.Empty(page.FindAll(Of("to-members")));
        Assert.Empty(page.FindAll(Of("to-audit")));
        Assert.Single(Render<AuditScreen>().FindAll(Of("audit-not-yours")));
        Assert.Empty(Gateway.Asked);
    }

    [Fact]
    public void An_owner_gives_and_takes_roles_and_is_told_what_each_may()
    {
        _change = asked => asked.Method == HttpMethod.Put ? FakeGateway.Json(_people[1] with { Role = Role.Editor }) : new HttpResponseMessage(HttpStatusCode.NoContent);
        var page = Render<PeoplePanel>(parameters => parameters.Add(panel => panel.Layout, Sample.LayoutId));
        Assert.Equal(Enum.GetValues<Role>().Select(Words.May), page.FindAll(".roles dd").Select(text => text.TextContent));
        var select = page.Find(Of("person-role"));
        Assert.Equal("Operator", select.GetAttribute("value"));

        select.Change("Editor");
        page.WaitForAssertion(() => Assert.Equal("Editor", page.Find(Of("person-role")).GetAttribute("value")), s_patience);
        page.Find(Of("person-role")).Change("");

        page.WaitForAssertion(() => Assert.Equal("", page.Find(Of("person-role")).GetAttribute("value")), s_patience);
        Assert.Contains("""{"role":"editor"}""", Gateway.Bodies);
        Assert.Contains($"DELETE /api/layouts/{Sample.LayoutId}/members/{s_bert.Id}", Gateway.Asked);
    }

    [Fact]
    public void Where_nobody_is_yet_it_says_how_somebody_comes()
    {
        (_members, _people) = ([], []);
        var page = Render<MembersPage>();
        page.Find(Of("member-invite-first")).Click();
        Assert.NotNull(page.Find(Of("invite-dialog")));

        var people = Render<PeoplePanel>(parameters => parameters.Add(panel => panel.Layout, Sample.LayoutId));
        Assert.Equal(Texts.People_Empty, people.Find(Of("people-empty")).TextContent);
        Assert.NotNull(people.Find("a[href=members]"));
    }

    [Fact]
    public void A_role_that_was_refused_is_not_shown_as_given()
    {
        _change = _ => FakeGateway.Refuse(409, "lastOwner");
        _people = [_people[1] with { Role = Role.Owner }];
        var page = Render<PeoplePanel>(parameters => parameters.Add(panel => panel.Layout, Sample.LayoutId));

        page.Find(Of("person-role")).Change("Viewer");

        page.WaitForAssertion(() => Assert.Equal(Texts.Refusal_lastOwner, Assert.Single(Toasts.Toasts).Text), s_patience);
        Assert.Equal("Owner", page.Find(Of("person-role")).GetAttribute("value"));
    }

    private static AngleSharp.Dom.IElement Row(IRenderedComponent<MembersPage> page, string userName) => page.Find($"{Of("member-row")}[data-member={userName}]");

    private static void Press(IRenderedComponent<MembersPage> page, string item) => Row(page, "bert").QuerySelector(Of(item))!.Click();
}
