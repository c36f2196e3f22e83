using RailHub.Contracts;

namespace RailHub.Grains.Hosting;

/// <summary>How long it is told who did what.</summary>
public sealed class AuditOptions
{
    /// <summary>Where they stand in a silo's configuration.</summary>
    public const string Section = "Audit";

    /// <summary>Days for which edits, members and sign-ins are told; 1..36,500.</summary>
    public int KeepEdits { get; set; } = 400;

    /// <summary>Days for which commands to lamps are told, of which there are many more; 1..36,500.</summary>
    public int KeepCommands { get; set; } = 30;

    /// <summary>How long a topic is told.</summary>
    internal TimeSpan KeepFor(HistoryTopic topic) => TimeSpan.FromDays(topic.IsCommand() ? KeepCommands : KeepEdits);
}
