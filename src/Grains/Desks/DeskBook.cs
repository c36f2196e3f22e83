using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Desks;

/// <summary>
/// The desk of a layout. It is kept before boards hear of it, unless the database hangs or is away: then it goes on without, and says so.
/// </summary>
/// <param name="layout">The layout.</param>
/// <param name="rows">Its rows.</param>
/// <param name="history">What was done in it.</param>
/// <param name="grains">The way to its boards.</param>
/// <param name="tell">Tells those who look on.</param>
/// <param name="time">The club's time.</param>
/// <param name="logger">Where it is written down.</param>
internal sealed partial class DeskBook(
    LayoutContent layout, OwnedRows rows, HistoryBook history, IGrainFactory grains, Action tell, TimeProvider time, ILogger logger)
{
    // Neither a database that hangs nor a board keeps a blackout waiting.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    // The boards that could not be told of the desk as it is.
    private readonly HashSet<MacAddress> _untold = [];

    // The boards that it has let go of, because they are about to leave.
    private readonly HashSet<MacAddress> _leaving = [];
    private long? _kept;

    public Outcome<Desk> Get() => layout.Exists ? layout.Desk : LayoutGrain.Unknown;

    /// <summary>Reads it; what it gives puts it here. What was done since the database had it stays.</summary>
    public async Task<Action> ReadAsync(RailHubDb database, CancellationToken cancellation)
    {
        var row = await database.Desks.AsNoTracking().SingleOrDefaultAsync(row => row.LayoutId == layout.Id, cancellation);
        return () =>
        {
            var read = row?.ToContract() ?? Desk.Untouched;
            if (_kept is null)
            {
                layout.Desk = read;
                _untold.UnionWith(layout.Controllers.Select(controller => controller.Id));
            }

            Kept(read.Version);
        };
    }

    /// <summary>Does what an operator wants.</summary>
    public async Task<Outcome<Desk>> Control(DeskOrder order, IfVersion? ifVersion)
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        var before = layout.Desk;
        if ((DeskRules.Check(order, layout.Has) ?? Rules.CheckVersion(ifVersion, before.Version)) is { } refusal)
        {
            return refusal;
        }

        if (!before.Apply(order, new DeskTouch(time.GetUtcNow(), Caller.Actor?.Label)).Succeeded(out var desk, out var tooMany))
        {
            return tooMany;
        }

        if (desk == before)
        {
            return before;
        }

        var moved = await SetAsync(desk with { Version = before.Version + 1 });
        if (moved is not null)
        {
            return moved;
        }

        Note(before, desk);
        return layout.Desk;
    }

    /// <summary>
    /// Lets boards leave: gives each back what was taken from it, as far as it can be reached, and then does the edit that takes them out. Those
    /// that stay after all are as the desk has it again.
    /// </summary>
    /// <param name="boards">Those that are to leave.</param>
    /// <param name="edit">Takes them out, and says in the history which go as the desk has them.</param>
    public async Task<Outcome<T>> LetGo<T>(IEnumerable<MacAddress> boards, Func<Departure, Task<Outcome<T>>> edit)
        where T : class
    {
        Controller[] held = [.. boards.Where(board => !layout.Desk.IsLifted() || _untold.Contains(board))
            .Select(board => layout.Controllers.Find(known => known.Id == board)).OfType<Controller>()];
        if (held.Length == 0)
        {
            return await edit(Departure.Free);
        }

        // Lamps do not come out of a blackout for an edit that cannot be written.
        if (await rows.EditAsync<Done>(static (_, _) => Task.FromResult(new Edited<Done>(Done.Instance))) is { Refusal: { } away })
        {
            return away;
        }

        MacAddress[] leaving = [.. held.Select(board => board.Id)];
        _leaving.UnionWith(leaving);
        try
        {
            var isBack = await Task.WhenAll(leaving.Select(GiveBackAsync));
            return await edit(new Departure([.. held.Where((_, place) => !isBack[place]).Select(board => board.Name)]));
        }
        finally
        {
            _leaving.ExceptWith(leaving);
            TellBoards(leaving.Where(layout.Has)).Ignore();
        }
    }

    /// <summary>Boards left the layout: nothing of them stays at the desk.</summary>
    public void Tidy()
    {
        if (layout.Exists && layout.Desk.Of(layout.Has) is var desk && desk != layout.Desk)
        {
            SetAsync(desk with { Version = desk.Version + 1 }).Ignore();
        }
    }

    /// <summary>Does what could not be done yet: writes it down, and tells boards.</summary>
    public void CatchUp()
    {
        SaveAsync().Ignore();
        TellBoards(_untold).Ignore();
    }

    /// <summary>The database has all of it, and boards have heard of it.</summary>
    public bool IsKept => _kept >= layout.Desk.Version && _untold.Count == 0;

    /// <summary>Writes down what is not in the database yet.</summary>
    public Task SaveAsync() => _kept < layout.Desk.Version ? KeepAsync() : Task.CompletedTask;

    /// <summary>A refusal when this activation is over, and another has the desk.</summary>
    private async Task<Refusal?> SetAsync(Desk desk)
    {
        layout.Desk = desk;
        var keeping = KeepAsync();
        await WaitAsync(keeping);
        if (!rows.IsLost)
        {
            tell();
            await WaitAsync(TellBoards(layout.Controllers.Select(controller => controller.Id)));
        }

        return await keeping is { Code: RefusalCodes.OwnerMoved } moved ? moved : null;
    }

    private async Task WaitAsync(Task work)
    {
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(work, Task.Delay(s_patience, time, enough.Token));
        await enough.CancelAsync();
    }

    /// <summary>Writes down the desk as it is when its turn comes.</summary>
    private async Task<Refusal?> KeepAsync()
    {
        var kept = await rows.EditAsync<Desk>(async (database, cancellation) =>
        {
            var desk = layout.Desk;
            var row = await database.Desks.SingleOrDefaultAsync(row => row.LayoutId == layout.Id, cancellation);
            if (row is null)
            {
                row = new DeskRow { LayoutId = layout.Id, Content = "" };
                database.Desks.Add(row);
            }

            (row.Epoch, row.Content) = (rows.Epoch, (desk with { IsKept = true }).ToJson());
            await database.SaveChangesAsync(cancellation);
            return new Edited<Desk>(desk, () => Kept(desk.Version));
        });
        if (kept.Refusal is not null && layout.Desk is { IsKept: true } && _kept < layout.Desk.Version && !rows.IsLost)
        {
            layout.Desk = layout.Desk with { IsKept = false };
            tell();
        }

        return kept.Refusal;
    }

    private void Kept(long version)
    {
        _kept = version;
        if (layout.Desk is { IsKept: false } desk && desk.Version == version)
        {
            layout.Desk = desk with { IsKept = true };
            tell();
        }
    }

    private Task TellBoards(IEnumerable<MacAddress> boards)
    {
        var desk = layout.Desk;
        MacAddress[] all = [.. boards.Except(_leaving)];
        _untold.ExceptWith(all);
        return Task.WhenAll(all.Select(board => TellAsync(board, desk)));
    }

    private async Task TellAsync(MacAddress board, Desk desk)
    {
        try
        {
            if ((await Moving.Follow(() => grains.Controller(board).SetDesk(layout.Id, rows.Epoch, desk))).Refusal is not { Code: RefusalCodes.OwnerMoved })
            {
                return;
            }
        }
        catch (Exception failure) when (AllBoards.IsNotAsked(failure))
        {
            LogNotTold(failure, board);
        }

        if (layout.Has(board))
        {
            _untold.Add(board);
        }
    }

    private async Task<bool> GiveBackAsync(MacAddress board)
    {
        try
        {
            return (await Moving.Follow(() => grains.Controller(board).GiveBack(layout.Id))).Refusal is null;
        }
        catch (Exception failure) when (AllBoards.IsNotAsked(failure))
        {
            LogNotGivenBack(failure, board);
            return false;
        }
    }

    private void Note(Desk before, Desk desk)
    {
        if (before.Blackout is null != desk.Blackout is null)
        {
            history.Happened(desk.Blackout is null ? HistoryKind.BlackoutLifted : HistoryKind.BlackoutPut, subject: null);
        }

        Counted(desk.Parked.Except(before.Parked).Count(), HistoryKind.LampsParked);
        Counted(before.Parked.Count(parked => !desk.Parked.Any(now => (now.Controller, now.Pin) == (parked.Controller, parked.Pin))), HistoryKind.LampsUnparked);
        Counted(desk.Solo.Except(before.Solo).Count(), HistoryKind.LampsSoloed);
        Counted(before.Solo.Except(desk.Solo).Count(), HistoryKind.LampsUnsoloed);

        void Counted(int count, HistoryKind kind)
        {
            if (count > 0)
            {
                history.Happened(kind, subject: null, count);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} could not be told of the desk; it is told again")]
    private partial void LogNotTold(Exception failure, MacAddress controller);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} leaves its layout and could not be asked to give back what the desk has of it")]
    private partial void LogNotGivenBack(Exception failure, MacAddress controller);
}
