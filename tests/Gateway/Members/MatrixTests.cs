using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Members;

/// <summary>
/// Every endpoint and every method of the hub, by everybody, in their own layout and in another one. Both lists are the gateway's own, so that
/// nothing new is forgotten; what each caller may stands here once more.
/// </summary>
public sealed class MatrixTests(TestGateway gateway) : IClassFixture<TestGateway>
{
    private static readonly Dictionary<string, string[]> May = new()
    {
        ["anonymous"] = [],
        ["wrong token"] = [],
        ["guest of the layout"] = [],
        ["wall screen of the layout"] = ["enter", "view"],
        ["nothing"] = ["enter"],
        ["viewer"] = ["enter", "view"],
        ["operator"] = ["enter", "view", "operate"],
        ["editor"] = ["enter", "view", "operate", "edit"],
        ["owner"] = ["enter", "view", "operate", "edit", "own"],
        ["owner by a viewer's token"] = ["enter", "view"],
        ["owner by a token for another layout"] = ["enter"],
        ["administrator by an operator's token"] = ["enter", "view", "operate"],
        ["administrator by an owner's token"] = ["enter", "view", "operate", "edit", "own"],
        ["administrator by a token for the layout"] = ["enter", "view", "operate", "edit", "own"],
        ["administrator"] = ["enter", "view", "operate", "edit", "own", "administer"],
    };

    // Who has it in every layout.
    private static readonly string[] s_everywhere = ["administrator", "administrator by an operator's token", "administrator by an owner's token"];

    private static int s_screens;

