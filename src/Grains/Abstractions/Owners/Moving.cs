using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>Calls to a grain that may be moving to another server just now.</summary>
public static class Moving
{
    /// <summary>
    /// Asks, and once more when the grain answers <see cref="RefusalCodes.OwnerMoved"/>: that call finds the new owner. After that the
    /// refusal stands. For calls that are safe to repeat, because what they want is a state and not a step.
    /// </summary>
    /// <param name="ask">The call.</param>
    public static async Task<Outcome<T>> Follow<T>(Func<Task<Outcome<T>>> ask)
        where T : class
    {
        var answer = await ask();
        return answer.Refusal?.Code == RefusalCodes.OwnerMoved ? await ask() : answer;
    }
}
