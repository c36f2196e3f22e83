using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;
using RailHub.Contracts;
using RailHub.Gateway.Members;
using RailHub.Gateway.Tests.History;

namespace RailHub.Gateway.Tests.Members;

/// <summary>Signing in by an outside provider, with one that the test plays.</summary>
public sealed class ProviderTests : IClassFixture<ProviderPlaces>
{
    private const string Password = "red lamp over the harbour";

    private static int s_tests;
    private static int s_browsers;

    private readonly TestGateway _plain;
    private readonly TestGateway _gateway;
    private readonly TestProvider _provider;

    // The tests share one club: each has people of its own.
    private readonly string _anna = $"anna{++s_tests}";
    private readonly string _berta = $"berta{s_tests}";
    private readonly string _eve = $"eve{s_tests}";

    public ProviderTests(ProviderPlaces places)
    {
        (_plain, _gateway, _provider) = (places.Plain, places.Gateway, places.Provider);
        (_provider.Forge, _provider.OtherKey, _provider.IsUnsigned, _provider.IsAway) = (null, null, false, false);
    }

    [Fact]
    public async Task A_member_who_is_linked_gets_in_and_has_a_session_as_any_other()
    {
        var layout = await _gateway.LayoutAsync();
        using var linked = await LinkedAsync(_anna, (layout.Id, Role.Viewer));
        using var browser = Browser();
        var before = (await browser.GetAsync(At("/api/session"))).Expect<SignInState>(200);
        Assert.Equal((SignInStatus.SignedOut, "Verein"), (before.Status, before.Provider));

        Assert.Equal("/layouts?wall=1", await ComeBackAsync(browser, "/layouts?wall=1"));

        var state = (await browser.GetAsync(At("/api/session"))).Expect<SignInState>(200);
        Assert.Equal((SignInStatus.SignedIn, _anna, "Verein"), (state.Status, state.You!.Name, state.Provider));
        Assert.Equal([layout.Id], (await browser.GetAsync(At("/api/layouts"))).Expect<IReadOnlyList<Layout>>(200).Select(seen => seen.Id));
        (await browser.PostAsync(At("/api/layouts"), """{"name":"Harbour"}""")).ExpectProblem(403, "rightMissing");
        Assert.Equal("railhub", Assert.Single(browser.Cookies).Key);
        Assert.Equal(5, browser.Given.Count);
        Assert.All(browser.Given, cookie => Assert.True(cookie.HttpOnly && cookie.SameSite == Microsoft.Net.Http.Headers.SameSiteMode.Lax, $"{cookie}"));

        var told = await AuditTests.UntilAsync(_gateway, "/api/audit?topic=signIns", events => events.Any(done => done is { Kind: HistoryKind.SignedIn, Value: "Verein" } && done.By.Name == _anna));
        Assert.Contains(told, done => done is { Kind: HistoryKind.ProviderLinked } && (done.Value, done.By.Name) == ($"{_anna}@verein.example", _anna));

        (await _gateway.Api.DeleteAsync($"/api/members/{state.You.Member}/sessions")).ExpectNoContent();
        (await browser.GetAsync(At("/api/layouts"))).ExpectProblem(401, "signInNeeded");
    }

    [Fact]
    public async Task A_stranger_hears_what_to_do_and_gets_no_account()
    {
        var before = (await _gateway.Api.GetAsync("/api/members")).Expect<IReadOnlyList<Member>>(200).Count;
        (_provider.Subject, _provider.Name) = (_eve, $"{_eve}\n@verein.example");
        using var browser = Browser();

        Assert.Equal("/layouts?problem=providerStranger", await ComeBackAsync(browser, "/layouts"));

        await AssertOutAsync(browser);
        Assert.Equal(before, (await _gateway.Api.GetAsync("/api/members")).Expect<IReadOnlyList<Member>>(200).Count);
        var told = await AuditTests.UntilAsync(_gateway, "/api/audit?topic=signIns", events => events.Any(done => done.Value == $"Verein: {_eve}@verein.example"));
        Assert.Equal(
            (HistoryKind.SignInFailed, ActorKind.Anonymous, null),
            told.Where(done => done.Value == $"Verein: {_eve}@verein.example").Select(done => (done.Kind, done.By.Kind, done.Subject)).Single());
    }

