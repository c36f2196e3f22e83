using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>What a program gets in by, in a member's name. The token itself is not kept.</summary>
public sealed class TokenRow
{
    public required Guid Id { get; init; }

    public required Guid MemberId { get; init; }

    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, which has 256 random bits: nothing slower is needed.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>By its name, so that a row can be read without the program.</summary>
    public required Role Role { get; init; }

    public required bool IsAdministrator { get; init; }

    /// <summary>The layouts that it is for; null = all of its member's.</summary>
    public required Guid[]? Layouts { get; init; }

    /// <summary>In milliseconds since 1970 UTC, as are the others.</summary>
    public required long CreatedAt { get; init; }

    public required long? ExpiresAt { get; init; }

    /// <summary>To about ten minutes.</summary>
    public long? LastUsedAt { get; set; }
}

internal sealed class TokenMapping : IEntityTypeConfiguration<TokenRow>
{
    public void Configure(EntityTypeBuilder<TokenRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.Role).HasConversion<string>();
        builder.HasIndex(row => row.Hash).IsUnique();
        builder.HasOne<MemberRow>().WithMany().HasForeignKey(row => row.MemberId).OnDelete(DeleteBehavior.Cascade);
    }
}
