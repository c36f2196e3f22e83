using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.Grains.Layouts;
using RailHub.Grains.Shows;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>
/// Writes a layout as a file: the same layout always as the same bytes, and each lamp, member and target on a line of its own, so that two
/// files are compared line by line.
/// </summary>
internal static class LayoutFileWriter
{
    // The file is read by people and by programs, and never stands in a page.
    private static readonly JavaScriptEncoder s_plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <param name="layout">The layout.</param>
    /// <param name="others">The shows of other layouts, as far as cues name them.</param>
    public static byte[] Write(LayoutContent layout, OtherShows others)
    {
        var parts = LayoutParts.Of(layout);
        var names = new BoardNames(parts.Boards);
        var places = parts.Boards.Index().ToDictionary(entry => entry.Item.Id, entry => entry.Index);
        var areas = parts.Areas.ToDictionary(area => area.Id, area => area.Name);
        MacAddress[] absent = [.. parts.NamedBoards().Distinct().Where(board => !places.ContainsKey(board)).Order()];
        return Encoding.UTF8.GetBytes(Block(
            0,
            ("format", Text(LayoutFile.Version1)),
            ("boards", List(1, parts.Boards.Select(board => Line(
                ("mac", Text(board.Id.ToString())),
                ("name", Text(board.Name)),
                ("host", Text(board.Host)),
                ("httpPort", Number(board.HttpPort)),
                ("webSocketPort", Number(board.WebSocketPort)))))),
            ("absentBoards", absent.Length == 0 ? null : List(1, absent.Select(board => Text(board.ToString())!))),
            ("areas", List(1, parts.Areas.Select(area => Text(area.Name)!))),
            ("lamps", List(1, parts.Lamps
                .OrderBy(lamp => places.GetValueOrDefault(lamp.Controller, int.MaxValue)).ThenBy(lamp => lamp.Controller).ThenBy(lamp => lamp.Pin)
                .Select(lamp => Line(
                    ("board", Text(names.Of(lamp.Controller))),
                    ("pin", Number(lamp.Pin)),
                    ("alias", Text(lamp.Alias)),
                    ("area", Text(lamp.Area is { } area ? areas[area] : null)),
                    ("kind", Choice(lamp.Kind, LampKind.Lamp)),
                    ("hidden", lamp.Hidden ? "true" : null),
                    ("order", lamp.Order == 0 ? null : Number(lamp.Order)),
                    ("place", lamp.Place is { } place ? Line(("x", Number(place.X)), ("y", Number(place.Y))) : null))))),
            ("lampGroups", Named(parts.LampGroups, group => group.Name, group => [("members", Outputs(names, group.Members))])),
            ("scenes", Named(parts.Scenes, scene => scene.Name, scene =>
            [
                ("fade", scene.Fade == 0 ? null : Number(scene.Fade)),
                ("targets", List(3, scene.Targets.Select(target => Target(names, target)))),
            ])),
            ("chasingGroups", Named(parts.ChasingGroups, group => group.Name, group => [("interval", Number(group.Interval)), ("members", Outputs(names, group.Members))])),
            ("shows", Named(parts.Shows, show => show.Name, show =>
            [
                ("loops", show.Loops == 1 ? null : Number(show.Loops)),
                ("cues", List(3, show.Cues.Select(cue => Cue(layout, others, names, cue)))),
            ]))) + "\n");
    }

