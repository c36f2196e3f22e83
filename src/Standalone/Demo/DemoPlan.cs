using RailHub.Firmware;

namespace RailHub.Standalone.Demo;

/// <summary>A board of the demo club.</summary>
/// <param name="Layout">The layout that it is on.</param>
/// <param name="Name">The club's name for it.</param>
/// <param name="Profile">Its family.</param>
/// <param name="Outputs">Names of its first outputs; the rest has none.</param>
internal sealed record DemoBoard(string Layout, string Name, BoardProfile Profile, params string[] Outputs)
{
    /// <summary>Locally administered, so that it can never be a real board's.</summary>
    public static string Mac(int number) => $"02:52:48:DE:00:{number:X2}";
}

/// <summary>Who is who in the demo club: two layouts, 16 RailHub32 and 8 RailHub8266.</summary>
internal static class DemoPlan
{
    public const string Valley = "Mill Valley";
    public const string Harbour = "Harbour Junction";

    public static IReadOnlyList<DemoBoard> Boards { get; } =
    [
        Large(Valley, "Station", "Platform 1", "Platform 2", "Station hall", "Clock", "Ticket office", "Waiting room", "Kiosk", "Underpass", "Forecourt", "Taxi rank", "Bus stop", "Phone box", "Bicycle stand", "Tree lights", "Sign", "Stairs"),
        Large(Valley, "Signal box", "Home A red", "Home A green", "Home B red", "Home B green", "Exit N1 red", "Exit N1 green", "Exit N2 red", "Exit N2 green", "Distant A", "Distant B", "Shunting", "Lever room", "Desk lamp", "Stove"),
        Large(Valley, "Market square", "Church", "Church clock", "Town hall", "Fountain", "Pharmacy", "Bakery", "Butcher", "Book shop", "Cafe", "Cafe terrace", "Bank", "Street lamp 1", "Street lamp 2", "Street lamp 3", "Street lamp 4", "Street lamp 5"),
        Large(Valley, "Mill lane", "Mill", "Mill wheel", "House 1", "House 2", "House 3", "House 4", "House 5", "House 6", "Lamp 1", "Lamp 2", "Lamp 3", "Barn", "Farm yard", "Stable"),
        Large(Valley, "Old town", "Gate tower", "Inn", "Inn sign", "Attic", "Workshop", "Smithy", "Forge fire", "Alley 1", "Alley 2", "Alley 3", "School", "Museum", "Cinema", "Cinema sign"),
        Large(Valley, "Engine shed", "Track 1", "Track 2", "Track 3", "Track 4", "Turntable", "Turntable lamp", "Workshop", "Welding", "Office", "Yard 1", "Yard 2", "Coal crane", "Water crane"),
        Large(Valley, "Viaduct", "Pier 1", "Pier 2", "Pier 3", "Pier 4", "Pier 5", "Pier 6", "River bank", "Boat house", "Camp fire", "Tents"),
        Large(Valley, "Ski lift", "Valley station", "Summit station", "Lift cabin", "Slope 1", "Slope 2", "Slope 3", "Hut", "Terrace", "Beacon"),
        Small(Valley, "Fairground", "Carousel 1", "Carousel 2", "Carousel 3", "Carousel 4", "Swing", "Stall", "Entrance"),
        Small(Valley, "Level crossing", "Red left", "Red right", "Barrier", "Keeper's house", "Garden"),
        Small(Valley, "Airstrip", "Runway 1", "Runway 2", "Runway 3", "Runway 4", "Runway 5", "Wind sock", "Hangar"),
        Small(Valley, "Road works", "Arrow 1", "Arrow 2", "Arrow 3", "Arrow 4", "Warning light"),
        Large(Harbour, "Pier", "Pier head", "Mooring 1", "Mooring 2", "Mooring 3", "Ferry ramp", "Ferry cabin", "Ferry deck", "Customs", "Bollard lights"),
        Large(Harbour, "Warehouses", "Shed 1", "Shed 2", "Shed 3", "Shed 4", "Loading bay 1", "Loading bay 2", "Loading bay 3", "Office", "Gatehouse", "Fence 1", "Fence 2", "Fence 3"),
        Large(Harbour, "Container yard", "Gantry 1", "Gantry 2", "Mast 1", "Mast 2", "Mast 3", "Mast 4", "Reach stacker", "Rail head"),
        Large(Harbour, "Shipyard", "Dry dock", "Crane 1", "Crane 2", "Hull", "Welding 1", "Welding 2", "Paint shop", "Office"),
        Large(Harbour, "Fish market", "Hall", "Stall 1", "Stall 2", "Stall 3", "Ice plant", "Restaurant", "Restaurant sign", "Quay 1", "Quay 2", "Quay 3"),
        Large(Harbour, "Junction", "Signal 1 red", "Signal 1 green", "Signal 2 red", "Signal 2 green", "Signal 3 red", "Signal 3 green", "Point lamp 1", "Point lamp 2", "Point lamp 3"),
        Large(Harbour, "Sailors' quarter", "Bar", "Bar sign", "Hotel", "Hotel sign", "Tattoo shop", "Chandler", "Lodging 1", "Lodging 2", "Lodging 3", "Lamp 1", "Lamp 2", "Lamp 3"),
        Large(Harbour, "Power station", "Turbine hall", "Chimney 1", "Chimney 2", "Transformer", "Switch yard", "Control room", "Coal yard"),
        Small(Harbour, "Lighthouse", "Lamp 1", "Lamp 2", "Lamp 3", "Lamp 4", "Keeper", "Fog horn lamp"),
        Small(Harbour, "Swing bridge", "Port red", "Port green", "Starboard red", "Starboard green", "Bridge house"),
        Small(Harbour, "Buoys", "Buoy 1", "Buoy 2", "Buoy 3", "Buoy 4", "Buoy 5", "Buoy 6"),
        Small(Harbour, "Cranes", "Jib 1", "Jib 2", "Jib 3", "Cab", "Warning light"),
    ];

    private static DemoBoard Large(string layout, string name, params string[] outputs) => new(layout, name, BoardProfile.RailHub32, outputs);

    private static DemoBoard Small(string layout, string name, params string[] outputs) => new(layout, name, BoardProfile.RailHub8266, outputs);
}