    [Theory]
    [InlineData("blocked")]
    [InlineData("deleted")]
    public async Task Who_was_put_out_is_a_stranger(string how)
    {
        using var linked = await LinkedAsync(_anna);
        var path = $"/api/members/{(await linked.GetAsync(At("/api/session"))).Expect<SignInState>(200).You!.Member}";
        var reply = how == "blocked" ? await _gateway.Api.PatchAsync(path, """{"isBlocked":true}""") : await _gateway.Api.DeleteAsync(path);
        Assert.InRange(reply.Status, 200, 204);
        using var browser = Browser();

        Assert.Equal("/?problem=providerStranger", await ComeBackAsync(browser));

        await AssertOutAsync(browser);
    }

    [Fact]
    public async Task What_was_begun_in_another_browser_or_by_nobody_ends_nowhere()
    {
        using var linked = await LinkedAsync(_anna);
        using var attacker = Browser();
        using var victim = Browser();
        var back = _provider.Visit(await BeginAsync(attacker));

        Assert.Equal("/?problem=providerFailed", await EndAsync(victim, back));
        Assert.Equal("/?problem=providerFailed", await EndAsync(victim, At($"{ProviderDoor.Callback}?code=1&state=made-up")));
        Assert.Equal("/?problem=providerFailed", await EndAsync(victim, At($"{ProviderDoor.Callback}?code=1")));
        Assert.Equal("/?problem=providerFailed", await EndAsync(victim, At(ProviderDoor.Callback)));
        var state = QueryHelpers.ParseQuery(back.Query)["state"].ToString();
        var changed = state[..^5] + (state[^5] == 'A' ? 'B' : 'A') + state[^4..];
        Assert.Equal("/?problem=providerFailed", await EndAsync(attacker, At(QueryHelpers.AddQueryString(ProviderDoor.Callback, new Dictionary<string, string?> { ["code"] = "1", ["state"] = changed }))));

        await AssertOutAsync(victim);
        await AssertOutAsync(attacker);
    }

