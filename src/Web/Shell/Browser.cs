using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RailHub.Contracts;

namespace RailHub.Web.Shell;

/// <summary>What only the browser can do; the other half is js/boot.js.</summary>
/// <param name="js">Calls the browser.</param>
public sealed class Browser(IJSRuntime js)
{
    /// <summary>The languages that there are texts for; the first is what everybody else gets.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "de", "fr", "it", "zh", "hi"];

    private Func<Task>? _woken;

    /// <summary>The chosen language, else the first of the browser's that there are texts for.</summary>
    public ValueTask<string> LanguageAsync() => js.InvokeAsync<string>("railhub.language");

    /// <summary>Keeps the language, or forgets the chosen one when it is empty, and loads the dashboard anew in it.</summary>
    public ValueTask ChooseLanguageAsync(string language) => js.InvokeVoidAsync("railhub.chooseLanguage", language);

    /// <summary>Takes over the language that a member has chosen elsewhere; null, or one that there are no texts for, changes nothing.</summary>
    public ValueTask FollowLanguageAsync(string? language) => js.InvokeVoidAsync("railhub.followLanguage", language);

    /// <summary>The code of a new club that the page's address had; null when it had none.</summary>
    public ValueTask<string?> CodeAsync() => js.InvokeAsync<string?>("railhub.code");

    /// <summary>Forgets <see cref="CodeAsync"/>: it works once.</summary>
    public ValueTask SpendCodeAsync() => js.InvokeVoidAsync("railhub.spendCode");

    /// <summary>Copies a text; only where <see cref="IsSecureAsync"/>.</summary>
    public ValueTask CopyAsync(string text) => js.InvokeVoidAsync("railhub.copy", text);

    /// <summary>The chosen theme: auto, light or dark.</summary>
    public ValueTask<string> ThemeAsync() => js.InvokeAsync<string>("railhub.theme");

    /// <summary>Keeps and shows a theme.</summary>
    public ValueTask ChooseThemeAsync(string theme) => js.InvokeVoidAsync("railhub.chooseTheme", theme);

    /// <summary>Whether what thumbs reach is mirrored in this browser.</summary>
    public ValueTask<bool> IsLeftHandedAsync() => js.InvokeAsync<bool>("railhub.isLeftHanded");

    /// <summary>Keeps whether what thumbs reach is mirrored, and shows it so.</summary>
    public ValueTask SetLeftHandedAsync(bool isLeftHanded) => js.InvokeVoidAsync("railhub.setLeftHanded", isLeftHanded);

    /// <summary>The version of the dashboard that this page is of; null when its server did not tell.</summary>
    public ValueTask<string?> VersionAsync() => js.InvokeAsync<string?>("railhub.version");

    /// <summary>Loads the page again, because somebody asked for it.</summary>
    public ValueTask LoadAgainAsync() => js.InvokeVoidAsync("railhub.loadAgain");

    /// <summary>
    /// Loads the page again by itself when the gateway serves another version than this page's, and not in circles while gateways of two
    /// versions serve: not within the page's first ten seconds, and each version once in five minutes.
    /// </summary>
    public ValueTask FollowVersionAsync(string served) => js.InvokeVoidAsync("railhub.followVersion", served);

    /// <summary>Whether browsers give this page what they give only by https or on the same machine.</summary>
    public ValueTask<bool> IsSecureAsync() => js.InvokeAsync<bool>("railhub.isSecure");

    /// <summary>What this browser keeps under a name; null when it keeps nothing.</summary>
    public ValueTask<string?> KeptAsync(string name) => js.InvokeAsync<string?>("railhub.kept", name);

    /// <summary>Keeps something of this browser's own.</summary>
    public ValueTask KeepAsync(string name, string value) => js.InvokeVoidAsync("railhub.keep", name, value);

    /// <summary>Takes the focus to the content of the page.</summary>
    public ValueTask FocusMainAsync() => js.InvokeVoidAsync("railhub.focusMain");

    /// <summary>Scrolls to something that was looked for, marks it, and gives it the focus; <see langword="false"/> when it is not there.</summary>
    /// <param name="selector">Finds it, in the words of style sheets.</param>
    public ValueTask<bool> ShowAsync(string selector) => js.InvokeAsync<bool>("railhub.show", selector);

    /// <summary>Prints the page.</summary>
    public ValueTask PrintAsync() => js.InvokeVoidAsync("print");

    /// <summary>Keeps the screen on, where the browser lets a page do that.</summary>
    public ValueTask StayAwakeAsync() => js.InvokeVoidAsync("railhub.stayAwake");

    /// <summary>Opens a dialog over the page; the keyboard stays in it.</summary>
    public ValueTask ShowModalAsync(ElementReference dialog) => js.InvokeVoidAsync("railhub.showModal", dialog);

    /// <summary>Opens a dialog again that the browser has closed.</summary>
    public ValueTask ReopenModalAsync(ElementReference dialog) => js.InvokeVoidAsync("railhub.reopenModal", dialog);

    /// <summary>Draws the levels of lamps that move: a board, a pin and a level of 0..1 in each line.</summary>
    /// <param name="lines">The lamps.</param>
    /// <param name="all">Also those that are not on the screen.</param>
    public ValueTask DrawLevelsAsync(string[] lines, bool all) => js.InvokeVoidAsync("railhub.drawLevels", lines, all);

    /// <summary>Whether somebody told the browser that little is to move.</summary>
    public ValueTask<bool> WantsStillnessAsync() => js.InvokeAsync<bool>("railhub.wantsStillness");

    /// <summary>Scrolls to the cue of a list that comes next.</summary>
    public ValueTask ShowNextAsync(ElementReference list) => js.InvokeVoidAsync("railhub.showNext", list);

    /// <summary>Where a point of the window lies in an element, as a place on the plan.</summary>
    public async ValueTask<PlanPlace> PlaceInAsync(ElementReference element, double x, double y)
    {
        var place = await js.InvokeAsync<double[]>("railhub.placeIn", element, x, y);
        return new PlanPlace(place[0], place[1]);
    }

    /// <summary>Gives the focus back to what had it before the dialog.</summary>
    public ValueTask LeaveModalAsync() => js.InvokeVoidAsync("railhub.leaveModal");

    /// <summary>Whether a menu is open; it is the browser that opens and closes it.</summary>
    public ValueTask<bool> IsOpenAsync(ElementReference menu) => js.InvokeAsync<bool>("railhub.isOpen", menu);

    /// <summary>Calls back when the page is seen again after it was hidden, or the browser is online again.</summary>
    public ValueTask OnWakeAsync(Func<Task> woken)
    {
        _woken = woken;
        return js.InvokeVoidAsync("railhub.onWake", DotNetObjectReference.Create(this));
    }

    /// <summary>Called by js/boot.js.</summary>
    [JSInvokable]
    public Task WokenAsync() => _woken?.Invoke() ?? Task.CompletedTask;
}
