using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Shows;

/// <summary>The shows of the club's other layouts, as the database has them at one moment: their own grains may be changing them.</summary>
/// <param name="Layouts">The other layouts, with their names.</param>
/// <param name="Shows">Their shows.</param>
internal sealed record OtherShows(
    IReadOnlyDictionary<LayoutId, string> Layouts, IReadOnlyDictionary<(LayoutId Layout, ShowId Show), OtherShow> Shows)
{
    /// <summary>Nobody asks for any.</summary>
    public static OtherShows None { get; } = new(new Dictionary<LayoutId, string>(), new Dictionary<(LayoutId, ShowId), OtherShow>());

    public OtherShow? Find(LayoutId layout, ShowId show) => Shows.GetValueOrDefault((layout, show));

    /// <summary>The show that a cue starts, and the layout that it is in; null when it starts none.</summary>
    /// <param name="cue">The cue.</param>
    /// <param name="layout">The layout that the cue is in.</param>
    public static (LayoutId Layout, ShowId Show)? StartedBy(Cue cue, LayoutId layout) =>
        cue is { Action: CueAction.StartShow, Skip: false, Show: { } show } ? (cue.Layout ?? layout, show) : null;

    /// <summary>Reads them.</summary>
    /// <param name="database">Where from.</param>
    /// <param name="layout">The layout whose shows are not other ones.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<OtherShows> ReadAsync(RailHubDb database, LayoutId layout, CancellationToken cancellation)
    {
        var layouts = await database.Layouts.AsNoTracking().Where(row => row.Id != layout).Select(row => new { row.Id, row.Name }).ToListAsync(cancellation);

        // Most shows start no other, and of those nobody needs to read the cues.
        const string starting = "\"startShow\"";
        var shows = await database.Shows.AsNoTracking().Where(row => row.LayoutId != layout)
            .Select(row => new { row.LayoutId, row.Id, row.Name, Cues = row.Cues.Contains(starting) ? row.Cues : null }).ToListAsync(cancellation);
        return new OtherShows(
            layouts.ToDictionary(row => row.Id, row => row.Name),
            shows.ToDictionary(
                row => (row.LayoutId, row.Id),
                row => new OtherShow(row.Name, [.. (row.Cues?.ToCues() ?? []).Select(cue => StartedBy(cue, row.LayoutId)).OfType<(LayoutId, ShowId)>()])));
    }
}
