using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A board as the club has registered it.</summary>
public sealed class ControllerRow
{
    public required MacAddress Id { get; init; }

    public required LayoutId LayoutId { get; set; }

    public required string Name { get; set; }

    public required string Host { get; set; }

    public required int HttpPort { get; set; }

    public required int WebSocketPort { get; set; }

    /// <summary>Its place in the layout's order, ascending.</summary>
    public int Position { get; set; }

    /// <summary>Whoever edits the row raises it by one; an edit of an older version conflicts.</summary>
    public long Version { get; set; }
}

internal sealed class ControllerMapping : IEntityTypeConfiguration<ControllerRow>
{
    public void Configure(EntityTypeBuilder<ControllerRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
