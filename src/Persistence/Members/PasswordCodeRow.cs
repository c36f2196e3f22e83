using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RailHub.Persistence;

/// <summary>What a member may make a password by, once. The code itself is not kept.</summary>
public sealed class PasswordCodeRow
{
    public required Guid MemberId { get; init; }

    /// <summary><see cref="OneTimeCode.Hash"/> of the code.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>In milliseconds since 1970 UTC.</summary>
    public required long ExpiresAt { get; set; }
}

internal sealed class PasswordCodeMapping : IEntityTypeConfiguration<PasswordCodeRow>
{
    public void Configure(EntityTypeBuilder<PasswordCodeRow> builder)
    {
        builder.HasKey(row => row.MemberId);
        builder.Property(row => row.MemberId).ValueGeneratedNever();
        builder.HasOne<MemberRow>().WithOne().HasForeignKey<PasswordCodeRow>(row => row.MemberId).OnDelete(DeleteBehavior.Cascade);
    }
}
