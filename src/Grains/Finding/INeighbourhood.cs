using System.Net;
using RailHub.Protocol;

namespace RailHub.Grains.Finding;

/// <summary>The networks that a silo is in; tests have some of their own.</summary>
internal interface INeighbourhood
{
    /// <summary>The hosts around the silo, as many as one scan asks; none when it is in no network that boards can be in.</summary>
    IReadOnlyList<AddressRange> Networks();

    /// <summary>Asks all networks for what tells its name, as <see cref="ServiceBrowser.BrowseAsync"/> does for one.</summary>
    /// <returns>Whether a network could be asked.</returns>
    Task<bool> BrowseAsync(Action<IPEndPoint> found, CancellationToken cancellation);
}
