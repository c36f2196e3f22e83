using RailHub.Contracts;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Members;

/// <summary>Who a request or a hub connection comes from; what they may is looked up each time.</summary>
internal sealed class Entrant(PassBook book, PassKey key, HttpContext http)
{
    private readonly string? _address = CallerAddress.Of(http);
    private Actor? _actor;
    private Pass? _actorOf;

    /// <summary>Their pass; null when it is void, or not there any more.</summary>
    public Pass? Pass => book.Find(key);

    /// <summary>Who they are, for the grains and the history.</summary>
    public Actor? Actor
    {
        get
        {
            if (Pass is not { } pass)
            {
                return null;
            }

            // On a hub connection it is asked for with each call.
            if (_actorOf != pass)
            {
                (_actorOf, _actor) = (pass, pass.Actor with { Address = _address });
            }

            return _actor;
        }
    }
}

/// <summary>Asks a request for who got in by it.</summary>
internal static class EntrantOfRequest
{
    /// <summary>Who it is; null when nobody got in.</summary>
    public static Entrant? Entrant(this HttpContext context) => context.Features.Get<Entrant>();

    /// <summary>What the caller may do; null when nobody got in, or is not in any more.</summary>
    public static Pass? Pass(this HttpContext context) => context.Entrant()?.Pass;

    /// <summary>The member who calls, where only members are let through.</summary>
    public static MemberId Me(this HttpContext context) => context.Pass()!.Member!.Value;
}
