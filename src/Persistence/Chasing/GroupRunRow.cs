using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>
/// Under which number a board runs a chasing group of the club, and whether it is to. A group that moved to another board has a row for each
/// of them until the old one has stopped it.
/// </summary>
public sealed class GroupRunRow
{
    public required ChasingGroupId GroupId { get; init; }

    public required MacAddress Controller { get; init; }

    /// <summary>The board's own number of the group; null until one is chosen.</summary>
    public required int? Number { get; set; }

    /// <summary>Whether it is to run.</summary>
    public required bool Wanted { get; set; }

    /// <summary>Whether the board has yet to do what is wanted.</summary>
    public required bool Pending { get; set; }

    /// <summary>What the board said when it refused to; null when it did not.</summary>
    public string? Problem { get; set; }
}

internal sealed class GroupRunMapping : IEntityTypeConfiguration<GroupRunRow>
{
    public void Configure(EntityTypeBuilder<GroupRunRow> builder)
    {
        builder.HasKey(row => new { row.GroupId, row.Controller });
        builder.Property(row => row.GroupId).ValueGeneratedNever();
        builder.HasIndex(row => row.Controller);
        builder.HasOne<ChasingGroupRow>().WithMany().HasForeignKey(row => row.GroupId).OnDelete(DeleteBehavior.Cascade);
    }
}
