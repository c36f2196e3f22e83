using RailHub.Contracts;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>Which board a file means: one that it has itself, else one that the layout will have.</summary>
/// <param name="file">The file.</param>
/// <param name="boards">The boards that the layout will have.</param>
/// <param name="problems">Where it is said that there is no such board.</param>
internal sealed class BoardReferences(LayoutFile file, IReadOnlyList<Controller> boards, FileProblems problems)
{
    private readonly HashSet<MacAddress> _known =
        [.. boards.Select(board => board.Id), .. (file.Boards ?? []).OfType<FileBoard>().Select(board => board.Mac), .. file.AbsentBoards ?? []];

    private readonly ILookup<string, MacAddress> _inFile =
        (file.Boards ?? []).OfType<FileBoard>().DistinctBy(board => board.Mac).ToLookup(board => NameKey.Of(board.Name), board => board.Mac);

    private readonly ILookup<string, MacAddress> _inLayout = boards.ToLookup(board => NameKey.Of(board.Name), board => board.Id);

    // A name is looked up for each of thousands of targets.
    private readonly Dictionary<string, (MacAddress? Board, string? Problem)> _found = [];

    // Of what is said of a board that made no sense itself nothing more is said.
    private readonly bool _isCertain = (file.Boards ?? []).All(board => board is not null);

    /// <summary>The board; null when there is no such one, which is a problem at this path.</summary>
    public MacAddress? Find(string reference, string path)
    {
        if (!_found.TryGetValue(reference, out var found))
        {
            found = _found[reference] = Look(reference);
        }

        if (found.Problem is not null && _isCertain)
        {
            problems.Add(Refusal.Invalid(path, RefusalCodes.ControllerElsewhere, found.Problem));
        }

        return found.Board;
    }

    private (MacAddress? Board, string? Problem) Look(string reference)
    {
        if (MacAddress.TryParse(reference, out var mac))
        {
            return _known.Contains(mac)
                ? (mac, null)
                : (null, $"There is no board {mac} among \"boards\", nor in the layout. Is it written right? One that is not to be there stands in \"absentBoards\".");
        }

        var key = NameKey.Of(reference);
        MacAddress[] named = [.. _inFile.Contains(key) ? _inFile[key] : _inLayout[key]];
        return named switch
        {
            [var one] => (one, null),
            [] => (null, $"There is no board \"{reference}\" among \"boards\", nor in the layout."),
            _ => (null, $"{named.Length} boards have the name \"{reference}\". Write the MAC address of the one that is meant."),
        };
    }
}
