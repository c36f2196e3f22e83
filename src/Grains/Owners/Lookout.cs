using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RailHub.Grains.Owners;

/// <summary>
/// Keeps asking other silos whether they are reached, and lets the boards of a silo that is cut off go. Its own silo's word proves nothing.
/// </summary>
internal sealed partial class Lookout(
    OutsideContact contact, OwnersHere here, IPings pings, IClusterMembershipService membership, ILocalSiloDetails silo, ILogger<Lookout> logger)
    : BackgroundService
{
    /// <summary>Several times in the quickest vote.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);

    /// <summary>How long an answer is waited for.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(500);

    // Two at once: one may be dead or stand still.
    public const int AskedAtOnce = 2;

    private int _turn;
    private bool _wasCutOff;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, contact.Time);
        do
        {
            // Before anybody is asked: one that stood still has links that others have opened since.
            LetGo();
            var others = Others();
            await Task.WhenAll(Enumerable.Range(0, Math.Min(AskedAtOnce, others.Length)).Select(_ => AskAsync(others[_turn++ % others.Length])));
            LetGo();
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void LetGo()
    {
        var isCutOff = contact.IsCutOff;
        if (isCutOff)
        {
            here.CutOff();
        }

        if (isCutOff != _wasCutOff)
        {
            _wasCutOff = isCutOff;
            LogCutOff(isCutOff);
        }
    }

    private SiloAddress[] Others()
    {
        var snapshot = membership.CurrentSnapshot;
        if (snapshot.GetSiloStatus(silo.SiloAddress) == SiloStatus.Dead)
        {
            contact.Expel();
        }

        SiloAddress[] others =
        [
            .. snapshot.Members.Values
                .Where(member => member.Status is SiloStatus.Active or SiloStatus.ShuttingDown or SiloStatus.Stopping)
                .Select(member => member.SiloAddress)
                .Where(address => !address.Equals(silo.SiloAddress))
                .Order(),
        ];
        contact.Know(others.Length > 0);
        return others;
    }

    private async Task AskAsync(SiloAddress other)
    {
        try
        {
            var begun = contact.Begin();
            await pings.PingAsync(other).WaitAsync(Limit, contact.Time);
            contact.Reached(begun);
        }
        catch (Exception failure)
        {
            LogNotReached(failure, other);
        }
    }

    [LoggerMessage(LogLevel.Debug, "{Silo} was not reached")]
    private partial void LogNotReached(Exception failure, SiloAddress silo);

    [LoggerMessage(LogLevel.Warning, "Nobody outside is reached, or this silo was taken for dead; links are closed: {IsCutOff}")]
    private partial void LogCutOff(bool isCutOff);
}
