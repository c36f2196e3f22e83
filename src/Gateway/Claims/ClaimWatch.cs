using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Members;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Claims;

/// <summary>
/// Takes the controls from whoever may not operate any more, and those out of the line who asked for them: who lost the role, was blocked or
/// deleted, or is in by no session and no token any more. It looks whenever the passes were looked at, and so finds it within moments.
/// </summary>
internal sealed partial class ClaimWatch(PassBook book, ClubRelay relay, IGrainFactory grains, ILogger<ClaimWatch> logger) : IHostedService
{
    private int _isReviewing;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        book.Looked += Begin;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        book.Looked -= Begin;
        return Task.CompletedTask;
    }

    private void Begin()
    {
        if (book.IsRead && Find() is { Count: > 0 } suspects && Interlocked.Exchange(ref _isReviewing, 1) == 0)
        {
            ReviewAsync(suspects).Ignore();
        }
    }

    private async Task ReviewAsync(IReadOnlyList<(LayoutId Layout, Claim Claim)> suspects)
    {
        try
        {
            // Not by whoever made the change in whose course it is seen.
            Caller.Actor = null;

            // Somebody who has just come in at another gateway may have the controls before this one has read that they are in.
            await book.RenewAsync(CancellationToken.None);
            foreach (var (layout, claim) in suspects)
            {
                if (Lost(layout, claim) is { Length: > 0 } lost)
                {
                    await grains.Layout(layout).DropClaimants(lost, claim.Version);
                }
            }
        }
        catch (Exception failure)
        {
            // They are found again with the next look.
            LogNotDropped(failure.Message);
        }
        finally
        {
            Volatile.Write(ref _isReviewing, 0);
        }
    }

    private List<(LayoutId Layout, Claim Claim)> Find() =>
    [
        .. from layout in relay.Layouts
           let claim = layout.Claim
           where claim.Holder is not null && Lost(layout.Id, claim).Length > 0
           select (layout.Id, claim),
    ];

    private Claimant[] Lost(LayoutId layout, Claim claim) =>
        [.. claim.Asking.Prepend(claim.Holder).OfType<Claimant>().Where(claimant => !book.Any(pass => Is(pass, claimant) && pass.May(Rights.Operate, layout)))];

    private static bool Is(Pass pass, Claimant claimant) =>
        claimant.Member is { } member ? pass.Member == member : pass.Actor.Kind == ActorKind.Demo;

    [LoggerMessage(LogLevel.Debug, "Who may not operate any more could not be told to the layouts ({Reason})")]
    private partial void LogNotDropped(string reason);
}
