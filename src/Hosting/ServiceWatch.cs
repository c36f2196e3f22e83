using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RailHub.Hosting;

/// <summary>
/// Tells systemd how this program is, by what the program answers at its own door: whoever stands before it hears the same. A program that
/// has no thread, no socket or no round of its supervisor left gives no sign of life, and is ended and started again.
/// </summary>
internal sealed partial class ServiceWatch(
    Systemd systemd, IServer server, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ServiceWatch> logger)
    : BackgroundService
{
    // Of the time in which a sign of life is due: two may be late.
    private const int SignsInTime = 3;

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var atStop = lifetime.ApplicationStopping.Register(() => Tell("STOPPING=1"));
        using var door = OpenDoor();
        for (string? said = null; await FindFaultAsync(door, "/health/ready", s_patience, stoppingToken) is { } fault; said = fault)
        {
            if (fault != said)
            {
                Tell($"STATUS={fault}");
            }

            await Task.Delay(s_look, time, stoppingToken);
        }

        Tell("READY=1\nSTATUS=Ready");
        if (systemd.Watchdog is { } limit)
        {
            await ShowLifeAsync(door, limit / SignsInTime, stoppingToken);
        }
    }

    private async Task ShowLifeAsync(HttpClient door, TimeSpan period, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(period, time);
        var worked = true;
        do
        {
            var fault = await FindFaultAsync(door, "/health/live", period, stopping);
            if (fault is not null)
            {
                LogStandsStill(fault);
                Tell($"STATUS={fault}");
            }
            else
            {
                Tell(worked ? "WATCHDOG=1" : "WATCHDOG=1\nSTATUS=Ready");
            }

            worked = fault is null;
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    // A connection for each question, as others have to make one; and whoever the door's certificate is made out to, it is this program's.
    private static HttpClient OpenDoor()
    {
        var handler = new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero };
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null;
        return new HttpClient(handler);
    }

    /// <summary>What is wrong, in one line; null when nothing is.</summary>
    private async Task<string?> FindFaultAsync(HttpClient door, string path, TimeSpan patience, CancellationToken stopping)
    {
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is not { } listening)
        {
            return "Starting";
        }

        if (Door.Of(listening) is not { } address)
        {
            return $"It listens at {listening}, where it cannot be asked";
        }

        using var limit = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, limit.Token);
        try
        {
            using var answer = await door.GetAsync(new Uri(address, path), either.Token);
            return answer.IsSuccessStatusCode ? null : (await answer.Content.ReadAsStringAsync(either.Token)).ReplaceLineEndings(" ");
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested && failure is HttpRequestException or OperationCanceledException)
        {
            return $"It does not answer at {address}: {failure.Message.ReplaceLineEndings(" ")}";
        }
    }

    private void Tell(string state)
    {
        try
        {
            systemd.Tell(state);
        }
        catch (SocketException failure)
        {
            LogNotTold(failure, systemd.Socket);
        }
    }

    [LoggerMessage(LogLevel.Error, "No sign of life for systemd: {Fault}")]
    private partial void LogStandsStill(string fault);

    [LoggerMessage(LogLevel.Warning, "systemd does not listen at {Socket}")]
    private partial void LogNotTold(Exception failure, string socket);
}
