using System.Collections.Concurrent;

namespace RailHub.Grains.Owners;

/// <summary>The activations on this silo that own something.</summary>
internal sealed class OwnersHere
{
    private readonly ConcurrentDictionary<GrainId, Resident> _residents = new();

    /// <summary>Told when one has begun to go.</summary>
    public Action OneLeft { get; set; } = static () => { };

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<Resident> All => _residents.Values;

    public bool Has(GrainId grain) => _residents.ContainsKey(grain);

    public void Came(Resident resident) => _residents[resident.Grain] = resident;

    public void Left(Resident resident)
    {
        if (_residents.TryRemove(KeyValuePair.Create(resident.Grain, resident)))
        {
            OneLeft();
        }
    }

    /// <summary>The silo is cut off: all let go of what they have outside.</summary>
    public void CutOff()
    {
        foreach (var resident in All)
        {
            resident.LetGo();
        }
    }
}
