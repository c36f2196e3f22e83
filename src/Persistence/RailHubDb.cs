using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;

namespace RailHub.Persistence;

/// <summary>
/// The club's database: one model, whatever the provider. Take one from <c>IDbContextFactory&lt;RailHubDb&gt;</c> for one piece of work.
/// </summary>
public abstract class RailHubDb(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    public DbSet<LayoutRow> Layouts => Set<LayoutRow>();

    public DbSet<ControllerRow> Controllers => Set<ControllerRow>();

    public DbSet<WishRow> Wishes => Set<WishRow>();

    public DbSet<SceneRow> Scenes => Set<SceneRow>();

    public DbSet<SceneTargetRow> SceneTargets => Set<SceneTargetRow>();

    public DbSet<ChasingGroupRow> ChasingGroups => Set<ChasingGroupRow>();

    public DbSet<ChasingMemberRow> ChasingMembers => Set<ChasingMemberRow>();

    public DbSet<GroupRunRow> GroupRuns => Set<GroupRunRow>();

    public DbSet<EndedGroupRow> EndedGroups => Set<EndedGroupRow>();

    public DbSet<FadeDayRow> FadeDays => Set<FadeDayRow>();

    public DbSet<AreaRow> Areas => Set<AreaRow>();

    public DbSet<LampRow> Lamps => Set<LampRow>();

    public DbSet<LampGroupRow> LampGroups => Set<LampGroupRow>();

    public DbSet<LampGroupMemberRow> LampGroupMembers => Set<LampGroupMemberRow>();

    public DbSet<RemovedControllerRow> RemovedControllers => Set<RemovedControllerRow>();

    public DbSet<RemovedRunRow> RemovedRuns => Set<RemovedRunRow>();

    public DbSet<HistoryRow> History => Set<HistoryRow>();

    public DbSet<PlanRow> Plans => Set<PlanRow>();

    public DbSet<ModuleRow> Modules => Set<ModuleRow>();

    public DbSet<ModulePartRow> ModuleParts => Set<ModulePartRow>();

    public DbSet<ShowRow> Shows => Set<ShowRow>();

    public DbSet<ShowRunRow> ShowRuns => Set<ShowRunRow>();

    public DbSet<DeskRow> Desks => Set<DeskRow>();

    public DbSet<ClaimRow> Claims => Set<ClaimRow>();

    public DbSet<GuestLinkRow> GuestLinks => Set<GuestLinkRow>();

    public DbSet<ScreenCodeRow> ScreenCodes => Set<ScreenCodeRow>();

    public DbSet<OwnerRow> Owners => Set<OwnerRow>();

    public DbSet<MembershipRow> Memberships => Set<MembershipRow>();

    public DbSet<MemberRow> Members => Set<MemberRow>();

    public DbSet<IdentityUserPasskey<Guid>> Passkeys => Set<IdentityUserPasskey<Guid>>();

    public DbSet<IdentityUserLogin<Guid>> ProviderLogins => Set<IdentityUserLogin<Guid>>();

    public DbSet<RoleRow> Roles => Set<RoleRow>();

    public DbSet<SessionRow> Sessions => Set<SessionRow>();

    public DbSet<TokenRow> Tokens => Set<TokenRow>();

    public DbSet<PasswordCodeRow> PasswordCodes => Set<PasswordCodeRow>();

    /// <summary>The keys that cookies are encrypted and signed with.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<MacAddress>().HaveConversion<MacAddressConverter>();
        configurationBuilder.Properties<LayoutId>().HaveConversion<LayoutIdConverter>();
        configurationBuilder.Properties<SceneId>().HaveConversion<SceneIdConverter>();
        configurationBuilder.Properties<ChasingGroupId>().HaveConversion<ChasingGroupIdConverter>();
        configurationBuilder.Properties<AreaId>().HaveConversion<AreaIdConverter>();
        configurationBuilder.Properties<LampGroupId>().HaveConversion<LampGroupIdConverter>();
        configurationBuilder.Properties<ModuleId>().HaveConversion<ModuleIdConverter>();
        configurationBuilder.Properties<ShowId>().HaveConversion<ShowIdConverter>();
        configurationBuilder.Properties<GuestLinkId>().HaveConversion<GuestLinkIdConverter>();
        configurationBuilder.Properties<HistoryEventId>().HaveConversion<HistoryEventIdConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(RailHubDb).Assembly);
        SnakeCase.Apply(modelBuilder.Model);
    }
}

/// <summary>The database in SQLite; a type of its own only because migrations belong to a context type.</summary>
public sealed class SqliteRailHubDb(DbContextOptions<SqliteRailHubDb> options) : RailHubDb(options);

/// <summary>The database in Postgres; a type of its own only because migrations belong to a context type.</summary>
public sealed class PostgresRailHubDb(DbContextOptions<PostgresRailHubDb> options) : RailHubDb(options);
