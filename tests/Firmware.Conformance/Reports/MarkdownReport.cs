using System.Globalization;
using System.Text;

namespace RailHub.Firmware.Conformance.Reports;

/// <summary>The report a club keeps.</summary>
internal static class MarkdownReport
{
    // The chapters of the protocol that checks belong to.
    private static readonly Dictionary<string, string> Chapters = new()
    {
        ["2.1"] = "HTTP transport",
        ["2.2"] = "How request fields are read",
        ["2.3"] = "Calls and answers",
        ["2.4"] = "Control, name, interval",
        ["2.5"] = "Creating chasing groups",
        ["3.1"] = "Opening of the WebSocket",
        ["3.2"] = "Places of the status feed",
        ["3.3"] = "When the status is sent",
        ["3.4"] = "Shape of the status",
        ["3.5"] = "Members of the status",
        ["3.6"] = "Frames of clients",
        ["4.1"] = "Outputs",
        ["4.2"] = "Brightness",
        ["4.4"] = "Blinking",
        ["4.5"] = "Chasing groups",
        ["4.7"] = "Names",
        ["4.9"] = "Reset",
        ["5"] = "Limits of the families",
        ["8.2"] = "What a board must keep",
        ["8.3"] = "What a board must not copy",
    };

    public static string Write(ConformanceReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Conformance of {Cell(report.Board.Name)}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Address: {Cell(report.Address.ToString())}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Board found: {Cell(report.Board.ToString())}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Date: {report.Started:yyyy-MM-dd HH:mm:ss zzz}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Result: **{report.Summary}**{(report.IsCutShort ? ", ended before its time" : "")}\n");
        text.Append(CultureInfo.InvariantCulture, $"- Commands the board carried out: {report.CommandCount}; each may be a write to its flash\n");
        foreach (var chapter in report.Results.GroupBy(result => ChapterOf(result.Check)).OrderBy(chapter => chapter.Key, SectionOrder))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {chapter.Key} {Chapters.GetValueOrDefault(chapter.Key, "")}\n\n");
            text.Append("| Check | Protocol | Result | Seconds | Remarks |\n|---|---|---|---|---|\n");
            foreach (var result in chapter)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"| {result.Check.Name} | {result.Check.Section} | {Words.Of(result.Outcome)} | {result.Duration.TotalSeconds:0.0} | {Cell(result.Detail)} |\n");
            }
        }

        return text.ToString();
    }

    private static Comparer<string> SectionOrder { get; } = Comparer<string>.Create((left, right) => Version(left).CompareTo(Version(right)));

    private static Version Version(string section) => new(section.Contains('.', StringComparison.Ordinal) ? section : section + ".0");

    private static string ChapterOf(Check check)
    {
        var section = check.Section.Split(' ', ',')[0];
        return string.Join('.', section.Split('.').Take(2));
    }

    // A board may have any text as a name.
    private static string Cell(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace('\r', ' ')
        .Replace('\n', ' ');
}
