using RailHub.Grains.Hosting;
using RailHub.Hosting;

namespace RailHub.Silo.Hosting;

/// <summary>How long it is told who did what: section <c>Audit</c>.</summary>
public static class AuditSettings
{
    private static readonly AuditOptions s_default = new();

    /// <summary>Reads them; what is missing has its default. What is refused is in the settings.</summary>
    public static AuditOptions Read(Settings settings)
    {
        settings.Know(AuditOptions.Section, typeof(AuditOptions).GetProperties().Select(property => property.Name));
        return new AuditOptions
        {
            KeepEdits = settings.Number($"{AuditOptions.Section}:{nameof(AuditOptions.KeepEdits)}", s_default.KeepEdits, 1, 36_500),
            KeepCommands = settings.Number($"{AuditOptions.Section}:{nameof(AuditOptions.KeepCommands)}", s_default.KeepCommands, 1, 36_500),
        };
    }
}
