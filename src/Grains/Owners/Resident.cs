using Orleans.Runtime.Placement;

namespace RailHub.Grains.Owners;

/// <summary>
/// An activation on this silo that owns something: what the silo tells it, by no call of a grain, because that might reach another
/// activation. Made in a turn of its grain; used from any thread.
/// </summary>
/// <param name="name">Its name among the owners.</param>
/// <param name="context">The activation.</param>
/// <param name="hear">Hears, in a turn, which owner epoch counts, null when the database does not say, and when that was looked up.</param>
/// <param name="mayMove">Whether it could go just now and lose nothing; asked in a turn.</param>
/// <param name="time">The club's time.</param>
internal sealed class Resident(
    string name, IGrainContext context, Func<long?, OwnerFence.Look, Task> hear, Func<Task<bool>> mayMove, TimeProvider time)
{
    private readonly TaskScheduler _turns = TaskScheduler.Current;
    private readonly long _cameAt = time.GetTimestamp();

    public string Name => name;

    public GrainId Grain => context.GrainId;

    /// <summary>Lets go, in a turn, of what is outside, because the silo is cut off.</summary>
    public Func<Task> CutOff { get; init; } = static () => Task.CompletedTask;

    /// <summary>For how long it has been here.</summary>
    public TimeSpan Age => time.GetElapsedTime(_cameAt);

    /// <summary>How often it was asked to move, and would not.</summary>
    public int Refusals { get; private set; }

    /// <summary>Completes when it has gone, and lives where it was sent.</summary>
    public Task Gone => context.Deactivated;

    public void Hear(long? epoch, OwnerFence.Look look) => InTurnAsync(() => hear(epoch, look)).Ignore();

    public void LetGo() => InTurnAsync(CutOff).Ignore();

    /// <summary>Asks it to move; whether it goes.</summary>
    public async Task<bool> TryMoveAsync(SiloAddress to)
    {
        if (!await InTurnAsync(mayMove))
        {
            Refusals++;
            return false;
        }

        Move(to);
        return true;
    }

    /// <summary>
    /// Lets it end here and come to life there at once: what it has outside is closed first, and the directory knows at every moment whom
    /// to ask.
    /// </summary>
    public void Move(SiloAddress to) => context.Migrate(new Dictionary<string, object> { [IPlacementDirector.PlacementHintKey] = to });

    private Task<T> InTurnAsync<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, _turns).Unwrap();

    private Task InTurnAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, _turns).Unwrap();
}
