using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Persistence;

namespace RailHub.Grains.Controllers;

/// <summary>What of a board's plan belongs into the database.</summary>
/// <param name="Wishes">What people were promised of each output.</param>
/// <param name="Runs">The club's chasing groups.</param>
/// <param name="Ended">Those that only the board knows, while the desk has them ended.</param>
/// <param name="Fades">The steps of fades that it was sent; null when none is counted.</param>
internal sealed record BoardRecord(
    IReadOnlyDictionary<int, KeptWish[]> Wishes, IReadOnlyDictionary<ChasingGroupId, KeptRun> Runs, IReadOnlyList<EndedGroup> Ended, FadeDay? Fades)
{
    /// <param name="plan">The plan.</param>
    /// <param name="isLast">Whether nothing comes after it: then no steps are counted ahead.</param>
    public static BoardRecord Of(BoardPlan plan, bool isLast = false)
    {
        var wishes = new Dictionary<int, KeptWish[]>();
        foreach (var output in plan.Outputs)
        {
            KeptWish[] kept =
            [
                .. Kept(output.Light.Segments.Where(output.Light.Tells), static (wish, goal) => wish with { Active = goal.Active, Brightness = goal.Brightness }),
                .. Kept(output.Interval.Segments, static (wish, goal) => wish with { Interval = goal }),
                .. Kept(output.Name.Segments, static (wish, goal) => wish with { Name = goal }),
            ];
            if (kept.Length > 0)
            {
                wishes.Add(output.Pin, kept);
            }
        }

        return new BoardRecord(
            wishes,
            plan.Groups.ToDictionary(group => group.Group.Id, KeptRun.Of),
            [.. plan.Foreign.Select(EndedGroup.Of)],
            isLast ? plan.Fades.Day : plan.Fades.DayAhead);
    }

    private static IEnumerable<KeptWish> Kept<T>(IEnumerable<Segment<T>> segments, Func<KeptWish, T, KeptWish> fill) => segments
        .Where(segment => segment.IsKept)
        .Select(segment => fill(
            new KeptWish(segment.StartsAt.ToUnixTimeMilliseconds(), segment.IsFlash ? 0 : (long)segment.Over.TotalMilliseconds, segment.Curve, segment.Origin),
            segment.Goal));
}

/// <summary>One wish as it is kept.</summary>
internal sealed record KeptWish(
    long StartsAt,
    long Duration,
    Curve Curve,
    Origin Origin,
    bool? Active = null,
    int? Brightness = null,
    long? Interval = null,
    string? Name = null);

/// <summary>A chasing group's run as it is kept.</summary>
internal sealed record KeptRun(int? Number, bool Wanted, bool Pending, string? Problem)
{
    // What was given up may come late, and what the desk has ended is to begin again: so after a restart it is looked for once more.
    public static KeptRun Of(GroupTrack group) => new(
        group.Number, group.Wanted, group.IsPending || ((!group.Wanted || group.IsCovered) && group.Problem is null), group.Problem);

    public static KeptRun Of(GroupRunRow row) => new(row.Number, row.Wanted, row.Pending, row.Problem);
}
