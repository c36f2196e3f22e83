namespace RailHub.Firmware.Conformance;

/// <summary>Marks a check. The name of the method is the sentence it proves.</summary>
/// <param name="section">Section of the protocol, such as "2.4", and golden example, such as "2.4 G2".</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProvesAttribute(string section) : Attribute
{
    public string Section => section;

    /// <summary>Whether only a board with chasing groups can be asked for it.</summary>
    public bool NeedsGroups { get; init; }

    /// <summary>Whether only a board without chasing groups can be asked for it.</summary>
    public bool NeedsNoGroups { get; init; }

    /// <summary>Whether it mostly waits.</summary>
    public bool Waits { get; init; }

    /// <summary>Whether it erases what the board has stored.</summary>
    public bool Resets { get; init; }
}
