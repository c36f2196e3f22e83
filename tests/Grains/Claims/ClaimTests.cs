using Microsoft.EntityFrameworkCore;
using RailHub.Grains.Claims;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Claims;

public abstract class ClaimTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static readonly Actor s_anna = new(ActorKind.Member, "Anna", new Guid("019672d0-1c00-7000-8000-000000000001"), "192.168.1.7");
    private static readonly Actor s_bert = new(ActorKind.Member, "Bert", new Guid("019672d0-1c00-7000-8000-000000000002"), "192.168.1.8");

    private readonly Deaf _observer = new();
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
    public async Task It_outlives_a_restart_of_everything()
    {
        await DoAsync(s_anna, ClaimAct.Take);
        var asked = await DoAsync(s_bert, ClaimAct.Ask);

        await _club.RestartAsync();

        Assert.Equal(asked, (await Grain.GetClaim()).Expect(), static (one, other) => one.IsSame(other));
        Assert.Equal("Bert", (await DoAsync(s_anna, ClaimAct.HandOver)).Holder?.Name);
    }

    [Fact]
    public async Task It_is_told_with_the_roster_and_stands_in_the_history()
    {
        await DoAsync(s_anna, ClaimAct.Take);
        Caller.Actor = s_bert;
        Assert.Equal("Bert", (await Grain.TakeOverClaim()).Expect().Holder?.Name);
        Assert.Equal("Bert", (await Grain.GetRoster()).Expect().Claim.Holder?.Name);
        await DoAsync(s_bert, ClaimAct.Release);

        Assert.Equal(
            [(HistoryKind.ClaimLetGo, "Bert"), (HistoryKind.ClaimHandedOver, "Bert"), (HistoryKind.ClaimTaken, "Anna")],
            (await Grain.GetHistory()).Expect().Events.Select(happened => (happened.Kind, happened.Subject!)));
    }

    [Fact]
    public async Task Whoever_does_nothing_for_an_hour_has_it_no_more_and_whoever_commands_keeps_it()
    {
        await DoAsync(s_anna, ClaimAct.Take);

        // A tenth less than all of it, by the holder; what another does says nothing.
        _club.Time.Advance(ClaimBook.Lapse * 0.9);
        Caller.Actor = s_anna with { Kind = ActorKind.Token };
        await Grain.NoteClaimUsed();
        _club.Time.Advance(ClaimBook.Lapse * 0.9);
        Assert.NotNull(await RenewedAsync());
        Caller.Actor = s_bert;
        await Grain.NoteClaimUsed();
        _club.Time.Advance(ClaimBook.Lapse * 0.2);
        Assert.Null(await RenewedAsync());
        Assert.Equal(HistoryKind.ClaimLetGo, (await Grain.GetHistory()).Expect().Events[0].Kind);
    }

    [Fact]
    public async Task Controls_are_handed_over_while_the_database_is_away_and_are_kept_when_it_is_back()
    {
        await DoAsync(s_anna, ClaimAct.Take);
        _club.Database.GoAway();
        await DoAsync(s_bert, ClaimAct.Ask);
        Assert.Equal("Bert", (await DoAsync(s_anna, ClaimAct.HandOver)).Holder?.Name);

        _club.Database.ComeBack();
        await RenewedAsync();
        await _club.UntilStoredAsync(database => database.Claims.AnyAsync(row => row.Content.Contains("\"holder\":{\"member\":\"019672d0-1c00-7000-8000-000000000002")), "Bert's claim");
        await _club.RestartAsync();
        Assert.Equal("Bert", (await Grain.GetClaim()).Expect().Holder?.Name);
    }

    [Fact]
    public async Task Who_may_not_operate_any_more_loses_what_the_gateway_saw_and_nothing_that_is_newer()
    {
        var claim = await DoAsync(s_anna, ClaimAct.Take);
        Claimant[] lost = [Claimant.Of(s_anna)!];
        Caller.Actor = null;
        await Grain.DropClaimants(lost, claim.Version - 1);
        Assert.NotNull((await Grain.GetClaim()).Expect().Holder);

        await Grain.DropClaimants(lost, claim.Version);
        Assert.Null((await Grain.GetClaim()).Expect().Holder);
        await _club.UntilStoredAsync(database => database.Claims.AnyAsync(row => !row.Content.Contains("Anna")), "the free controls");
        Assert.Equal((HistoryKind.ClaimLetGo, "Anna", ActorKind.Platform), (await Grain.GetHistory()).Expect().Events.Select(happened => (happened.Kind, happened.Subject!, happened.By.Kind)).First());
    }

    [Fact]
    public async Task Guests_cannot_have_it_and_an_unknown_layout_has_none()
    {
        Caller.Actor = s_anna with { Kind = ActorKind.Guest };
        Assert.Equal(RefusalCodes.RightMissing, (await Grain.ControlClaim(new ClaimOrder(ClaimAct.Take))).Refusal?.Code);
        Assert.Equal(RefusalCodes.LayoutUnknown, (await _club.Client.GetGrain<ILayoutGrain>(Guid.NewGuid()).GetClaim()).Refusal?.Code);
    }

    private async Task<Claim> DoAsync(Actor who, ClaimAct act)
    {
        Caller.Actor = who;
        return (await Grain.ControlClaim(new ClaimOrder(act))).Expect();
    }

    /// <summary>Who has it once a gateway has renewed its subscription, which it does every few seconds.</summary>
    private async Task<Claimant?> RenewedAsync()
    {
        Caller.Actor = null;
        await Grain.Subscribe(_club.Client.CreateObjectReference<ILayoutObserver>(_observer), 0, 0, 0);
        return (await Grain.GetClaim()).Expect().Holder;
    }
}

public sealed class ClaimOnSqlite() : ClaimTests(DatabaseProvider.Sqlite);

public sealed class ClaimOnPostgres() : ClaimTests(DatabaseProvider.Postgres);
