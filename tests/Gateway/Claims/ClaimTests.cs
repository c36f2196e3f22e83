using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Security;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Claims;

[Collection(SharedGateway.Name)]
public sealed class ClaimTests(TestGateway gateway)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task While_one_operator_runs_the_layout_the_commands_of_others_are_refused_by_rest_and_hub_and_theirs_are_done(bool messagePack)
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var (anna, bert) = (await OperatorAsync("Anna", layout), await OperatorAsync("Bert", layout));
        var output = $"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4";
        await using var viewer = await TestViewer.ConnectAsync(new Uri(gateway.Address, "hub"), messagePack, null, bert.Token);
        await viewer.WatchAsync(layout);

        Assert.StartsWith("Anna", (await anna.Api.PostAsync($"/api/layouts/{layout.Id}/claim/take")).Expect<Claim>(200).Holder!.Name, StringComparison.Ordinal);
        while (viewer.View.Claim?.Holder is null)
        {
            await viewer.NextAsync();
        }

        var refused = (await bert.Api.PatchAsync(output, """{"active":true}""")).ExpectProblem(409, RefusalCodes.Claimed);
        Assert.StartsWith("Anna", refused.GetProperty("names")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(RefusalCodes.Claimed, (await viewer.CallAsync<Outcome<AllOff>>("AllOff", layout.Id)).Refusal?.Code);
        (await anna.Api.PatchAsync(output, """{"active":true}""")).Expect<OutputState>(200);
        Assert.Equal(layout.Name, (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}")).Expect<Layout>(200).Name);

        (await viewer.CallAsync<Outcome<Claim>>("ControlClaim", layout.Id, new ClaimOrder(ClaimAct.Ask))).Expect();
        (await anna.Api.PostAsync($"/api/layouts/{layout.Id}/claim/hand-over?to={bert.Id}")).Expect<Claim>(200);
        while (viewer.View.Claim?.Holder?.Member != bert.Id)
        {
            await viewer.NextAsync();
        }

        (await viewer.CallAsync<Outcome<CommandAnswer>>("SetOutput", layout.Id, board.Id, 4, new OutputChange(Active: false))).Expect();
        (await anna.Api.PatchAsync(output, """{"active":true}""")).ExpectProblem(409, RefusalCodes.Claimed);
    }

    [Fact]
    public async Task An_owner_takes_over_an_operator_does_not_and_another_layout_is_not_there()
    {
        var layout = await gateway.LayoutAsync();
        var (anna, bert) = (await OperatorAsync("Anna", layout), await OperatorAsync("Bert", layout));
        (await anna.Api.PostAsync($"/api/layouts/{layout.Id}/claim/take")).Expect<Claim>(200);

        (await bert.Api.PostAsync($"/api/layouts/{layout.Id}/claim/take-over")).ExpectProblem(403, RefusalCodes.RightMissing);
        (await bert.Api.PostAsync($"/api/layouts/{layout.Id}/claim/release")).ExpectProblem(409, RefusalCodes.ClaimNotYours);
        (await bert.Api.PostAsync($"/api/layouts/{(await gateway.LayoutAsync()).Id}/claim/take")).ExpectProblem(404, RefusalCodes.LayoutUnknown);
        Assert.NotEqual(anna.Id, (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/claim/take-over")).Expect<Claim>(200).Holder!.Member);
    }

    [Fact]
    public async Task The_layout_hears_once_a_minute_that_the_holder_commands()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var anna = await OperatorAsync("Anna", layout);
        await using var viewer = await TestViewer.ConnectAsync(new Uri(gateway.Address, "hub"), messagePack: false, null, anna.Token);
        await viewer.WatchAsync(layout);
        (await anna.Api.PostAsync($"/api/layouts/{layout.Id}/claim/take")).Expect<Claim>(200);
        while (viewer.View.Claim?.Holder is null)
        {
            await viewer.NextAsync();
        }

        var noted = gateway.GrainCalls.Next($"GetGrain {nameof(Grains.ILayoutGrain)}", layout.Id.Value);
        (await anna.Api.PatchAsync($"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4", """{"active":true}""")).Expect<OutputState>(200);
        await noted;
    }

    [Fact]
    public async Task What_undoing_would_do_to_lamps_only_who_has_the_controls_undoes_and_edits_everybody()
    {
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        var target = $$"""{"controller":"{{board.Id}}","pin":4,"active":true,"brightness":40}""";
        var scene = (await gateway.Api.PostAsync($"{path}/scenes", $$"""{"name":"Night","targets":[{{target}}]}""")).Expect<Scene>(201);
        var group = (await gateway.Api.PostAsync($"{path}/lamp-groups", $$"""{"name":"Hall","members":[{"controller":"{{board.Id}}","pin":5}]}""")).Expect<LampGroup>(201);
        (await gateway.Api.PostAsync($"{path}/scenes/{scene.Id}/recall")).Expect<Recall>(200);
        (await gateway.Api.PostAsync($"{path}/lamp-groups/{group.Id}/set", """{"active":true}""")).Expect<Recall>(200);
        (await gateway.Api.PostAsync($"{path}/targets", $$"""{"targets":[{"controller":"{{board.Id}}","pin":12,"active":true,"brightness":40}]}""")).Expect<Recall>(200);
        (await gateway.Api.PostAsync($"{path}/all-off")).Expect<AllOff>(200);
        (await gateway.Api.DeleteAsync($"{path}/scenes/{scene.Id}")).ExpectNoContent();
        var (anna, bert) = (await OperatorAsync("Anna", layout, Role.Editor), await OperatorAsync("Bert", layout, Role.Editor));
        (await anna.Api.PostAsync($"{path}/claim/take")).Expect<Claim>(200);

        var undoable = (await bert.Api.GetAsync($"{path}/history")).Expect<IReadOnlyList<HistoryEvent>>(200).Where(done => done.CanUndo).ToArray();
        Assert.Equal(
            [HistoryKind.SceneDeleted, HistoryKind.AllOff, HistoryKind.TargetsApplied, HistoryKind.LampGroupSet, HistoryKind.SceneRecalled],
            undoable.Select(done => done.Kind));
        (await bert.Api.PostAsync($"{path}/history/{undoable[0].Id}/undo")).Expect<Undone>(200);
        foreach (var done in undoable[1..])
        {
            var refused = (await bert.Api.PostAsync($"{path}/history/{done.Id}/undo")).ExpectProblem(409, RefusalCodes.Claimed);
            Assert.StartsWith("Anna", refused.GetProperty("names")[0].GetString(), StringComparison.Ordinal);
        }

        await gateway.Club.UntilAsync(board, state => state.Find(4)!.Reported.Active == false);
        (await anna.Api.PostAsync($"{path}/history/{undoable[1].Id}/undo")).Expect<Undone>(200);
        await gateway.Club.UntilAsync(board, state => state.Find(4)!.Reported is { Active: true, Brightness: 40 });
    }

    /// <summary>Fails when somebody adds a command and forgets to ask who has the controls.</summary>
    [Fact]
    public async Task Every_command_of_the_api_asks_who_has_the_controls()
    {
        var layout = await gateway.LayoutAsync();
        (await gateway.Api.PostAsync($"/api/layouts/{layout.Id}/claim/take")).Expect<Claim>(200);
        var anna = await OperatorAsync("Anna", layout);
        await gateway.RenewAsync();
        var commands = gateway.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Policy == Rights.Operate))
            .Select(endpoint => (Method: endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0], Path: endpoint.RoutePattern.RawText!))
            .Where(endpoint => !endpoint.Path.Contains("/claim/", StringComparison.Ordinal) && !endpoint.Path.Contains("/forecast", StringComparison.Ordinal)
                && !endpoint.Path.Contains("/preview/", StringComparison.Ordinal))
            .ToArray();

        Assert.True(commands.Length > 15);
        foreach (var (method, path) in commands)
        {
            var address = path.Replace("{layout}", layout.Id.ToString(), StringComparison.Ordinal).Replace("{controller}", "24:6F:28:AB:CD:EF", StringComparison.Ordinal)
                .Replace("{pin:int}", "4", StringComparison.Ordinal).Replace("{cue}", "1", StringComparison.Ordinal).Replace("{position}", "1", StringComparison.Ordinal)
                .Replace("{rate}", "100", StringComparison.Ordinal);
            address = System.Text.RegularExpressions.Regex.Replace(address, @"\{\w+\}", Guid.NewGuid().ToString());
            var body = Ends(path, "/targets") ? """{"targets":[]}"""
                : Ends(path, "/undo") ? """{"targets":[],"chases":[]}"""
                : Ends(path, "/desk") || Ends(path, "/desk/") ? """{"blackout":true}"""
                : method == "PATCH" || Ends(path, "/set") ? """{"active":true}"""
                : null;
            var reply = await anna.Api.SendAsync(new HttpMethod(method), address, body);
            Assert.True(reply.Status == 409 && reply.Text.Contains(RefusalCodes.Claimed, StringComparison.Ordinal), $"{method} {address}: {reply.Status} {reply.Text}");
        }
    }

    private static bool Ends(string path, string end) => path.EndsWith(end, StringComparison.Ordinal);

    private async Task<(Api Api, MemberId Id, string Token)> OperatorAsync(string name, Layout layout, Role role = Role.Operator)
    {
        var member = await gateway.Members.AddAsync($"{name} {Guid.NewGuid():N}", isAdministrator: false, (layout.Id, role));
        var token = await gateway.Members.TokenAsync(member, role);
        return (new Api(gateway.Address, token), new MemberId(member), token);
    }
}
