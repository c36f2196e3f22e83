using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A chasing group of a layout.</summary>
public sealed class ChasingGroupRow
{
    public required ChasingGroupId Id { get; init; }

    public required LayoutId LayoutId { get; init; }

    public required string Name
    {
        get;
        set => (field, NameKey) = (value, Persistence.NameKey.Of(value));
    }

    /// <summary>Follows <see cref="Name"/>; unique in the layout.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>Milliseconds per step.</summary>
    public required long Interval { get; set; }

    /// <summary>Whoever edits the row or its members raises it by one; an edit of an older version conflicts.</summary>
    public long Version { get; set; }

    /// <summary>Loaded in no order of its own: sort by <see cref="ChasingMemberRow.Ordinal"/>.</summary>
    public List<ChasingMemberRow> Members { get; set; } = [];
}

/// <summary>One output of a chasing group.</summary>
public sealed class ChasingMemberRow
{
    public ChasingGroupId GroupId { get; init; }

    /// <summary>Its place in the running order, ascending.</summary>
    public required int Ordinal { get; init; }

    public required MacAddress Controller { get; init; }

    public required int Pin { get; init; }
}

internal sealed class ChasingGroupMapping : IEntityTypeConfiguration<ChasingGroupRow>, IEntityTypeConfiguration<ChasingMemberRow>
{
    public void Configure(EntityTypeBuilder<ChasingGroupRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Version).IsConcurrencyToken();
        builder.HasIndex(row => new { row.LayoutId, row.NameKey }).IsUnique();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(row => row.Members).WithOne().HasForeignKey(member => member.GroupId).OnDelete(DeleteBehavior.Cascade);
    }

    // No foreign key to the controller: a board that is removed and added again finds its groups as they were.
    public void Configure(EntityTypeBuilder<ChasingMemberRow> builder)
    {
        builder.HasKey(row => new { row.GroupId, row.Ordinal });
        builder.Property(row => row.Ordinal).ValueGeneratedNever();
    }
}
