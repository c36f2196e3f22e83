using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Members;

namespace RailHub.Gateway.Search;

/// <summary>
/// Looks for words in all layouts that somebody sees. All of them are in this process' memory, whether anybody looks at them or not, because
/// the relay hears the whole club: no grain is asked, but of a layout that was never heard of.
/// </summary>
internal sealed class ClubSearch(ClubRelay relay)
{
    /// <summary>How many hits are told; nobody reads more, and another word finds better.</summary>
    public const int Most = 50;

    /// <summary>What is found, the best first: by how well the name fits, then by kind, then as it stands in the club.</summary>
    public async Task<SearchAnswer> FindAsync(Pass pass, SearchWish wish, CancellationToken cancellation)
    {
        List<(int Rank, SearchHit Hit)> found = [];
        List<string> unheard = [];
        var layouts = (await relay.ClubOrAsk(cancellation)).Layouts.Select(summary => summary.Layout).Where(layout => pass.Sees(layout.Id)).ToArray();
        var asked = await Task.WhenAll(layouts.Select(layout => relay.FindOrAsk(layout.Id, cancellation)));
        foreach (var (layout, outcome) in layouts.Zip(asked))
        {
            if (outcome.Succeeded(out var known, out var refusal))
            {
                var view = known.Look();
                found.AddRange(LayoutSearch.Find(view, wish));
                if (!known.WasHeard || view.Contact is not null || view.Controllers.Count < known.Controllers.Count)
                {
                    unheard.Add(layout.Name);
                }
            }
            else if (refusal.Code != RefusalCodes.LayoutUnknown)
            {
                unheard.Add(layout.Name);
            }
        }

        SearchHit[] best = [.. found.OrderBy(one => one.Rank).ThenBy(one => one.Hit.Kind).Select(one => one.Hit)];
        return new SearchAnswer([.. best.Take(Most)], Math.Max(0, best.Length - Most), unheard);
    }
}
