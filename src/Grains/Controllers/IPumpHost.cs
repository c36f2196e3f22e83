using RailHub.Grains.Chasing;

namespace RailHub.Grains.Controllers;

/// <summary>What a pump asks of the grain that it runs in.</summary>
internal interface IPumpHost
{
    /// <summary>The connection to the board; null while there is none. Read from any thread.</summary>
    BoardSession? Session { get; }

    /// <summary>Comes back into the grain's turns.</summary>
    void Post(Action action);

    /// <summary>The time of something has come.</summary>
    void OnDue();

    /// <summary>A command or a wish ended: what it changed is to be shown and kept.</summary>
    void OnEnded();

    /// <summary>Reads the owner epoch anew; <see langword="true"/> when it is still this activation's, or nothing speaks against it.</summary>
    Task<bool> ProveOwnerAsync();

    /// <summary>Groups that have chosen a number, or found none: they are kept, and then let go.</summary>
    void KeepPrepared(IReadOnlyList<GroupTrack> groups);
}
