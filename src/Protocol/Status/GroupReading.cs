using System.Collections.Immutable;

namespace RailHub.Protocol;

/// <summary>One chasing group as a board reports it. Equal when every part is equal, the members and their order included.</summary>
/// <param name="Id">The board's id of the group; not unique on every firmware (protocol 8.1 #12).</param>
/// <param name="Name">The group's name.</param>
/// <param name="Interval">Milliseconds per step, 0..65535 on the known boards.</param>
/// <param name="Pins">The members in running order, always as GPIO numbers, whichever shape the board wrote (protocol 3.5).</param>
public sealed record GroupReading(int Id, string Name, long Interval, ImmutableArray<int> Pins)
{
    /// <summary>Compares every part, the members in their order.</summary>
    public bool Equals(GroupReading? other) =>
        other is not null && Id == other.Id && Interval == other.Interval && Name == other.Name && Pins.AsSpan().SequenceEqual(other.Pins.AsSpan());

    /// <summary>A hash that agrees with <see cref="Equals(GroupReading)"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Interval, Pins.Length);
}
