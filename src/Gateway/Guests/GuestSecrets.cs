using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using RailHub.Contracts;

namespace RailHub.Gateway.Guests;

/// <summary>
/// What opens guest links, and what a guest's browser has afterwards. The secret of a link is kept encrypted, and not as a hash alone, since a
/// club prints its posters again; whoever has the database and not the keys of the gateways has neither.
/// </summary>
internal sealed class GuestSecrets(IDataProtectionProvider protection)
{
    private const string Unreadable = "The gateways' keys were made anew since this link was made, so it cannot be printed again. Make another one.";

    private readonly IDataProtector _links = protection.CreateProtector("RailHub.GuestLink");
    private readonly IDataProtector _guests = protection.CreateProtector("RailHub.Guest");

    /// <summary>A new secret, 128 random bits, with what is kept of it.</summary>
    public (string Token, GuestSecret Kept) Create()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        return (token, new GuestSecret(Hash(token), _links.Protect(token)));
    }

    /// <summary>SHA-256 of a secret, as 64 hexadecimal digits.</summary>
    public static string Hash(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>The secret of a link that is to be printed again.</summary>
    public Outcome<string> Read(GuestSecret secret)
    {
        try
        {
            return _links.Unprotect(secret.Kept);
        }
        catch (CryptographicException)
        {
            return new Refusal(RefusalKind.Unfit, RefusalCodes.GuestLinkUnreadable, Unreadable);
        }
    }

    /// <summary>What a guest's browser keeps.</summary>
    public string Write(Guest guest) => Base64Url.EncodeToString(_guests.Protect(
        [.. guest.Link.Value.ToByteArray(), .. guest.Id.ToByteArray(), .. BitConverter.GetBytes(guest.Until.ToUnixTimeMilliseconds())]));

    /// <summary>Who comes by it; null when it was not written by this club.</summary>
    public Guest? Find(string? kept)
    {
        try
        {
            return kept is not null && _guests.Unprotect(Base64Url.DecodeFromChars(kept)) is { Length: 40 } read
                ? new Guest(
                    new GuestLinkId(new Guid(read.AsSpan(0, 16))),
                    new Guid(read.AsSpan(16, 16)),
                    DateTimeOffset.FromUnixTimeMilliseconds(BitConverter.ToInt64(read.AsSpan(32))))
                : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>A browser that was let in by a guest link.</summary>
/// <param name="Link">The link.</param>
/// <param name="Id">Tells the link's guests apart.</param>
/// <param name="Until">Until when the browser keeps it.</param>
internal readonly record struct Guest(GuestLinkId Link, Guid Id, DateTimeOffset Until);
