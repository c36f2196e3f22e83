using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>What a member is in a layout.</summary>
public sealed class RoleRow
{
    public required Guid MemberId { get; init; }

    public required LayoutId LayoutId { get; init; }

    /// <summary>By its name, so that a row can be read without the program.</summary>
    public required Role Role { get; set; }
}

internal sealed class RoleMapping : IEntityTypeConfiguration<RoleRow>
{
    public void Configure(EntityTypeBuilder<RoleRow> builder)
    {
        builder.HasKey(row => new { row.MemberId, row.LayoutId });
        builder.Property(row => row.Role).HasConversion<string>();
        builder.HasOne<MemberRow>().WithMany().HasForeignKey(row => row.MemberId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
