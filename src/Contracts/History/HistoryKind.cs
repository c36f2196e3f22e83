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

    /// <summary>A layout was made.</summary>
    LayoutMade,

    /// <summary>A layout got another name, or other rules; the subject is the name that it had, the value the one that it got.</summary>
    LayoutEdited,

    /// <summary>A layout was deleted, with all that it had.</summary>
    LayoutDeleted,

    /// <summary>An output was set; the value is the change as JSON, the last of those that are told as one.</summary>
    OutputSet,

    /// <summary>An output was let flash, to see which lamp it is.</summary>
    OutputFlashed,

    /// <summary>The master was set; the value is its percent.</summary>
    MasterSet,

    /// <summary>A show was told to go on, to pause, to jump or to run at another rate; the value is the order (<see cref="ShowTransport"/>).</summary>
    ShowStepped,

    /// <summary>The club got its first owner.</summary>
    ClubFounded,

    /// <summary>An owner who was lost was made anew at the server.</summary>
    OwnerReset,

    /// <summary>A member got an account.</summary>
    MemberMade,

    /// <summary>An account was changed; the value says what of it.</summary>
    MemberEdited,

    /// <summary>An account was deleted.</summary>
    MemberDeleted,

    /// <summary>A member got a role in a layout; the value is the role (<see cref="Role"/>).</summary>
    RoleGiven,

    /// <summary>A member lost the role in a layout.</summary>
    RoleTaken,

    /// <summary>A member got a code to make a password by.</summary>
    PasswordCodeMade,

    /// <summary>A member made another password.</summary>
    PasswordChanged,

    /// <summary>A member made a passkey; the value is its name.</summary>
    PasskeyMade,

    /// <summary>A member deleted a passkey; the value is its name.</summary>
    PasskeyDeleted,

    /// <summary>A member was linked with an account of the outside provider; the value is its name there.</summary>
    ProviderLinked,

    /// <summary>A member's link with the outside provider was ended; the value is the account's name there.</summary>
    ProviderUnlinked,

    /// <summary>A member made a token; the value is its name.</summary>
    TokenMade,

    /// <summary>A token was ended; the value is its name.</summary>
    TokenDeleted,

    /// <summary>A member signed in; the value is the outside provider, when it was by that.</summary>
    SignedIn,

    /// <summary>Somebody did not get in; the subject is the member's name, when there is one by the name that was tried; the value is the outside provider and the name there, when it was by that.</summary>
    SignInFailed,

    /// <summary>A member signed out.</summary>
    SignedOut,

    /// <summary>Sessions of a member were ended; the count says how many.</summary>
    SessionsEnded,

    /// <summary>A guest link was made.</summary>
    GuestLinkMade,

    /// <summary>A guest link was changed.</summary>
    GuestLinkEdited,

    /// <summary>A guest link was ended.</summary>
    GuestLinkEnded,

    /// <summary>A visitor came in by a guest link.</summary>
    GuestLetIn,

    /// <summary>A wall screen was let in.</summary>
    ScreenLetIn,

    /// <summary>A wall screen was sent away.</summary>
    ScreenEnded,

    /// <summary>Somebody took the controls of a layout.</summary>
    ClaimTaken,

    /// <summary>The controls of a layout were handed over; the subject is who has them now.</summary>
    ClaimHandedOver,

    /// <summary>Somebody let go of the controls of a layout.</summary>
    ClaimLetGo,

    /// <summary>What was done could not be written down, for want of the database; the count says how many times, the value since when.</summary>
    EntriesLost,

    /// <summary>Something that a newer program wrote down and this one has no word for.</summary>
    Unknown,

    // From here on in the order in which they came: processes of two versions tell each other the number.

    /// <summary>A board was found at another address, and the platform followed it there by itself.</summary>
    ControllerFollowed,

    /// <summary>An import was undone: what it had changed became what it was before.</summary>
    ImportUndone,

    /// <summary>
    /// Boards left the layout without having back what its desk had taken from them, because they could not be reached; the subject names
    /// them, the count says how many they are.
    /// </summary>
    BoardsLeftHeld,
}
