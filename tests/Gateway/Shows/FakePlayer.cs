using RailHub.Contracts;
using RailHub.Grains;

namespace RailHub.Gateway.Tests.Shows;

/// <summary>A player that only writes down what it is told to do.</summary>
internal sealed class FakePlayer : IShowPlayer
{
    public static readonly ShowRun Run = Sample.Run(500);

    public static readonly CueSkew Skew = new(
        new CueNumber(12_000), 1, new DateTimeOffset(2026, 5, 9, 10, 0, 0, TimeSpan.Zero), [new BoardSkew(Sample.Board, 12.5), new BoardSkew(Sample.OtherBoard, null, IsAway: true)]);

    /// <summary>How often it says that it has moved.</summary>
    public int Moves { get; set; }

    public List<(LayoutId Layout, ShowOrder Order)> Orders { get; } = [];

    public int Asked { get; private set; }

    public Task KeepLinked() => Task.CompletedTask;

    public Task<Outcome<ShowRun>> Control(LayoutId layout, ShowOrder order)
    {
        var answer = Answer();
        if (answer.Refusal is null)
        {
            Orders.Add((layout, order));
        }

        return Task.FromResult(answer);
    }

    public Task<Outcome<ShowRun>> ControlByCue(LayoutId layout, ShowOrder order, IReadOnlyList<ShowId> startedBy) => Control(layout, order);

    public Task<Outcome<ShowRun>> GetRun(LayoutId layout) => Task.FromResult(Answer());

    public Task<Outcome<ShowSkew>> GetSkew(LayoutId layout) => Task.FromResult<Outcome<ShowSkew>>(new ShowSkew([Skew]));

    public Task Revise() => Task.CompletedTask;

    public Task Release() => Task.CompletedTask;

    private Outcome<ShowRun> Answer() => ++Asked <= Moves
        ? new Refusal(RefusalKind.Unavailable, RefusalCodes.OwnerMoved, "It is just moving.")
        : Run;
}
