using RailHub.Contracts;

namespace RailHub.Web.Shows;

/// <summary>What of a show passes by itself once it is played: from its beginning to the first cue that waits for a hand, or to its end.</summary>
/// <param name="Cues">Its cues, two at least.</param>
/// <param name="Length">How long it takes in the show's time, in whole seconds.</param>
public sealed record TimedStretch(IReadOnlyList<CueTime> Cues, int Length)
{
    /// <summary>The stretch of a show; null when there is none that is worth a ruler, and while its times are not known.</summary>
    public static TimedStretch? Of(Show? show, ShowForecast? forecast)
    {
        if (show is null || forecast?.Times is not { } times)
        {
            return null;
        }

        var known = times.ToDictionary(time => time.Cue);
        var cues = new List<CueTime>();
        foreach (var cue in show.Cues.Where(cue => !cue.Skip))
        {
            if (cue.Trigger == CueTrigger.Go && cues.Count > 0)
            {
                break;
            }

            if (!known.TryGetValue(cue.Number, out var time))
            {
                // The times are those of the show before an edit.
                return null;
            }

            cues.Add(time);
        }

        return cues.Count > 1 && (cues.Max(cue => cue.End) + 999) / 1000 is > 0 and var length ? new TimedStretch(cues, (int)length) : null;
    }

    /// <summary>The cue that has begun last at a time of the show; the first before that.</summary>
    public CueNumber At(long milliseconds) => (Cues.LastOrDefault(cue => cue.Start <= milliseconds) ?? Cues[0]).Cue;

    /// <summary>Where its cues begin, from 0 to 1; those that no eye could tell apart as one.</summary>
    public IEnumerable<double> Marks() => Cues.Select(cue => Math.Round(cue.Start / (Length * 1000.0) * 200) / 200).Distinct();
}
