using System.Globalization;
using RailHub.Persistence;

namespace RailHub.Grains.Chasing;

/// <summary>A group that only its board knows and that the desk has ended there, as it is kept.</summary>
/// <param name="Number">The board's own number of it.</param>
/// <param name="Name">What the board calls it.</param>
/// <param name="Interval">Milliseconds per step.</param>
/// <param name="Pins">Its outputs, as <see cref="EndedGroupRow.Pins"/>: so that two can be compared.</param>
internal sealed record EndedGroup(int Number, string Name, long Interval, string Pins)
{
    public int[] Members => [.. Pins.Split(',').Select(pin => int.Parse(pin, CultureInfo.InvariantCulture))];

    public static EndedGroup Of(GroupTrack foreign) =>
        new(foreign.Number!.Value, foreign.Group.Name, foreign.Group.Interval, string.Join(',', GroupTrack.Pins(foreign.Group)));

    public static EndedGroup Of(EndedGroupRow row) => new(row.Number, row.Name, row.Interval, row.Pins);
}
