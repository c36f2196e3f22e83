namespace RailHub.Firmware.OnDoubles;

/// <summary>
/// The chip's threads in model time. One runs at a time, as on the chip's one interpreter, until it sleeps; then the one whose sleep is
/// over first goes on, and the time is what it was waiting for. So hours take seconds, and a run is the same each time.
/// </summary>
public sealed class ModelThreads
{
    private readonly PriorityQueue<Entry, (long Due, long Order)> _asleep = new();
    private readonly SemaphoreSlim _driver = new(0);
    private long _end;
    private long _order;
    private Entry? _running;

    /// <summary>Milliseconds since the power came.</summary>
    public long Now { get; private set; }

    /// <summary>Shortest sleep there is, in milliseconds: a chip that is slow. Long runs take fewer turns with it.</summary>
    public int Coarseness { get; set; } = 1;

    /// <summary>What ended threads: on the chip nobody would hear of it.</summary>
    public List<Exception> Crashes { get; } = [];

    /// <summary>What the next start of a thread throws, if anything: there was no memory for its stack.</summary>
    public Exception? StartFault { get; set; }

    public void Start(ThreadStart start, long delay = 0)
    {
        if (StartFault is { } fault)
        {
            StartFault = null;
            throw fault;
        }

        var entry = new Entry();
        Task.Factory.StartNew(() => Run(entry, start), TaskCreationOptions.LongRunning);
        _asleep.Enqueue(entry, (Now + delay, _order++));
    }

    /// <summary>Lets the running thread sleep.</summary>
    public void Sleep(long milliseconds)
    {
        var entry = _running ?? throw new InvalidOperationException("Only a thread of the chip sleeps in model time.");
        _asleep.Enqueue(entry, (Now + Math.Max(milliseconds, Coarseness), _order++));
        if (Next() is not { } next)
            _driver.Release();
        else if (next == entry)
            return;
        else
            next.Go.Release();
        entry.Go.Wait();
    }

    /// <summary>Lets so many milliseconds pass.</summary>
    public void Run(long milliseconds)
    {
        _end = Now + milliseconds;
        if (Next() is { } next)
        {
            next.Go.Release();
            _driver.Wait();
        }

        _running = null;
        Now = _end;
    }

    /// <summary>Ends all threads where they are, the running one included, and goes on with another program.</summary>
    public void Replace(ThreadStart start, long delay)
    {
        _asleep.Clear();
        Start(start, delay);
        HandOn();
        Park();
    }

    private Entry? Next()
    {
        if (!_asleep.TryPeek(out _, out var priority) || priority.Due > _end)
            return _running = null;
        Now = Math.Max(Now, priority.Due);
        return _running = _asleep.Dequeue();
    }

    private void HandOn()
    {
        if (Next() is { } next)
            next.Go.Release();
        else
            _driver.Release();
    }

    private void Run(Entry entry, ThreadStart start)
    {
        entry.Go.Wait();
        try
        {
            start();
        }
        catch (Exception e)
        {
            Crashes.Add(e);
        }

        HandOn();
    }

    private static void Park()
    {
        using var never = new SemaphoreSlim(0);
        never.Wait();
    }

    private sealed class Entry
    {
        public SemaphoreSlim Go { get; } = new(0);
    }
}
