namespace RailHub.Bench.Cluster;

/// <summary>What went over a <see cref="Road"/>.</summary>
/// <param name="There">Bytes to the server.</param>
/// <param name="Back">Bytes from it.</param>
/// <param name="Parcels">In how many pieces they came, both ways.</param>
/// <param name="Connections">How many were made.</param>
internal readonly record struct Traffic(long There, long Back, long Parcels, int Connections)
{
    public static Traffic operator -(Traffic now, Traffic then) =>
        new(now.There - then.There, now.Back - then.Back, now.Parcels - then.Parcels, now.Connections - then.Connections);
}
