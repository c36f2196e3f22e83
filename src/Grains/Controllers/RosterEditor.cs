using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>Adds boards to a layout, gives them names and addresses, and removes them.</summary>
internal sealed class RosterEditor(
    LayoutContent layout, OwnedRows rows, ChasingBook chasing, BoardClientFactory clients, IGrainFactory grains, ILogger logger)
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

        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        using var board = clients.Create(new BoardAddress(draft.Host.Trim(), draft.HttpPort, draft.WebSocketPort));
        var answer = await board.GetStatusAsync(CancellationToken.None);
        if (answer.Snapshot is not { } status)
        {
            return NoBoard(draft, answer.Answer);
        }

        if (status.MacAddress is not { } id)
        {
            return NoBoard(draft, answer.Answer with { Kind = BoardAnswerKind.Refused });
        }

        if (id.Problem is { } problem)
        {
            return NoIdentity(draft, id, problem);
        }

        var added = await rows.EditAsync<Controller>(async (database, cancellation) =>
        {
            if (!layout.Exists)
            {
                return LayoutGrain.Unknown;
            }

            if (await FindTaken(database, id, cancellation) is { } taken)
            {
                return taken;
            }

            var row = new ControllerRow
            {
                Id = id,
                LayoutId = layout.Id,
                Name = NameText.Clean(draft.Name ?? PlainName(status.Name) ?? id.ToString()),
                Host = draft.Host.Trim(),
                HttpPort = draft.HttpPort,
                WebSocketPort = draft.WebSocketPort,
                Position = (await database.Controllers.Where(other => other.LayoutId == layout.Id).MaxAsync(other => (int?)other.Position, cancellation) ?? -1) + 1,
                Version = 1,
            };
            database.Controllers.Add(row);
            var adopted = chasing.Adopt(database, id, status);
            try
            {
                await database.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException failure) when (DatabaseErrors.IsUniqueViolation(failure))
            {
                // Another layout was quicker by a moment.
                database.ChangeTracker.Clear();
                if (await FindTaken(database, id, cancellation) is { } quicker)
                {
                    return quicker;
                }

                throw;
            }

            var controller = row.ToContract();
            return new Edited<Controller>(controller, () =>
            {
                layout.Controllers.Add(controller);
                foreach (var group in adopted)
                {
                    layout.Groups[group.Id] = group;
                }
            });
        });
        if (added.Value is { } controller)
        {
            await grains.Controller(id).Configure(controller);
            await grains.Controller(id).KeepLinked(epoch: null);
        }

        return added;
    }

    public async Task<Outcome<Controller>> EditController(MacAddress id, ControllerEdit edit, IfVersion? ifVersion)
    {
        // What is not changed is not checked: a name that a board brought along may break our rules.
        var before = layout.Controllers.Find(known => known.Id == id);
        if (((edit.Host is null ? null : Rules.CheckHost(edit.Host))
            ?? Rules.CheckPort(edit.HttpPort, "httpPort")
            ?? Rules.CheckPort(edit.WebSocketPort, "webSocketPort")
            ?? (edit.Name is null || edit.Name == before?.Name ? null : Rules.CheckName(edit.Name))) is { } invalid)
        {
            return invalid;
        }

        var edited = await rows.EditAsync<Controller>(async (database, cancellation) =>
        {
            var index = layout.Controllers.FindIndex(known => known.Id == id);
            if ((index < 0 ? LayoutContent.Unknown(id) : Rules.CheckVersion(ifVersion, layout.Controllers[index].Version)) is { } refusal)
            {
                return refusal;
            }

            var row = await database.Controllers.SingleAsync(row => row.Id == id, cancellation);
            row.Name = edit.Name is null || edit.Name == row.Name ? row.Name : NameText.Clean(edit.Name);
            row.Host = edit.Host?.Trim() ?? row.Host;
            row.HttpPort = edit.HttpPort ?? row.HttpPort;
            row.WebSocketPort = edit.WebSocketPort ?? row.WebSocketPort;
            row.Version++;
            await database.SaveChangesAsync(cancellation);
            var controller = row.ToContract();
            return new Edited<Controller>(controller, () => layout.Controllers[index] = controller);
        });
        if (edited.Value is { } controller)
        {
            await grains.Controller(id).Configure(controller);
        }

        return edited;
    }

    public async Task<Outcome<Done>> RemoveController(MacAddress id, IfVersion? ifVersion)
    {
        var removed = await rows.EditAsync<Done>(async (database, cancellation) =>
        {
            var known = layout.Controllers.Find(known => known.Id == id);
            if ((known is null ? LayoutContent.Unknown(id) : Rules.CheckVersion(ifVersion, known.Version)) is { } refusal)
            {
                return refusal;
            }

            // A save of the board's own grain that is under way leaves nothing behind.
            await database.EndOwnershipAsync([GrainKeys.Owner(id)], cancellation);
            await database.GroupRuns.Where(run => run.Controller == id).ExecuteDeleteAsync(cancellation);
            await database.Controllers.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
            return new Edited<Done>(Done.Instance, () => layout.Controllers.RemoveAll(known => known.Id == id));
        });
        if (removed.Refusal is null)
        {
            await grains.ReleaseAsync([id], logger);
        }

        return removed;
    }

    private static async Task<Refusal?> FindTaken(RailHubDb database, MacAddress id, CancellationToken cancellation)
    {
        if (await database.Controllers.AsNoTracking().FirstOrDefaultAsync(row => row.Id == id, cancellation) is not { } taken)
        {
            return null;
        }

        var layout = await database.Layouts.AsNoTracking().SingleAsync(row => row.Id == taken.LayoutId, cancellation);
        return new Refusal(
            RefusalKind.Conflict,
            RefusalCodes.ControllerTaken,
            $"This board ({id}) is in the layout \"{layout.Name}\" already, as \"{taken.Name}\". Remove it there first.",
            "host");
    }

    private static Refusal NoIdentity(ControllerDraft draft, MacAddress id, MacProblem problem) => new(
        RefusalKind.Unfit,
        RefusalCodes.MacInvalid,
        $"The board at {draft.Host.Trim()}:{draft.HttpPort} says that its MAC address is {id}, which is "
            + problem switch
            {
                MacProblem.Zero => "no address at all",
                MacProblem.Broadcast => "the address of everybody",
                _ => "the address of a group",
            }
            + ". Boards are told apart by it, so this one cannot be added; look at its firmware.",
        "host");

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
