namespace RailHub.Protocol;

/// <summary>One output as a board reports it (protocol 3.5, 4.1).</summary>
/// <param name="Pin">GPIO number, the key of every command.</param>
/// <param name="Active">The wish of the last command, not the light: it stays true in the dark phase of a blink.</param>
/// <param name="Brightness">Percent, 0..100; independent of <paramref name="Active"/>. A RailHub32 reports up to one less than it was sent.</param>
/// <param name="Interval">Blink interval in milliseconds; 0 is steady.</param>
/// <param name="Name">The custom name, empty when there is none.</param>
/// <param name="ChasingGroup">Id of the owning group or a negative number; only a hint, the groups themselves are the truth (protocol 7 #9).</param>
public readonly record struct OutputReading(int Pin, bool Active, int Brightness, long Interval, string Name, int ChasingGroup);
