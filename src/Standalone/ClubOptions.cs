namespace RailHub.Standalone;

/// <summary>How the one-process club is started.</summary>
internal sealed record ClubOptions
{
    public required string Urls { get; init; }

    public required DirectoryInfo Data { get; init; }

    public required bool Demo { get; init; }

    public required bool AllowRemote { get; init; }

    public required string HostNames { get; init; }
}
