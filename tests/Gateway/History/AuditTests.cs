using System.Globalization;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.History;

[Collection(SharedGateway.Name)]
public sealed class AuditTests(TestGateway gateway)
{
    [Fact]
    public async Task Commands_of_one_actor_for_one_output_are_told_as_one_whatever_door_they_came_by()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        await using var viewer = await gateway.ViewerAsync();
        await SetAsync("""{"brightness":10}""");
        await SetAsync("""{"active":true}""");
        await viewer.CallAsync<Outcome<CommandAnswer>>(nameof(IDashboardHub.SetOutput), layout.Id, board.Id, 4, new OutputChange(Brightness: 80));
        (await gateway.Api.PatchAsync($"{path}/controllers/{board.Id}/outputs/5", """{"active":true}""")).Expect<CommandAnswer>(200);

        var told = await UntilAsync(gateway, $"{path}/audit?topic=touches", events => events.Count == 2 && events[1].Times == 3);
        Assert.Equal(
            [(5, 1, """{"active":true}"""), (4, 3, """{"active":true,"brightness":80}""")],
            told.Select(done => (int.Parse(done.Subject!.Split(' ')[^1], CultureInfo.InvariantCulture), done.Times, done.Value!)));
        Assert.All(told, done =>
        {
            Assert.Equal((HistoryKind.OutputSet, HistoryResult.Done, layout.Id, layout.Name), (done.Kind, done.Result, done.Layout, done.LayoutName));
            Assert.Equal((ActorKind.Token, "127.0.0.1"), (done.By.Kind, done.By.Address));
        });

        // The next minute is told by itself.
        for (var passed = TimeSpan.Zero; passed < Audit.Minute; passed += Grains.Subscriptions.Renewal)
        {
            gateway.Renew();
            await gateway.RenewAsync();
        }

        await SetAsync("""{"active":false}""");
        Assert.Equal(
            """{"active":false}""",
            (await UntilAsync(gateway, $"{path}/audit?topic=touches", events => events.Count == 3))[0].Value);

