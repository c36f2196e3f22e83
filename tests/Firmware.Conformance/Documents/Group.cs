namespace RailHub.Firmware.Conformance.Documents;

/// <summary>A chasing group as a status shows it.</summary>
/// <param name="Id">Number it is called by.</param>
/// <param name="Name">Name.</param>
/// <param name="Pins">GPIO numbers of its members in running order.</param>
/// <param name="Interval">Milliseconds per step.</param>
/// <param name="CurrentStep">Position of the lit member; null when the board does not tell.</param>
internal sealed record Group(int Id, string Name, IReadOnlyList<int> Pins, long Interval, int? CurrentStep)
{
    /// <summary>Whether the other one has been told the same; the step moves on its own.</summary>
    public bool IsAs(Group other) =>
        Id == other.Id && Name == other.Name && Interval == other.Interval && Pins.SequenceEqual(other.Pins);
}
