namespace RailHub.Firmware.OnDoubles;

/// <summary>
/// A chip with the framework's firmware: flash that survives a restart, a radio with networks around it, sockets, pins. The firmware
/// sees it through the doubles in Framework/.
/// </summary>
public sealed class ChipModel
{
    /// <summary>From the power, or a restart, to the first line of the program, in milliseconds.</summary>
    public const int BootTime = 500;

    private static readonly AsyncLocal<ChipModel?> s_current = new();

    public ChipModel()
    {
        Radio = new RadioModel(this);
        Sockets = new SocketsModel(this);
    }

    /// <summary>The chip whose program is running.</summary>
    public static ChipModel Current => s_current.Value ?? throw new InvalidOperationException("The framework runs on a chip only.");

    public ModelThreads Threads { get; } = new();

    public RadioModel Radio { get; }

    public SocketsModel Sockets { get; }

    /// <summary>The drive in flash.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Duty cycles by GPIO, 0 to 1.</summary>
    public Dictionary<int, double> Lamps { get; } = [];

    public bool IsButtonDown { get; set; }

    /// <summary>How long reading the button takes, in milliseconds: a driver that does not come back.</summary>
    public int ButtonDelay { get; set; }

    /// <summary>What reading the button throws, if anything.</summary>
    public Exception? ButtonFault { get; set; }

    /// <summary>What setting a lamp throws, if anything.</summary>
    public Exception? LampFault { get; set; }

    /// <summary>What the next line for the debug port throws, if anything: there was no memory for it.</summary>
    public Exception? LineFault { get; set; }

    /// <summary>Lines of the debug port.</summary>
    public List<string> Lines { get; } = [];

    public int Restarts { get; private set; }

    public long Now => Threads.Now;

    /// <summary>Gives the chip power.</summary>
    public void Start()
    {
        s_current.Value = this;
        Threads.Start(Boot, BootTime);
    }

    /// <summary>Lets so many seconds pass.</summary>
    public void Run(double seconds) => Threads.Run((long)(seconds * 1000));

    /// <summary>Lets time pass until it is so, looking every second; false when it did not come to be.</summary>
    public bool RunUntil(Func<bool> condition, double seconds)
    {
        for (var end = Now + seconds * 1000; Now < end && !condition();)
            Run(1);
        return condition();
    }

    public string Text => string.Join('\n', Lines);

    internal void Restart()
    {
        Restarts++;
        Sockets.Reset();
        Threads.Replace(Boot, BootTime);
    }

    private void Boot()
    {
        Radio.Boot();
        Esp32.Program.Main();
    }
}
