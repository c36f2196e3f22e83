using RailHub.Contracts;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Tests.Problems;

public sealed class ProblemTests
{
    [Theory]
    [InlineData(RefusalKind.Invalid, 400)]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.Conflict, 409)]
    [InlineData(RefusalKind.Outdated, 412)]
    [InlineData(RefusalKind.Unfit, 422)]
    [InlineData(RefusalKind.Unavailable, 503)]
    [InlineData(RefusalKind.TimedOut, 504)]
    [InlineData(RefusalKind.Forbidden, 403)]
    public void Every_kind_of_refusal_has_its_status(RefusalKind kind, int status) =>
        Assert.Equal(status, Problem.Of(new Refusal(kind, "code", "Because.")).StatusCode);

    [Fact]
    public void No_kind_of_refusal_is_without_a_status() =>
        Assert.All(Enum.GetValues<RefusalKind>(), kind => Assert.InRange(Problem.Of(new Refusal(kind, "code", "Because.")).StatusCode, 400, 599));

    [Fact]
    public void A_problem_has_all_that_the_refusal_says()
    {
        var problem = Problem.Of(new Refusal(RefusalKind.Outdated, "outdated", "Because.", "name", 7)).ProblemDetails;

        Assert.Equal("Because.", problem.Detail);
        Assert.Equal("Precondition Failed", problem.Title);
        Assert.Equal("outdated", problem.Extensions["code"]);
        Assert.Equal("name", problem.Extensions["field"]);
        Assert.Equal(7L, problem.Extensions["currentVersion"]);
    }

    [Fact]
    public void What_the_refusal_does_not_say_is_not_there() =>
        Assert.Equal(["code"], Problem.Of(Refusal.NotFound("sceneUnknown", "Because.")).ProblemDetails.Extensions.Keys);
}
