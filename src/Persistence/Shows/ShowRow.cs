using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A show. Its cue list is one document: it is read and written as a whole, by one writer, and nobody asks for a part of it.</summary>
public sealed class ShowRow
{
    public required ShowId Id { get; init; }

    public required LayoutId LayoutId { get; init; }

    public required string Name
    {
        get;
        set => (field, NameKey) = (value, Persistence.NameKey.Of(value));
    }

    /// <summary>Follows <see cref="Name"/>; unique in the layout.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Whoever edits the row raises it by one; an edit of an older version conflicts.</summary>
    public long Version { get; set; }

    /// <summary>How often it runs; 0 = until it is stopped.</summary>
    public int Loops { get; set; }

    /// <summary>The cues in their order, as JSON.</summary>
    public required string Cues { get; set; }
}

internal sealed class ShowMapping : IEntityTypeConfiguration<ShowRow>
{
    public void Configure(EntityTypeBuilder<ShowRow> builder)
    {
        builder.ToTable("Shows");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.LayoutId, row.NameKey }).IsUnique();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
    }
}
