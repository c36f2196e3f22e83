using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RailHub.Persistence;

/// <summary>How often a grain came to life: whoever holds an older number than this may neither save nor send (docs/adr/0010).</summary>
/// <remarks>It stays when what the grain is for is removed, so that what is added again later starts with a higher number.</remarks>
public sealed class OwnerRow
{
    /// <summary>The kind of grain and its key, as <c>controller/9C9C1F189EBC</c>.</summary>
    public required string Grain { get; init; }

    public required long Epoch { get; set; }
}

internal sealed class OwnerMapping : IEntityTypeConfiguration<OwnerRow>
{
    public void Configure(EntityTypeBuilder<OwnerRow> builder)
    {
        builder.ToTable("Owners");
        builder.HasKey(row => row.Grain);
    }
}
