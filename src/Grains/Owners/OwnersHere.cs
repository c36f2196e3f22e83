using System.Collections.Concurrent;

namespace RailHub.Grains.Owners;

/// <summary>
/// The owners that are alive on this silo and that supervisors are to call. The database has them too, but one that came to life since it
/// was last read is known here only.
/// </summary>
internal sealed class OwnersHere
{
    private readonly ConcurrentDictionary<string, bool> _names = new();

    /// <summary>Their names among the owners, in no order.</summary>
    public IEnumerable<string> Names => _names.Keys;

    public void Came(string owner) => _names[owner] = true;

    public void Left(string owner) => _names.TryRemove(owner, out _);
}
