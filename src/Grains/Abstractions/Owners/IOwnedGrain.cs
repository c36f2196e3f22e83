namespace RailHub.Grains;

/// <summary>A grain that must be alive somewhere at all times, though nobody calls it, and in one place only.</summary>
[Alias("RailHub.IOwnedGrain")]
public interface IOwnedGrain : IGrain
{
    /// <summary>Makes sure that the grain is alive. Cheap; called every few seconds by each silo's supervisor.</summary>
    /// <param name="epoch">The owner epoch that the database told a moment ago; null when it could not be asked.</param>
    [Alias("KeepLinked")]
    Task KeepLinked(long? epoch);
}
