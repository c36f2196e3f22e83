using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Controllers;
using RailHub.Persistence;

namespace RailHub.Grains.Layouts;

/// <summary>What is wanted of one output.</summary>
/// <param name="Controller">The board.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Change">What of it.</param>
/// <param name="From">From when on; what lies in the past means now.</param>
/// <param name="Over">How long the light takes.</param>
internal readonly record struct Wanted(MacAddress Controller, int Pin, OutputChange Change, DateTimeOffset From = default, TimeSpan Over = default);

/// <summary>Commands to many boards of a layout at once; each board answers for itself, and the answers go back into the order of the wishes.</summary>
internal sealed partial class AllBoards(LayoutContent layout, IGrainFactory grains, ILogger logger)
{
    /// <summary>How the boards are; one that cannot be asked is missing.</summary>
    public async Task<IReadOnlyList<ControllerState>> StatesAsync() =>
        [.. (await Task.WhenAll(layout.Controllers.Select(known => StateAsync(known.Id)).ToArray())).OfType<ControllerState>()];

    public async Task<Recall> ApplyAsync(IReadOnlyList<Wanted> wanted, Origin origin)
    {
        var results = new TargetResult[wanted.Count];
        var before = await Task.WhenAll(wanted
            .Select((target, place) => (target, place))
            .GroupBy(entry => entry.target.Controller)
            .Select(async board =>
            {
                var entries = board.ToArray();
                var recall = layout.Has(board.Key) ? await ApplyAsync(board.Key, [.. entries.Select(entry => Intent(entry.target, origin))]) : null;
                for (var index = 0; index < entries.Length; index++)
                {
                    results[entries[index].place] = recall?.Results[index]
                        ?? new TargetResult(board.Key, entries[index].target.Pin, CommandResult.Missing);
                }

                return recall?.Before ?? [];
            }));
        return new Recall(results, [.. before.SelectMany(targets => targets)]);
    }

    /// <summary>
    /// One board's part; null when the board left meanwhile. A board that is just moving is asked once more where it went; one that
    /// cannot be asked takes nothing from the others.
    /// </summary>
    private async Task<Recall?> ApplyAsync(MacAddress board, IReadOnlyList<Intent> intents)
    {
        try
        {
            return await Moving.Follow(() => grains.Controller(board).Apply(layout.Id, intents)) switch
            {
                { Value: { } recall } => recall,
                { Refusal: { Code: RefusalCodes.OwnerMoved } moved } => Unknown(moved.Detail),
                _ => null,
            };
        }
        catch (Exception failure) when (IsNotAsked(failure))
        {
            LogNotAsked(logger, failure, board);
            return Unknown(NotAsked.Detail);
        }

        Recall Unknown(string reason) => new([.. intents.Select(intent => new TargetResult(board, intent.Pin, CommandResult.Unsaved, reason))], []);
    }

    /// <summary>What is said of a board that could not be asked.</summary>
    public static Refusal NotAsked { get; } = new(
        RefusalKind.Unavailable, RefusalCodes.OwnerMoved, "The board could not be asked just now, and may not have been told. Try it again.");

    /// <summary>Whether a failure says that a board's grain was not there to be asked.</summary>
    public static bool IsNotAsked(Exception failure) => failure is TimeoutException or OrleansException || DatabaseErrors.IsAway(failure);

    private async Task<ControllerState?> StateAsync(MacAddress board)
    {
        try
        {
            return (await grains.Controller(board).GetState(layout.Id)).Value;
        }
        catch (Exception failure) when (IsNotAsked(failure))
        {
            LogNotAsked(logger, failure, board);
            return null;
        }
    }

    private static Intent Intent(Wanted wanted, Origin origin) =>
        new(wanted.Pin, wanted.Change, wanted.From, wanted.Over, Curve.Square, origin, Stamps.None);

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} could not be asked for its part of a command")]
    private static partial void LogNotAsked(ILogger logger, Exception failure, MacAddress controller);
}
