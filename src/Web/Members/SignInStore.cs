using RailHub.Contracts;
using RailHub.Web.Gateway;
using RailHub.Web.Shell;

namespace RailHub.Web.Members;

/// <summary>Who is signed in here, as far as this dashboard knows. The gateway alone decides it, at every request.</summary>
public sealed class SignInStore
{
    private readonly GatewayApi _api;
    private readonly Browser _browser;
    private SignedIn? _last;
    private bool _hasLeft;
    private int _round;

    /// <summary>Nobody was asked yet.</summary>
    /// <param name="api">Tells who is signed in, and when that is doubtful.</param>
    /// <param name="browser">Shows the language that a member has chosen.</param>
    public SignInStore(GatewayApi api, Browser browser)
    {
        (_api, _browser) = (api, browser);
        api.Doubted += () => _ = RefreshAsync();
    }

    /// <summary>Something in here changed.</summary>
    public event Action? Changed;

    /// <summary>How this browser stands with the club; null before that is known.</summary>
    public SignInState? State { get; private set; }

    /// <summary>Who is signed in; null when nobody is, or before it is known.</summary>
    public SignedIn? You => State?.You;

    /// <summary>Who was signed in until just now, without having left: their page is still there, with what they typed. Null otherwise.</summary>
    public SignedIn? Lost { get; private set; }

    /// <summary>Another number means that somebody else is here: nothing of the page before is theirs.</summary>
    public int Visit { get; private set; }

    /// <summary>Asks the gateway. The demo is entered on the way, unless somebody has just left it.</summary>
    /// <returns>Why the gateway does not tell; null when it does.</returns>
    public async Task<Refusal?> RefreshAsync()
    {
        var round = ++_round;
        if (!(await _api.GetSignIn()).Succeeded(out var state, out var refusal))
        {
            return refusal;
        }

        if (state is { Status: SignInStatus.SignedOut, CanEnterDemo: true } && !_hasLeft && (await _api.EnterDemo()).Succeeded(out var you, out _))
        {
            state = state with { Status = SignInStatus.SignedIn, You = you };
        }

        // Who signed in meanwhile is not signed out by an older answer.
        if (round == _round)
        {
            Become(state);
        }

        return null;
    }

    /// <summary>Somebody has signed in.</summary>
    public async Task EnterAsync(SignedIn you)
    {
        _round++;
        _hasLeft = false;
        var goesOn = Lost is not null;
        Become(new SignInState(SignInStatus.SignedIn, State?.CanEnterDemo ?? false, State?.Provider, you));

        // Another language loads the page again: not over what somebody has typed.
        if (!goesOn)
        {
            await _browser.FollowLanguageAsync(you.Language);
        }
    }

    /// <summary>Takes what changed of whoever is signed in.</summary>
    public void Update(SignedIn you)
    {
        _round++;
        Become(State! with { You = you });
    }

    /// <summary>Signs out.</summary>
    /// <returns>Why that did not work; null when it did.</returns>
    public async Task<Refusal?> LeaveAsync()
    {
        var outcome = await _api.SignOut();
        if (!outcome.Succeeded(out _, out var refusal) && refusal.Kind != RefusalKind.Unauthenticated)
        {
            return refusal;
        }

        _hasLeft = true;
        _round++;
        Become(new SignInState(SignInStatus.SignedOut, CanEnterDemo: false, State?.Provider, null));
        await RefreshAsync();
        return null;
    }

    /// <summary>Who was shown out does not go on: their page is put away.</summary>
    public void GiveUp()
    {
        Lost = null;
        Changed?.Invoke();
    }

    private void Become(SignInState state)
    {
        if (state.You is { } you)
        {
            if (_last is not null && (_last.Kind, _last.Member) != (you.Kind, you.Member))
            {
                Visit++;
            }

            (_last, Lost) = (you, null);
        }
        else if (_hasLeft || state.Status == SignInStatus.Unfounded)
        {
            Lost = null;
        }
        else if (You is not null)
        {
            Lost = You;
        }

        State = state;
        Changed?.Invoke();
    }
}
