namespace RailHub.Grains.Owners;

/// <summary>Knows it by the supervisor's rounds, which wait for nothing that can hang, and by a call that takes the way of all calls to grains.</summary>
internal sealed class SiloWork(IPings pings, ILocalSiloDetails silo, TimeProvider time) : ISiloWork
{
    /// <summary>Several rounds: a machine that has no time to give for some seconds is no reason to end its club.</summary>
    public static readonly TimeSpan LongestRound = 6 * Supervisor.Period;

    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private long _round = time.GetTimestamp();

    /// <summary>The supervisor has looked after all that lives here.</summary>
    public void EndRound() => Interlocked.Exchange(ref _round, time.GetTimestamp());

    public async Task<string?> FindStandstillAsync(CancellationToken cancellation)
    {
        if (time.GetElapsedTime(Interlocked.Read(ref _round)) is var passed && passed > LongestRound)
        {
            return $"Nobody has looked after its boards for {passed.TotalSeconds:F0} s.";
        }

        try
        {
            await pings.PingAsync(silo.SiloAddress).WaitAsync(AnswerLimit, time, cancellation);
            return null;
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return "Its grains do not answer.";
        }
    }
}
