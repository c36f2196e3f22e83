using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>Something wanted of an output that somebody was promised and that its board has not confirmed. A null member is not wished for.</summary>
public sealed class WishRow
{
    public required MacAddress Controller { get; init; }

    public required int Pin { get; init; }

    /// <summary>Tells the wishes for one output apart; later ones count more where they begin at the same moment.</summary>
    public int Ordinal { get; init; }

    public bool? Active { get; set; }

    /// <summary>0..100 percent.</summary>
    public int? Brightness { get; set; }

    /// <summary>Milliseconds; 0 = steady.</summary>
    public long? Interval { get; set; }

    public string? Name { get; set; }

    /// <summary>When it begins, in milliseconds since 1970 UTC; 0 = at once.</summary>
    public long StartsAt { get; set; }

    /// <summary>How long the light takes, in milliseconds.</summary>
    public long Duration { get; set; }

    /// <summary>The light's way, by the number of <see cref="Contracts.Curve"/>.</summary>
    public Curve Curve { get; set; }

    /// <summary>Who wants it, by the number that the grains give it.</summary>
    public int Origin { get; set; }
}

internal sealed class WishMapping : IEntityTypeConfiguration<WishRow>
{
    public void Configure(EntityTypeBuilder<WishRow> builder)
    {
        builder.HasKey(row => new { row.Controller, row.Pin, row.Ordinal });
        builder.Property(row => row.Pin).ValueGeneratedNever();
        builder.Property(row => row.Ordinal).ValueGeneratedNever();
        builder.HasOne<ControllerRow>().WithMany().HasForeignKey(row => row.Controller).OnDelete(DeleteBehavior.Cascade);
    }
}
