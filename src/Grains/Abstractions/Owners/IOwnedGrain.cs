namespace RailHub.Grains;

/// <summary>A grain that must be alive somewhere at all times, though nobody calls it, and in one place only.</summary>
[Alias("RailHub.IOwnedGrain")]
public interface IOwnedGrain : IGrain
{
    /// <summary>Makes sure that the grain is alive. Cheap; the silo that is its home calls it as long as it is not there.</summary>
    [Alias("KeepLinked")]
    Task KeepLinked();
}
