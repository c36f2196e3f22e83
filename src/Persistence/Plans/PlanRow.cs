using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>The picture of a layout's plan.</summary>
public sealed class PlanRow
{
    public required LayoutId LayoutId { get; init; }

    /// <summary>What its bytes were found to be.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>Pixels.</summary>
    public int Width { get; set; }

    /// <summary>Pixels.</summary>
    public int Height { get; set; }

    /// <summary>How long <see cref="Content"/> is.</summary>
    public int Bytes { get; set; }

    /// <summary>Follows from <see cref="Content"/>: another picture has another one, also after it was deleted.</summary>
    public long Version { get; set; }

    public byte[] Content { get; set; } = [];
}

internal sealed class PlanMapping : IEntityTypeConfiguration<PlanRow>
{
    public void Configure(EntityTypeBuilder<PlanRow> builder)
    {
        builder.HasKey(row => row.LayoutId);
        builder.Property(row => row.LayoutId).ValueGeneratedNever();
        builder.HasOne<LayoutRow>().WithOne().HasForeignKey<PlanRow>(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
