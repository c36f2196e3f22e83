using Microsoft.Extensions.DependencyInjection;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests.Owners;

/// <summary>Whether a silo has to be started again: not for what others do to it, but when it does its work no more.</summary>
public sealed class SiloWorkTests : IAsyncLifetime
{
    private TestClub _club = null!;
    private TestBoard _board = null!;

    public async ValueTask InitializeAsync()
    {
        _club = await TestClub.StartAsync();
        await _club.Time.WaitBegun(Supervisor.Period);
        _board = await _club.StartBoardAsync(BoardProfile.RailHub8266);
        await _club.CreateLayoutWithAsync(_board);
    }

    public ValueTask DisposeAsync() => _club.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData(DatabaseTrouble.Away)]
    [InlineData(DatabaseTrouble.Hung)]
    public async Task A_silo_works_while_its_supervisor_makes_its_rounds_whatever_the_database_does(DatabaseTrouble? trouble)
    {
        if (trouble is { } some)
        {
            await _club.BeginAsync(some, _board);
        }

        await _club.LetRoundsPassAsync((int)(SiloWork.LongestRound / Supervisor.Period) + 2, _board);

        Assert.Null(await Work.FindStandstillAsync(CancellationToken.None));
        _club.Database.ComeBack();
    }

    [Fact]
    public async Task A_supervisor_that_makes_no_round_is_a_standstill()
    {
        var time = new ClubTime();
        var work = new SiloWork(new Answers(Task.CompletedTask), Silo, time);

        time.Advance(SiloWork.LongestRound);
        Assert.Null(await work.FindStandstillAsync(CancellationToken.None));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Nobody has looked after its boards for 31 s.", await work.FindStandstillAsync(CancellationToken.None));
        work.EndRound();
        Assert.Null(await work.FindStandstillAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Grains_that_do_not_answer_are_a_standstill()
    {
        var time = new ClubTime();
        var hung = new SiloWork(new Answers(new TaskCompletionSource().Task), Silo, time).FindStandstillAsync(CancellationToken.None);

        await time.Pass(SiloWork.AnswerLimit);

        Assert.Equal("Its grains do not answer.", await hung);
        var refused = new SiloWork(new Answers(Task.FromException(new OrleansException("No."))), Silo, time);
        Assert.Equal("Its grains do not answer.", await refused.FindStandstillAsync(CancellationToken.None));
    }

    private ISiloWork Work => _club.Cluster.GetSiloServiceProvider().GetRequiredService<ISiloWork>();

    private ILocalSiloDetails Silo => _club.Cluster.GetSiloServiceProvider().GetRequiredService<ILocalSiloDetails>();

    private sealed class Answers(Task answer) : IPings
    {
        public Task PingAsync(SiloAddress silo) => answer;
    }
}
