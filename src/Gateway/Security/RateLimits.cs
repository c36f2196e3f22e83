using System.Net;
using System.Net.Sockets;
using RailHub.Contracts;

namespace RailHub.Gateway.Security;

/// <summary>How often somebody may call, by who they are, or where they come from while that is not known.</summary>
/// <remarks>Of each gateway by itself: it is against programs that run wild and against guessing, and no accounting.</remarks>
internal sealed class RateLimits(GatewayOptions options, TimeProvider time)
{
    // A name has no bucket over all addresses: whoever knows it could lock its member out.
    private readonly TokenBuckets _signInsOfAddress = new(burst: 20, perSecond: 1.0 / 6, time);
    private readonly TokenBuckets _signInsOfName = new(burst: 8, perSecond: 1.0 / 30, time);
    private readonly TokenBuckets _commands = new(5 * options.CommandsPerSecond, options.CommandsPerSecond, time);
    private readonly TokenBuckets _edits = new(20 * options.EditsPerSecond, options.EditsPerSecond, time);

    /// <summary>Whatever is proven by something that could be guessed: a password, a code. Ask before it is looked at.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="name">For whom it is: a user name as it was typed; what a code is for.</param>
    public Refusal? SignIn(IPAddress? address, string name)
    {
        var from = Network(address);
        return Refuse(_signInsOfAddress.Take(from) ?? _signInsOfName.Take($"{from} {name.Trim().ToUpperInvariant()}"));
    }

    /// <summary>A call that changes something.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="right">The right that it needs.</param>
    public Refusal? Call(Actor? caller, string right) => Refuse((right == Rights.Operate ? _commands : _edits).Take(caller switch
    {
        { Kind: ActorKind.Member, Id: { } member } => member.ToString(),
        { Kind: ActorKind.Token, Id: { } member } => $"{member} {caller.Name}",
        _ => caller?.Address ?? "nobody",
    }));

    /// <summary>An address as it counts: of IPv6 the first half, since whoever has one has all of them.</summary>
    private static string Network(IPAddress? address)
    {
        if (address is null)
        {
            return "nowhere";
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static Refusal? Refuse(TimeSpan? wait)
    {
        if (wait is not { } left)
        {
            return null;
        }

        var seconds = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds));
        return new Refusal(
            RefusalKind.TooMany,
            RefusalCodes.TooManyCalls,
            $"These are more calls than one caller may make. Try it again in {seconds} s.",
            Names: [seconds.ToString(System.Globalization.CultureInfo.InvariantCulture)],
            RetryAfter: seconds);
    }
}
