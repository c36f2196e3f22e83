using System.Net;

namespace RailHub.Gateway.Addresses;

/// <summary>An address of this machine.</summary>
/// <param name="Address">The address.</param>
/// <param name="HasRouter">Whether its network has a router: those that a machine makes for itself alone have none.</param>
internal sealed record NetworkAddress(IPAddress Address, bool HasRouter);
