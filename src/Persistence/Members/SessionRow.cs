using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A browser that was let in.</summary>
public sealed class SessionRow
{
    public required Guid Id { get; init; }

    /// <summary>As whom: a member, the demo, a wall screen. By its name, so that a row can be read without the program.</summary>
    public required ActorKind Kind { get; init; }

    /// <summary>Whose; null = nobody's in particular.</summary>
    public Guid? MemberId { get; init; }

    /// <summary>The one layout that it may see; null = those of its member.</summary>
    public LayoutId? LayoutId { get; init; }

    /// <summary>What the browser says of itself, shortened; of a screen, its name.</summary>
    public required string Device { get; set; }

    /// <summary>The address that it was let in from.</summary>
    public string? Address { get; init; }

    /// <summary>In milliseconds since 1970 UTC, as are the others.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>To about ten minutes.</summary>
    public required long LastSeenAt { get; set; }

    public required long ExpiresAt { get; set; }
}

internal sealed class SessionMapping : IEntityTypeConfiguration<SessionRow>
{
    public void Configure(EntityTypeBuilder<SessionRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasConversion<string>();
        builder.HasOne<MemberRow>().WithMany().HasForeignKey(row => row.MemberId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
