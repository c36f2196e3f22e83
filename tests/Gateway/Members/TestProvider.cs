using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using RailHub.Gateway.Members;

namespace RailHub.Gateway.Tests.Members;

/// <summary>
/// An OpenID provider on loopback, as far as a sign-in by code asks it, and as strict: a code is good once, for the address that it was asked
/// with, and for who has its proof (RFC 7636). Who uses it is signed in there as <see cref="Subject"/>.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    private const string ClientId = "railhub";
    private const string Secret = "hush";
    private const string KeyId = "one";

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, (string Subject, string Name, IReadOnlyDictionary<string, string> Asked)> _codes = [];

    private TestProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
        }));
        _app.MapGet("/keys", () => Results.Json(new { keys = new[] { Published() } }));
        _app.MapPost("/token", RedeemAsync);
    }

    /// <summary>How it names itself.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>What it dates by.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>Who is signed in there.</summary>
    public string Subject { get; set; } = "";

    /// <summary>What people call them.</summary>
    public string Name { get; set; } = "";

    /// <summary>Changes what it vouches for, before that is signed.</summary>
    public Action<Dictionary<string, object>>? Forge { get; set; }

    /// <summary>Somebody else's key that it is signed with, under the name of the right one.</summary>
    public RSA? OtherKey { get; set; }

    /// <summary>Whether it leaves the signature out.</summary>
    public bool IsUnsigned { get; set; }

    /// <summary>Whether it ends each connection that a code is redeemed by.</summary>
    public bool IsAway { get; set; }

    /// <summary>What a gateway is told of it.</summary>
    public OpenIdOptions Options => new() { Authority = new Uri(Issuer), ClientId = ClientId, ClientSecret = Secret, Name = "Verein" };

    public static async Task<TestProvider> StartAsync()
    {
        var provider = new TestProvider();
        await provider._app.StartAsync();
        provider.Issuer = provider._app.Urls.Single();
        return provider;
    }

    /// <summary>What somebody's browser does at the address that it was led to: it is led back, with a code.</summary>
    public Uri Visit(Uri authorize)
    {
        Assert.Equal($"{Issuer}/authorize", authorize.GetLeftPart(UriPartial.Path));
        var asked = QueryHelpers.ParseQuery(authorize.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        Assert.Equal(
            ("code", "openid profile", "S256", ClientId),
            (asked["response_type"], asked["scope"], asked["code_challenge_method"], asked["client_id"]));
        Assert.False(asked.TryGetValue("response_mode", out var mode) && mode != "query");
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (Subject, Name, asked);
        return Back(asked, ("code", code));
    }

    /// <summary>The same, and they think better of it.</summary>
    public static Uri Refuse(Uri authorize) =>
        Back(QueryHelpers.ParseQuery(authorize.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString()), ("error", "access_denied"));

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static Uri Back(Dictionary<string, string> asked, (string Name, string Value) answer) =>
        new(QueryHelpers.AddQueryString(asked["redirect_uri"], new Dictionary<string, string?> { [answer.Name] = answer.Value, ["state"] = asked["state"] }));

    private async Task RedeemAsync(HttpContext http)
    {
        if (IsAway)
        {
            http.Abort();
            return;
        }

        var form = await http.Request.ReadFormAsync();
        var proof = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_codes.Remove(form["code"].ToString(), out var grant)
            || (form["grant_type"], form["client_id"], form["client_secret"], form["redirect_uri"], proof)
                != ("authorization_code", ClientId, Secret, grant.Asked["redirect_uri"], grant.Asked["code_challenge"]))
        {
            await Results.Json(new { error = "invalid_grant" }, statusCode: 400).ExecuteAsync(http);
            return;
        }

        var now = Time.GetUtcNow();
        Dictionary<string, object> claims = new()
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["sub"] = grant.Subject,
            ["preferred_username"] = grant.Name,
            ["nonce"] = grant.Asked["nonce"],
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        Forge?.Invoke(claims);
        await Results.Json(new { access_token = "for nothing", token_type = "Bearer", id_token = Sign(claims) }).ExecuteAsync(http);
    }

    private string Sign(Dictionary<string, object> claims)
    {
        if (IsUnsigned)
        {
            return $"{Encode(new { alg = "none", typ = "JWT" })}.{Encode(claims)}.";
        }

        var signed = $"{Encode(new { alg = "RS256", typ = "JWT", kid = KeyId })}.{Encode(claims)}";
        var signature = (OtherKey ?? _key).SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private object Published()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new { kty = "RSA", use = "sig", alg = "RS256", kid = KeyId, n = Base64Url.EncodeToString(key.Modulus!), e = Base64Url.EncodeToString(key.Exponent!) };
    }

    private static string Encode(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
}