    public static TheoryData<string> Callers => [.. May.Keys];

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Each_endpoint_answers_each_caller_as_it_should(string caller)
    {
        var (own, other, token, cookie) = await PrepareAsync(caller);
        using var api = new Api(gateway.Address, token);
        var endpoints = Endpoints().ToArray();

        Assert.True(endpoints.Length > 80, $"{endpoints.Length} endpoints");
        List<string> wrong = [];
        foreach (var (method, path, right) in endpoints)
        {
            foreach (var layout in path.Contains("{layout}", StringComparison.Ordinal) ? [own, other] : new[] { own })
            {
                var reply = await api.SendAsync(new HttpMethod(method), Fill(path, layout), headers: [.. Cookie(cookie), (TestGateway.StopHeader, "1")]);
                var expected = Expected(caller, right, path.Contains("{layout}", StringComparison.Ordinal), layout == own || IsEverywhere(caller));
                var code = reply.Status == TestGateway.Stopped ? "" : reply.Json.GetProperty("code").GetString();
                if ((reply.Status, code) != expected)
                {
                    wrong.Add($"{method} {path} in {(layout == own ? "their" : "another")} layout: {reply.Status} {code}, not {expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Each_method_of_the_hub_answers_each_caller_as_it_should(string caller)
    {
        var (own, other, token, cookie) = await PrepareAsync(caller);
        if (May[caller].Length == 0)
        {
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => TestViewer.ConnectAsync(new Uri(gateway.Address, "hub"), false, null, token, cookie));
            Assert.Contains("401", refused.ToString(), StringComparison.Ordinal);
            return;
        }

        await using var viewer = await TestViewer.ConnectAsync(new Uri(gateway.Address, "hub"), messagePack: false, caller: null, token, cookie);
        List<string> wrong = [];
        foreach (var method in typeof(DashboardHub).GetMethods().Where(method => method.GetCustomAttribute<RightAttribute>() is not null))
        {
            var right = method.GetCustomAttribute<RightAttribute>()!.Right;
            var layouts = method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(LayoutId) ? [own, other] : new[] { own };
            foreach (var layout in layouts)
            {
                var refusal = await CallAsync(viewer, method, layout);
                var (_, expected) = Expected(caller, right, layouts.Length > 1, layout == own || IsEverywhere(caller));

                // Who may is refused for what they send, or not at all.
                if (expected == "" ? refusal is "rightMissing" or "layoutUnknown" or "signInNeeded" : refusal != expected)
                {
                    wrong.Add($"{method.Name} in {(layout == own ? "their" : "another")} layout: {refusal}, not {expected}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>What no right is asked for: how one gets in, and where guests are. Those ask by themselves, so they are called as they are.</summary>
    [Theory]
    [MemberData(nameof(Callers))]
    public async Task Where_guests_are_nobody_is_but_who_came_by_a_link(string caller)
    {
        var (_, _, token, cookie) = await PrepareAsync(caller);
        using var api = new Api(gateway.Address, token);
        var isGuest = caller == "guest of the layout";
        var looked = await api.GetAsync("/api/guest", [.. Cookie(cookie)]);
        var pressed = await api.SendAsync(HttpMethod.Post, "/api/guest/press", """{"button":0}""", headers: [.. Cookie(cookie)]);
        foreach (var reply in (Reply[])[looked, pressed])
        {
            if (isGuest)
            {
                Assert.Single(reply.Expect<GuestView>(200).Buttons);
            }
            else
            {
                reply.ExpectProblem(401, RefusalCodes.GuestLinkClosed);
            }
        }
    }

    /// <summary>A new way in without a right has to be named here, and tried by everybody.</summary>
    [Fact]
    public void What_asks_for_no_right_is_known() => Assert.Equal(
        [
            "DELETE /api/session", "GET /api/guest", "GET /api/session", "GET /api/session/provider", "POST /api/founding", "POST /api/guest", "POST /api/guest/press",
            "POST /api/password", "POST /api/screens", "POST /api/screens/session", "POST /api/session", "POST /api/session/demo", "POST /api/session/passkey",
            "POST /api/session/passkey/options",
        ],
        All().Where(endpoint => endpoint.Right is null).Select(endpoint => $"{endpoint.Method} {endpoint.Path}").Order(StringComparer.Ordinal));

    private static bool IsEverywhere(string caller) => s_everywhere.Contains(caller);

    private static (int Status, string Code) Expected(string caller, string right, bool isOfLayout, bool isInLayout)
    {
        var may = May[caller];
        return may.Length == 0 ? (401, "signInNeeded")
            : isOfLayout && !(isInLayout && may.Contains("view")) ? (404, "layoutUnknown")
            : !isOfLayout && right is "view" or "enter" ? (TestGateway.Stopped, "")
            : may.Contains(right) ? (TestGateway.Stopped, "")
            : (403, "rightMissing");
    }

    private static string Fill(string path, LayoutId layout) => path
        .Replace("{layout}", $"{layout}", StringComparison.Ordinal)
        .Replace("{controller}", "02:52:48:00:77:77", StringComparison.Ordinal)
        .Replace("{pin}", "1", StringComparison.Ordinal)
        .Replace("{", "", StringComparison.Ordinal)
        .Replace("}", "", StringComparison.Ordinal);

    private static async Task<string?> CallAsync(TestViewer viewer, MethodInfo method, LayoutId layout)
    {
        object?[] arguments =
        [
            .. method.GetParameters().Select(parameter =>
                parameter.ParameterType == typeof(LayoutId) ? layout
                : parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
                : null),
        ];
        try
        {
            var answer = await viewer.Connection.InvokeCoreAsync<System.Text.Json.JsonElement?>(method.Name, arguments);
            return answer is { ValueKind: System.Text.Json.JsonValueKind.Object } outcome && outcome.TryGetProperty("refusal", out var refusal)
                && refusal.ValueKind == System.Text.Json.JsonValueKind.Object
                ? refusal.GetProperty("code").GetString()
                : null;
        }
        catch (Microsoft.AspNetCore.SignalR.HubException failure)
        {
            return failure.Message;
        }
    }

    private static IEnumerable<(string, string)> Cookie(string? cookie) => cookie is null ? [] : [("Cookie", cookie)];

    private async Task<(LayoutId Own, LayoutId Other, string? Token, string? Cookie)> PrepareAsync(string caller)
    {
        var (own, other) = ((await gateway.LayoutAsync()).Id, (await gateway.LayoutAsync()).Id);
        if (caller is "guest of the layout")
        {
            var (layout, board) = await gateway.LayoutWithBoardAsync();
            return (layout.Id, other, null, await GuestAsync(layout.Id, board.Id));
        }

        if (caller is "wall screen of the layout")
        {
            return (own, other, null, await ScreenAsync(own));
        }

        var members = gateway.Members;
        Task<Guid> MemberAsync(params (LayoutId, Role)[] roles) => members.AddAsync($"{caller} {Guid.NewGuid():N}", false, roles);
        Task<Guid> AdministratorAsync() => members.AddAsync($"{caller} {Guid.NewGuid():N}", isAdministrator: true);
        var token = caller switch
        {
            "anonymous" => null,
            "wrong token" => gateway.Token![..^1] + (gateway.Token![^1] == 'A' ? 'B' : 'A'),
            "nothing" => await members.TokenAsync(await MemberAsync(), Role.Owner),
            "viewer" => await members.TokenAsync(await MemberAsync((own, Role.Viewer)), Role.Owner),
            "operator" => await members.TokenAsync(await MemberAsync((own, Role.Operator)), Role.Owner),
            "editor" => await members.TokenAsync(await MemberAsync((own, Role.Editor)), Role.Owner),
            "owner" => await members.TokenAsync(await MemberAsync((own, Role.Owner)), Role.Owner),
            "owner by a viewer's token" => await members.TokenAsync(await MemberAsync((own, Role.Owner)), Role.Viewer),
            "owner by a token for another layout" => await members.TokenAsync(await MemberAsync((own, Role.Owner)), Role.Owner, layouts: new LayoutId(Guid.CreateVersion7())),
            "administrator by an operator's token" => await members.TokenAsync(await AdministratorAsync(), Role.Operator),
            "administrator by an owner's token" => await members.TokenAsync(await AdministratorAsync(), Role.Owner),
            "administrator by a token for the layout" => await members.TokenAsync(await AdministratorAsync(), Role.Owner, layouts: own),
            "administrator" => await members.TokenAsync(await AdministratorAsync(), Role.Owner, isAdministrator: true),
            _ => throw new ArgumentOutOfRangeException(nameof(caller), caller, "Say here how this caller gets in."),
        };
        return (own, other, token, null);
    }

    /// <summary>The cookie of a guest, who sends it everywhere: browsers would not.</summary>
    private async Task<string?> GuestAsync(LayoutId layout, MacAddress board)
    {
        var made = (await gateway.Api.PostAsync(
            $"/api/layouts/{layout}/guest-links",
            $$"""{"name":"Fair","buttons":[{"output":{"controller":"{{board}}","pin":4} }],"from":"{{gateway.Time.GetUtcNow().AddHours(-1):O}}","until":"{{gateway.Club.Time.GetUtcNow().AddDays(9):O}}"}""")).Expect<MadeGuestLink>(201);
        await gateway.RenewAsync();
        using var visitor = new TestBrowser(gateway.Address);
        (await visitor.PostAsync("/api/guest", $$"""{"token":"{{made.Path["/g/".Length..]}}"}""")).Expect<GuestView>(200);
        return visitor.Cookie;
    }

    private async Task<string?> ScreenAsync(LayoutId layout)
    {
        // Digits are not given without end, and this gateway's time stands still.
        using var screen = new TestBrowser(gateway.Address, $"10.1.0.{Interlocked.Increment(ref s_screens)}");
        var code = (await screen.PostAsync("/api/screens")).Expect<ScreenCode>(200);
        (await gateway.Api.PostAsync($"/api/layouts/{layout}/screens", $$"""{"code":"{{code.Code}}","name":"Hall"}""")).ExpectNoContent();
        Assert.Equal(layout, (await screen.PostAsync("/api/screens/session", $$"""{"key":"{{code.Key}}"}""")).Expect<ScreenEntry>(200).Layout);
        return screen.Cookie;
    }

    private IEnumerable<(string Method, string Path, string Right)> Endpoints() =>
        All().Where(endpoint => endpoint.Right is not null).Select(endpoint => (endpoint.Method, endpoint.Path, endpoint.Right!));

    private IEnumerable<(string Method, string Path, string? Right)> All() =>
        from endpoint in gateway.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        let path = "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment =>
            string.Concat(segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter
                ? $"{{{parameter.Name}}}"
                : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)part).Content))))
        let right = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>() is [.., var last] ? last.Policy : null
        where path.StartsWith("/api/", StringComparison.Ordinal)
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where method != "HEAD"
        select (method, path, right);
}
