using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>How a file names boards: by name, where that says which one, else by MAC address.</summary>
internal sealed class BoardNames
{
    private readonly Dictionary<MacAddress, string> _names;

    public BoardNames(IReadOnlyList<Controller> boards) => _names = boards
        .GroupBy(board => NameKey.Of(board.Name))
        .Where(same => same.Count() == 1 && !MacAddress.TryParse(same.Single().Name, out _))
        .ToDictionary(same => same.Single().Id, same => same.Single().Name);

    public string Of(MacAddress board) => _names.GetValueOrDefault(board) ?? board.ToString();
}
