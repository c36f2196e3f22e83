using RailHub.Contracts;

namespace RailHub.Web.Shows;

/// <summary>Numbers for new cues.</summary>
public static class CueNumbers
{
    private const int Whole = 1000;
    private const int Last = 9_999_999;

    // As people number them: whole, then halves, then as few decimals as it takes.
    private static readonly int[] s_steps = [Whole, 500, 100, 10, 1];

    /// <summary>
    /// The number for a cue between two others, as short as there is one; after the last, the next whole number. Null when nothing is between.
    /// </summary>
    /// <param name="before">The cue before it; null at the beginning.</param>
    /// <param name="after">The cue after it; null at the end.</param>
    public static CueNumber? Between(CueNumber? before, CueNumber? after)
    {
        var (low, high) = (before?.Thousandths ?? 0, after?.Thousandths ?? Last + 1);
        foreach (var step in s_steps)
        {
            var next = ((low / step) + 1) * step;
            if (next >= high)
            {
                continue;
            }

            // Among whole numbers the next one, so that the others stay free; among decimals the one nearest to the middle.
            var middle = step == Whole ? next : Math.Max(next, (low + high) / 2 / step * step);
            return new CueNumber(middle);
        }

        return null;
    }
}
