using System.Text.Json;
using System.Text.Unicode;
using RailHub.Contracts;

namespace RailHub.Grains.Exchange;

/// <summary>
/// Reads a file as it is written, and says of everything in it that does not belong there where it stands. Whether it fits a layout is
/// <see cref="ImportPlanner"/>'s to say.
/// </summary>
internal static class LayoutFileReader
{
    private static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The file, without what made no sense in it, and what that is.</summary>
    public static (LayoutFile File, FileProblems Problems) Read(ReadOnlyMemory<byte> content)
    {
        var problems = new FileProblems();
        if (content.Span.StartsWith(s_byteOrderMark))
        {
            // Some editors write it; a reader may pass it over (RFC 8259 8.1).
            content = content[s_byteOrderMark.Length..];
        }

        if (!Utf8.IsValid(content.Span))
        {
            problems.Add("", "The file is not written in UTF-8. Save it in that encoding.");
            return (Nothing, problems);
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return (ReadFile(new FileObject(document.RootElement, "", problems)), problems);
        }
        catch (JsonException failure)
        {
            problems.Add("", $"The file is no JSON: see line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}.");
            return (Nothing, problems);
        }
    }

    private static LayoutFile Nothing { get; } = new(null, null, null, null, null, null, null, null);

    private static LayoutFile ReadFile(FileObject file)
    {
        if (!file.IsObject || file.Text("format") is not { } format)
        {
            return Nothing;
        }

        if (format != LayoutFile.Version1)
        {
            // What another version says is not judged by this one.
            file.Problems.Add("format", $"The format is \"{LayoutFile.Version1}\"; \"{format}\" is not known here. A newer RailHub may know it.");
            return Nothing;
        }

        var read = new LayoutFile(
            file.ObjectsOrNone("boards", entry => new FileBoard(
                entry.Mac("mac"),
                entry.Text("name") ?? "",
                entry.Text("host") ?? "",
                entry.NumberOr("httpPort", 80),
                entry.NumberOr("webSocketPort", 81))),
            file.MacsOrNone("absentBoards"),
            file.TextsOrNone("areas"),
            file.ObjectsOrNone("lamps", entry => new FileLamp(
                entry.Text("board") ?? "",
                entry.Number("pin"),
                entry.TextOrNone("alias"),
                entry.TextOrNone("area"),
                entry.ChoiceOr("kind", LampKind.Lamp),
                entry.FlagOr("hidden", false),
                entry.NumberOr("order", 0),
                entry.ObjectOrNone("place", place => new PlanPlace(place.Share("x"), place.Share("y"))))),
            file.ObjectsOrNone("lampGroups", entry => new FileLampGroup(entry.Text("name") ?? "", Members(entry))),
            file.ObjectsOrNone("scenes", entry => new FileScene(entry.Text("name") ?? "", entry.LongOrNone("fade") ?? 0, entry.Objects("targets", Target))),
            file.ObjectsOrNone("chasingGroups", entry => new FileChasingGroup(entry.Text("name") ?? "", entry.Long("interval"), Members(entry))),
            file.ObjectsOrNone("shows", entry => new FileShow(entry.Text("name") ?? "", entry.Objects("cues", Cue), entry.NumberOr("loops", 1))));
        file.End();
        return read;
    }

    private static FileCue Cue(FileObject cue) => new(
        cue.Cue("number"),
        cue.TextOrNone("label") ?? "",
        cue.TextOrNone("note") ?? "",
        cue.ChoiceOr("colour", CueColour.None),
        cue.TextOrNone("scene"),
        cue.ObjectsOrNone("targets", Target),
        cue.TextOrNone("startChase"),
        cue.TextOrNone("stopChase"),
        cue.TextOrNone("startShow"),
        cue.TextOrNone("stopShow"),
        cue.TextOrNone("layout"),
        cue.LongOrNone("up"),
        cue.LongOrNone("down"),
        cue.LongOrNone("delay") ?? 0,
        cue.ChoiceOr("curve", Curve.Square),
        cue.ChoiceOr("trigger", CueTrigger.Go),
        cue.LongOrNone("time") ?? 0,
        cue.FlagOr("skip", false));

    private static FileTarget Target(FileObject target) => new(
        target.Text("board") ?? "",
        target.Number("pin"),
        target.Flag("active"),
        target.Number("brightness"),
        target.LongOrNone("interval"),
        target.LongOrNone("fade"),
        target.LongOrNone("delay") ?? 0);

    private static IReadOnlyList<FileOutput?> Members(FileObject group) =>
        group.Objects("members", entry => new FileOutput(entry.Text("board") ?? "", entry.Number("pin")));
}
