using System.Globalization;
using RailHub.Contracts;

namespace RailHub.Gateway.Security;

/// <summary>How often somebody may call, by who they are.</summary>
/// <remarks>Of each gateway by itself: it is against programs that run wild, and no accounting.</remarks>
internal sealed class RateLimits(GatewayOptions options, TimeProvider time)
{
    private readonly TokenBuckets _commands = new(5 * options.CommandsPerSecond, options.CommandsPerSecond, time);
    private readonly TokenBuckets _edits = new(20 * options.EditsPerSecond, options.EditsPerSecond, time);

    // A page asks twice in three seconds.
    private readonly TokenBuckets _guests = new(burst: 30, perSecond: 3, time);

    // All phones of a fair have the one address of its network, and all scan the code when the doors open. Whoever deletes their cookies to be
    // another guest is one of them: this bounds how many they are, and the link's pause for everybody what it helps.
    private readonly TokenBuckets _arrivals = new(burst: 1000, perSecond: 20, time);

    // Each may ask the provider something, which may be slow.
    private readonly TokenBuckets _providers = new(burst: 30, perSecond: 0.5, time);

    // Whoever types asks some times a second; each search reads the whole club.
    private readonly TokenBuckets _searches = new(burst: 30, perSecond: 5, time);

    private readonly TokenBuckets _screens = new(burst: 10, perSecond: 1.0 / 30, time);

    // A page asks every two seconds, and some screens may stand behind one address.
    private readonly TokenBuckets _screenQuestions = new(burst: 60, perSecond: 5, time);

    /// <summary>A call that changes something.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="right">The right that it needs.</param>
    public Refusal? Call(Actor? caller, string right) => Refuse((right == Rights.Operate ? _commands : _edits).Take(NameOf(caller)));

    /// <summary>A search over the club.</summary>
    public Refusal? Search(Actor? caller) => Refuse(_searches.Take(NameOf(caller)));

    /// <summary>A question or a press of a guest.</summary>
    public Refusal? Guest(Guid guest) => Refuse(_guests.Take(guest.ToString()));

    /// <summary>Somebody is let in by a guest link, who was not there before. Who is not let in leaves nothing behind, and nobody guesses a secret.</summary>
    public Refusal? Arrive(string? address) => Refuse(_arrivals.Take(address ?? "nowhere"));

    /// <summary>Somebody goes on to the outside provider.</summary>
    public Refusal? ProviderBegins(string? address) => Refuse(_providers.Take(address ?? "nowhere"));

    /// <summary>A screen asks for digits.</summary>
    public Refusal? ScreenBegins(string? address) => Refuse(_screens.Take(address ?? "nowhere"));

    /// <summary>A screen asks whether it was let in.</summary>
    public Refusal? ScreenAsks(string? address) => Refuse(_screenQuestions.Take(address ?? "nowhere"));

    /// <summary>Tells a caller in how many seconds it may call again.</summary>
    public static Refusal TooMany(string code, string detail, TimeSpan left)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds));
        return new Refusal(
            RefusalKind.TooMany, code, $"{detail} Try it again in {seconds} s.", Names: [seconds.ToString(CultureInfo.InvariantCulture)], RetryAfter: seconds);
    }

    private static string NameOf(Actor? caller) => caller switch
    {
        { Kind: ActorKind.Member, Id: { } member } => member.ToString(),
        { Kind: ActorKind.Token, Id: { } member } => $"{member} {caller.Name}",
        _ => caller?.Address ?? "nobody",
    };

    private static Refusal? Refuse(TimeSpan? wait) =>
        wait is { } left ? TooMany(RefusalCodes.TooManyCalls, "These are more calls than one caller may make.", left) : null;
}