    /// <summary>A cue on one line, each of its own targets on one more. What it names is there, but for a show whose layout was deleted: that is left out.</summary>
    private static string Cue(LayoutContent layout, OtherShows others, BoardNames names, Cue cue)
    {
        var (scene, group) = (
            cue.Scene is { } sceneId ? layout.Scenes.GetValueOrDefault(sceneId)?.Name : null,
            cue.ChasingGroup is { } groupId ? layout.Groups.GetValueOrDefault(groupId)?.Name : null);
        var show = cue.Show is not { } showId ? null
            : cue.Layout is { } other ? others.Find(other, showId)?.Name
            : layout.Shows.GetValueOrDefault(showId)?.Name;
        return Line(
            ("number", Text(cue.Number.ToString())),
            ("label", cue.Label.Length == 0 ? null : Text(cue.Label)),
            ("note", cue.Note.Length == 0 ? null : Text(cue.Note)),
            ("colour", Choice(cue.Colour, CueColour.None)),
            ("skip", cue.Skip ? "true" : null),
            ("trigger", Choice(cue.Trigger, CueTrigger.Go)),
            ("time", cue.Time == 0 ? null : Number(cue.Time)),
            ("delay", cue.Delay == 0 ? null : Number(cue.Delay)),
            ("up", cue.Up is { } up ? Number(up) : null),
            ("down", cue.Down is { } down ? Number(down) : null),
            ("curve", Choice(cue.Curve, Curve.Square)),
            ("scene", Text(scene)),
            (cue.Action == CueAction.StartChase ? "startChase" : "stopChase", Text(group)),
            (cue.Action == CueAction.StartShow ? "startShow" : "stopShow", Text(show)),
            ("layout", show is not null && cue.Layout is { } elsewhere ? Text(others.Layouts[elsewhere]) : null),
            ("targets", cue.Targets is { } targets ? List(4, targets.Select(target => Target(names, target))) : null));
    }

    private static string Target(BoardNames names, SceneTarget target) => Line(
        ("board", Text(names.Of(target.Controller))),
        ("pin", Number(target.Pin)),
        ("active", target.Active ? "true" : "false"),
        ("brightness", Number(target.Brightness)),
        ("interval", target.Interval is { } interval ? Number(interval) : null),
        ("fade", target.Fade is { } fade ? Number(fade) : null),
        ("delay", target.Delay == 0 ? null : Number(target.Delay)));

    private static string Named<T>(IReadOnlyList<T> things, Func<T, string> nameOf, Func<T, IEnumerable<(string, string?)>> rest) => List(1, things
        .OrderBy(thing => NameKey.Of(nameOf(thing)), StringComparer.Ordinal).ThenBy(nameOf, StringComparer.Ordinal)
        .Select(thing => Block(2, [("name", Text(nameOf(thing))), .. rest(thing)])));

    private static string Outputs(BoardNames names, IReadOnlyList<OutputAddress> outputs) => List(3, outputs.Select(output =>
        Line(("board", Text(names.Of(output.Controller))), ("pin", Number(output.Pin)))));

    /// <summary>A list with each of its values on lines of its own; the depth is that of the list.</summary>
    private static string List(int depth, IEnumerable<string> values) => Lines(depth, '[', ']', values);

    /// <summary>An object with each of its members on lines of its own; what is null is left out.</summary>
    private static string Block(int depth, params IEnumerable<(string Name, string? Value)> members) =>
        Lines(depth, '{', '}', members.Where(member => member.Value is not null).Select(member => $"\"{member.Name}\": {member.Value}"));

    private static string Lines(int depth, char open, char close, IEnumerable<string> values)
    {
        var indent = new string(' ', 2 * depth);
        var lines = string.Join(",\n", values.Select(value => $"{indent}  {value}"));
        return lines.Length == 0 ? $"{open}{close}" : $"{open}\n{lines}\n{indent}{close}";
    }

    /// <summary>An object on one line; what is null is left out.</summary>
    private static string Line(params IEnumerable<(string Name, string? Value)> members) =>
        $"{{ {string.Join(", ", members.Where(member => member.Value is not null).Select(member => $"\"{member.Name}\": {member.Value}"))} }}";

    private static string? Choice<T>(T choice, T usual)
        where T : struct, Enum => EqualityComparer<T>.Default.Equals(choice, usual) ? null : Text(JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()));

    private static string? Text(string? text) => text is null ? null : $"\"{JsonEncodedText.Encode(text, s_plain)}\"";

    private static string Number(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
