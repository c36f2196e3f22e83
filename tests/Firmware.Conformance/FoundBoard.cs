namespace RailHub.Firmware.Conformance;

/// <summary>What a board says of itself. Its family is what it has, not what it is called (protocol 10).</summary>
/// <param name="Name">Device name, or empty when the board does not tell it.</param>
/// <param name="MacAddress">Identity.</param>
/// <param name="OutputCount">How many outputs it has.</param>
/// <param name="HasGroups">Whether it knows chasing groups.</param>
public sealed record FoundBoard(string Name, string MacAddress, int OutputCount, bool HasGroups)
{
    public override string ToString() =>
        $"\"{Name}\", {MacAddress}, {OutputCount} outputs, {(HasGroups ? "with" : "without")} chasing groups";
}
