using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Desks;

/// <summary>Boards that leave a layout whose desk has something of them.</summary>
/// <param name="Held">The names of those that have not all of it back.</param>
internal sealed record Departure(IReadOnlyList<string> Held)
{
    private const int MostNamed = 5;

    /// <summary>The desk has nothing of anybody.</summary>
    public static Departure Free { get; } = new([]);

    /// <summary>The edit by which they leave, with what the history says of those that go as the desk has them.</summary>
    public Edited<T> In<T>(HistoryBook history, Edited<T> edited)
        where T : class
    {
        var named = string.Join(", ", Held.Take(MostNamed));
        return Held.Count == 0 ? edited : history.With(edited, HistoryKind.BoardsLeftHeld, Held.Count > MostNamed ? $"{named} …" : named, Held.Count);
    }
}
