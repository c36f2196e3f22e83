using Microsoft.Extensions.Logging;

namespace RailHub.Hosting;

/// <summary>Keeps a gateway waiting for its cluster, and says so once for each reason.</summary>
internal sealed partial class ClusterWait(TimeProvider time, ILogger<ClusterWait> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private string? _said;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_said != exception.Message)
        {
            _said = exception.Message;
            LogWaiting(_said);
        }

        await Task.Delay(s_pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "Waiting for the cluster: {Reason}")]
    private partial void LogWaiting(string reason);
}
