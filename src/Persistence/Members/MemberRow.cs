using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace RailHub.Persistence;

/// <summary>A person with an account, as ASP.NET Core Identity keeps it. Mail, telephone and second factors are not kept: the club has no use for them.</summary>
public sealed class MemberRow : IdentityUser<Guid>
{
    /// <summary>How others read their name.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The language of their dashboard; null = that of the browser.</summary>
    public string? Language { get; set; }

    public bool IsAdministrator { get; set; }

    /// <summary>Whether they are kept out.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>In milliseconds since 1970 UTC.</summary>
    public long CreatedAt { get; init; }

    /// <summary>In milliseconds since 1970 UTC, to about ten minutes; null = never.</summary>
    public long? LastSeenAt { get; set; }
}

internal sealed class MemberMapping : IEntityTypeConfiguration<MemberRow>
{
    public void Configure(EntityTypeBuilder<MemberRow> builder)
    {
        builder.ToTable("Members");
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.Property(row => row.ConcurrencyStamp).IsConcurrencyToken();
        builder.Ignore(row => row.Email).Ignore(row => row.NormalizedEmail).Ignore(row => row.EmailConfirmed);
        builder.Ignore(row => row.PhoneNumber).Ignore(row => row.PhoneNumberConfirmed).Ignore(row => row.TwoFactorEnabled);
        builder.Ignore(row => row.LockoutEnabled).Ignore(row => row.LockoutEnd).Ignore(row => row.AccessFailedCount);
        builder.HasIndex(row => row.NormalizedUserName).IsUnique();
    }
}
