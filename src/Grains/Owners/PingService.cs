using Microsoft.Extensions.Logging;

namespace RailHub.Grains.Owners;

internal sealed class PingService(GrainId id, Silo silo, ILoggerFactory loggers) : GrainService(id, silo, loggers), IPingService
{
    public Task Ping() => Task.CompletedTask;
}
