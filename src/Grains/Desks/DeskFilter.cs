using RailHub.Contracts;
using RailHub.Grains.Controllers;

namespace RailHub.Grains.Desks;

/// <summary>What a desk makes of the light that is wanted of one output.</summary>
/// <param name="IsDark">It does not burn: blackout, a master of 0, or others are soloed.</param>
/// <param name="Master">How bright it is of what is wanted, 0..100 percent.</param>
/// <param name="Parked">The light at which it is held, whatever else; null: none.</param>
internal sealed record DeskFilter(bool IsDark, int Master, Light? Parked)
{
    /// <summary>All is as wanted.</summary>
    public static DeskFilter None { get; } = new(false, Desk.FullMaster, null);

    public static DeskFilter Of(Desk desk, MacAddress board, int pin)
    {
        foreach (var parked in desk.Parked)
        {
            if (parked.Pin == pin && parked.Controller == board)
            {
                return None with { Parked = new Light(parked.Active, parked.Brightness) };
            }
        }

        var isDark = desk.Blackout is not null || desk.Master == 0
            || (desk.Solo.Count > 0 && !desk.Solo.Any(solo => solo.Pin == pin && solo.Controller == board));
        return isDark ? None with { IsDark = true } : desk.Master == Desk.FullMaster ? None : None with { Master = desk.Master };
    }

    /// <summary>Whether nothing is to be seen of what is wanted.</summary>
    public bool Covers => IsDark || Parked is not null;

    /// <summary>The light to send.</summary>
    /// <param name="wanted">What is wanted.</param>
    /// <param name="shown">
    /// What the board reports: of what is dark anyway it keeps the brightness, so that it is told, and writes its flash, no more than needed.
    /// </param>
    public Light Over(Light wanted, Light shown)
    {
        if (this == None)
        {
            return wanted;
        }

        var light = Parked ?? (IsDark ? default : wanted with { Brightness = Scaled(wanted.Brightness) });
        return light.Level > 0 ? light : shown.Level == 0 ? shown : shown with { Active = false };
    }

    private int Scaled(int brightness) => (int)Math.Round(brightness * Master / 100.0, MidpointRounding.AwayFromZero);
}
