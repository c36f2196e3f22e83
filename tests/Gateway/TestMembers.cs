using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Members;
using RailHub.Persistence;

namespace RailHub.Gateway.Tests;

/// <summary>The members of a test club, put straight into its database: passes are known as soon as somebody asks.</summary>
internal sealed class TestMembers
{
    private readonly IDbContextFactory<RailHubDb> _factory;

    /// <summary>Lets a gateway know of a change, whose time may stand still.</summary>
    public Func<Task> Tell { get; set; } = () => Task.CompletedTask;

    public TestMembers(DatabaseOptions place) => _factory =
        new ServiceCollection().AddRailHubPersistence(place).BuildServiceProvider().GetRequiredService<IDbContextFactory<RailHubDb>>();

    /// <summary>The club has its first owner.</summary>
    public Task FoundAsync() =>
        ChangeAsync(database => database.Memberships.ExecuteUpdateAsync(set => set.SetProperty(row => row.FoundedAt, 1L)));

    /// <summary>The code of a club without an owner, as its console shows it.</summary>
    public Task<string?> OfferCodeAsync(DateTimeOffset now) => OwnerCode.OfferAsync(_factory, now, renew: true, CancellationToken.None);

    /// <summary>What the server's command makes when all owners are lost.</summary>
    public Task<string> ReplaceCodeAsync(DateTimeOffset now) => OwnerCode.ReplaceAsync(_factory, now, CancellationToken.None);

    /// <summary>A member without a password.</summary>
    public async Task<Guid> AddAsync(string name, bool isAdministrator = false, params (LayoutId Layout, Role Role)[] roles)
    {
        var member = new MemberRow
        {
            Id = Guid.CreateVersion7(),
            UserName = name,
            NormalizedUserName = new UserNames().NormalizeName(name),
            DisplayName = name,
            IsAdministrator = isAdministrator,
        };
        await ChangeAsync(async database =>
        {
            database.Members.Add(member);
            database.Roles.AddRange(roles.Select(role => new RoleRow { MemberId = member.Id, LayoutId = role.Layout, Role = role.Role }));
            await database.SaveChangesAsync();
        });
        return member.Id;
    }

    /// <summary>A token of a member.</summary>
    public async Task<string> TokenAsync(Guid member, Role role, bool isAdministrator = false, DateTimeOffset? expiresAt = null, params LayoutId[] layouts)
    {
        var secret = TokenSecret.Create();
        await ChangeAsync(async database =>
        {
            database.Tokens.Add(new TokenRow
            {
                Id = Guid.CreateVersion7(),
                MemberId = member,
                Name = $"Test {Guid.NewGuid():N}",
                Hash = TokenSecret.Hash(secret),
                Role = role,
                IsAdministrator = isAdministrator,
                Layouts = layouts.Length > 0 ? [.. layouts.Select(layout => layout.Value)] : null,
                CreatedAt = 0,
                ExpiresAt = expiresAt?.ToUnixTimeMilliseconds(),
            });
            await database.SaveChangesAsync();
        });
        return secret;
    }

    /// <summary>Changes rows, and raises the version by which gateways find out.</summary>
    public async Task ChangeAsync(Func<RailHubDb, Task> change)
    {
        await using var database = await _factory.CreateDbContextAsync();
        await change(database);
        await database.Memberships.ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, row => row.Version + 1));
        await Tell();
    }
}
