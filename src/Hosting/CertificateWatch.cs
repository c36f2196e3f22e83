using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RailHub.Hosting;

/// <summary>Looks every minute whether the certificate was renewed, and says it before one ends.</summary>
internal sealed partial class CertificateWatch(ServerTls tls, TimeProvider time, ILogger<CertificateWatch> logger) : BackgroundService
{
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan s_soon = TimeSpan.FromDays(14);

    private string? _problem;
    private bool _isTold;
    private DateOnly _warned;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look(time.GetUtcNow());
        }
    }

    private void Look(DateTimeOffset now)
    {
        var problem = tls.Renew(now, out var changed);
        Tell(problem);
        if (changed is { IsSelfSigned: true })
        {
            LogMadeAnew(changed.EndsAt.UtcDateTime, changed.Fingerprint);
        }
        else if (changed is not null)
        {
            LogTaken(changed.EndsAt.UtcDateTime);
        }

        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (tls.Certificate.EndsAt - now < s_soon && _warned != today)
        {
            _warned = today;
            LogEnds(tls.Certificate.EndsAt.UtcDateTime);
        }
    }

    // Of two files one may just be written: what is wrong is told when it is still so the next time, and once.
    private void Tell(string? problem)
    {
        if (problem != _problem)
        {
            (_problem, _isTold) = (problem, false);
        }
        else if (problem is not null && !_isTold)
        {
            _isTold = true;
            LogNotTaken(problem);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Problem} The one before goes on to serve.")]
    private partial void LogNotTaken(string problem);

    [LoggerMessage(LogLevel.Warning, "The self-signed certificate would have ended soon and was made anew, until {End:yyyy-MM-dd}. Browsers ask once more; its SHA-256 is {Fingerprint}")]
    private partial void LogMadeAnew(DateTime end, string fingerprint);

    [LoggerMessage(LogLevel.Information, "Another certificate serves from now on, until {End:yyyy-MM-dd}")]
    private partial void LogTaken(DateTime end);

    [LoggerMessage(LogLevel.Warning, "The certificate ends on {End:yyyy-MM-dd HH:mm} UTC, and browsers will warn of it then. Renew it: the file is taken without a new start")]
    private partial void LogEnds(DateTime end);
}
