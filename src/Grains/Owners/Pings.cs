using Orleans.Runtime.Services;

namespace RailHub.Grains.Owners;

internal sealed class Pings(IServiceProvider services) : GrainServiceClient<IPingService>(services), IPings
{
    public Task PingAsync(SiloAddress silo) => GetGrainService(silo).Ping();
}
