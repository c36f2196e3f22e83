using System.Security.Claims;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>Who somebody is at the outside provider. Only issuer and subject together say so for good (OpenID Connect Core 5.7).</summary>
/// <param name="Issuer">The provider, as it names itself.</param>
/// <param name="Subject">Who, in the provider's own words.</param>
/// <param name="Name">What to call them, for people; others may be called the same.</param>
internal sealed record ProviderIdentity(string Issuer, string Subject, string Name)
{
    private const int LongestName = 60;

    // What people know their own account by, first.
    private static readonly string[] s_names = ["preferred_username", "email", "name"];

    /// <summary>Reads what the provider vouched for.</summary>
    public static ProviderIdentity Of(ClaimsPrincipal vouched)
    {
        var subject = vouched.FindFirstValue("sub")!;
        var name = s_names.Select(vouched.FindFirstValue).OfType<string>().Select(Shown).FirstOrDefault(text => text.Length > 0);
        return new ProviderIdentity(vouched.FindFirstValue("iss")!, subject, name ?? Shown(subject));
    }

    private static string Shown(string name)
    {
        var clean = NameText.Clean(string.Concat(name.Where(letter => !char.IsControl(letter))));
        return clean.Length <= LongestName ? clean : NameText.Clean(clean[..LongestName]);
    }
}
