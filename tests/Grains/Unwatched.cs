using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;

namespace RailHub.Grains.Tests;

/// <summary>Instruments that nobody listens to.</summary>
internal static class Unwatched
{
    public static GrainInstruments Instruments() => new(
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>(), new Heartbeat(TimeProvider.System, TimeSpan.MaxValue), TimeProvider.System);
}
