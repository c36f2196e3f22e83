using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>A module that visits a layout.</summary>
public sealed class ModuleRow
{
    public required ModuleId Id { get; init; }

    public required LayoutId LayoutId { get; init; }

    public required string Name
    {
        get;
        init => (field, NameKey) = (value, Persistence.NameKey.Of(value));
    }

    /// <summary>Follows <see cref="Name"/>; unique in the layout.</summary>
    public string NameKey { get; private set; } = "";

    /// <summary>When it was taken in, in milliseconds since 1970 UTC.</summary>
    public required long Since { get; init; }

    public List<ModulePartRow> Parts { get; set; } = [];
}

/// <summary>Something that a visiting module brought.</summary>
/// <remarks>
/// It names the thing and is no part of it, so it is there again when a board is restored or a scene's deletion undone. It may
/// name what is gone for good.
/// </remarks>
public sealed class ModulePartRow
{
    public ModuleId ModuleId { get; init; }

    /// <summary>By its name, so that a row can be read without the program.</summary>
    public required ModulePartKind Kind { get; init; }

    /// <summary>The MAC address of a board without separators, else the UUID.</summary>
    public required string Thing { get; init; }
}

/// <summary>What a part of a visiting module is. The names stand in the database: they are added to, never renamed.</summary>
public enum ModulePartKind
{
    /// <summary>A board, and with it what is known of its lamps.</summary>
    Controller,

    /// <summary>An area.</summary>
    Area,

    /// <summary>A lamp group.</summary>
    LampGroup,

    /// <summary>A scene.</summary>
    Scene,

    /// <summary>A chasing group.</summary>
    ChasingGroup,

    /// <summary>A show.</summary>
    Show,
}

internal sealed class ModuleMapping : IEntityTypeConfiguration<ModuleRow>, IEntityTypeConfiguration<ModulePartRow>
{
    public void Configure(EntityTypeBuilder<ModuleRow> builder)
    {
        builder.Property(row => row.Id).ValueGeneratedNever();
        builder.HasIndex(row => new { row.LayoutId, row.NameKey }).IsUnique();
        builder.HasOne<LayoutRow>().WithMany().HasForeignKey(row => row.LayoutId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(row => row.Parts).WithOne().HasForeignKey(part => part.ModuleId).OnDelete(DeleteBehavior.Cascade);
    }

    // No foreign keys to the things: a board that is removed and comes back is still the module's.
    public void Configure(EntityTypeBuilder<ModulePartRow> builder)
    {
        builder.HasKey(row => new { row.ModuleId, row.Kind, row.Thing });
        builder.Property(row => row.Kind).HasConversion<string>();
    }
}