    [Fact]
    public async Task An_answer_counts_once()
    {
        using var linked = await LinkedAsync(_anna);
        using var browser = Browser();
        var back = _provider.Visit(await BeginAsync(browser));
        var cookies = browser.Cookies.ToArray();
        Assert.Equal("/", await EndAsync(browser, back));
        using var thief = Browser();
        foreach (var (name, value) in cookies)
        {
            thief.Cookies[name] = value;
        }

        Assert.Equal("/?problem=providerFailed", await EndAsync(thief, back));

        await AssertOutAsync(thief);
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("no nonce")]
    [InlineData("key")]
    [InlineData("unsigned")]
    [InlineData("expired")]
    [InlineData("not yet")]
    [InlineData("audience")]
    [InlineData("issuer")]
    [InlineData("no subject")]
    public async Task What_is_not_vouched_for_as_it_should_lets_nobody_in(string wrong)
    {
        using var linked = await LinkedAsync(_anna);
        using var other = RSA.Create(2048);
        _provider.IsUnsigned = wrong == "unsigned";
        _provider.OtherKey = wrong == "key" ? other : null;
        _provider.Forge = wrong switch
        {
            "nonce" => claims => claims["nonce"] = "638000000000000000.another",
            "no nonce" => claims => claims.Remove("nonce"),
            "expired" => claims => claims["exp"] = _gateway.Time.GetUtcNow().AddMinutes(-3).ToUnixTimeSeconds(),
            "not yet" => claims => claims["nbf"] = _gateway.Time.GetUtcNow().AddMinutes(3).ToUnixTimeSeconds(),
            "audience" => claims => claims["aud"] = "another-club",
            "issuer" => claims => claims["iss"] = "https://login.example",
            "no subject" => claims => claims.Remove("sub"),
            _ => null,
        };
        using var browser = Browser();

        Assert.Equal("/?problem=providerFailed", await ComeBackAsync(browser));
        await AssertOutAsync(browser);

        (_provider.Forge, _provider.OtherKey, _provider.IsUnsigned) = (null, null, false);
        Assert.Equal("/", await ComeBackAsync(browser));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_told_and_another_time_it_works()
    {
        using var linked = await LinkedAsync(_anna);
        using var browser = Browser();
        _provider.IsAway = true;

        Assert.Equal("/?problem=providerAway", await ComeBackAsync(browser));

        _provider.IsAway = false;
        Assert.Equal("/", await ComeBackAsync(browser));
    }

    [Fact]
    public async Task A_provider_that_was_never_there_is_told_to_who_would_go_on_to_it()
    {
        await using var gateway = await TestGateway.JoinAsync(_plain.Club, options: new GatewayOptions
        {
            OpenId = new OpenIdOptions { Authority = new Uri($"http://127.0.0.1:{FreePort()}"), ClientId = "railhub", Name = "Verein" },
        });
        using var browser = Browser();

        var reply = await browser.GetAsync(new Uri(gateway.Address, "/api/session/provider?returnUrl=%2Flayouts%3Fwall%3D1%23top"));

        Assert.Equal((302, "/layouts?wall=1&problem=providerAway#top"), (reply.Status, reply.Location));
        using var member = await MemberAsync(_berta, gateway.Address);
        (await member.PostAsync(new Uri(gateway.Address, "/api/me/provider"))).ExpectProblem(503, "providerAway");
    }

    [Fact]
    public async Task Who_thinks_better_of_it_hears_so()
    {
        using var browser = Browser();

        Assert.Equal("/layouts?problem=providerDenied", await EndAsync(browser, TestProvider.Refuse(await BeginAsync(browser, "/layouts"))));

        await AssertOutAsync(browser);
    }

    [Fact]
    public async Task A_link_is_seen_replaced_and_ended()
    {
        using var anna = await MemberAsync(_anna);
        var other = $"{_anna}-2";
        Assert.Equal(new ProviderLink(), await LinkOfAsync(anna));
        (await anna.DeleteAsync(At("/api/me/provider"))).ExpectProblem(404, "providerUnlinked");
        Assert.Equal("/account", await LinkAsync(anna, _anna));
        Assert.Equal(new ProviderLink($"{_anna}@verein.example", _provider.Issuer), await LinkOfAsync(anna));

        Assert.Equal("/account", await LinkAsync(anna, other));
        Assert.Equal("/account", await LinkAsync(anna, other));
        Assert.Equal($"{other}@verein.example", (await LinkOfAsync(anna)).Account);
        using var browser = Browser();
        (_provider.Subject, _provider.Name) = (_anna, $"{_anna}@verein.example");
        Assert.Equal("/?problem=providerStranger", await ComeBackAsync(browser));
        _provider.Subject = other;
        Assert.Equal("/", await ComeBackAsync(browser));

        (await anna.DeleteAsync(At("/api/me/provider"))).ExpectNoContent();
        Assert.Equal(new ProviderLink(), await LinkOfAsync(anna));
        Assert.Equal("/?problem=providerStranger", await ComeBackAsync(browser));
        await AuditTests.UntilAsync(_gateway, "/api/audit?topic=signIns", events => events.Any(done => done.Kind == HistoryKind.ProviderUnlinked && done.Value == $"{other}@verein.example"));
    }

    [Fact]
    public async Task An_account_there_is_one_members()
    {
        using var anna = await LinkedAsync(_anna);
        using var berta = await MemberAsync(_berta);

        Assert.Equal("/account?problem=providerTaken", await LinkAsync(berta, _anna));

        Assert.Null((await LinkOfAsync(berta)).Account);
        using var browser = Browser();
        Assert.Equal("/", await ComeBackAsync(browser));
        Assert.Equal(_anna, (await browser.GetAsync(At("/api/session"))).Expect<SignInState>(200).You!.Name);
    }

    [Fact]
    public async Task A_link_is_begun_by_its_member_alone_and_ends_in_the_session_that_began_it()
    {
        using var anna = await MemberAsync(_anna);
        (await anna.SendAsync(HttpMethod.Post, At("/api/me/provider"), null, ("Origin", "https://evil.example"))).ExpectProblem(403, "forbidden");
        using var nobody = Browser();
        (await nobody.PostAsync(At("/api/me/provider"))).ExpectProblem(401, "signInNeeded");
        var program = await _gateway.Members.TokenAsync((await anna.GetAsync(At("/api/session"))).Expect<SignInState>(200).You!.Member!.Value.Value, Role.Owner);
        using var api = new Api(_gateway.Address, program);
        (await api.PostAsync("/api/me/provider")).ExpectProblem(403, "rightMissing");

        // Who was led to begin it as one member and is another one by now: their own link is not what was begun.
        _provider.Subject = _eve;
        var visit = (await anna.PostAsync(At("/api/me/provider"))).Expect<ProviderVisit>(200);
        using var berta = await MemberAsync(_berta);
        var back = _provider.Visit(new Uri(visit.Address));
        foreach (var (name, value) in anna.Cookies.Where(cookie => cookie.Key != "railhub"))
        {
            berta.Cookies[name] = value;
        }

        Assert.Equal("/account?problem=providerFailed", await EndAsync(berta, back));
        Assert.Null((await LinkOfAsync(anna)).Account);
        Assert.Null((await LinkOfAsync(berta)).Account);
    }

    [Fact]
    public async Task Who_begins_at_one_gateway_comes_back_to_another()
    {
        using var linked = await LinkedAsync(_anna);
        await using var other = await TestGateway.JoinAsync(_plain.Club, options: new GatewayOptions { OpenId = _provider.Options });
        using var browser = Browser();
        var back = _provider.Visit(await BeginAsync(browser, "/layouts"));

        Assert.Equal("/layouts", await EndAsync(browser, new Uri(other.Address, back.PathAndQuery)));

        var you = (await browser.GetAsync(At("/api/session"))).Expect<SignInState>(200).You!;
        Assert.Equal(_anna, you.Name);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/x/..//evil.example")]
    [InlineData("/x\\..\\\\evil.example")]
    [InlineData("evil.example")]
    [InlineData("~/layouts")]
    [InlineData("/\tevil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/api/session/provider")]
    public async Task Nobody_is_led_elsewhere(string returnUrl)
    {
        using var browser = Browser();

        (await browser.GetAsync(At($"/api/session/provider?returnUrl={Uri.EscapeDataString(returnUrl)}"))).ExpectProblem(400, "malformed", "returnUrl");

        Assert.Empty(browser.Cookies);
    }

    [Theory]
    [InlineData("cross-site", false)]
    [InlineData("same-site", false)]
    [InlineData("same-origin", true)]
    [InlineData("none", true)]
    public async Task Another_sites_page_begins_nothing(string from, bool begins)
    {
        using var browser = Browser();

        var reply = await browser.GetAsync(At("/api/session/provider?returnUrl=%2Flayouts"), ("Sec-Fetch-Site", from));

        Assert.Equal(begins, reply.Location!.StartsWith(_provider.Issuer, StringComparison.Ordinal));
        Assert.Equal(begins, browser.Cookies.Count > 0);
        Assert.True(begins || reply.Location == "/layouts", reply.Location);
    }

    [Fact]
    public async Task A_page_of_any_letters_is_come_back_to()
    {
        using var linked = await LinkedAsync(_anna);

        using var browser = Browser();

        Assert.Equal("/layouts/h%C3%BCtte#%C3%A4", await ComeBackAsync(browser, "/layouts/hütte#ä"));
    }

    [Fact]
    public async Task Who_comes_back_in_vain_again_and_again_is_slowed_down_at_their_address()
    {
        using var linked = await LinkedAsync(_anna);
        using var guesser = new WanderingBrowser("192.168.1.66");
        for (var attempt = 0; attempt < 10; attempt++)
        {
            Assert.Equal("/?problem=providerFailed", await EndAsync(guesser, At($"{ProviderDoor.Callback}?code=1&state=guess")));
        }

        Assert.Equal("/?problem=tooManyCalls", await ComeBackAsync(guesser));
        using var elsewhere = new WanderingBrowser("192.168.1.67");
        Assert.Equal("/", await ComeBackAsync(elsewhere));

        for (var more = 0; more < 60; more++)
        {
            await guesser.GetAsync(At("/api/session/provider"));
        }

        Assert.Equal("/?problem=tooManyCalls", (await guesser.GetAsync(At("/api/session/provider"))).Location);
        _gateway.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("/", await ComeBackAsync(guesser));
    }

    [Fact]
    public async Task Behind_a_proxy_of_ours_the_browser_comes_back_by_the_proxys_name_and_https()
    {
        await using var gateway = await TestGateway.JoinAsync(
            _plain.Club, options: new GatewayOptions { OpenId = _provider.Options, Proxies = "127.0.0.1", HostNames = "railway.club" });
        using var browser = new WanderingBrowser("127.0.0.1");

        var reply = await browser.GetAsync(
            new Uri(gateway.Address, "/api/session/provider"),
            ("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "railway.club"));

        Assert.Equal($"https://railway.club{ProviderDoor.Callback}", QueryHelpers.ParseQuery(new Uri(reply.Location!).Query)["redirect_uri"]);
        Assert.Equal(2, browser.Given.Count);
        Assert.All(browser.Given, cookie => Assert.True(cookie.Secure, $"{cookie}"));
    }

    [Fact]
    public async Task What_the_handler_would_answer_beside_is_a_page_of_the_dashboard()
    {
        using var linked = await LinkedAsync(_anna);

        foreach (var path in (string[])["/signout-oidc", "/signout-callback-oidc", "/signin-oidc"])
        {
            var reply = await linked.GetAsync(At(path));
            Assert.Equal((200, "text/html"), (reply.Status, reply.ContentType?.MediaType));
        }

        Assert.Equal(SignInStatus.SignedIn, (await linked.GetAsync(At("/api/session"))).Expect<SignInState>(200).Status);
    }

    [Fact]
    public async Task Without_one_there_is_nothing_of_it()
    {
        using var browser = Browser();
        var here = _plain.Address;
        Assert.Null((await browser.GetAsync(new Uri(here, "/api/session"))).Expect<SignInState>(200).Provider);
        (await browser.GetAsync(new Uri(here, "/api/session/provider"))).ExpectProblem(404, "unknownAddress");
        (await browser.GetAsync(new Uri(here, $"{ProviderDoor.Callback}?code=1&state=1"))).ExpectProblem(404, "unknownAddress");
        (await _plain.Api.GetAsync("/api/me/provider")).ExpectProblem(404, "unknownAddress");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<string?> EndAsync(WanderingBrowser browser, Uri back)
    {
        var reply = await browser.GetAsync(back);
        Assert.True(reply.Status == 302, $"302 was expected: {reply.Status} {reply.Text}");
        return reply.Location;
    }

    private static WanderingBrowser Browser() => new($"10.7.{++s_browsers / 200}.{1 + (s_browsers % 200)}");

    private Uri At(string path) => new(_gateway.Address, path);

    private async Task<Uri> BeginAsync(WanderingBrowser browser, string returnUrl = "")
    {
        var reply = await browser.GetAsync(At($"/api/session/provider?returnUrl={Uri.EscapeDataString(returnUrl)}"));
        Assert.True(reply.Status == 302, $"302 was expected: {reply.Status} {reply.Text}");
        return new Uri(_gateway.Address, reply.Location);
    }

    // Where a browser that goes to the provider and back is led to in the end.
    private async Task<string?> ComeBackAsync(WanderingBrowser browser, string returnUrl = "") =>
        await EndAsync(browser, _provider.Visit(await BeginAsync(browser, returnUrl)));

    private async Task AssertOutAsync(WanderingBrowser browser)
    {
        Assert.DoesNotContain("railhub", browser.Cookies.Keys);
        Assert.Equal(SignInStatus.SignedOut, (await browser.GetAsync(At("/api/session"))).Expect<SignInState>(200).Status);
    }

    // A browser that a member is signed in with.
    private async Task<WanderingBrowser> MemberAsync(string name, Uri? gateway = null, params (LayoutId Layout, Role Role)[] roles)
    {
        var member = await _gateway.Members.AddAsync(name, false, roles);
        var code = (await _gateway.Api.PostAsync($"/api/members/{member}/password-code")).Expect<PasswordCode>(200).Code;
        var browser = Browser();
        (await browser.PostAsync(
            new Uri(gateway ?? _gateway.Address, "/api/password"), $$"""{"userName":"{{name}}","code":"{{code}}","password":"{{Password}}"}""")).Expect<SignedIn>(200);
        return browser;
    }

    private async Task<ProviderLink> LinkOfAsync(WanderingBrowser browser) => (await browser.GetAsync(At("/api/me/provider"))).Expect<ProviderLink>(200);

    private async Task<string?> LinkAsync(WanderingBrowser browser, string account)
    {
        (_provider.Subject, _provider.Name) = (account, $"{account}@verein.example");
        var visit = (await browser.PostAsync(At("/api/me/provider"))).Expect<ProviderVisit>(200);
        return await EndAsync(browser, _provider.Visit(new Uri(visit.Address)));
    }

    // A member who is linked with the account of their own name at the provider, and is signed in there.
    private async Task<WanderingBrowser> LinkedAsync(string name, params (LayoutId Layout, Role Role)[] roles)
    {
        var browser = await MemberAsync(name, null, roles);
        Assert.Equal("/account", await LinkAsync(browser, name));
        return browser;
    }
}

/// <summary>A provider, a gateway of a club that members may sign in at by it, and one of the same club that knows of none.</summary>
public sealed class ProviderPlaces : IAsyncLifetime
{
    internal TestGateway Plain { get; private set; } = null!;

    internal TestGateway Gateway { get; private set; } = null!;

    internal TestProvider Provider { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Plain = await TestGateway.StartAsync();
        Provider = await TestProvider.StartAsync();
        Gateway = await TestGateway.JoinAsync(Plain.Club, options: new GatewayOptions { OpenId = Provider.Options });
        Provider.Time = Gateway.Time;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Plain.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
