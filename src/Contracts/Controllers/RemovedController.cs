namespace RailHub.Contracts;

/// <summary>A board that was removed and can be restored.</summary>
/// <param name="Id">Its MAC address.</param>
/// <param name="Name">The name that it had.</param>
/// <param name="Host">Host name or IP address that it had.</param>
/// <param name="RemovedAt">When it was removed.</param>
[GenerateSerializer, Immutable, Alias("RailHub.RemovedController")]
public sealed record RemovedController(
    [property: Id(0)] MacAddress Id, [property: Id(1)] string Name, [property: Id(2)] string Host, [property: Id(3)] DateTimeOffset RemovedAt);
