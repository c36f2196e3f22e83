using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A guest link of a layout. What opens it never changes: it hangs on walls.</summary>
public sealed class GuestLinkRow
{
    public required GuestLinkId Id { get; init; }

    public required LayoutId LayoutId { get; init; }

    /// <summary>The link as JSON.</summary>
    public required string Content { get; set; }

    /// <summary>SHA-256 of its secret, as 64 hexadecimal digits: what a visitor is let in by.</summary>
    public required string Hash { get; init; }

    /// <summary>The secret, encrypted by the gateways' data protection: the link can be printed again.</summary>
    public required string Secret { get; init; }
}

internal sealed class GuestLinkMapping : IEntityTypeConfiguration<GuestLinkRow>
{
    public void Configure(EntityTypeBuilder<GuestLinkRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => row.LayoutId);
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
