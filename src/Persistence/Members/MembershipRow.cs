using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RailHub.Persistence;

/// <summary>The club as far as it concerns who may enter: one row.</summary>
public sealed class MembershipRow
{
    /// <summary>The key of the one row.</summary>
    public const int Key = 1;

    public int Id { get; init; } = Key;

    /// <summary>Rises with every change of members, roles, sessions, tokens and the like, in the same transaction: who has another one reads them anew.</summary>
    public long Version { get; set; }

    /// <summary>When the first owner was made, in milliseconds since 1970 UTC; null = not yet.</summary>
    public long? FoundedAt { get; set; }

    /// <summary><see cref="OneTimeCode.Hash"/> of the code by which an owner is made; null = there is none.</summary>
    public byte[]? CodeHash { get; set; }

    /// <summary>When that code is void, in milliseconds since 1970 UTC.</summary>
    public long? CodeExpiresAt { get; set; }
}

internal sealed class MembershipMapping : IEntityTypeConfiguration<MembershipRow>
{
    public void Configure(EntityTypeBuilder<MembershipRow> builder)
    {
        builder.ToTable("Membership");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasData(new MembershipRow());
    }
}
