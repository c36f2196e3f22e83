using RailHub.Contracts;
using RailHub.Grains;

namespace RailHub.TestKit;

/// <summary>Calls of a board's grain as tests make them that are not about layouts.</summary>
public static class ControllerCalls
{
    /// <summary>Sets an output in the layout that the board is in.</summary>
    public static async Task<Outcome<CommandAnswer>> SetOutput(this IControllerGrain grain, int pin, OutputChange change) =>
        await grain.SetOutput((await grain.GetState()).Value?.Controller.Layout ?? default, pin, change);
}
