using RailHub.Contracts;
using RailHub.Grains;

namespace RailHub.TestKit;

/// <summary>A board's grain as a test calls it: in the layout that the test added the board to.</summary>
/// <param name="Grain">The grain.</param>
/// <param name="Layout">The layout; one that does not exist when the board was not added.</param>
public sealed record BoardGrain(IControllerGrain Grain, LayoutId Layout)
{
    /// <summary>Wants one output to be something.</summary>
    public Task<Outcome<CommandAnswer>> SetOutput(int pin, OutputChange change) => Grain.SetOutput(Layout, pin, change);

    /// <summary>Lets one output flash.</summary>
    public Task<Outcome<CommandAnswer>> Flash(int pin) => Grain.Flash(Layout, pin);

    /// <summary>The state now.</summary>
    public Task<Outcome<ControllerState>> GetState() => Grain.GetState(Layout);

    /// <summary>What the board says of itself.</summary>
    public Task<ControllerTelemetry?> GetTelemetry() => Grain.GetTelemetry();
}
