using RailHub.Contracts;

namespace RailHub.Web.Search;

/// <summary>One thing of a layout that an address leads to: <c>?at=lamp-AABBCC000001-4</c>.</summary>
/// <param name="Selector">Finds it on its page, in the words of style sheets.</param>
/// <param name="Controller">The board, or the lamp's; null of everything else.</param>
/// <param name="Pin">The lamp's GPIO number.</param>
/// <param name="Area">The area.</param>
public sealed record Place(string Selector, MacAddress? Controller = null, int? Pin = null, Guid? Area = null)
{
    /// <summary>How addresses name it.</summary>
    public const string Parameter = "at";

    /// <summary>Where something is that was found.</summary>
    /// <param name="hit">What was found.</param>
    /// <param name="may">What the reader may do in its layout: the setup is for those who build.</param>
    public static string AddressOf(SearchHit hit, bool may)
    {
        var layout = $"l/{hit.Layout}";
        return hit.Kind switch
        {
            SearchHitKind.Area => $"{layout}?at=area-{hit.Id}",
            SearchHitKind.Scene => $"{layout}/scenes?at=scene-{hit.Id}",
            SearchHitKind.Show => $"{layout}/show/{hit.Id}",
            SearchHitKind.Chase => $"{layout}/show/chases?at=chase-{hit.Id}",
            SearchHitKind.Board => $"{layout}{(hit.Link != LinkState.Live ? "/problems" : may ? "/setup" : null)}?at=board-{hit.Controller?.Compact}",
            SearchHitKind.Lamp => $"{layout}?at=lamp-{hit.Controller?.Compact}-{hit.Pin}",
            _ => layout,
        };
    }

    /// <summary>Reads what an address names; null when that is nothing.</summary>
    public static Place? Parse(string? text) => text?.Split('-', 2) switch
    {
        ["area", var id] when Guid.TryParse(id, out var area) => new Place($".area[data-area='{area}']", Area: area),
        ["scene", var id] when Guid.TryParse(id, out var scene) => new Place($".scene[data-scene='{scene}']"),
        ["chase", var id] when Guid.TryParse(id, out var chase) => new Place($".row[data-group='{chase}']"),
        ["board", var id] when MacAddress.TryParse(id, null, out var board) => new Place($".row[data-mac='{board}'], .tile[data-mac='{board}']", board),
        ["lamp", var id] when id.Split('-') is [var mac, var pin] && MacAddress.TryParse(mac, null, out var board) && int.TryParse(pin, out var number) =>
            new Place($".tile[data-mac='{board}'][data-pin='{number}']", board, number),
        _ => null,
    };
}