        async Task SetAsync(string change) =>
            (await gateway.Api.PatchAsync($"{path}/controllers/{board.Id}/outputs/4", change)).Expect<CommandAnswer>(200);
    }

    [Fact]
    public async Task What_was_refused_is_told_with_why()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        (await gateway.Api.PatchAsync($"{path}/controllers/{board.Id}/outputs/99", """{"active":true}""")).ExpectProblem(404, "pinUnknown");
        (await gateway.Api.PostAsync($"{path}/scenes/{Guid.NewGuid()}/recall")).ExpectProblem(404, "sceneUnknown");

        var told = await UntilAsync(gateway, $"{path}/audit?result=refused", events => events.Count == 2);
        Assert.Equal(
            [(HistoryKind.SceneRecalled, "sceneUnknown"), (HistoryKind.OutputSet, "pinUnknown")], told.Select(done => (done.Kind, done.Code!)));
    }

    [Fact]
    public async Task Steps_of_shows_and_the_master_are_told_by_the_minute()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        var show = (await gateway.Club.Grain(layout).CreateShow(new ShowDraft(
            "Evening", [new Cue(CueNumber.Whole(1)), new Cue(CueNumber.Whole(2))]))).Expect();
        await gateway.Api.PostAsync($"{path}/shows/{show.Id}/play");
        await gateway.Api.PostAsync($"{path}/shows/{show.Id}/pause");
        await gateway.Api.PatchAsync($"{path}/desk", """{"master":50}""");
        await gateway.Api.PatchAsync($"{path}/desk", """{"master":40}""");

        var told = await UntilAsync(gateway, $"{path}/audit?topic=touches", events => events.Any(done => done.Times == 2));
        Assert.Equal(
            [(HistoryKind.MasterSet, null, "40"), (HistoryKind.ShowStepped, "Evening", "pause")],
            told.Select(done => (done.Kind, done.Subject, done.Value!)));
        Assert.Contains(
            (await gateway.Api.GetAsync($"{path}/audit?topic=commands")).Expect<AuditPage>(200).Events, done => done is { Kind: HistoryKind.ShowPlayed, Subject: "Evening" });
    }

    [Fact]
    public async Task The_club_is_for_administrators_to_look_at_and_a_layout_for_its_owners()
    {
        var (layout, other) = (await gateway.LayoutAsync(), await gateway.LayoutAsync());
        var path = $"/api/layouts/{layout.Id}/audit";
        using var owner = await ApiAsync(Role.Owner);
        using var editor = await ApiAsync(Role.Editor);

        (await owner.GetAsync(path)).Expect<AuditPage>(200);
        (await editor.GetAsync(path)).ExpectProblem(403, "rightMissing");
        (await owner.GetAsync($"/api/layouts/{other.Id}/audit")).ExpectProblem(404, "layoutUnknown");
        (await owner.GetAsync("/api/audit")).ExpectProblem(403, "rightMissing");
        Assert.NotEmpty((await gateway.Api.GetAsync($"/api/audit?layout={other.Id}")).Expect<AuditPage>(200).Events);
        (await gateway.Api.GetAsync($"/api/layouts/{Guid.NewGuid()}/audit")).ExpectProblem(404, "layoutUnknown");

        // What was done in a layout that is gone is for administrators.
        (await gateway.Api.DeleteAsync($"/api/layouts/{layout.Id}")).ExpectNoContent();
        var told = (await gateway.Api.GetAsync($"/api/audit?layout={layout.Id}")).Expect<AuditPage>(200).Events;
        Assert.Equal([HistoryKind.LayoutDeleted, HistoryKind.LayoutMade], told.Select(done => done.Kind).OrderByDescending(kind => kind));
        Assert.All(told, done => Assert.Equal(layout.Name, done.LayoutName));

        async Task<Api> ApiAsync(Role role)
        {
            var member = await gateway.Members.AddAsync($"Member {Guid.NewGuid():N}", roles: (layout.Id, role));
            return new Api(gateway.Address, await gateway.Members.TokenAsync(member, Role.Owner));
        }
    }

    [Fact]
    public async Task It_is_read_in_parts_and_looked_up()
    {
        var layout = await gateway.LayoutAsync();
        var path = $"/api/layouts/{layout.Id}/audit";
        for (var number = 0; number < 4; number++)
        {
            (await gateway.Club.Grain(layout).CreateArea(new AreaDraft($"Area {number}"))).Expect();
        }

        var first = (await gateway.Api.GetAsync($"{path}?topic=edits&limit=3")).Expect<AuditPage>(200);
        var next = Uri.EscapeDataString(first.Next!.Value.ToString("O"));
        var second = (await gateway.Api.GetAsync($"{path}?topic=edits&limit=3&before={next}")).Expect<AuditPage>(200);
        Assert.Equal(["Area 3", "Area 2", "Area 1", "Area 0"], first.Events.Concat(second.Events).Select(done => done.Subject));
        Assert.Null(second.Next);

        Assert.Equal("Area 2", Assert.Single((await gateway.Api.GetAsync($"{path}?text=AREA%202")).Expect<AuditPage>(200).Events).Subject);
        Assert.Equal(4, (await gateway.Api.GetAsync($"{path}?actor=platform&topic=edits")).Expect<AuditPage>(200).Events.Count);
        Assert.Empty((await gateway.Api.GetAsync($"{path}?actor=guest")).Expect<AuditPage>(200).Events);
        Assert.Empty((await gateway.Api.GetAsync($"{path}?from=2100-01-01T00:00:00Z")).Expect<AuditPage>(200).Events);
        Assert.Empty((await gateway.Api.GetAsync($"{path}?until=2000-01-01")).Expect<AuditPage>(200).Events);
    }

    [Theory]
    [InlineData("from=yesterday", "from")]
    [InlineData("until=", "until")]
    [InlineData("before=1", "before")]
    [InlineData("actor=nobody", "actor")]
    [InlineData("actor=1", "actor")]
    [InlineData("topic=lamps", "topic")]
    [InlineData("topic=0", "topic")]
    [InlineData("result=touches", "result")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("limit=-1", "limit")]
    [InlineData("format=xml", "format")]
    [InlineData("layout=1", "layout")]
    public async Task What_cannot_be_read_is_refused_by_name(string query, string field) =>
        (await gateway.Api.GetAsync($"/api/audit?{query}")).ExpectProblem(400, "malformed", field);

    [Fact]
    public async Task It_is_taken_along_as_a_table_of_all_parts_that_no_spreadsheet_takes_for_formulas()
    {
        var layout = await gateway.LayoutAsync();
        var path = $"/api/layouts/{layout.Id}/audit";
        (await gateway.Club.Grain(layout).CreateArea(new AreaDraft("=HYPERLINK(\"x\")"))).Expect();
        (await gateway.Club.Grain(layout).CreateArea(new AreaDraft("Höllental, unten"))).Expect();

        var table = await gateway.Api.GetAsync($"{path}?topic=edits", ("Accept", "text/csv"));
        Assert.Equal((200, "text/csv", "utf-8"), (table.Status, table.ContentType?.MediaType, table.ContentType?.CharSet));
        var lines = table.Text.TrimStart('\uFEFF').Split("\r\n");
        Assert.Equal("at,layout,actor,name,address,kind,subject,value,count,times,result,code", lines[0]);
        Assert.EndsWith(",areaMade,\"Höllental, unten\",,0,1,done,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"'=HYPERLINK(\"\"x\"\")\",", lines[2], StringComparison.Ordinal);
        Assert.Matches(@"^2026-05-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,", lines[1]);
        Assert.Equal(("", 4), (lines[3], lines.Length));
        Assert.Equal(table.Text, (await gateway.Api.GetAsync($"{path}?topic=edits&format=csv")).Text);
        Assert.Equal("application/json", (await gateway.Api.GetAsync(path, ("Accept", "application/json, text/csv;q=0.5"))).ContentType?.MediaType);
    }

    /// <summary>What is told, once it is so; time passes in which it is written down.</summary>
    internal static async Task<IReadOnlyList<AuditEvent>> UntilAsync(TestGateway gateway, string path, Func<IReadOnlyList<AuditEvent>, bool> holds)
    {
        IReadOnlyList<AuditEvent> told = [];
        await TestClub.PollAsync(
            async () =>
            {
                told = (await gateway.Api.GetAsync(path)).Expect<AuditPage>(200).Events;
                gateway.Time.Advance(Audit.Rest / 8);
                return holds(told);
            },
            $"what {path} is to tell");
        await gateway.RenewAsync();
        return told;
    }
}
