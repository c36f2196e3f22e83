namespace RailHub.Gateway.Dashboards;

/// <summary>
/// Paces frames by what they cost: at once when it is quiet; while one is being written, and for as long again after it as the
/// writing took, later changes gather into the next. So at most about half a core goes into one stream of frames.
/// </summary>
internal sealed partial class Pace(Func<bool> write, TimeSpan atLeast, TimeProvider time, ILogger logger)
{
    // Below what a timer can measure out, resting costs more than it saves.
    private static readonly TimeSpan s_shortestRest = TimeSpan.FromMilliseconds(1);

    private const int Idle = 0;
    private const int Running = 1;
    private const int AskedAgain = 2;
    private int _state;

    /// <summary>
    /// Something changed. When it is quiet, the caller writes the frame itself: a change of threads would cost a calm club
    /// more than the frame does, and writing never waits for a viewer.
    /// </summary>
    public void Ask()
    {
        if (Interlocked.Exchange(ref _state, AskedAgain) == Idle)
        {
            Run();
        }
    }

    private async void Run()
    {
        do
        {
            Volatile.Write(ref _state, Running);
            var began = time.GetTimestamp();
            var wrote = false;
            try
            {
                wrote = write();
            }
            catch (Exception failure)
            {
                LogFailed(failure);
            }

            var rest = wrote ? TimeSpan.FromTicks(Math.Max(time.GetElapsedTime(began).Ticks, atLeast.Ticks)) : TimeSpan.Zero;
            if (rest >= s_shortestRest)
            {
                await Task.Delay(rest, time);
            }
        }
        while (Interlocked.CompareExchange(ref _state, Idle, Running) != Running);
    }

    [LoggerMessage(LogLevel.Error, "A frame could not be written")]
    private partial void LogFailed(Exception failure);
}
