using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A desired state of an output that its board has not confirmed yet. A null member is not wished for.</summary>
public sealed class WishRow
{
    public required MacAddress Controller { get; init; }

    public required int Pin { get; init; }

    public bool? Active { get; set; }

    /// <summary>0..100 percent.</summary>
    public int? Brightness { get; set; }

    /// <summary>Milliseconds; 0 = steady.</summary>
    public long? Interval { get; set; }

    public string? Name { get; set; }
}

internal sealed class WishMapping : IEntityTypeConfiguration<WishRow>
{
    public void Configure(EntityTypeBuilder<WishRow> builder)
    {
        builder.HasKey(row => new { row.Controller, row.Pin });
        builder.Property(row => row.Pin).ValueGeneratedNever();
        builder.HasOne<ControllerRow>().WithMany().HasForeignKey(row => row.Controller).OnDelete(DeleteBehavior.Cascade);
    }
}
