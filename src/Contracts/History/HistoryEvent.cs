using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What was done. The names stand in the database: they are added to, never renamed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HistoryKind>))]
public enum HistoryKind
{
    /// <summary>A board was added.</summary>
    ControllerAdded,

    /// <summary>A board got another name or address.</summary>
    ControllerEdited,

    /// <summary>A board was removed.</summary>
    ControllerRemoved,

    /// <summary>A board that was removed was brought back.</summary>
    ControllerRestored,

    /// <summary>A scene was made.</summary>
    SceneMade,

    /// <summary>A scene got other targets or another name.</summary>
    SceneReplaced,

    /// <summary>A scene was deleted.</summary>
    SceneDeleted,

    /// <summary>A scene was recalled.</summary>
    SceneRecalled,

    /// <summary>Lamps were set together, without a scene.</summary>
    TargetsApplied,

    /// <summary>A chasing group was made.</summary>
    ChasingGroupMade,

    /// <summary>A chasing group was changed.</summary>
    ChasingGroupReplaced,

    /// <summary>A chasing group was deleted.</summary>
    ChasingGroupDeleted,

    /// <summary>A chase was started.</summary>
    ChasingGroupStarted,

    /// <summary>A chase was stopped.</summary>
    ChasingGroupStopped,

    /// <summary>An area was made.</summary>
    AreaMade,

    /// <summary>An area got another name or place in the order.</summary>
    AreaReplaced,

    /// <summary>An area was deleted.</summary>
    AreaDeleted,

    /// <summary>What is known of lamps was changed.</summary>
    LampsEdited,

    /// <summary>A lamp group was made.</summary>
    LampGroupMade,

    /// <summary>A lamp group was changed.</summary>
    LampGroupReplaced,

    /// <summary>A lamp group was deleted.</summary>
    LampGroupDeleted,

    /// <summary>The lamps of a group were set.</summary>
    LampGroupSet,

    /// <summary>All lamps were switched off and all chases stopped.</summary>
    AllOff,

    /// <summary>What all off had switched off was brought back.</summary>
    AllOffUndone,

    /// <summary>The plan got a picture.</summary>
    PlanSet,

    /// <summary>The plan's picture was deleted.</summary>
    PlanDeleted,

    /// <summary>A file was imported into the layout.</summary>
    LayoutImported,

    /// <summary>A visiting module was taken in.</summary>
    ModuleTakenIn,

    /// <summary>A visiting module was taken out.</summary>
    ModuleTakenOut,

    /// <summary>A show was made.</summary>
    ShowMade,

    /// <summary>A show got other cues or another name.</summary>
    ShowReplaced,

    /// <summary>A show was deleted.</summary>
    ShowDeleted,

    /// <summary>A show was played.</summary>
    ShowPlayed,

    /// <summary>A show was stopped; its lights stayed as they were.</summary>
    ShowStopped,

    /// <summary>A show was released: what it had changed became what it was before.</summary>
    ShowReleased,

    /// <summary>The blackout was put on.</summary>
    BlackoutPut,

    /// <summary>The blackout was lifted.</summary>
    BlackoutLifted,

    /// <summary>Lamps were parked.</summary>
    LampsParked,

    /// <summary>Lamps that were parked were let go.</summary>
    LampsUnparked,

    /// <summary>Lamps were soloed.</summary>
    LampsSoloed,

    /// <summary>Lamps that were soloed became as the others.</summary>
    LampsUnsoloed,

    /// <summary>Somebody took the controls, which nobody had.</summary>
    ControlsTaken,

    /// <summary>The controls went from one to another.</summary>
    ControlsPassed,

    /// <summary>The controls are everybody's again.</summary>
    ControlsReleased,

    /// <summary>A guest link was made.</summary>
    GuestLinkMade,

    /// <summary>A guest link was ended.</summary>
    GuestLinkEnded,
}

/// <summary>Something that somebody did in a layout.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="At">When.</param>
/// <param name="By">The address of the caller; null = the platform itself.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Subject">The name that the thing had then; null where it has none.</param>
/// <param name="Count">How many lamps it was about; 0 where that says nothing.</param>
/// <param name="CanUndo">Whether undoing it would be tried.</param>
/// <param name="IsUndone">Whether it was undone.</param>
/// <param name="IsKept">Whether it is in the database; otherwise it is lost when its silo ends before the database is back.</param>
[GenerateSerializer, Immutable, Alias("RailHub.HistoryEvent")]
public sealed record HistoryEvent(
    [property: Id(0)] HistoryEventId Id,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string? By,
    [property: Id(3)] HistoryKind Kind,
    [property: Id(4)] string? Subject,
    [property: Id(5)] int Count,
    [property: Id(6)] bool CanUndo,
    [property: Id(7)] bool IsUndone,
    [property: Id(8)] bool IsKept);

/// <summary>What came of undoing an event.</summary>
/// <param name="Event">The event, as it is now.</param>
/// <param name="Lights">What came of lamps and chases; empty when it was not about them.</param>
[GenerateSerializer, Immutable, Alias("RailHub.Undone")]
public sealed record Undone([property: Id(0)] HistoryEvent Event, [property: Id(1)] LightsOn Lights);
