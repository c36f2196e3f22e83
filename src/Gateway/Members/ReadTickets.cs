using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace RailHub.Gateway.Members;

/// <summary>
/// Remembers what was read of cookies: to decipher one takes longer than all the rest of asking who calls, and a page sends the same with
/// each call. It says which session a cookie names, nothing else; whether that session still counts is asked each time.
/// </summary>
internal sealed class ReadTickets : IPostConfigureOptions<CookieAuthenticationOptions>, IDisposable
{
    // Of a kilobyte at most each, and only of cookies that this club gave out.
    private const int MostRemembered = 5_000;

    // A key that was withdrawn opens nothing for longer.
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _read = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    /// <summary>Puts this before what deciphers a scheme's cookies.</summary>
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name == Schemes.Session)
        {
            options.TicketDataFormat = new Format(options.TicketDataFormat, _read);
        }
    }

    public void Dispose() => _read.Dispose();

    private sealed class Format(ISecureDataFormat<AuthenticationTicket> inner, MemoryCache read) : ISecureDataFormat<AuthenticationTicket>
    {
        public string Protect(AuthenticationTicket data) => inner.Protect(data);

        public string Protect(AuthenticationTicket data, string? purpose) => inner.Protect(data, purpose);

        public AuthenticationTicket? Unprotect(string? protectedText) => Unprotect(protectedText, null);

        public AuthenticationTicket? Unprotect(string? protectedText, string? purpose)
        {
            if (protectedText is null)
            {
                return null;
            }

            if (read.TryGetValue((protectedText, purpose), out AuthenticationTicket? known))
            {
                return known!.Clone();
            }

            // One that cannot be read is not remembered: anybody can make up as many as they like.
            if (inner.Unprotect(protectedText, purpose) is not { } ticket)
            {
                return null;
            }

            read.Set((protectedText, purpose), ticket.Clone(), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = s_lifetime });
            return ticket;
        }
    }
}
