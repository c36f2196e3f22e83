using RailHub.Contracts;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>The lamps of a layout that somebody wants at hand. This browser keeps them: there are no members yet to keep them for.</summary>
/// <param name="layout">The layout.</param>
/// <param name="browser">Keeps them.</param>
public sealed class Favourites(LayoutId layout, Browser browser)
{
    private OutputAddress[] _lamps = [];

    /// <summary>One came or went.</summary>
    public event Action? Changed;

    /// <summary>All, in the order in which they were chosen; also those whose board is not in the layout just now.</summary>
    public IReadOnlyList<OutputAddress> Lamps => _lamps;

    private string Name => $"favourites.{layout}";

    /// <summary>Whether a lamp is one.</summary>
    public bool Has(OutputAddress lamp) => _lamps.Contains(lamp);

    /// <summary>Takes what the browser keeps. What it cannot have written is passed over.</summary>
    public async Task ReadAsync()
    {
        _lamps = [.. (await browser.KeptAsync(Name) ?? string.Empty).Split(' ').Select(Parse).OfType<OutputAddress>().Distinct()];
        Changed?.Invoke();
    }

    /// <summary>Makes a lamp one, or one no longer.</summary>
    public async Task TurnAsync(OutputAddress lamp)
    {
        _lamps = Has(lamp) ? [.. _lamps.Where(known => known != lamp)] : [.. _lamps, lamp];
        Changed?.Invoke();
        await browser.KeepAsync(Name, string.Join(' ', _lamps.Select(known => $"{known.Controller.Compact}/{known.Pin}")));
    }

    private static OutputAddress? Parse(string text) =>
        text.Split('/') is [var board, var number] && MacAddress.TryParse(board, null, out var controller) && int.TryParse(number, out var pin)
            ? new OutputAddress(controller, pin)
            : null;
}
