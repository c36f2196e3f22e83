namespace RailHub.Grains.Owners;

/// <summary>The way to ask another silo whether it is reached.</summary>
internal interface IPings
{
    /// <summary>Completes when the silo has answered.</summary>
    Task PingAsync(SiloAddress silo);
}
