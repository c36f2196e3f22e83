using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Layouts;

/// <summary>The layout's roster.</summary>
internal sealed partial class LayoutGrain
{
    public async Task<Outcome<Controller>> AddController(ControllerDraft draft)
    {
        if ((Rules.CheckHost(draft.Host)
            ?? Rules.CheckPort(draft.HttpPort, "httpPort")
            ?? Rules.CheckPort(draft.WebSocketPort, "webSocketPort")
            ?? (draft.Name is null ? null : Rules.CheckName(draft.Name))) is { } invalid)
        {
            return invalid;
        }

        if (!_exists)
        {
            return s_unknown;
        }

        using var board = clients.Create(new BoardAddress(draft.Host.Trim(), draft.HttpPort, draft.WebSocketPort));
        var answer = await board.GetStatusAsync(CancellationToken.None);
        if (answer.Snapshot is not { } status)
        {
            return NoBoard(draft, answer.Answer);
        }

        if (!MacAddress.TryParse(status.MacAddress, out var id))
        {
            return NoBoard(draft, answer.Answer with { Kind = BoardAnswerKind.Refused });
        }

        var added = await Edit<Controller>(async database =>
        {
            if (await FindTaken(database, id) is { } taken)
            {
                return taken;
            }

            var row = new ControllerRow
            {
                Id = id,
                LayoutId = _id,
                Name = NameText.Clean(draft.Name ?? PlainName(status.Name) ?? id.ToString()),
                Host = draft.Host.Trim(),
                HttpPort = draft.HttpPort,
                WebSocketPort = draft.WebSocketPort,
                Position = (await database.Controllers.Where(other => other.LayoutId == _id).MaxAsync(other => (int?)other.Position) ?? -1) + 1,
                Version = 1,
            };
            database.Controllers.Add(row);
            var adopted = AdoptGroups(database, id, status);
            try
            {
                await database.SaveChangesAsync();
            }
            catch (DbUpdateException failure) when (DatabaseErrors.IsUniqueViolation(failure))
            {
                // Another layout was quicker by a moment.
                database.ChangeTracker.Clear();
                if (await FindTaken(database, id) is { } quicker)
                {
                    return quicker;
                }

                throw;
            }

            var controller = row.ToContract();
            _controllers.Add(controller);
            foreach (var group in adopted)
            {
                _groups[group.Id] = group;
            }

            return controller;
        });
        if (added.Value is { } controller)
        {
            await Grain(id).Configure(controller);
            await Grain(id).KeepLinked();
        }

        return added;
    }

    public async Task<Outcome<Controller>> EditController(MacAddress id, ControllerEdit edit, long? ifVersion)
    {
        if (((edit.Host is null ? null : Rules.CheckHost(edit.Host))
            ?? Rules.CheckPort(edit.HttpPort, "httpPort")
            ?? Rules.CheckPort(edit.WebSocketPort, "webSocketPort")
            ?? (edit.Name is null ? null : Rules.CheckName(edit.Name))) is { } invalid)
        {
            return invalid;
        }

        var edited = await Edit<Controller>(async database =>
        {
            var index = _controllers.FindIndex(known => known.Id == id);
            if ((index < 0 ? UnknownController(id) : Rules.CheckVersion(ifVersion, _controllers[index].Version)) is { } refusal)
            {
                return refusal;
            }

            var row = await database.Controllers.SingleAsync(row => row.Id == id);
            row.Name = edit.Name is null ? row.Name : NameText.Clean(edit.Name);
            row.Host = edit.Host?.Trim() ?? row.Host;
            row.HttpPort = edit.HttpPort ?? row.HttpPort;
            row.WebSocketPort = edit.WebSocketPort ?? row.WebSocketPort;
            row.Version++;
            await database.SaveChangesAsync();
            return _controllers[index] = row.ToContract();
        });
        if (edited.Value is { } controller)
        {
            await Grain(id).Configure(controller);
        }

        return edited;
    }

    public async Task<Outcome<Done>> RemoveController(MacAddress id, long? ifVersion)
    {
        var removed = await Edit<Done>(async database =>
        {
            var index = _controllers.FindIndex(known => known.Id == id);
            if ((index < 0 ? UnknownController(id) : Rules.CheckVersion(ifVersion, _controllers[index].Version)) is { } refusal)
            {
                return refusal;
            }

            await using var transaction = await database.Database.BeginTransactionAsync();
            await database.GroupRuns.Where(run => run.Controller == id).ExecuteDeleteAsync();
            await database.Controllers.Where(row => row.Id == id).ExecuteDeleteAsync();
            await transaction.CommitAsync();
            _controllers.RemoveAt(index);
            return Done.Instance;
        });
        if (removed.Refusal is null)
        {
            await Grain(id).Release();
        }

        return removed;
    }

    private static async Task<Refusal?> FindTaken(RailHubDb database, MacAddress id)
    {
        if (await database.Controllers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id) is not { } taken)
        {
            return null;
        }

        var layout = await database.Layouts.AsNoTracking().SingleAsync(row => row.Id == taken.LayoutId);
        return new Refusal(
            RefusalKind.Conflict,
            RefusalCodes.ControllerTaken,
            $"This board ({id}) is in the layout \"{layout.Name}\" already, as \"{taken.Name}\". Remove it there first.",
            "host");
    }

    private static Refusal UnknownController(MacAddress id) =>
        Refusal.NotFound(RefusalCodes.ControllerUnknown, $"The layout has no controller {id}.");

    private static Refusal NoBoard(ControllerDraft draft, BoardAnswer answer)
    {
        var address = $"{draft.Host.Trim()}:{draft.HttpPort}";
        return answer.Kind switch
        {
            BoardAnswerKind.TimedOut => new Refusal(
                RefusalKind.TimedOut,
                RefusalCodes.NoAnswer,
                $"{address} does not answer. Is the board switched on and in this network?",
                "host"),
            BoardAnswerKind.Unreachable => new Refusal(
                RefusalKind.TimedOut,
                RefusalCodes.NotReached,
                $"{address} cannot be reached ({answer.Error}). Check the address, and that the board is switched on.",
                "host"),
            _ => new Refusal(
                RefusalKind.Unfit,
                RefusalCodes.NotABoard,
                $"Something answers at {address}, but it is no RailHub board. Check host and port.",
                "host"),
        };
    }

    private static string? PlainName(string? name)
    {
        var plain = name is null ? null : new string([.. name.Where(letter => !char.IsControl(letter)).Take(Rules.LongestName)]).Trim();
        return string.IsNullOrEmpty(plain) ? null : plain;
    }
}
