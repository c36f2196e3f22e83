using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime.Membership;
using Orleans.Runtime.MembershipService;
using RailHub.TestKit;

namespace RailHub.Hosting.Tests;

/// <summary>The statements that the migrations put into the database, asked by Orleans' own provider.</summary>
public sealed class MembershipTests : IAsyncLifetime
{
    private static readonly DateTime s_started = new(2026, 5, 1, 10, 0, 0, DateTimeKind.Utc);

    private PostgresClubDatabase _database = null!;
    private NpgsqlDataSource _source = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresClubDatabase.CreateAsync();
        _source = NpgsqlDataSource.Create(_database.Options.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_silo_is_read_as_it_was_written()
    {
        var table = await OpenAsync("club");
        var silo = Silo(1);
        Assert.True(await table.InsertRowAsync(silo, await NextAsync(table)));
        silo.Status = SiloStatus.Active;
        silo.IAmAliveTime = s_started.AddSeconds(7);
        silo.AddSuspector(Silo(2).SiloAddress, s_started.AddSeconds(9));
        Assert.True(await ChangeAsync(table, silo, await table.ReadAllAsync()));

        var (read, _) = Assert.Single((await table.ReadRowAsync(silo.SiloAddress)).Members);

        Assert.Equal(
            (silo.SiloAddress, "silo 1", "host", SiloStatus.Active, 30001, s_started, s_started.AddSeconds(7)),
            (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime));
        Assert.Equal(silo.SuspectTimes, read.SuspectTimes);
        Assert.Empty((await table.ReadRowAsync(Silo(9).SiloAddress)).Members);
    }

    [Fact]
    public async Task Of_silos_that_saw_the_same_version_one_is_entered_and_the_version_rises_by_one()
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync("club")));
        for (var round = 0; round < 25; round++)
        {
            var next = await NextAsync(tables[0]);

            var entered = await Task.WhenAll(tables.Select((table, n) => table.InsertRowAsync(Silo(8 * round + n), next)));

            Assert.Single(entered, true);
            var all = await tables[0].ReadAllAsync();
            Assert.Equal((round + 1, round + 1), (all.Version.Version, all.Members.Count));
        }
    }

    [Fact]
    public async Task Of_silos_that_saw_the_same_version_one_changes_its_row_and_the_version_rises_by_one()
    {
        var tables = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync("club")));
        for (var n = 0; n < tables.Length; n++)
        {
            Assert.True(await tables[n].InsertRowAsync(Silo(n), await NextAsync(tables[n])));
        }

        for (var round = 1; round <= 25; round++)
        {
            var seen = await tables[0].ReadAllAsync();
            var marked = s_started.AddMinutes(round);

            var changed = await Task.WhenAll(tables.Select((table, n) =>
            {
                var silo = Silo(n);
                silo.IAmAliveTime = marked;
                return ChangeAsync(table, silo, seen);
            }));

            Assert.Single(changed, true);
            var all = await tables[0].ReadAllAsync();
            Assert.Equal(tables.Length + round, all.Version.Version);
            Assert.Single(all.Members, member => member.Item1.IAmAliveTime == marked);
        }
    }

    [Fact]
    public async Task A_silo_that_is_there_already_or_not_at_all_leaves_the_version_as_it_is()
    {
        var table = await OpenAsync("club");
        Assert.True(await table.InsertRowAsync(Silo(1), await NextAsync(table)));
        var version = (await table.ReadAllAsync()).Version.Version;

        Assert.False(await table.InsertRowAsync(Silo(1), await NextAsync(table)));
        Assert.False(await ChangeAsync(table, Silo(2), await table.ReadAllAsync()));
        await table.UpdateIAmAliveAsync(Silo(1));

        Assert.Equal(version, (await table.ReadAllAsync()).Version.Version);
    }

    [Fact]
    public async Task Gateways_are_the_active_silos_that_have_a_port_for_them()
    {
        var table = await OpenAsync("club");
        foreach (var (n, status, port) in ((int, SiloStatus, int)[])[(1, SiloStatus.Active, 30001), (2, SiloStatus.Joining, 30002), (3, SiloStatus.Active, 0)])
        {
            var silo = Silo(n);
            (silo.Status, silo.ProxyPort) = (status, port);
            Assert.True(await table.InsertRowAsync(silo, await NextAsync(table)));
        }

        await using var services = new ServiceCollection().AddLogging()
            .AddSingleton(Options.Create(new ClusterOptions { ClusterId = "club" }))
            .AddSingleton(Options.Create(new GatewayOptions()))
            .AddSingleton(Options.Create(new AdoNetClusteringClientOptions { Invariant = "Npgsql", DataSource = _source }))
            .BuildServiceProvider();
        var list = ActivatorUtilities.CreateInstance<AdoNetGatewayListProvider>(services);
        await list.InitializeGatewayListProvider();

        Assert.Equal(30001, Assert.Single(await list.GetGateways()).Port);
    }

    [Fact]
    public async Task Only_silos_that_died_long_ago_are_forgotten()
    {
        var table = await OpenAsync("club");
        foreach (var (n, status, age) in ((int, SiloStatus, int)[])[(1, SiloStatus.Dead, 2), (2, SiloStatus.Dead, 0), (3, SiloStatus.Active, 2), (4, SiloStatus.Joining, 2)])
        {
            var silo = Silo(n);
            (silo.Status, silo.IAmAliveTime) = (status, s_started.AddDays(-age));
            Assert.True(await table.InsertRowAsync(silo, await NextAsync(table)));
        }

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(s_started.AddDays(-1)));

        Assert.Equal([2, 3, 4], (await table.ReadAllAsync()).Members.Select(member => member.Item1.SiloAddress.Generation).Order());
    }

    [Fact]
    public async Task Clubs_on_one_server_do_not_see_each_other()
    {
        var (ours, theirs) = (await OpenAsync("ours"), await OpenAsync("theirs"));
        Assert.True(await ours.InsertRowAsync(Silo(1), await NextAsync(ours)));
        Assert.True(await theirs.InsertRowAsync(Silo(2), await NextAsync(theirs)));

        await theirs.DeleteMembershipTableEntriesAsync("theirs");

        Assert.Equal(1, Assert.Single((await ours.ReadAllAsync()).Members).Item1.SiloAddress.Generation);
    }

    private async Task<AdoNetClusteringTable> OpenAsync(string cluster)
    {
        var services = new ServiceCollection().AddLogging()
            .AddSingleton(Options.Create(new ClusterOptions { ClusterId = cluster }))
            .AddSingleton(Options.Create(new AdoNetClusteringSiloOptions { Invariant = "Npgsql", DataSource = _source }))
            .BuildServiceProvider();
        var table = ActivatorUtilities.CreateInstance<AdoNetClusteringTable>(services);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true);
        return table;
    }

    private static async Task<TableVersion> NextAsync(AdoNetClusteringTable table) => (await table.ReadAllAsync()).Version.Next();

    private static Task<bool> ChangeAsync(AdoNetClusteringTable table, MembershipEntry silo, MembershipTableData seen) =>
        table.UpdateRowAsync(silo, seen.TryGet(silo.SiloAddress)?.Item2 ?? seen.Members[0].Item2, seen.Version.Next());

    private static MembershipEntry Silo(int n) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11111, n),
        SiloName = $"silo {n}",
        HostName = "host",
        Status = SiloStatus.Joining,
        ProxyPort = 30000 + n,
        StartTime = s_started,
        IAmAliveTime = s_started,
    };
}
