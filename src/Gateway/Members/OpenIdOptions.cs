using RailHub.Contracts;
using RailHub.Gateway.Security;
using RailHub.Hosting;

namespace RailHub.Gateway.Members;

/// <summary>The outside provider that members may sign in by (OpenID Connect Core 1.0): section <c>OpenId</c>. Without it there is none.</summary>
public sealed class OpenIdOptions
{
    private const string AuthorityKey = "OpenId:Authority";
    private const string ClientIdKey = "OpenId:ClientId";
    private const string SecretKey = "OpenId:ClientSecret";
    private const string SecretFileKey = "OpenId:ClientSecretFile";
    private const string NameKey = "OpenId:Name";

    /// <summary>Where it tells of itself, below <c>/.well-known/openid-configuration</c>; its issuer.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Who the club is to it.</summary>
    public required string ClientId { get; init; }

    /// <summary>What the club proves that by; null for a client without a secret, which the code's own proof (PKCE) has to do for.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Reads section <c>OpenId</c>; null when it is not there. What is refused is in the settings.</summary>
    public static OpenIdOptions? Read(Settings settings)
    {
        settings.Know("OpenId", "Authority", "ClientId", "ClientSecret", "ClientSecretFile", "Name");
        var (authority, clientId) = (settings.Text(AuthorityKey), settings.Text(ClientIdKey));
        var (secret, secretFile, name) = (settings.Secret(SecretKey), settings.Text(SecretFileKey), settings.Text(NameKey));
        if ((authority ?? clientId ?? secret ?? secretFile ?? name) is null)
        {
            return null;
        }

        if (authority is null || clientId is null)
        {
            settings.Refuse($"{(authority is null ? AuthorityKey : ClientIdKey)} is missing. A provider to sign in by needs {AuthorityKey} and {ClientIdKey}.");
            return null;
        }

        // Whoever is in the way of plain http says who signs in.
        if (!Uri.TryCreate(authority, UriKind.Absolute, out var address) || address.UserInfo.Length + address.Query.Length + address.Fragment.Length > 0
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && HostNames.IsLoopback(address.Host))))
        {
            settings.Refuse(
                $"{AuthorityKey} is no address of a provider. Give the one by which it names itself, such as https://login.example/realms/club; http is for one on this machine.");
            return null;
        }

        if (!DisplayNames.Check("name", RefusalCodes.DisplayNameInvalid, name ?? address.Host).Succeeded(out var shown, out var refusal))
        {
            settings.Refuse($"{NameKey} cannot be shown. {refusal.Detail}");
            return null;
        }

        if (secretFile is not null)
        {
            if (secret is not null)
            {
                settings.Refuse($"There are two secrets, {SecretKey} and {SecretFileKey}. Leave one of them out.");
                return null;
            }

            secret = ReadSecret(secretFile, out var problem);
            if (problem is not null)
            {
                settings.Refuse($"{SecretFileKey} is {secretFile}, {problem}.");
                return null;
            }
        }

        return new OpenIdOptions { Authority = address, ClientId = clientId, ClientSecret = secret, Name = shown };
    }

    private static string? ReadSecret(string file, out string? problem)
    {
        try
        {
            var secret = File.ReadLines(file).FirstOrDefault()?.Trim();
            problem = string.IsNullOrEmpty(secret) ? "whose first line is empty" : null;
            return secret;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = $"which cannot be read ({failure.Message.TrimEnd('.')})";
            return null;
        }
    }
}
