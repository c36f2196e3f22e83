using Orleans.Services;

namespace RailHub.Grains.Owners;

/// <summary>Answers on every silo, beside all grains.</summary>
[Alias("RailHub.IPingService")]
internal interface IPingService : IGrainService
{
    [Alias("Ping")]
    Task Ping();
}
