using Microsoft.JSInterop;

namespace RailHub.Web.Members;

/// <summary>Passkeys of this browser; the other half is js/passkeys.js.</summary>
/// <param name="js">Calls the browser.</param>
public sealed class Passkeys(IJSRuntime js)
{
    private Task<IJSObjectReference>? _module;

    /// <summary>Whether the browser gives this page passkeys: by https or on the same machine, and for a name, never for an IP address.</summary>
    public ValueTask<bool> AreOfferedAsync() => js.InvokeAsync<bool>("railhub.offersPasskeys");

    /// <summary>Lets the browser make one.</summary>
    /// <param name="options">What the gateway told, as JSON.</param>
    /// <returns>The credential as JSON; null when whoever was asked did not want to, or their device could not.</returns>
    public Task<string?> MakeAsync(string options) => CallAsync("make", options);

    /// <summary>Lets the browser sign with one.</summary>
    /// <inheritdoc cref="MakeAsync"/>
    public Task<string?> AskAsync(string options) => CallAsync("ask", options);

    private async Task<string?> CallAsync(string name, string options)
    {
        _module ??= js.InvokeAsync<IJSObjectReference>("import", "./js/passkeys.js").AsTask();
        return await (await _module).InvokeAsync<string?>(name, options);
    }
}
