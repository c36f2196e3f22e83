using RailHub.Contracts;
using RailHub.Grains.Layouts;

namespace RailHub.Grains.Desks;

/// <summary>What an order to a desk must keep to, and what it makes of the desk.</summary>
internal static class DeskRules
{
    /// <summary>How many outputs are parked, and how many soloed, at most.</summary>
    public const int Most = 500;

    /// <summary>What is wrong with an order; null: nothing.</summary>
    /// <param name="order">The order.</param>
    /// <param name="has">Whether the layout has a board.</param>
    public static Refusal? Check(DeskOrder order, Func<MacAddress, bool> has)
    {
        if (order is { Blackout: null, Master: null, Park: null, Unpark: null, Solo: null, Unsolo: null })
        {
            return Refusal.Invalid("blackout", RefusalCodes.NothingToChange, "Give at least one of blackout, master, park, unpark, solo and unsolo.");
        }

        if (order.Master is < 0 or > Desk.FullMaster)
        {
            return Refusal.Invalid("master", RefusalCodes.MasterInvalid, $"The master is 0 to 100 percent; this is {order.Master}.");
        }

        var parked = new HashSet<OutputAddress>();
        var soloed = new HashSet<OutputAddress>();
        return CheckPark(order.Park, parked, has)
            ?? CheckOutputs(order.Unpark, "unpark", parked, static _ => true)
            ?? CheckOutputs(order.Solo, "solo", soloed, has)
            ?? CheckOutputs(order.Unsolo, "unsolo", soloed, static _ => true);
    }

    /// <summary>The desk after an order; the same when nothing is otherwise. A refusal when there would be too many.</summary>
    public static Outcome<Desk> Apply(this Desk desk, DeskOrder order, DeskTouch touch)
    {
        var parked = Without(desk.Parked, order.Unpark, Address);
        foreach (var park in order.Park ?? [])
        {
            var place = parked.FindIndex(known => Address(known) == new OutputAddress(park.Controller, park.Pin));
            var next = new ParkedOutput(park.Controller, park.Pin, park.Active, park.Brightness, touch);
            if (place < 0)
            {
                parked.Add(next);
            }
            else if ((parked[place].Active, parked[place].Brightness) != (next.Active, next.Brightness))
            {
                parked[place] = next;
            }
        }

        var solo = Without(desk.Solo, order.Unsolo, Address);
        solo.AddRange((order.Solo ?? []).Except(solo.Select(Address)).Select(output => new SoloOutput(output.Controller, output.Pin, touch)));
        if (parked.Count > Most || solo.Count > Most)
        {
            return new Refusal(
                RefusalKind.Conflict, RefusalCodes.TooMany, $"A desk parks, and solos, {Most} lamps at most.", parked.Count > Most ? "park" : "solo");
        }

        var isOtherMaster = order.Master is { } master && master != desk.Master;
        return desk with
        {
            Blackout = order.Blackout switch { true => desk.Blackout ?? touch, false => null, null => desk.Blackout },
            Master = order.Master ?? desk.Master,
            MasterSet = isOtherMaster ? touch : desk.MasterSet,
            Parked = parked.SequenceEqual(desk.Parked) ? desk.Parked : parked,
            Solo = solo.SequenceEqual(desk.Solo) ? desk.Solo : solo,
        };
    }

    /// <summary>The desk without the outputs of boards that a layout has no more; the same when there are none.</summary>
    /// <param name="desk">The desk.</param>
    /// <param name="has">Whether the layout has a board.</param>
    public static Desk Of(this Desk desk, Func<MacAddress, bool> has) =>
        desk.Parked.All(parked => has(parked.Controller)) && desk.Solo.All(solo => has(solo.Controller))
            ? desk
            : desk with
            {
                Parked = [.. desk.Parked.Where(parked => has(parked.Controller))],
                Solo = [.. desk.Solo.Where(solo => has(solo.Controller))],
            };

    private static OutputAddress Address(ParkedOutput parked) => new(parked.Controller, parked.Pin);

    private static OutputAddress Address(SoloOutput solo) => new(solo.Controller, solo.Pin);

    private static List<T> Without<T>(IReadOnlyList<T> known, IReadOnlyList<OutputAddress>? gone, Func<T, OutputAddress> address) =>
        gone is null ? [.. known] : [.. known.Where(one => !gone.Contains(address(one)))];

    private static Refusal? CheckPark(IReadOnlyList<ParkOrder>? park, HashSet<OutputAddress> seen, Func<MacAddress, bool> has)
    {
        for (var index = 0; index < park?.Count; index++)
        {
            var field = $"park[{index}]";
            if (park[index] is not { } one)
            {
                return Refusal.Invalid(field, RefusalCodes.Malformed, "A lamp is needed here.");
            }

            if ((CheckOutput(new OutputAddress(one.Controller, one.Pin), field, seen, has) ?? Rules.CheckBrightness(one.Brightness, $"{field}.brightness")) is { } refusal)
            {
                return refusal;
            }
        }

        return CheckCount(park?.Count, "park");
    }

    private static Refusal? CheckOutputs(IReadOnlyList<OutputAddress>? outputs, string field, HashSet<OutputAddress> seen, Func<MacAddress, bool> has)
    {
        for (var index = 0; index < outputs?.Count; index++)
        {
            if (CheckOutput(outputs[index], $"{field}[{index}]", seen, has) is { } refusal)
            {
                return refusal;
            }
        }

        return CheckCount(outputs?.Count, field);
    }

    private static Refusal? CheckCount(int? count, string field) => count > Most
        ? Refusal.Invalid(field, RefusalCodes.TooMany, $"{Most} lamps at once are the most; these are {count}.")
        : null;

    private static Refusal? CheckOutput(OutputAddress output, string field, HashSet<OutputAddress> seen, Func<MacAddress, bool> has) =>
        !has(output.Controller) ? LayoutContent.Elsewhere($"{field}.controller", output.Controller)
        : Rules.CheckPin(output.Pin, $"{field}.pin")
            ?? (seen.Add(output) ? null : Refusal.Invalid(field, RefusalCodes.OutputTwice, $"Pin {output.Pin} of {output.Controller} is there already."));
}
