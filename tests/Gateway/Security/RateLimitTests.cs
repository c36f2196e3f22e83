using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

public sealed class RateLimitTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RateLimits _limits;

    public RateLimitTests() => _limits = new RateLimits(new GatewayOptions(), _time);

    [Fact]
    public void A_slider_that_is_dragged_for_an_hour_by_a_busy_operator_meets_no_limit()
    {
        var anna = new Actor(ActorKind.Member, "Anna", Guid.NewGuid(), null);
        for (var second = 0; second < 3600; second++)
        {
            Assert.All(Enumerable.Range(0, 20), _ => Assert.Null(_limits.Call(anna, Rights.Operate)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public void A_member_each_of_their_programs_and_every_address_of_the_demo_are_counted_apart_and_commands_and_edits_too()
    {
        var anna = new Actor(ActorKind.Member, "Anna", Guid.NewGuid(), "10.0.0.1");
        Assert.NotNull(Enumerable.Range(0, 2000).Select(_ => _limits.Call(anna, Rights.Edit)).ToList()[^1]);

        Assert.NotNull(_limits.Call(anna with { Address = "10.0.0.2" }, Rights.Own));
        Assert.Null(_limits.Call(anna, Rights.Operate));
        Assert.Null(_limits.Call(anna with { Kind = ActorKind.Token, Name = "Anna · clock" }, Rights.Edit));
        Assert.Null(_limits.Call(anna with { Id = Guid.NewGuid() }, Rights.Edit));
        Assert.Null(_limits.Call(new Actor(ActorKind.Demo, "", null, "127.0.0.1"), Rights.Edit));
    }

    [Fact]
    public void A_fair_whose_phones_have_one_address_comes_in_at_once_and_twice_and_who_makes_ever_new_guests_is_slowed()
    {
        for (var phone = 0; phone < 2 * 500; phone++)
        {
            Assert.Null(_limits.Arrive("203.0.113.7"));
        }

        Assert.Equal(1, _limits.Arrive("203.0.113.7")?.RetryAfter);
        Assert.Null(_limits.Arrive("203.0.113.8"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => _limits.Arrive("203.0.113.7") is null));
    }

    [Fact]
    public void Five_hundred_guests_behind_one_address_look_and_press_each_by_its_own_count()
    {
        Guid[] guests = [.. Enumerable.Range(0, 500).Select(_ => Guid.NewGuid())];
        for (var second = 0; second < 60; second++)
        {
            Assert.All(guests, guest => Assert.Null(_limits.Guest(guest)));
            Assert.All(guests, guest => Assert.Null(_limits.Guest(guest)));
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_calls_too_often_is_told_so_by_rest_and_by_the_hub_and_nothing_is_done(bool messagePack)
    {
        await using var gateway = await TestGateway.StartAsync(options: new GatewayOptions { CommandsPerSecond = 1, EditsPerSecond = 1 });
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var output = $"/api/layouts/{layout.Id}/controllers/{board.Id}/outputs/4";
        for (var call = 0; call < 5; call++)
        {
            (await gateway.Api.PatchAsync(output, """{"active":true,"brightness":40}""")).Expect<OutputState>(200);
        }

        var refused = await gateway.Api.PatchAsync(output, """{"active":false}""");
        Assert.Equal(1, refused.ExpectProblem(429, RefusalCodes.TooManyCalls).GetProperty("retryAfter").GetInt32());
        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        await using var viewer = await gateway.ViewerAsync(messagePack);
        var outcome = await viewer.CallAsync<Outcome<CommandAnswer>>("SetOutput", layout.Id, board.Id, 4, new OutputChange(Active: false));
        Assert.Equal((RefusalCodes.TooManyCalls, 1), (outcome.Refusal?.Code, outcome.Refusal?.RetryAfter));
        Assert.True((await gateway.Club.UntilLiveAsync(board)).Find(4)!.Reported.Active);

        // Looking on is no call that counts, edits are counted apart, and after a second it goes on.
        (await gateway.Api.GetAsync($"/api/layouts/{layout.Id}/desk")).Expect<Desk>(200);
        (await gateway.Api.PostAsync("/api/layouts", """{"name":"Two"}""")).Expect<Layout>(201);
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        (await gateway.Api.PatchAsync(output, """{"active":false}""")).Expect<OutputState>(200);
    }
}
