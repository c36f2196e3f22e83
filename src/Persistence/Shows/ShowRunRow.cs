using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>How a show runs. It belongs to the show's player.</summary>
public sealed class ShowRunRow
{
    public required ShowId ShowId { get; init; }

    public required LayoutId LayoutId { get; init; }

    /// <summary>Whether it plays or is paused: a player must be alive somewhere.</summary>
    public bool IsActive { get; set; }

    /// <summary>Where it stands, as JSON.</summary>
    public required string State { get; set; }
}

internal sealed class ShowRunMapping : IEntityTypeConfiguration<ShowRunRow>
{
    public void Configure(EntityTypeBuilder<ShowRunRow> builder)
    {
        builder.ToTable("ShowRuns");
        builder.HasKey(row => row.ShowId);
        builder.HasOne<ShowRow>().WithOne().HasForeignKey<ShowRunRow>(row => row.ShowId).OnDelete(DeleteBehavior.Cascade);
    }
}
