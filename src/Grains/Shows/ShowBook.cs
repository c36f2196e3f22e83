using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Grains.Scenes;
using RailHub.Persistence;

namespace RailHub.Grains.Shows;

/// <summary>The shows of a layout: makes and changes them, and knows what their players tell.</summary>
internal sealed class ShowBook(LayoutContent layout, OwnedRows rows, HistoryBook history, IGrainFactory grains, TimeProvider time)
{
    private static readonly Refusal s_unknown = Refusal.NotFound(RefusalCodes.ShowUnknown, "There is no such show.");

    public Outcome<Show> Find(ShowId id) => layout.Shows.TryGetValue(id, out var show) ? show : s_unknown;

    public Outcome<ShowList> All() => layout.Exists ? new ShowList(layout.ShowSummaries()) : LayoutGrain.Unknown;

    public Outcome<ShowScore> Score(ShowId id) => layout.Shows.TryGetValue(id, out var show)
        ? new ShowScore(
            show,
            [.. show.Cues.Select(cue => cue.Scene).OfType<SceneId>().Distinct().Where(layout.Scenes.ContainsKey).Select(scene => layout.Scenes[scene])],
            [.. show.Cues.Select(cue => cue.ChasingGroup).OfType<ChasingGroupId>().Distinct().Where(layout.Groups.ContainsKey).Select(group => layout.Groups[group])])
        : s_unknown;

    public async Task<Outcome<Show>> Create(ShowDraft draft)
    {
        var reported = await Reported(draft);
        return await rows.EditAsync<Show>(async (database, cancellation) =>
        {
            var id = ShowId.Create(time.GetUtcNow());
            return (await Check(database, id, draft, [], reported, cancellation) ?? CheckRoom()) is { } refusal
                ? refusal
                : await Add(database, Made(id, layout.Id, draft, version: 1), cancellation);
        });
    }

    /// <summary>Brings a deleted show back; refused when something that it uses has gone since.</summary>
    public Task<Outcome<Show>> Restore(Show show) => rows.EditAsync<Show>(async (database, cancellation) =>
    {
        var draft = new ShowDraft(show.Name, show.Cues, show.Loops);
        return (await Check(database, show.Id, draft, show.Cues, [], cancellation) ?? CheckRoom()) is { } refusal
            ? refusal
            : await Add(database, show with { Version = show.Version + 1 }, cancellation);
    });

    public async Task<Outcome<Show>> Replace(ShowId id, ShowDraft draft, IfVersion? ifVersion)
    {
        var reported = await Reported(draft);
        var replaced = await rows.EditAsync<Show>(async (database, cancellation) =>
        {
            if (!layout.Shows.TryGetValue(id, out var show))
            {
                return s_unknown;
            }

            if ((Rules.CheckVersion(ifVersion, show.Version) ?? await Check(database, id, draft, show.Cues, reported, cancellation)) is { } refusal)
            {
                return refusal;
            }

            var row = await database.Shows.SingleAsync(row => row.Id == id, cancellation);
            var made = Made(id, layout.Id, draft, row.Version + 1);
            (row.Name, row.Loops, row.Cues, row.Version) = (made.Name, made.Loops, made.Cues.ToJson(), made.Version);
            await database.SaveChangesAsync(cancellation);
            return Put(made, HistoryKind.ShowReplaced);
        });
        if (replaced.Refusal is null)
        {
            Revise(id);
        }

        return replaced;
    }

    public async Task<Outcome<Done>> Delete(ShowId id, IfVersion? ifVersion)
    {
        var wasPlayed = false;
        var deleted = await rows.EditAsync<Done>(async (database, cancellation) =>
        {
            if (!layout.Shows.TryGetValue(id, out var show))
            {
                return s_unknown;
            }

            if ((Rules.CheckVersion(ifVersion, show.Version) ?? await CheckUnused(database, show, cancellation)) is { } refusal)
            {
                return refusal;
            }

            // From here on its player writes nothing any more, and what it has written can be seen.
            await database.EndOwnershipAsync([GrainKeys.Owner(id)], cancellation);
            var isActive = await database.ShowRuns.Where(row => row.ShowId == id).Select(row => (bool?)row.IsActive).SingleOrDefaultAsync(cancellation);
            if (isActive == true)
            {
                return Runs(show);
            }

            wasPlayed = isActive is not null;
            await database.Shows.Where(row => row.Id == id).ExecuteDeleteAsync(cancellation);
            return history.With(
                new Edited<Done>(Done.Instance, () => layout.Shows.Remove(id)), HistoryKind.ShowDeleted, show.Name, undo: new Undo { Show = show });
        });
        if (deleted.Refusal is null && wasPlayed)
        {
            Release(id);
        }

        return deleted;
    }

