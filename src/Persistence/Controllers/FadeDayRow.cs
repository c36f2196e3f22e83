using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>How many steps of fades a board was sent in a day that erases its flash at each.</summary>
public sealed class FadeDayRow
{
    public required MacAddress Controller { get; init; }

    /// <summary>When the day began, with the first of them, in milliseconds since 1970 UTC.</summary>
    public required long Since { get; init; }

    /// <summary>How many, with some that may not have been sent yet: they are counted ahead, so that a step is not a write.</summary>
    public required int Steps { get; init; }
}

internal sealed class FadeDayMapping : IEntityTypeConfiguration<FadeDayRow>
{
    public void Configure(EntityTypeBuilder<FadeDayRow> builder)
    {
        builder.HasKey(row => row.Controller);
        builder.Property(row => row.Controller).ValueGeneratedNever();
        builder.HasOne<ControllerRow>().WithOne().HasForeignKey<FadeDayRow>(row => row.Controller).OnDelete(DeleteBehavior.Cascade);
    }
}
