namespace RailHub.Firmware.Conformance.Documents;

/// <summary>An output as a status shows it (protocol 3.5).</summary>
/// <param name="Pin">GPIO number.</param>
/// <param name="Active">Whether it is wished on.</param>
/// <param name="Brightness">Percent.</param>
/// <param name="Interval">Blink interval in milliseconds.</param>
/// <param name="Name">Custom name or empty.</param>
/// <param name="ChasingGroup">Id of its group, −1 for none; null on a board without groups.</param>
internal sealed record Output(int Pin, bool Active, int Brightness, long Interval, string Name, int? ChasingGroup)
{
    /// <summary>Whether the other one has been told the same.</summary>
    public bool IsAs(Output other) => this with { ChasingGroup = null } == other with { ChasingGroup = null };
}
