namespace RailHub.Standalone;

/// <summary>How the one-process club is started.</summary>
internal sealed record ClubOptions
{
    public required string Urls { get; init; }

    public required DirectoryInfo Data { get; init; }

    public required bool Demo { get; init; }

    public required string HostNames { get; init; }

    public required string Proxies { get; init; }

    /// <summary>Settings of section <c>Tls</c> that were given on the command line.</summary>
    public required IReadOnlyDictionary<string, string?> Tls { get; init; }

    /// <summary>Whether it makes a certificate for itself.</summary>
    public required bool SelfSigned { get; init; }
}
