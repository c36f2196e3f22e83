using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>The desk of a layout. It is one document: it is read and written as a whole, by one writer.</summary>
public sealed class DeskRow
{
    public required LayoutId LayoutId { get; init; }

    /// <summary>The owner epoch of the layout under which it was written.</summary>
    public long Epoch { get; set; }

    /// <summary>The desk as JSON.</summary>
    public required string Content { get; set; }
}

internal sealed class DeskMapping : IEntityTypeConfiguration<DeskRow>
{
    public void Configure(EntityTypeBuilder<DeskRow> builder)
    {
        builder.HasKey(row => row.LayoutId);
        builder.Property(row => row.LayoutId).ValueGeneratedNever();
        builder.HasOne<LayoutRow>().WithOne().HasForeignKey<DeskRow>(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
