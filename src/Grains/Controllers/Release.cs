using Microsoft.Extensions.Logging;
using RailHub.Contracts;

namespace RailHub.Grains.Controllers;

/// <summary>Lets the grains of boards go that the club has no more.</summary>
internal static partial class Release
{
    /// <summary>
    /// Tells all at once. That a grain cannot be told undoes no deletion: its epoch is over, and it finds that out by itself.
    /// </summary>
    public static Task ReleaseAsync(this IGrainFactory grains, IEnumerable<MacAddress> boards, ILogger logger) =>
        Task.WhenAll(boards.Select(async board =>
        {
            try
            {
                await grains.Controller(board).Release();
            }
            catch (Exception failure) when (failure is TimeoutException or OrleansException)
            {
                LogNotTold(logger, failure, board);
            }
        }));

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} was removed, and its grain could not be told; it ends its link when it looks at its epoch")]
    private static partial void LogNotTold(ILogger logger, Exception failure, MacAddress controller);
}