    /// <summary>A refusal when shows of the layout use something that is to be deleted.</summary>
    /// <param name="what">What it is, in English, with its name.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uses">Whether a cue uses it.</param>
    public Refusal? CheckUnused(string what, string name, Func<Cue, bool> uses) => CheckUnused(what, name, uses, layout.Shows.Values);

    /// <summary>The same, when these are the shows that there will be.</summary>
    public static Refusal? CheckUnused(string what, string name, Func<Cue, bool> uses, IEnumerable<Show> shows) =>
        UsedBy(what, name, [.. shows.Where(show => show.Cues.Any(uses)).Select(show => show.Name)]);

    /// <summary>
    /// The shows of other layouts: read when cues of this one name any, or <paramref name="areNamed"/> says that a draft does.
    /// </summary>
    public Task<OtherShows> FindOthers(RailHubDb database, bool areNamed, CancellationToken cancellation) => areNamed || AreOthersNamed
        ? OtherShows.ReadAsync(database, layout.Id, cancellation)
        : Task.FromResult(OtherShows.None);

    /// <summary>The same by itself; refused when the database is away and something is to be read.</summary>
    public async Task<Outcome<OtherShows>> FindOthers(bool areNamed) => areNamed || AreOthersNamed
        ? await rows.EditAsync<OtherShows>(async (database, cancellation) => new Edited<OtherShows>(await OtherShows.ReadAsync(database, layout.Id, cancellation)))
        : OtherShows.None;

    private bool AreOthersNamed => layout.Shows.Values.Any(show => show.Cues.Any(cue => cue.Layout is not null));

    /// <summary>A refusal when one of these shows runs, or a show of another layout uses it.</summary>
    /// <param name="database">The edit's database.</param>
    /// <param name="leaving">The shows that are to go.</param>
    /// <param name="isCertain">
    /// From then on their players write nothing any more, and what they have written is seen; otherwise it is only looked at.
    /// </param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Refusal?> CheckMayGo(RailHubDb database, IReadOnlyList<Show> leaving, bool isCertain, CancellationToken cancellation)
    {
        if (leaving.Count == 0)
        {
            return null;
        }

        // Whoever uses one of them names this layout too; a club has many shows, and few do.
        var own = layout.Id.ToString();
        var elsewhere = await database.Shows.Where(row => row.LayoutId != layout.Id && row.Cues.Contains(own))
            .Select(row => new { row.Name, row.Cues }).ToListAsync(cancellation);
        foreach (var show in leaving)
        {
            var id = show.Id.ToString();
            if (UsedBy("The show", show.Name, [.. elsewhere.Where(row => row.Cues.Contains(id, StringComparison.Ordinal)).Select(row => row.Name)]) is { } used)
            {
                return used;
            }
        }

        if (isCertain)
        {
            await database.EndOwnershipAsync([.. leaving.Select(show => GrainKeys.Owner(show.Id))], cancellation);
        }

        ShowId[] ids = [.. leaving.Select(show => show.Id)];
        var active = await database.ShowRuns.Where(row => ids.Contains(row.ShowId) && row.IsActive).Select(row => row.ShowId).ToListAsync(cancellation);
        return leaving.FirstOrDefault(show => active.Contains(show.Id)) is { } runs ? Runs(runs) : null;
    }

    /// <summary>Something that cues use became another: the players of those shows hear of it.</summary>
    public void Revise(Func<Cue, bool> uses)
    {
        foreach (var show in layout.Shows.Values.Where(show => show.Cues.Any(uses)))
        {
            Revise(show.Id);
        }
    }

    /// <summary>
    /// Remembers the shows and what they use, before all is read anew; what it gives, called afterwards, lets their players hear of what has
    /// changed.
    /// </summary>
    public Action Remember()
    {
        var shows = layout.Shows.Values.ToArray();
        var scenes = layout.Scenes.Values.ToDictionary(scene => scene.Id, scene => scene.Version);
        var groups = layout.Groups.Values.ToDictionary(group => group.Id, group => group.Version);
        return () =>
        {
            foreach (var before in shows)
            {
                if (!layout.Shows.TryGetValue(before.Id, out var show))
                {
                    Release(before.Id);
                }
                else if (show.Version != before.Version || show.Cues.Any(IsChanged))
                {
                    Revise(show.Id);
                }
            }
        };

        bool IsChanged(Cue cue) =>
            (cue.Scene is { } scene && scenes.TryGetValue(scene, out var was) && layout.Scenes.GetValueOrDefault(scene)?.Version != was)
            || (cue.ChasingGroup is { } group && groups.TryGetValue(group, out var old) && layout.Groups.GetValueOrDefault(group)?.Version != old);
    }

    /// <summary>The show is gone; its player goes too.</summary>
    public void Release(ShowId id)
    {
        layout.Runs.Remove(id);
        grains.Show(id).Release().Ignore();
    }

