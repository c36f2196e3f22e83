using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>Who has the controls of a layout. It is one document: it is read and written as a whole, by one writer.</summary>
public sealed class ClaimRow
{
    public required LayoutId LayoutId { get; init; }

    /// <summary>The claim as JSON.</summary>
    public required string Content { get; set; }
}

internal sealed class ClaimMapping : IEntityTypeConfiguration<ClaimRow>
{
    public void Configure(EntityTypeBuilder<ClaimRow> builder)
    {
        builder.HasKey(row => row.LayoutId);
        builder.Property(row => row.LayoutId).ValueGeneratedNever();
        builder.HasOne<LayoutRow>().WithOne().HasForeignKey<ClaimRow>(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
