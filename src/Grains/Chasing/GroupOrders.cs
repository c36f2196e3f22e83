using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Protocol;

namespace RailHub.Grains.Chasing;

/// <summary>Starts, changes and stops chasing groups on a board. Each is in the database before the board is told, unless that is away.</summary>
internal sealed class GroupOrders(Board board)
{
    /// <summary>Whether the board could run a group; a refusal says why not.</summary>
    public Outcome<Done> CanRun(ChasingGroup group) =>
        (board.Check(group.Layout) ?? CheckReported() ?? Check(group, toRun: board.Plan.FindGroup(group.Id) is { Wanted: true })) is { } refusal
            ? refusal
            : Done.Instance;

    public async Task<Outcome<ChasingGroupStatus>> StartAsync(ChasingGroup group) =>
        (board.Check(group.Layout) ?? Check(group, toRun: true)) is { } refusal
            ? refusal
            : await SettleAsync(board.Plan.FindGroup(group.Id) ?? board.Plan.Add(new GroupTrack(group)), group, running: true);

    public async Task<Outcome<ChasingGroupStatus>> ReviseAsync(ChasingGroup group) =>
        board.Check(group.Layout) is { } refusal ? refusal
        : board.Plan.FindGroup(group.Id) is { Wanted: true } run ? await SettleAsync(run, group, running: true)
        : new ChasingGroupStatus(group.Id, ChasingState.Stopped);

    public async Task<Outcome<ChasingGroupStatus>> StopAsync(ChasingGroup group)
    {
        if (board.Check(group.Layout) is { } refusal)
        {
            return refusal;
        }

        var run = board.Plan.FindGroup(group.Id);
        if (run is null && board.Plan.Board?.Groups.Any(reading => reading.Pins.AsSpan().SequenceEqual(GroupTrack.Pins(group))) == true)
        {
            run = board.Plan.Add(new GroupTrack(group));
        }

        return run is null ? new ChasingGroupStatus(group.Id, ChasingState.Stopped) : await SettleAsync(run, run.Group, running: false);
    }

    private Refusal? CheckReported() => board.Plan.Board is null
        ? new Refusal(
            RefusalKind.Unavailable,
            RefusalCodes.BoardOffline,
            "The board has not reported since the platform started, so it is not known what it can run. Check its power and network.")
        : null;

    /// <summary>Whether the board can run a group, as far as is known; one that is only defined may share outputs with one that runs.</summary>
    private Refusal? Check(ChasingGroup group, bool toRun)
    {
        var own = board.Plan.FindGroup(group.Id)?.Number;
        var problem = board.Plan.Board is null ? null : BoardRules.CheckRun(board.Plan.Board, GroupTrack.Pins(group), own);
        if (problem is null && board.Plan.Groups.Any(run =>
            run.Group.Id != group.Id && run is { Wanted: true, Problem: null } && run.Group.Members.Intersect(group.Members).Any()))
        {
            problem = GroupProblem.PinInOtherGroup;
        }

        return ChasingRules.Explain(problem == GroupProblem.PinInOtherGroup && !toRun ? null : problem);
    }

    private async Task<Outcome<ChasingGroupStatus>> SettleAsync(GroupTrack run, ChasingGroup group, bool running)
    {
        run.Want(group, running, board.Clock.Now);
        var settled = run.Settled.Task;
        if (board.Plan.Board is { } reported && !run.Prepare(reported, board.Plan.NumbersBeside(run)))
        {
            TakeBack(run);
            return ChasingRules.SlotsFull;
        }

        if (board.Plan.IsLive && board.IsBehind)
        {
            // The database is known to be in trouble: nobody waits for it to say so once more.
            board.SaveSoon();
        }
        else if (await board.SaveAsync() is Saved.Away or Saved.Lost && !board.Plan.IsLive)
        {
            TakeBack(run);
            return board.IsOver ? board.Gone() : board.Away;
        }

        run.Release();
        if (board.Plan.IsLive && board.Plan.ObserveGroups(board.Clock.Now))
        {
            board.SaveSoon();
        }

        board.Act();
        await board.ConfirmAsync(settled);
        return board.IsOver ? board.Gone() : run.Status;
    }

    private void TakeBack(GroupTrack run)
    {
        run.Withdraw();
        if (run is { Wanted: false, IsPending: false, Problem: null, OccupiesNumber: false })
        {
            board.Plan.Remove(run);
        }

        board.Act();
    }
}
