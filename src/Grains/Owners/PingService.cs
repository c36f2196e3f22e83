using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;
using Orleans.Services;

namespace RailHub.Grains.Owners;

/// <summary>Answers on every silo, beside all grains.</summary>
[Alias("RailHub.IPingService")]
internal interface IPingService : IGrainService
{
    [Alias("Ping")]
    Task Ping();
}

internal sealed class PingService(GrainId id, Silo silo, ILoggerFactory loggers) : GrainService(id, silo, loggers), IPingService
{
    public Task Ping() => Task.CompletedTask;
}

internal sealed class Pings(IServiceProvider services) : GrainServiceClient<IPingService>(services), IPings
{
    public Task PingAsync(SiloAddress silo) => GetGrainService(silo).Ping();
}
