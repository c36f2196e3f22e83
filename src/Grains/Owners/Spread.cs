using System.Text;

namespace RailHub.Grains.Owners;

/// <summary>
/// Which silo is the home of which grain. Every silo computes the same from the same rows and the same membership, so none has to ask
/// another, and nothing is written down.
/// </summary>
/// <remarks>
/// Layouts and silos are drawn to each other by a number made of both, and the strongest pairs come together first, as long as the silo is
/// not full (rendezvous hashing with bounded loads). So a silo that comes or goes changes little for the others. Load is counted in boards.
/// </remarks>
internal static class Spread
{
    /// <summary>
    /// By how much of an even share a silo may have more boards, or less, so that layouts stay whole and things stay where they are.
    /// </summary>
    public const double Tolerance = 0.15;

    /// <summary>A home for every grain of the households; empty without silos.</summary>
    public static Dictionary<GrainId, SiloAddress> Over(IReadOnlyCollection<Household> households, IEnumerable<SiloAddress> silos)
    {
        var places = silos.Select(silo => new Place(silo)).OrderBy(place => place.Seed).ToArray();
        if (places.Length == 0)
        {
            return [];
        }

        var share = (double)households.Sum(Load) / places.Length;
        var (least, even, most) = ((int)(share * (1 - Tolerance)), (int)Math.Ceiling(share), (int)Math.Ceiling(share * (1 + Tolerance)));
        Pair[] pairs =
        [
            .. households.SelectMany(_ => places, (household, place) => new Pair(household, place, place.Pull(household.Layout)))
                .OrderByDescending(pair => pair.Pull).ThenBy(pair => pair.Place.Seed).ThenBy(pair => pair.Household.Layout),
        ];
        var parts = households.ToDictionary(household => household.Layout, _ => new List<Part>());
        Divide(pairs, parts, household => Load(household) > most, even, most);
        foreach (var (household, place, _) in pairs)
        {
            if (parts[household.Layout] is { Count: 0 } none && place.Load + Load(household) <= most)
            {
                none.Add(place.Take(Load(household)));
            }
        }

        Divide(pairs, parts, _ => true, even, most);
        FillUp(pairs, parts, least, most);
        return Homes(households, parts);
    }

    // One without boards weighs nothing: an edit that makes or empties a layout moves nobody's boards.
    private static int Load(Household household) => household.Boards.Count;

    /// <summary>What has no place yet is divided, into as few parts as fill silos to an even share.</summary>
    private static void Divide(Pair[] pairs, Dictionary<GrainId, List<Part>> parts, Func<Household, bool> isMeant, int even, int most)
    {
        var left = parts.Where(entry => entry.Value.Count == 0).Select(entry => entry.Key).ToHashSet();
        foreach (var (household, place, _) in pairs)
        {
            if (!left.Contains(household.Layout) || !isMeant(household))
            {
                continue;
            }

            var rest = Load(household) - parts[household.Layout].Sum(part => part.Count);
            var taken = place.Load + rest <= most ? rest : Math.Max(0, even - place.Load);
            if (taken > 0)
            {
                parts[household.Layout].Add(place.Take(taken));
            }

            if (taken == rest)
            {
                left.Remove(household.Layout);
            }
        }
    }

    /// <summary>A silo with too little gets whole layouts of silos that can spare them.</summary>
    private static void FillUp(Pair[] pairs, Dictionary<GrainId, List<Part>> parts, int least, int most)
    {
        foreach (var (household, place, _) in pairs)
        {
            if (place.Load < least
                && parts[household.Layout] is [{ Count: > 0 } whole] && whole.Place != place
                && whole.Place.Load - whole.Count >= least && place.Load + whole.Count <= most)
            {
                whole.Place.Load -= whole.Count;
                parts[household.Layout] = [place.Take(whole.Count)];
            }
        }
    }

    private static Dictionary<GrainId, SiloAddress> Homes(IReadOnlyCollection<Household> households, Dictionary<GrainId, List<Part>> parts)
    {
        var homes = new Dictionary<GrainId, SiloAddress>();
        foreach (var household in households)
        {
            var own = parts[household.Layout];

            // What a layout has beside its boards lives with most of them.
            var main = own.MaxBy(part => part.Count)!.Place.Silo;
            homes[household.Layout] = main;
            foreach (var other in household.Others)
            {
                homes[other] = main;
            }

            var bids = from board in household.Boards
                       from part in own
                       let pull = part.Place.Pull(board)
                       orderby pull descending, part.Place.Seed, board
                       select (board, part);
            var free = own.ToDictionary(part => part, part => part.Count);
            foreach (var (board, part) in bids)
            {
                if (free[part] > 0 && homes.TryAdd(board, part.Place.Silo))
                {
                    free[part]--;
                }
            }
        }

        return homes;
    }

    private readonly record struct Pair(Household Household, Place Place, ulong Pull);

    private sealed record Part(Place Place, int Count);

    /// <summary>A silo, known by its address alone: one that was started anew is drawn to what it had.</summary>
    private sealed class Place(SiloAddress silo)
    {
        public SiloAddress Silo { get; } = silo;

        public ulong Seed { get; } = Mix(Encoding.UTF8.GetBytes(silo.Endpoint.ToString()));

        public int Load { get; set; }

        public ulong Pull(GrainId grain) => Mix(Seed ^ Mix(grain.GetUniformHashCode()));

        public Part Take(int count)
        {
            Load += count;
            return new Part(this, count);
        }

        private static ulong Mix(ReadOnlySpan<byte> bytes)
        {
            var hash = 14695981039346656037;
            foreach (var one in bytes)
            {
                hash = (hash ^ one) * 1099511628211; // FNV-1a: the same in every process.
            }

            return Mix(hash);
        }

        // The last step of SplitMix64: every bit of the answer depends on every bit of the question.
        private static ulong Mix(ulong bits)
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return bits ^ (bits >> 31);
        }
    }
}
