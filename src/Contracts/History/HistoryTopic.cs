using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>
/// What something that was done is about: what one looks for it by, and how long it is kept. The names stand in the database: they are added
/// to, never renamed.
/// </summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HistoryTopic>))]
public enum HistoryTopic
{
    /// <summary>What is done many times: single lamps, the master, the steps of shows. Told once a minute for each actor and thing.</summary>
    Touches,

    /// <summary>Scenes, groups, chases, shows, the desk, and who has the controls: what the layout's own grain notes of lights.</summary>
    Commands,

    /// <summary>What a layout has: its boards, lamps, scenes, chases, shows, plan and guest links; the layout's own grain writes it.</summary>
    Edits,

    /// <summary>Layouts, and who may what in them.</summary>
    Club,

    /// <summary>Who came in, who did not, and by what.</summary>
    SignIns,
}

/// <summary>What is about what.</summary>
public static class HistoryTopics
{
    /// <summary>The topic of a kind.</summary>
    public static HistoryTopic Of(HistoryKind kind) => kind switch
    {
        HistoryKind.OutputSet or HistoryKind.OutputFlashed or HistoryKind.MasterSet or HistoryKind.ShowStepped => HistoryTopic.Touches,

        HistoryKind.SceneRecalled or HistoryKind.TargetsApplied or HistoryKind.ChasingGroupStarted or HistoryKind.ChasingGroupStopped
            or HistoryKind.LampGroupSet or HistoryKind.AllOff or HistoryKind.AllOffUndone
            or HistoryKind.ShowPlayed or HistoryKind.ShowStopped or HistoryKind.ShowReleased
            or HistoryKind.BlackoutPut or HistoryKind.BlackoutLifted or HistoryKind.LampsParked or HistoryKind.LampsUnparked
            or HistoryKind.LampsSoloed or HistoryKind.LampsUnsoloed
            or HistoryKind.ClaimTaken or HistoryKind.ClaimHandedOver or HistoryKind.ClaimLetGo => HistoryTopic.Commands,

        HistoryKind.LayoutMade or HistoryKind.LayoutEdited or HistoryKind.LayoutDeleted
            or HistoryKind.ClubFounded or HistoryKind.OwnerReset
            or HistoryKind.MemberMade or HistoryKind.MemberEdited or HistoryKind.MemberDeleted or HistoryKind.RoleGiven or HistoryKind.RoleTaken
            or HistoryKind.EntriesLost or HistoryKind.Unknown => HistoryTopic.Club,

        HistoryKind.PasswordCodeMade or HistoryKind.PasswordChanged or HistoryKind.PasskeyMade or HistoryKind.PasskeyDeleted
            or HistoryKind.ProviderLinked or HistoryKind.ProviderUnlinked or HistoryKind.TokenMade or HistoryKind.TokenDeleted
            or HistoryKind.SignedIn or HistoryKind.SignInFailed or HistoryKind.SignedOut or HistoryKind.SessionsEnded
            or HistoryKind.GuestLetIn or HistoryKind.ScreenLetIn or HistoryKind.ScreenEnded => HistoryTopic.SignIns,

        _ => HistoryTopic.Edits,
    };

    /// <summary>Whether it acts on lights and changes nothing that the club keeps: such things are told for a shorter time.</summary>
    public static bool IsCommand(this HistoryTopic topic) => topic is HistoryTopic.Touches or HistoryTopic.Commands;
}
