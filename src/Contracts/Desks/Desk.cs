namespace RailHub.Contracts;

/// <summary>
/// The desk of a layout: what it makes of all light that is wanted, before boards are told. What is wanted goes on beneath and is as it
/// would be without; when all is lifted, so are the lamps. Parked beats blackout, solo and master.
/// </summary>
/// <param name="Version">Rises with every change.</param>
/// <param name="Blackout">Who has put the blackout on, under which no lamp burns; null: it is not on.</param>
/// <param name="Master">How bright all lamps are of what is wanted, 0..100 percent; chasing groups do not run at 0.</param>
/// <param name="MasterSet">Who has set the master; null: nobody.</param>
/// <param name="Parked">The outputs that are held at a light, whatever is wanted of them.</param>
/// <param name="Solo">The outputs that may burn while there are any here: no other does.</param>
/// <param name="IsKept">Whether the database has it; otherwise it is lost when its silo ends before the database is back.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Desk")]
public sealed record Desk(
    [property: Id(0)] long Version,
    [property: Id(1)] DeskTouch? Blackout,
    [property: Id(2)] int Master,
    [property: Id(3)] DeskTouch? MasterSet,
    [property: Id(4)] IReadOnlyList<ParkedOutput> Parked,
    [property: Id(5)] IReadOnlyList<SoloOutput> Solo,
    [property: Id(6)] bool IsKept = true)
{
    /// <summary>The master that takes nothing away.</summary>
    public const int FullMaster = 100;

    /// <summary>A desk that nobody has touched.</summary>
    public static Desk Untouched { get; } = new(0, null, FullMaster, null, [], []);

    /// <summary>Whether every lamp is as is wanted.</summary>
    public bool IsLifted() => Blackout is null && Master == FullMaster && Parked.Count == 0 && Solo.Count == 0;

    /// <summary>Whether another one says the same: lists that came over a wire are never the same object.</summary>
    public bool IsSame(Desk other) =>
        this == other with { Parked = Parked, Solo = Solo } && Parked.SequenceEqual(other.Parked) && Solo.SequenceEqual(other.Solo);
}