    /// <summary>Takes in how a show runs; <see langword="false"/> when that is no news.</summary>
    public bool Note(ShowId id, ShowRun? run)
    {
        if (run is null || !layout.Shows.ContainsKey(id))
        {
            return layout.Runs.Remove(id);
        }

        if (layout.Runs.TryGetValue(id, out var known) && known.IsSame(run))
        {
            return false;
        }

        layout.Runs[id] = run;
        return true;
    }

    /// <summary>Notes what was done with a show.</summary>
    public void NotePlayed(ShowId id, HistoryKind kind)
    {
        if (layout.Shows.TryGetValue(id, out var show))
        {
            history.Happened(kind, show.Name);
        }
    }

    private void Revise(ShowId id) => grains.Show(id).Revise().Ignore();

    private Task<HashSet<(OutputAddress Output, long? Interval)>> Reported(ShowDraft draft) =>
        ReportedIntervals.OfAsync(ShowRules.Targets(draft.Cues), layout, grains);

    /// <summary>A show as it is kept: its cues in order, and one way to say each thing.</summary>
    /// <param name="id">Its identity.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="draft">What was entered, and checked.</param>
    /// <param name="version">Its version.</param>
    public static Show Made(ShowId id, LayoutId layout, ShowDraft draft, long version) => new(
        id,
        layout,
        NameText.Clean(draft.Name),
        [
            .. draft.Cues.OrderBy(cue => cue.Number.Thousandths).Select(cue => cue with
            {
                Label = NameText.Clean(cue.Label),
                Note = cue.Note.ReplaceLineEndings("\n"),
                Layout = cue.Layout == layout ? null : cue.Layout,
            }),
        ],
        version,
        draft.Loops);

    private async Task<Edited<Show>> Add(RailHubDb database, Show show, CancellationToken cancellation)
    {
        database.Shows.Add(show.ToRow());
        await database.SaveChangesAsync(cancellation);
        return Put(show, HistoryKind.ShowMade);
    }

    private Edited<Show> Put(Show show, HistoryKind kind) =>
        history.With(new Edited<Show>(show, () => layout.Shows[show.Id] = show), kind, show.Name);

    private async Task<Refusal?> Check(
        RailHubDb database,
        ShowId id,
        ShowDraft draft,
        IReadOnlyList<Cue> before,
        HashSet<(OutputAddress, long?)> reported,
        CancellationToken cancellation)
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        var others = await FindOthers(database, (draft.Cues ?? []).Any(cue => cue?.Layout is { } other && other != layout.Id), cancellation);
        return new ShowRules(layout, id, before, others, (output, interval) => reported.Contains((output, interval))).Check(draft)
            ?? (layout.Shows.Values.Any(other => other.Id != id && NameKey.Of(other.Name) == NameKey.Of(draft.Name))
                ? LayoutContent.NameTaken("show", NameText.Clean(draft.Name))
                : null);
    }

    private async Task<Refusal?> CheckUnused(RailHubDb database, Show show, CancellationToken cancellation)
    {
        // That a show stops itself keeps nobody from deleting it.
        return UsedBy(
            "The show",
            show.Name,
            [
                .. layout.Shows.Values.Where(other => other.Id != show.Id && other.Cues.Any(cue => cue.Show == show.Id)).Select(other => other.Name),
                .. await UsersElsewhere(database, show, cancellation),
            ]);
    }

    /// <summary>The shows of other layouts that use one: an id stands in the cues as a text, and nothing else has this one.</summary>
    private Task<List<string>> UsersElsewhere(RailHubDb database, Show show, CancellationToken cancellation)
    {
        var id = show.Id.ToString();
        return database.Shows.Where(row => row.LayoutId != layout.Id && row.Cues.Contains(id)).Select(row => row.Name).ToListAsync(cancellation);
    }

    private Refusal? CheckRoom() => layout.Shows.Count < LayoutBounds.Shows ? null : LayoutBounds.TooManyShows;

    private static Refusal Runs(Show show) =>
        new(RefusalKind.Conflict, RefusalCodes.ShowRuns, $"The show \"{show.Name}\" plays or is paused. Stop it first.", Names: [show.Name]);

    private static Refusal? UsedBy(string what, string name, List<string> shows)
    {
        if (shows.Count == 0)
        {
            return null;
        }

        var names = string.Join(", ", shows.Order(StringComparer.OrdinalIgnoreCase).Select(show => $"\"{show}\""));
        return new Refusal(
            RefusalKind.Conflict,
            RefusalCodes.UsedByShow,
            $"{what} \"{name}\" is used by {(shows.Count == 1 ? "the show" : "the shows")} {names}. Change {(shows.Count == 1 ? "that" : "those")} first.",
            Names: [name, string.Join(", ", shows.Order(StringComparer.OrdinalIgnoreCase))]);
    }
}
