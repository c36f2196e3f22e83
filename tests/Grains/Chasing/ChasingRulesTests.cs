using RailHub.Grains.Chasing;
using RailHub.Protocol;
using static RailHub.Grains.Tests.RulesTests;

namespace RailHub.Grains.Tests.Chasing;

public sealed class ChasingRulesTests
{
    [Theory]
    [InlineData(49, false)]
    [InlineData(50, true)]
    [InlineData(65535, true)]
    [InlineData(65536, false)]
    public void A_step_takes_50_to_65535_ms(int interval, bool isFine) => Assert.Equal(
        isFine ? null : ("interval", RefusalCodes.IntervalInvalid), Named(ChasingRules.Check(Draft(4, 5) with { Interval = interval })));

    [Fact]
    public void A_group_has_two_to_eight_members()
    {
        Refused(ChasingRules.Check(Draft(4)), "members", RefusalCodes.ChasingTooFew);
        Refused(ChasingRules.Check(new ChasingGroupDraft("Run", 300, null!)), "members", RefusalCodes.ChasingTooFew);
        Assert.Null(ChasingRules.Check(Draft(1, 2)));
        Assert.Null(ChasingRules.Check(Draft(1, 2, 3, 4, 5, 6, 7, 8)));
        Refused(ChasingRules.Check(Draft(1, 2, 3, 4, 5, 6, 7, 8, 9)), "members", RefusalCodes.TooMany);
    }

    [Fact]
    public void No_output_is_in_a_group_twice() => Refused(ChasingRules.Check(Draft(4, 5, 4)), "members", RefusalCodes.OutputTwice);

    [Fact]
    public void All_members_are_on_one_board()
    {
        var draft = new ChasingGroupDraft("Run", 300, [new OutputAddress(new MacAddress(1), 4), new OutputAddress(new MacAddress(2), 4)]);
        var refusal = ChasingRules.Check(draft);
        Refused(refusal, "members", RefusalCodes.ChasingSpansBoards);
        Assert.Equal(RefusalKind.Unfit, refusal!.Kind);
    }

    [Fact]
    public void A_group_has_a_name() => Refused(ChasingRules.Check(Draft(4, 5) with { Name = " " }), "name", RefusalCodes.NameInvalid);

    [Fact]
    public void Every_problem_of_a_board_has_words_and_names_its_field()
    {
        foreach (var problem in Enum.GetValues<GroupProblem>())
        {
            Assert.Equal(problem == GroupProblem.IntervalOutOfRange ? "interval" : "members", ChasingRules.Explain(problem)!.Field);
        }

        Assert.Null(ChasingRules.Explain(null));
    }

    private static ChasingGroupDraft Draft(params int[] pins) =>
        new("Run", 300, [.. pins.Select(pin => new OutputAddress(new MacAddress(1), pin))]);
}
