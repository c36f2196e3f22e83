using RailHub.Persistence;
using static RailHub.Grains.Tests.Controllers.RosterTests;

namespace RailHub.Grains.Tests.Plans;

public abstract class PlanTests(DatabaseProvider provider) : IAsyncLifetime
{
    private TestClub _club = null!;
    private Layout _layout = null!;

    private ILayoutGrain Grain => _club.Grain(_layout);

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync(provider: provider);
        _layout = await _club.CreateLayoutAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_picture_is_kept_without_what_follows_it_until_it_is_deleted()
    {
        Refused(await Grain.GetPlan(), RefusalKind.NotFound, RefusalCodes.PlanMissing, null);
        var plan = (await Grain.SetPlan([.. PictureTests.Png, .. "<html>"u8], null)).Expect();
        Assert.Equal(("image/png", 1, 1, PictureTests.Png.Length), (plan.ContentType, plan.Width, plan.Height, plan.Bytes));
        await _club.RestartAsync();
        var kept = (await Grain.GetPlan()).Expect();
        Assert.Equal(plan, kept.Plan);
        Assert.Equal(PictureTests.Png, kept.Content);
        Assert.Equal(plan, (await Grain.GetRoster()).Expect().Plan);

        Refused(await Grain.DeletePlan(plan.Version + 1), RefusalKind.Outdated, RefusalCodes.Outdated, null);
        (await Grain.DeletePlan(plan.Version)).Expect();
        Assert.Null((await Grain.GetRoster()).Expect().Plan);
        Refused(await Grain.DeletePlan(null), RefusalKind.NotFound, RefusalCodes.PlanMissing, null);
    }

    [Fact]
    public async Task Another_picture_has_another_version_and_the_same_one_the_same()
    {
        byte[] other = [.. PictureTests.Png];
        other[^13] ^= 1; // In the checksum before the end.
        var first = (await Grain.SetPlan(PictureTests.Png, null)).Expect();
        var second = (await Grain.SetPlan(other, first.Version)).Expect();
        Assert.NotEqual(first.Version, second.Version);
        (await Grain.DeletePlan(null)).Expect();
        Assert.Equal(first.Version, (await Grain.SetPlan(PictureTests.Png, null)).Expect().Version);
    }

    [Fact]
    public async Task While_the_database_is_away_the_picture_is_too()
    {
        (await Grain.SetPlan(PictureTests.Png, null)).Expect();
        _club.Database.GoAway();
        Refused(await Grain.GetPlan(), RefusalKind.Unavailable, RefusalCodes.DatabaseAway, null);
    }
}

public sealed class PlanOnSqlite() : PlanTests(DatabaseProvider.Sqlite);

public sealed class PlanOnPostgres() : PlanTests(DatabaseProvider.Postgres);
