using RailHub.Grains.Claims;

namespace RailHub.Grains.Tests.Claims;

public sealed class ClaimRulesTests
{
    private static readonly DateTimeOffset s_now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Claimant s_anna = new(new MemberId(new Guid("019672d0-1c00-7000-8000-000000000001")), "Anna");
    private static readonly Claimant s_bert = new(new MemberId(new Guid("019672d0-1c00-7000-8000-000000000002")), "Bert");
    private static readonly Claimant s_cleo = new(new MemberId(new Guid("019672d0-1c00-7000-8000-000000000003")), "Cleo");

    private readonly Claim _annas = Done(Claim.Free, ClaimAct.Take, s_anna);

    [Fact]
    public void Who_takes_free_controls_has_them_and_nobody_else_takes_them()
    {
        Assert.Equal((1, s_anna, s_now, 0), (_annas.Version, _annas.Holder, _annas.Since, _annas.Asking.Count));
        Refused(_annas, ClaimAct.Take, s_bert, RefusalCodes.Claimed);
        Assert.Equal(["Anna"], _annas.Refusal().Names!);
    }

    [Fact]
    public void Who_asks_for_free_controls_has_them_since_nobody_needs_to_agree() =>
        Assert.Equal(s_bert, Done(Claim.Free, ClaimAct.Ask, s_bert).Holder);

    [Fact]
    public void They_go_to_who_asked_first_or_to_who_is_named_and_the_others_go_on_asking()
    {
        var asked = Done(Done(_annas, ClaimAct.Ask, s_bert), ClaimAct.Ask, s_cleo);
        Assert.Equal([s_bert, s_cleo], asked.Asking);

        var berts = Done(asked, ClaimAct.HandOver, s_anna);
        Assert.Equal((s_bert, s_cleo), (berts.Holder, Assert.Single(berts.Asking)));
        var cleos = Done(asked, ClaimAct.HandOver, s_anna, s_cleo.Member);
        Assert.Equal((s_cleo, s_bert), (cleos.Holder, Assert.Single(cleos.Asking)));
    }

    [Fact]
    public void Only_who_has_them_gives_them_away_and_only_to_those_who_ask()
    {
        Refused(_annas, ClaimAct.HandOver, s_anna, RefusalCodes.ClaimNotAsked);
        Refused(Done(_annas, ClaimAct.Ask, s_bert), ClaimAct.HandOver, s_bert, RefusalCodes.ClaimNotYours);
        Refused(Done(_annas, ClaimAct.Ask, s_bert), ClaimAct.HandOver, s_anna, RefusalCodes.ClaimNotAsked, s_cleo.Member);
        Refused(_annas, ClaimAct.Release, s_bert, RefusalCodes.ClaimNotYours);
    }

    [Fact]
    public void What_is_given_back_is_everybodys_and_nobody_asks_any_more()
    {
        var free = Done(Done(_annas, ClaimAct.Ask, s_bert), ClaimAct.Release, s_anna);
        Assert.Null(free.Holder);
        Assert.Empty(free.Asking);
    }

    [Theory]
    [InlineData(ClaimAct.Take)]
    [InlineData(ClaimAct.Ask)]
    [InlineData(ClaimAct.Withdraw)]
    public void What_is_so_already_is_not_done_again(ClaimAct act) => Assert.Same(_annas, Done(_annas, act, s_anna));

    [Fact]
    public void Who_asks_twice_stands_in_the_line_once_and_may_leave_it()
    {
        var asked = Done(_annas, ClaimAct.Ask, s_bert);
        Assert.Same(asked, Done(asked, ClaimAct.Ask, s_bert with { Name = "Bert · his program" }));
        Assert.Empty(Done(asked, ClaimAct.Withdraw, s_bert).Asking);
    }

    [Fact]
    public void Who_may_not_operate_any_more_has_them_no_more_and_asks_no_more_and_others_stay()
    {
        var asked = Done(Done(_annas, ClaimAct.Ask, s_bert), ClaimAct.Ask, s_cleo);

        var free = asked.Without([s_anna], s_now.AddMinutes(1));
        Assert.Equal((null, 0, s_now.AddMinutes(1), asked.Version + 1), (free.Holder, free.Asking.Count, free.Since, free.Version));
        var withoutBert = asked.Without([s_bert with { Name = "Bert · his program" }], s_now);
        Assert.Equal((s_anna, s_cleo, asked.Version + 1), (withoutBert.Holder, Assert.Single(withoutBert.Asking), withoutBert.Version));
        Assert.Same(_annas, _annas.Without([s_bert], s_now));
        Assert.Same(Claim.Free, Claim.Free.Without([s_bert, new Claimant(null, "")], s_now));
    }

    [Fact]
    public void The_line_has_an_end()
    {
        var full = _annas with { Asking = [.. Enumerable.Range(1, ClaimRules.MostAsking).Select(number => new Claimant(new MemberId(new Guid(number, 0, 0, new byte[8])), "M"))] };
        Refused(full, ClaimAct.Ask, s_bert, RefusalCodes.TooMany);
    }

    [Theory]
    [InlineData(ActorKind.Member, true)]
    [InlineData(ActorKind.Token, true)]
    [InlineData(ActorKind.Guest, false)]
    [InlineData(ActorKind.Screen, false)]
    [InlineData(ActorKind.Platform, false)]
    public void Members_and_their_programs_can_have_them(ActorKind kind, bool can) =>
        Assert.Equal(can, Claimant.Of(new Actor(kind, "Anna", s_anna.Member!.Value.Value, null)) is not null);

    [Fact]
    public void Commands_of_others_are_refused_and_those_of_the_holder_of_guests_and_of_the_platform_are_not()
    {
        var anna = new Actor(ActorKind.Member, "Anna", s_anna.Member!.Value.Value, "192.168.1.7");
        Assert.Null(_annas.Check(anna));
        Assert.Null(_annas.Check(anna with { Kind = ActorKind.Token }));
        Assert.Null(_annas.Check(new Actor(ActorKind.Guest, "Fair", Guid.NewGuid(), null)));
        Assert.Null(_annas.Check(null));
        Assert.Equal(RefusalCodes.Claimed, _annas.Check(anna with { Id = s_bert.Member!.Value.Value })?.Code);
        Assert.Equal(RefusalCodes.Claimed, _annas.Check(new Actor(ActorKind.Demo, "", null, null))?.Code);
        Assert.Null(Claim.Free.Check(anna));
    }

    private static Claim Done(Claim claim, ClaimAct act, Claimant who, MemberId? to = null) =>
        claim.Apply(new ClaimOrder(act, to), who, s_now).Value ?? throw new InvalidOperationException("It was refused.");

    private static void Refused(Claim claim, ClaimAct act, Claimant who, string code, MemberId? to = null) =>
        Assert.Equal(code, claim.Apply(new ClaimOrder(act, to), who, s_now).Refusal?.Code);
}
