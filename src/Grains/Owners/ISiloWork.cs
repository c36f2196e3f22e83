namespace RailHub.Grains.Owners;

/// <summary>Whether a silo does what it is there for, which is more than that its process is alive.</summary>
public interface ISiloWork
{
    /// <summary>What stands still, as a sentence; null when nothing does. A database that is away is no reason: lamps are switched all the same.</summary>
    Task<string?> FindStandstillAsync(CancellationToken cancellation);
}
