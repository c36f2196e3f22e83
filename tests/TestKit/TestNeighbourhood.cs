using System.Net;
using RailHub.Grains.Finding;
using RailHub.Protocol;

namespace RailHub.TestKit;

/// <summary>The networks around a club's silos, as a test has them: no test asks those of its machine.</summary>
public sealed class TestNeighbourhood : INeighbourhood
{
    /// <summary>The hosts around the silos.</summary>
    public IReadOnlyList<AddressRange> Hosts { get; set; } = [];

    /// <summary>What tells its name.</summary>
    public IReadOnlyList<IPEndPoint> Services { get; set; } = [];

    /// <summary>The networks can be asked for names.</summary>
    public bool CanBeAsked { get; set; } = true;

    /// <summary>How often they were.</summary>
    public int Asked { get; private set; }

    /// <summary>What a search for names waits for when it has told of all.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    IReadOnlyList<AddressRange> INeighbourhood.Networks() => Hosts;

    async Task<bool> INeighbourhood.BrowseAsync(Action<IPEndPoint> found, CancellationToken cancellation)
    {
        Asked++;
        foreach (var service in Services)
        {
            found(service);
        }

        await Gate.WaitAsync(cancellation);
        return CanBeAsked;
    }
}
