using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Controllers;
using RailHub.Grains.Desks;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Grains.Shows;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>A layout as a file: out of the club and into it, also as a module that visits.</summary>
internal sealed partial class ExchangeBook(
    LayoutContent layout,
    OwnedRows rows,
    HistoryBook history,
    DeskBook desk,
    RosterEditor roster,
    ChasingBook chasing,
    ShowBook shows,
    TimeProvider time,
    ILogger logger)
{
    private static readonly Dictionary<MacAddress, BoardElsewhere> s_nowhere = [];

    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.ModuleUnknown, "No such module visits this layout.");

    public async Task<Outcome<LayoutExport>> Export()
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        if (!(await shows.FindOthers(areNamed: false)).Succeeded(out var others, out var away))
        {
            return away;
        }

        var content = LayoutFileWriter.Write(layout, others);
        return new LayoutExport(content, VersionOf(content));
    }

    public Outcome<ModuleList> Modules()
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        var now = LayoutParts.Of(layout);
        return new ModuleList([.. layout.Modules.Select(module => module.ToContract(now))]);
    }

    /// <summary>Imports a file, or only says what that would change.</summary>
    public async Task<Outcome<LayoutChanges>> Import(byte[] content, ImportOrder order, IfVersion? ifVersion)
    {
        if (content.Length > LayoutFile.MostBytes)
        {
            return new Refusal(
                RefusalKind.Invalid, RefusalCodes.FileTooLarge, $"A file has {LayoutFile.MostBytes / (1024 * 1024)} MB at most. Import it in parts.");
        }

        if (Check(order) is { } refusal)
        {
            return refusal;
        }

        // A long file takes its time, and other callers of the layout do not wait for it.
        var (file, problems) = await Task.Run(() => LayoutFileReader.Read(content));
        ModuleId? module = order.Mode == ImportMode.Visit ? ModuleId.Create(time.GetUtcNow()) : null;
        return await CarryOutAsync(new Errand
        {
            Plan = (elsewhere, others) => new ImportPlanner(layout, file, problems, order, others, time.GetUtcNow()).Plan(elsewhere),
            NamesOthers = (file.Shows ?? []).Any(show => show?.Cues.Any(cue => cue?.Layout is not null) == true),
            Boards = [.. (file.Boards ?? []).OfType<FileBoard>().Select(board => board.Mac)],
            Module = module,
            Mark = (database, overhaul, _) =>
            {
                if (module is { } id)
                {
                    database.Modules.Add(new ModuleRow
                    {
                        Id = id,
                        LayoutId = layout.Id,
                        Name = NameText.Clean(order.Module!),
                        Since = time.GetUtcNow().ToUnixTimeMilliseconds(),
                        Parts = [.. ModulePart.AddedBy(overhaul).Select(part => new ModulePartRow { Kind = part.Kind, Thing = part.Thing })],
                    });
                }

                return Task.CompletedTask;
            },
            Check = () => Check(order),
            IfVersion = ifVersion,
            IsDryRun = order.IsDryRun,
            IsKept = true,
            Kind = module is null ? HistoryKind.LayoutImported : HistoryKind.ModuleTakenIn,
            Subject = module is null ? null : NameText.Clean(order.Module!),
            Undo = module is null ? null : new Undo { TakenIn = module },
        });
    }

    /// <summary>Takes a visiting module out.</summary>
    public Task<Outcome<LayoutChanges>> TakeOut(ModuleId id) => CarryOutAsync(new Errand
    {
        Plan = (_, _) =>
        {
            var now = LayoutParts.Of(layout);
            return Find(id) is { } module ? Overhaul.Between(now, module.TakenOut(now)) : s_unknown;
        },
        Mark = async (database, _, cancellation) =>
        {
            // A board of it that was removed before is not to be restored any more.
            MacAddress[] boards = [.. Find(id)!.Boards];
            await database.RemovedControllers.Where(row => row.LayoutId == layout.Id && boards.Contains(row.Controller)).ExecuteDeleteAsync(cancellation);
            await database.Modules.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
        },
        Check = () => Find(id) is null ? s_unknown : null,
        Kind = HistoryKind.ModuleTakenOut,
        Subject = Find(id)?.Name,
        IsWritten = true,
        Leaving = Find(id),
    });

    /// <summary>Makes the layout what it was before an import, or before a module was taken out; what others did since stays, or stands against it.</summary>
    public Task<Outcome<LayoutChanges>> Undo(OverhaulUndo undo) => CarryOutAsync(new Errand
    {
        Plan = (elsewhere, others) => CheckBack(undo, elsewhere) is { } taken ? taken : undo.Plan(layout.Id, LayoutParts.Of(layout), others),
        NamesOthers = undo.NamesOthers,
        Boards = [.. undo.BoardsBack],
        Mark = (database, _, _) =>
        {
            if (undo.Module is { } module)
            {
                database.Modules.Add(new ModuleRow
                {
                    Id = module.Id,
                    LayoutId = layout.Id,
                    Name = module.Name,
                    Since = module.Since.ToUnixTimeMilliseconds(),
                    Parts = [.. module.Parts.Select(part => new ModulePartRow { Kind = part.Kind, Thing = part.Thing })],
                });
            }

            return Task.CompletedTask;
        },
        Check = () => !layout.Exists ? LayoutGrain.Unknown : undo.Module is { } module ? CheckModule(module) : null,
        Module = undo.Module?.Id,
        IsKept = true,
        Kind = undo.Module is null ? HistoryKind.ImportUndone : HistoryKind.ModuleTakenIn,
        Subject = undo.Module?.Name,
        Undo = undo.Module is { } back ? new Undo { TakenIn = back.Id } : null,
        IsWritten = undo.Module is not null,
    });

    private Refusal? CheckModule(ModuleBefore module) =>
        layout.Modules.Exists(other => other.Id == module.Id || NameKey.Of(other.Name) == NameKey.Of(module.Name))
            ? LayoutContent.NameTaken("visiting module", module.Name) with { Field = null }
            : null;

    private Refusal? CheckBack(OverhaulUndo undo, IReadOnlyDictionary<MacAddress, BoardElsewhere> elsewhere)
    {
        foreach (var board in undo.Boards.Removed)
        {
            if (!layout.Has(board.Id) && elsewhere.TryGetValue(board.Id, out var there))
            {
                return RosterRefusals.Taken(board.Id, there.Layout, there.Name, "mac") with { Field = null };
            }
        }

        return null;
    }

    private VisitingModule? Find(ModuleId id) => layout.Modules.Find(module => module.Id == id);

    private Refusal? Check(ImportOrder order) =>
        !layout.Exists ? LayoutGrain.Unknown
        : order.Mode != ImportMode.Visit
            ? order.Module is null ? null : Refusal.Invalid("name", RefusalCodes.Malformed, "Only a visiting module has a name.")
        : Rules.CheckName(order.Module)
            ?? (layout.Modules.Exists(other => NameKey.Of(other.Name) == NameKey.Of(order.Module!))
                ? LayoutContent.NameTaken("visiting module", NameText.Clean(order.Module!))
                : null);

    private async Task<Outcome<LayoutChanges>> CarryOutAsync(Errand errand)
    {
        if (!(await shows.FindOthers(errand.NamesOthers)).Succeeded(out var known, out var away))
        {
            return away;
        }

        // A group that goes must not run, and nobody may start it meanwhile; a board that goes has back what the desk took from it. Whoever is
        // refused hears of everything in the edit itself.
        var foreseen = errand.IsDryRun || errand.Check() is not null || CheckVersion(errand, known) is not null ? null : errand.Plan(s_nowhere, known).Value;
        ChasingGroupId[] held = [.. foreseen?.Chases ?? []];
        MacAddress[] leaving = [.. foreseen?.Boards.Removed.Select(board => board.Id) ?? []];
        return await chasing.InTurns<LayoutChanges>(held, async () =>
        {
            if (foreseen is not null && (CheckUnused(foreseen) ?? await StopAsync(foreseen)) is { } stays)
            {
                return stays;
            }

            var before = new Dictionary<ChasingGroupId, ChasingGroup>(layout.Groups);
            Overhaul? done = null;
            var outcome = await desk.LetGo(leaving, departure => rows.EditAsync<LayoutChanges>(async (database, cancellation) =>
            {
                var others = await shows.FindOthers(database, errand.NamesOthers, cancellation);
                if ((errand.Check() ?? CheckVersion(errand, others)) is { } refusal)
                {
                    return refusal;
                }

                if (!errand.Plan(await FindElsewhere(database, errand.Boards, cancellation), others).Succeeded(out var overhaul, out var problems))
                {
                    return problems;
                }

                var isNothing = errand is { IsDryRun: true } || (overhaul.IsNothing && !errand.IsWritten);
                if ((CheckUnused(overhaul) ?? await shows.CheckMayGo(database, overhaul.Shows.Removed, isCertain: !isNothing, cancellation)) is { } needed)
                {
                    return needed;
                }

                var version = VersionOf(LayoutFileWriter.Write(layout, others));
                var answer = overhaul.ToContract(version, isNothing ? null : errand.Module);
                if (isNothing)
                {
                    return new Edited<LayoutChanges>(answer);
                }

                if (overhaul.Chases.Except(held).Any() || overhaul.Boards.Removed.Any(board => !leaving.Contains(board.Id)))
                {
                    return Refusal.Outdated(version);
                }

                var undo = errand.Undo ?? new Undo
                {
                    Overhauled = OverhaulUndo.Of(LayoutParts.Of(layout), overhaul) with { Module = errand.Leaving?.ToUndo() },
                };
                if (await WriteAsync(database, overhaul, errand, others, cancellation) is { } quicker)
                {
                    return quicker;
                }

                var put = await layout.ReadAsync(database, cancellation);
                done = overhaul;
                return departure.In(history, history.With(new Edited<LayoutChanges>(answer, Put), errand.Kind, errand.Subject, undo: undo));

                void Put()
                {
                    var tell = shows.Remember();
                    put();
                    tell();
                }
            }));
            if (outcome.Refusal is null && done is not null)
            {
                await roster.Tell(done.Boards);
                await TellAsync(done, before);
            }

            return outcome;
        });
    }

    private async Task<Refusal?> WriteAsync(RailHubDb database, Overhaul overhaul, Errand errand, OtherShows others, CancellationToken cancellation)
    {
        try
        {
            await OverhaulRows.WriteAsync(database, layout, overhaul, roster, errand.IsKept, cancellation);
            await errand.Mark(database, overhaul, cancellation);
            await database.SaveChangesAsync(cancellation);
            return null;
        }
        catch (DbUpdateException failure) when (DatabaseErrors.IsUniqueViolation(failure))
        {
            // Another layout was quicker by a moment.
            database.ChangeTracker.Clear();
            if (errand.Plan(await FindElsewhere(database, errand.Boards, cancellation), others).Refusal is { } quicker)
            {
                return quicker;
            }

            throw;
        }
    }

    private Refusal? CheckVersion(Errand errand, OtherShows others) =>
        errand.IfVersion is null ? null : Rules.CheckVersion(errand.IfVersion, VersionOf(LayoutFileWriter.Write(layout, others)));

    /// <summary>A show that stays does not lose what it uses, by a file as little as by hand.</summary>
    private static Refusal? CheckUnused(Overhaul overhaul)
    {
        var stay = overhaul.Shows.After;
        Refusal[] used =
        [
            .. overhaul.Scenes.Removed.Select(scene => ShowBook.CheckUnused("The scene", scene.Name, cue => cue.Scene == scene.Id, stay))
                .Concat(overhaul.ChasingGroups.Removed.Select(group => ShowBook.CheckUnused("The chasing group", group.Name, cue => cue.ChasingGroup == group.Id, stay)))
                .Concat(overhaul.Shows.Removed.Select(show => ShowBook.CheckUnused("The show", show.Name, cue => cue.Show == show.Id, stay)))
                .OfType<Refusal>().Take(FileProblems.Most),
        ];
        return used.Length == 0 ? null : used[0] with { Problems = used };
    }

    /// <summary>Stops the groups that are about to go; boards that are let go keep what runs on them, as whenever one is removed.</summary>
    private async Task<Refusal?> StopAsync(Overhaul overhaul)
    {
        var stay = overhaul.Boards.After.Select(board => board.Id).ToHashSet();
        return (await Task.WhenAll(overhaul.ChasingGroups.Removed.Where(group => stay.Contains(group.Members[0].Controller)).Select(chasing.StopToDelete)))
            .FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>Boards hear of the groups that became others. That one cannot be told undoes nothing: it reads them when it comes to life.</summary>
    private Task TellAsync(Overhaul overhaul, Dictionary<ChasingGroupId, ChasingGroup> before) => Task.WhenAll(overhaul.ChasingGroups.Changed.Select(async group =>
    {
        try
        {
            if (layout.Groups.TryGetValue(group.Id, out var now))
            {
                await chasing.Tell(before[group.Id], now);
            }
        }
        catch (Exception failure) when (AllBoards.IsNotAsked(failure))
        {
            LogNotTold(logger, failure, group.Name);
        }
    }));

    private async Task<Dictionary<MacAddress, BoardElsewhere>> FindElsewhere(RailHubDb database, MacAddress[] boards, CancellationToken cancellation) =>
        (await database.Controllers.AsNoTracking().Where(row => boards.Contains(row.Id) && row.LayoutId != layout.Id)
            .Join(database.Layouts, row => row.LayoutId, other => other.Id, (row, other) => new { row.Id, Layout = other.Name, row.Name })
            .ToListAsync(cancellation))
        .ToDictionary(found => found.Id, found => new BoardElsewhere(found.Layout, found.Name));

    // 48 bits, which every reader of JSON keeps whole.
    private static long VersionOf(byte[] content) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(content)) & 0xFFFF_FFFF_FFFF;

    /// <summary>A change of the layout as a whole.</summary>
    private sealed record Errand
    {
        /// <summary>Says what becomes of the layout, by where boards are elsewhere, and by the shows of other layouts.</summary>
        public required Func<IReadOnlyDictionary<MacAddress, BoardElsewhere>, OtherShows, Outcome<Overhaul>> Plan { get; init; }

        /// <summary>Whether a file names shows of other layouts.</summary>
        public bool NamesOthers { get; init; }

        /// <summary>Writes what else belongs to it.</summary>
        public required Func<RailHubDb, Overhaul, CancellationToken, Task> Mark { get; init; }

        /// <summary>What stands against it from the start.</summary>
        public required Func<Refusal?> Check { get; init; }

        public required HistoryKind Kind { get; init; }

        public required string? Subject { get; init; }

        /// <summary>What undoes it; null: what leads back over it.</summary>
        public Undo? Undo { get; init; }

        /// <summary>The boards that must not be elsewhere.</summary>
        public MacAddress[] Boards { get; init; } = [];

        /// <summary>The module that comes.</summary>
        public ModuleId? Module { get; init; }

        public IfVersion? IfVersion { get; init; }

        public bool IsDryRun { get; init; }

        /// <summary>Whether boards that go can be restored.</summary>
        public bool IsKept { get; init; }

        /// <summary>Whether there is something to write even when nothing becomes of the layout.</summary>
        public bool IsWritten { get; init; }

        /// <summary>The module that goes.</summary>
        public VisitingModule? Leaving { get; init; }
    }

    [LoggerMessage(LogLevel.Warning, "The chasing group {Group} was imported, and its board could not be told")]
    private static partial void LogNotTold(ILogger logger, Exception failure, string group);
}
