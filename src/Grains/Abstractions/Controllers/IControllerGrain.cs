using Orleans.Concurrency;
using RailHub.Contracts;

namespace RailHub.Grains;

/// <summary>One physical board: keeps the link to it, its reported and its desired state. The key is <see cref="MacAddress.Compact"/>.</summary>
/// <remarks>
/// Whoever names a layout hears <see cref="RefusalCodes.ControllerUnknown"/> when the board is not in it. An activation that learns that
/// another has taken over answers <see cref="RefusalCodes.OwnerMoved"/>; then the call may be made once more, to the new one.
/// </remarks>
[Alias("RailHub.IControllerGrain")]
public interface IControllerGrain : IOwnedGrain, IGrainWithStringKey
{
    /// <summary>The registration changed: the board was added, renamed or has another address.</summary>
    [Alias("Configure")]
    Task Configure(Controller controller);

    /// <summary>The board was removed: closes the link, and the grain goes.</summary>
    [Alias("Release")]
    Task Release();

    /// <summary>
    /// Gives the state and tells the observer of every change from now on. Renew within <see cref="Subscriptions.Lease"/>; who names
    /// the last change that it has (zeros for none) gets no state when nothing is newer.
    /// </summary>
    [Alias("Subscribe")]
    Task<Outcome<ControllerReport>> Subscribe(IControllerObserver observer, long epoch, long number);

    /// <summary>Tells the observer nothing any more.</summary>
    [Alias("Unsubscribe")]
    Task Unsubscribe(IControllerObserver observer);

    /// <summary>The state now.</summary>
    [Alias("GetState"), ReadOnly]
    Task<Outcome<ControllerState>> GetState(LayoutId layout);

    /// <summary>What the board says of itself; null before its first report.</summary>
    [Alias("GetTelemetry"), ReadOnly]
    Task<ControllerTelemetry?> GetTelemetry();

    /// <summary>How many commands a fade of one output takes at most; null: as many as it takes, or the board has not reported yet.</summary>
    [Alias("GetMostFadeSteps"), ReadOnly]
    Task<int?> GetMostFadeSteps();

    /// <summary>Wants one output to be something from now on, for a person, and waits a moment for the board to confirm.</summary>
    [Alias("SetOutput")]
    Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, int pin, OutputChange change);

    /// <summary>
    /// Lets one output flash three times and then be as it was; whatever is wanted of its light meanwhile ends that. Refused while its board
    /// is not live, while a chasing group runs over it, and while the database is away.
    /// </summary>
    [Alias("Flash")]
    Task<Outcome<CommandAnswer>> Flash(LayoutId layout, int pin);

    /// <summary>Wants many things of the board's outputs, and waits a moment. One result for each intent, in their order.</summary>
    [Alias("Apply")]
    Task<Outcome<Recall>> Apply(LayoutId layout, IReadOnlyList<Intent> intents);

    /// <summary>
    /// Takes back what a sender had planned on this board and plans anew, and returns at once: pause, seek and stop are one call. What is
    /// begun and taken back ends where it is. Plans are not kept over a restart; their senders plan anew.
    /// </summary>
    /// <param name="layout">The layout that the board is in.</param>
    /// <param name="order">What.</param>
    [Alias("Plan")]
    Task<Outcome<PlanReceipt>> Plan(LayoutId layout, PlanOrder order);

    /// <summary>
    /// The layout's desk is another one. Older news than what is known are passed over: those of an older owner of the layout, and of the
    /// same owner those with a lower <see cref="Desk.Version"/>.
    /// </summary>
    /// <param name="layout">The layout that the board is in.</param>
    /// <param name="epoch">The owner epoch of the layout.</param>
    /// <param name="desk">The desk.</param>
    [Alias("SetDesk")]
    Task<Outcome<Done>> SetDesk(LayoutId layout, long epoch, Desk desk);

    /// <summary>
    /// The board is about to leave its layout: the desk gives back what it has taken from it, and this waits a moment for that. Until the next
    /// <see cref="SetDesk"/>, which may be as old as it likes, the board is told what is wanted. Refused where the board has not, or not
    /// yet, all of it back; it is told on for as long as it stays.
    /// </summary>
    /// <param name="layout">The layout that the board is in.</param>
    [Alias("GiveBack")]
    Task<Outcome<Done>> GiveBack(LayoutId layout);

    /// <summary>Runs a chasing group on the board.</summary>
    [Alias("StartGroup")]
    Task<Outcome<ChasingGroupStatus>> StartGroup(ChasingGroup group);

    /// <summary>The chasing group was edited: if it runs, it becomes what is given.</summary>
    [Alias("ReviseGroup")]
    Task<Outcome<ChasingGroupStatus>> ReviseGroup(ChasingGroup group);

    /// <summary>Stops a chasing group, also one that runs on the board without being known to.</summary>
    [Alias("StopGroup")]
    Task<Outcome<ChasingGroupStatus>> StopGroup(ChasingGroup group);

    /// <summary>Whether the board could run a chasing group; a refusal says why not.</summary>
    [Alias("CheckGroup"), ReadOnly]
    Task<Outcome<Done>> CheckGroup(ChasingGroup group);
}

/// <summary>A board's state with the place in the stream of its changes.</summary>
/// <param name="Epoch">The owner epoch of the activation that tells it: a higher one replaces all that was told before.</param>
/// <param name="Number">The number of the last change that is in here.</param>
/// <param name="State">The state; null when the subscriber has it already.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerReport")]
public sealed record ControllerReport([property: Id(0)] long Epoch, [property: Id(1)] long Number, [property: Id(2)] ControllerState? State);

/// <summary>One change of a board. Exactly one of <see cref="Whole"/> and <see cref="Delta"/> is there.</summary>
/// <param name="Epoch">As in <see cref="ControllerReport"/>.</param>
/// <param name="Number">One more than the change before; a gap asks for <see cref="IControllerGrain.Subscribe"/> again.</param>
/// <param name="Delta">What changed.</param>
/// <param name="Whole">The whole state, when so much changed that the parts say nothing: the first report, other outputs.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ControllerChange")]
public sealed record ControllerChange(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Number,
    [property: Id(2)] ControllerDelta? Delta,
    [property: Id(3)] ControllerState? Whole);

/// <summary>Hears of a board's changes: one in each gateway process, never one for each viewer.</summary>
[Alias("RailHub.IControllerObserver")]
public interface IControllerObserver : IGrainObserver
{
    /// <summary>The board changed.</summary>
    [Alias("OnControllerChanged")]
    void OnControllerChanged(MacAddress controller, ControllerChange change);
}
