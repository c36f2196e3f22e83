using System.Globalization;
using System.Text.Json;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.History;

/// <summary>Who did what, in words.</summary>
public static class AuditWords
{
    /// <summary>Who it was.</summary>
    public static string Of(Actor by) => by.Kind switch
    {
        ActorKind.Platform => Texts.History_Platform,
        ActorKind.Demo => Texts.Actor_Demo,
        ActorKind.Anonymous => by.Address ?? Texts.Actor_Anonymous,
        ActorKind.Member or ActorKind.Token => by.Name,
        _ => Words.Named($"Actor_{by.Kind}").With(by.Name),
    };

    /// <summary>What was done.</summary>
    public static string Of(AuditEvent done) => Text(done.Kind, done.Subject, done.Count, Value(done.Kind, done.Value));

    /// <summary>What was done.</summary>
    public static string Of(HistoryEvent done) => Text(done.Kind, done.Subject, done.Count, value: null);

    /// <summary>What came of it, where it was not simply done.</summary>
    public static string? Result(AuditEvent done) => done.Result == HistoryResult.Done ? null : Of(done.Result);

    /// <summary>What came of something that was not simply done.</summary>
    public static string Of(HistoryResult result) => Words.Named($"HistoryResult_{result}");

    /// <summary>What something was about; null = everything.</summary>
    public static string Of(HistoryTopic? topic) => Words.Named($"HistoryTopic_{topic?.ToString() ?? "All"}");

    /// <summary>Why not; null when there is nothing to say.</summary>
    public static string? Why(AuditEvent done) =>
        done.Code is { } code ? Texts.ResourceManager.GetString($"Refusal_{code}", CultureInfo.CurrentUICulture)?.With(code, code, code) ?? code : null;

    private static string Text(HistoryKind kind, string? subject, int count, string? value) =>
        Words.Named($"History_{kind}").With(subject, count, value).Trim().TrimEnd(':', ' ', '：');

    private static string? Value(HistoryKind kind, string? value) => (kind, value) switch
    {
        (_, null) => null,
        (HistoryKind.OutputSet, _) => Change(value),
        (HistoryKind.ShowStepped, _) => Step(value),
        (HistoryKind.RoleGiven, _) => Texts.ResourceManager.GetString($"Role_{value}", CultureInfo.CurrentUICulture) ?? value,
        _ => value,
    };

    private static string Step(string value) => Enum.TryParse<ShowTransport>(value, ignoreCase: true, out var step)
        ? step switch
        {
            ShowTransport.Go => Texts.Show_Go,
            ShowTransport.Pause => Texts.Show_Pause,
            ShowTransport.Resume => Texts.Show_Resume,
            ShowTransport.Back => Texts.Show_Back,
            ShowTransport.Rate => Texts.Show_Rate,
            ShowTransport.GoTo or ShowTransport.Seek => Texts.Show_Jumped,
            _ => value,
        }
        : value;

    // What a newer gateway writes is shown as it stands there.
    private static string Change(string value)
    {
        OutputChange? change;
        try
        {
            change = JsonSerializer.Deserialize(value, ContractsJson.Default.OutputChange);
        }
        catch (JsonException)
        {
            return value;
        }

        string?[] parts =
        [
            change?.Active is { } active ? (active ? Texts.On : Texts.Off) : null,
            change?.Brightness is { } brightness ? $"{brightness} %" : null,
            change?.Interval is { } interval ? (interval == 0 ? Texts.Change_Steady : Texts.Change_Interval.With(interval)) : null,
            change?.Name is { } name ? Texts.Change_Name.With(name) : null,
        ];
        return string.Join(", ", parts.OfType<string>());
    }
}
