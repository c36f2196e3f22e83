using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A screen that waits to be let in: it asks at one gateway, and whoever lets it in types at another.</summary>
public sealed class ScreenCodeRow
{
    /// <summary>SHA-256 of what the screen asks by.</summary>
    public required byte[] KeyHash { get; init; }

    /// <summary>Six digits. Not hashed: who reads the database sees the layouts anyway, and a million is hashed in a second.</summary>
    public required string Code { get; init; }

    /// <summary>In milliseconds since 1970 UTC.</summary>
    public required long ExpiresAt { get; init; }

    /// <summary>The layout that it was let in to; null = not yet.</summary>
    public LayoutId? LayoutId { get; set; }

    /// <summary>What whoever let it in calls it.</summary>
    public string? Name { get; set; }
}

internal sealed class ScreenCodeMapping : IEntityTypeConfiguration<ScreenCodeRow>
{
    public void Configure(EntityTypeBuilder<ScreenCodeRow> builder)
    {
        builder.HasKey(row => row.KeyHash);
        builder.HasIndex(row => row.Code).IsUnique();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
