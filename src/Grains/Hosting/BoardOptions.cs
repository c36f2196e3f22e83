namespace RailHub.Grains.Hosting;

/// <summary>How hard boards are driven. The defaults suit every board in the field; a club with delicate or quick ones changes them.</summary>
public sealed class BoardOptions
{
    /// <summary>Where they stand in a silo's configuration.</summary>
    public const string Section = "Boards";

    /// <summary>Commands that a board is sent in a second, on average; 1..100. Boards write flash at every one (protocol 8.1, 20).</summary>
    public int CommandsPerSecond { get; set; } = 10;

    /// <summary>Commands that a board is sent at once after a rest; 10..200. Some of them are kept for people, whatever shows do.</summary>
    public int CommandBurst { get; set; } = 20;

    /// <summary>How far, in percent, a fading output may be seen off its level before it is sent the next step; 1..50.</summary>
    public int FadeStep { get; set; } = 4;

    /// <summary>
    /// How many steps of fades an ESP8266 is sent in a day, 0..1,000,000; then fades jump to their ends. It erases a sector of its flash at
    /// each (protocol 4.8), which stands some 100,000 of that.
    /// </summary>
    public int FadeStepsPerDay { get; set; } = 1_000;
}
