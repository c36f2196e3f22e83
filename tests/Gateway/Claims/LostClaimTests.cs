using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Members;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Claims;

/// <summary>Whoever may not operate any more does not have the controls any more, at whichever gateway that was changed.</summary>
public sealed class LostClaimTests : IAsyncLifetime
{
    private TestGateway _here = null!;
    private TestGateway _there = null!;
    private Layout _layout = null!;

    public async ValueTask InitializeAsync()
    {
        _here = await TestGateway.StartAsync();
        _there = await TestGateway.JoinAsync(_here.Club);
        _layout = await _here.LayoutAsync();
        await _here.RenewAsync();
        await _there.RenewAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _there.DisposeAsync();
        await _here.DisposeAsync();
    }

    [Theory]
    [InlineData("role taken")]
    [InlineData("role lowered")]
    [InlineData("blocked")]
    [InlineData("deleted")]
    [InlineData("signed out everywhere")]
    public async Task Who_may_not_operate_any_more_has_the_controls_no_more_and_all_see_it(string what)
    {
        var (anna, bert) = (await OperatorAsync("Anna"), await OperatorAsync("Bert"));
        await using var viewer = await TestViewer.ConnectAsync(new Uri(_there.Address, "hub"), messagePack: false, null, bert.Token);
        await viewer.WatchAsync(_layout);
        (await anna.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/take")).Expect<Claim>(200);
        (await bert.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/ask")).Expect<Claim>(200);
        await viewer.UntilAsync(view => view.Claim is { Holder: not null, Asking.Count: 1 });
        await _here.RenewAsync();

        var role = $"/api/layouts/{_layout.Id}/members/{anna.Id}";
        await (what switch
        {
            "role taken" => _here.Api.DeleteAsync(role),
            "role lowered" => _here.Api.PutAsync(role, """{"role":"viewer"}"""),
            "blocked" => _here.Api.PatchAsync($"/api/members/{anna.Id}", """{"isBlocked":true}"""),
            "deleted" => _here.Api.DeleteAsync($"/api/members/{anna.Id}"),
            _ => _here.Members.ChangeAsync(database => database.Tokens.Where(row => row.MemberId == anna.Id.Value).ExecuteDeleteAsync()),
        });

        await viewer.UntilAsync(view => view.Claim is { Holder: null, Asking.Count: 0 });
        var history = (await _here.Api.GetAsync($"/api/layouts/{_layout.Id}/history")).Expect<IReadOnlyList<HistoryEvent>>(200);
        Assert.Equal((HistoryKind.ClaimLetGo, ActorKind.Platform), (history[0].Kind, history[0].By.Kind));
        Assert.StartsWith("Anna", history[0].Subject, StringComparison.Ordinal);
        Assert.Equal(bert.Id, (await bert.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/take")).Expect<Claim>(200).Holder!.Member);
    }

    [Fact]
    public async Task What_was_changed_elsewhere_is_found_with_the_next_look()
    {
        var anna = await OperatorAsync("Anna");
        (await anna.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/take")).Expect<Claim>(200);
        await _there.RenewAsync();

        await new TestMembers(_here.Club.Place).ChangeAsync(database => database.Roles.Where(row => row.MemberId == anna.Id.Value).ExecuteDeleteAsync());
        Assert.NotNull((await GetAsync()).Holder);
        _there.Time.Advance(PassBook.Period);

        await TestClub.PollAsync(async () => (await GetAsync()).Holder is null, "the controls to be free");
    }

    [Fact]
    public async Task Whose_token_runs_out_has_the_controls_no_more()
    {
        var anna = await OperatorAsync("Anna", _there.Time.GetUtcNow().AddHours(1));
        (await anna.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/take")).Expect<Claim>(200);
        await _there.RenewAsync();

        _there.Time.Advance(TimeSpan.FromHours(1));

        await TestClub.PollAsync(async () => (await GetAsync()).Holder is null, "the controls to be free");
    }

    [Fact]
    public async Task Who_asks_and_may_not_any_more_asks_no_more_and_the_holder_keeps_the_controls()
    {
        var (anna, bert) = (await OperatorAsync("Anna"), await OperatorAsync("Bert"));
        (await anna.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/take")).Expect<Claim>(200);
        (await bert.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/ask")).Expect<Claim>(200);
        await _here.RenewAsync();

        await _here.Api.DeleteAsync($"/api/layouts/{_layout.Id}/members/{bert.Id}");

        await TestClub.PollAsync(async () => (await GetAsync()).Asking.Count == 0, "the line to be empty");
        Assert.Equal(anna.Id, (await GetAsync()).Holder?.Member);
    }

    [Fact]
    public async Task Who_keeps_another_way_in_keeps_the_controls()
    {
        var anna = await OperatorAsync("Anna");
        var phone = await _there.Members.TokenAsync(anna.Id.Value, Role.Operator);
        (await anna.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/take")).Expect<Claim>(200);
        await _here.RenewAsync();
        var bert = await OperatorAsync("Bert");
        (await bert.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/ask")).Expect<Claim>(200);
        await _here.RenewAsync();

        // Bert goes in the same change: when he is out of the line, Anna was looked at as well.
        var lost = TokenSecret.Hash(anna.Token);
        await _here.Members.ChangeAsync(database =>
            database.Tokens.Where(row => row.MemberId == bert.Id.Value || row.Hash == lost).ExecuteDeleteAsync());

        await TestClub.PollAsync(async () => (await GetAsync()).Asking.Count == 0, "the line to be empty");
        using var api = new Api(_there.Address, phone);
        Assert.Equal(anna.Id, (await api.GetAsync($"/api/layouts/{_layout.Id}/claim")).Expect<Claim>(200).Holder?.Member);
    }

    [Fact]
    public async Task Who_came_in_elsewhere_and_is_not_read_here_yet_is_not_taken_for_lost()
    {
        _here.Database.GoAway();
        var anna = await OperatorAsync("Anna");
        (await anna.Api.PostAsync($"/api/layouts/{_layout.Id}/claim/take")).Expect<Claim>(200);
        await _here.RenewAsync();
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _here.Services.GetRequiredService<PassBook>().Looked += () => looked.TrySetResult();

        _here.Time.Advance(PassBook.Period);
        await looked.Task.Await("a look that finds no database");

        Assert.Equal(anna.Id, (await GetAsync()).Holder?.Member);
        _here.Database.ComeBack();
        _here.Time.Advance(PassBook.Period);
        await TestClub.PollAsync(() => Task.FromResult(_here.Services.GetRequiredService<PassBook>().Any(pass => pass.Member == anna.Id)), "Anna to be read");
        Assert.Equal(anna.Id, (await GetAsync()).Holder?.Member);
    }

    private async Task<Claim> GetAsync() => (await _here.Club.Grain(_layout).GetClaim()).Expect();

    private async Task<(Api Api, MemberId Id, string Token)> OperatorAsync(string name, DateTimeOffset? until = null)
    {
        var member = await _there.Members.AddAsync($"{name} {Guid.NewGuid():N}", isAdministrator: false, (_layout.Id, Role.Operator));
        var token = await _there.Members.TokenAsync(member, Role.Operator, expiresAt: until);
        return (new Api(_there.Address, token), new MemberId(member), token);
    }
}
