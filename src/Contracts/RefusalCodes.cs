namespace RailHub.Contracts;

/// <summary>The stable codes of refusals. A dashboard has a text for each, in every language; they are never renamed.</summary>
public static class RefusalCodes
{
    /// <summary>No layout has this id.</summary>
    public const string LayoutUnknown = "layoutUnknown";

    /// <summary>No controller of the club has this MAC address.</summary>
    public const string ControllerUnknown = "controllerUnknown";

    /// <summary>The controller has no output on this pin.</summary>
    public const string PinUnknown = "pinUnknown";

    /// <summary>No scene has this id.</summary>
    public const string SceneUnknown = "sceneUnknown";

    /// <summary>No chasing group has this id.</summary>
    public const string ChasingGroupUnknown = "chasingGroupUnknown";

    /// <summary>No area of the layout has this id.</summary>
    public const string AreaUnknown = "areaUnknown";

    /// <summary>No lamp group of the layout has this id.</summary>
    public const string LampGroupUnknown = "lampGroupUnknown";

    /// <summary>No show of the layout has this id.</summary>
    public const string ShowUnknown = "showUnknown";

    /// <summary>No cue of the show has this number, or it is skipped.</summary>
    public const string CueUnknown = "cueUnknown";

    /// <summary>Two cues have the same number.</summary>
    public const string CueTwice = "cueTwice";

    /// <summary>Something of a cue is missing, or does not fit what it does.</summary>
    public const string CueInvalid = "cueInvalid";

    /// <summary>Shows start each other in a circle.</summary>
    public const string ShowCircle = "showCircle";

    /// <summary>A round of a show that runs more than once takes no time.</summary>
    public const string RoundEmpty = "roundEmpty";

    /// <summary>How often a show runs is outside 0..10,000.</summary>
    public const string LoopsInvalid = "loopsInvalid";

    /// <summary>A rate is outside 0..2000 percent.</summary>
    public const string RateInvalid = "rateInvalid";

    /// <summary>A show uses it, so it cannot be deleted.</summary>
    public const string UsedByShow = "usedByShow";

    /// <summary>A layout has as many shows as there may be.</summary>
    public const string TooManyShows = "tooManyShows";

    /// <summary>The show runs, so it cannot be deleted.</summary>
    public const string ShowRuns = "showRuns";

    /// <summary>The show stands still, or has no next or earlier cue, so this cannot be done with it.</summary>
    public const string ShowNotReady = "showNotReady";

    /// <summary>A place in an order is outside its range.</summary>
    public const string OrderInvalid = "orderInvalid";

    /// <summary>A place is not on the plan.</summary>
    public const string PlaceInvalid = "placeInvalid";

    /// <summary>No event of the layout's history has this id.</summary>
    public const string EventUnknown = "eventUnknown";

    /// <summary>The event cannot be undone, or was undone already.</summary>
    public const string NotUndoable = "notUndoable";

    /// <summary>Somebody has changed since what would be undone.</summary>
    public const string ChangedSince = "changedSince";

    /// <summary>The layout's plan has no picture.</summary>
    public const string PlanMissing = "planMissing";

    /// <summary>The picture is too long or has too many pixels.</summary>
    public const string PictureTooLarge = "pictureTooLarge";

    /// <summary>The bytes are no whole PNG, JPEG or WebP.</summary>
    public const string PictureInvalid = "pictureInvalid";

    /// <summary>A file that is to be imported has problems: each has a code of its own.</summary>
    public const string FileInvalid = "fileInvalid";

    /// <summary>A file that is to be imported is too long.</summary>
    public const string FileTooLarge = "fileTooLarge";

    /// <summary>Something in a file is missing, not known, there twice, or not what belongs there.</summary>
    public const string EntryInvalid = "entryInvalid";

    /// <summary>No visiting module of the layout has this id.</summary>
    public const string ModuleUnknown = "moduleUnknown";

    /// <summary>A lamp group has no members.</summary>
    public const string LampGroupEmpty = "lampGroupEmpty";

    /// <summary>The name is empty, too long, or has control characters.</summary>
    public const string NameInvalid = "nameInvalid";

    /// <summary>Another thing of the same kind has this name.</summary>
    public const string NameTaken = "nameTaken";

    /// <summary>Brightness is outside 0..100 percent.</summary>
    public const string BrightnessInvalid = "brightnessInvalid";

    /// <summary>The interval is outside its range.</summary>
    public const string IntervalInvalid = "intervalInvalid";

    /// <summary>The host is empty or no host name or address.</summary>
    public const string HostInvalid = "hostInvalid";

    /// <summary>The port is outside 1..65535.</summary>
    public const string PortInvalid = "portInvalid";

    /// <summary>The change names nothing to change.</summary>
    public const string NothingToChange = "nothingToChange";

    /// <summary>The scene has no targets.</summary>
    public const string SceneEmpty = "sceneEmpty";

    /// <summary>Two targets or members name the same output.</summary>
    public const string OutputTwice = "outputTwice";

    /// <summary>A target or member is on a controller that this layout does not have.</summary>
    public const string ControllerElsewhere = "controllerElsewhere";

    /// <summary>There are more targets or members than fit.</summary>
    public const string TooMany = "tooMany";

    /// <summary>Somebody else has changed the thing meanwhile.</summary>
    public const string Outdated = "outdated";

    /// <summary>The board at the address is in a layout already.</summary>
    public const string ControllerTaken = "controllerTaken";

    /// <summary>What answers at the address is no RailHub board.</summary>
    public const string NotABoard = "notABoard";

    /// <summary>The board tells a MAC address that is none of a device.</summary>
    public const string MacInvalid = "macInvalid";

    /// <summary>A moment or a duration is outside its range.</summary>
    public const string TimeInvalid = "timeInvalid";

    /// <summary>Nothing accepts a connection at the address.</summary>
    public const string NotReached = "notReached";

    /// <summary>The address did not answer in time.</summary>
    public const string NoAnswer = "noAnswer";

    /// <summary>The board is offline.</summary>
    public const string BoardOffline = "boardOffline";

    /// <summary>The board answered the command with an error.</summary>
    public const string BoardRefused = "boardRefused";

    /// <summary>The board has no chasing groups.</summary>
    public const string ChasingUnsupported = "chasingUnsupported";

    /// <summary>The members of the chasing group are on more than one board.</summary>
    public const string ChasingSpansBoards = "chasingSpansBoards";

    /// <summary>The board runs as many chasing groups as it can.</summary>
    public const string ChasingSlotsFull = "chasingSlotsFull";

    /// <summary>A running chasing group of the board has one of the members already.</summary>
    public const string ChasingOverlap = "chasingOverlap";

    /// <summary>The chasing group has too few members.</summary>
    public const string ChasingTooFew = "chasingTooFew";

    /// <summary>A chasing group runs over the output, and would take it on at its next step.</summary>
    public const string OutputChased = "outputChased";

    /// <summary>The text is no range of IPv4 addresses.</summary>
    public const string RangeInvalid = "rangeInvalid";

    /// <summary>The range has addresses that are neither private nor link-local nor loopback.</summary>
    public const string RangeForeign = "rangeForeign";

    /// <summary>The ranges have more addresses than one scan asks.</summary>
    public const string ScanTooLarge = "scanTooLarge";

    /// <summary>A scan of the club is running already.</summary>
    public const string ScanRunning = "scanRunning";

    /// <summary>Nothing was looked for since the scan's silo started.</summary>
    public const string ScanMissing = "scanMissing";

    /// <summary>The desk holds the lamp dark, or parked: it cannot show this now.</summary>
    public const string DeskHolds = "deskHolds";

    /// <summary>The master is outside 0..100 percent.</summary>
    public const string MasterInvalid = "masterInvalid";

    /// <summary>The database is away; live control goes on, edits are refused.</summary>
    public const string DatabaseAway = "databaseAway";

    /// <summary>The board or layout is just moving to another silo, which knows nothing of the request. The gateway asks it once by itself.</summary>
    public const string OwnerMoved = "ownerMoved";

    /// <summary>The request is malformed.</summary>
    public const string Malformed = "malformed";

    /// <summary>The gateway hears nothing of the club, or had no answer to a question. Nothing was done.</summary>
    public const string ClubAway = "clubAway";

    /// <summary>No answer came in time: whether it was done, is not known.</summary>
    public const string AnswerLost = "answerLost";

    /// <summary>There is nothing at the address of the request.</summary>
    public const string UnknownAddress = "unknownAddress";

    /// <summary>A bug; the log tells more.</summary>
    public const string Failed = "failed";

    /// <summary>The caller may not do this.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The request is for a host name that the gateway does not answer to.</summary>
    public const string HostForeign = "hostForeign";

    /// <summary>The request came through a proxy that nobody has named to the platform.</summary>
    public const string ProxyUnknown = "proxyUnknown";

    /// <summary>Nobody is signed in, or not any more.</summary>
    public const string SignInNeeded = "signInNeeded";

    /// <summary>User name and password do not fit, or there were too many wrong ones. It is not told which.</summary>
    public const string SignInFailed = "signInFailed";

    /// <summary>The caller is signed in and sees the layout, and may not do this there.</summary>
    public const string RightMissing = "rightMissing";

    /// <summary>The club has no owner yet.</summary>
    public const string ClubUnfounded = "clubUnfounded";

    /// <summary>The club has its owner already: it is founded once.</summary>
    public const string ClubFounded = "clubFounded";

    /// <summary>A one-time code that is wrong, used or void.</summary>
    public const string CodeInvalid = "codeInvalid";

    /// <summary>The demo lets in nobody without an account from here.</summary>
    public const string DemoClosed = "demoClosed";

    /// <summary>A password that is too short, too long, or one that many people use.</summary>
    public const string PasswordWeak = "passwordWeak";

    /// <summary>The password that was to be changed is another one.</summary>
    public const string PasswordWrong = "passwordWrong";

    /// <summary>A user name that is too short, too long, or has characters that none has.</summary>
    public const string UserNameInvalid = "userNameInvalid";

    /// <summary>Another member has this user name, or one that looks like it.</summary>
    public const string UserNameTaken = "userNameTaken";

    /// <summary>A display name that is empty, too long, or has characters that nobody sees.</summary>
    public const string DisplayNameInvalid = "displayNameInvalid";

    /// <summary>The dashboard does not speak this language.</summary>
    public const string LanguageInvalid = "languageInvalid";

    /// <summary>There is no such member.</summary>
    public const string MemberUnknown = "memberUnknown";

    /// <summary>The club's last administrator stays one, and stays.</summary>
    public const string LastAdministrator = "lastAdministrator";

    /// <summary>The last owner of a layout can be taken away by an administrator only.</summary>
    public const string LastOwner = "lastOwner";

    /// <summary>There is no such session of this member.</summary>
    public const string SessionUnknown = "sessionUnknown";

    /// <summary>There is no such token of this member.</summary>
    public const string TokenUnknown = "tokenUnknown";

    /// <summary>Another token of this member has the name.</summary>
    public const string TokenNameTaken = "tokenNameTaken";

    /// <summary>A token's name that is empty, too long, or has characters that nobody sees.</summary>
    public const string TokenNameInvalid = "tokenNameInvalid";

    /// <summary>A time of expiry that is over.</summary>
    public const string ExpiryInvalid = "expiryInvalid";

    /// <summary>A member has as many tokens as there may be.</summary>
    public const string TooManyTokens = "tooManyTokens";

    /// <summary>There is no such passkey of this member.</summary>
    public const string PasskeyUnknown = "passkeyUnknown";

    /// <summary>The passkey was not accepted, or its options have expired.</summary>
    public const string PasskeyFailed = "passkeyFailed";

    /// <summary>A passkey's name that is empty, too long, or has characters that nobody sees.</summary>
    public const string PasskeyNameInvalid = "passkeyNameInvalid";

    /// <summary>The outside provider does not answer.</summary>
    public const string ProviderAway = "providerAway";

    /// <summary>The outside provider let nobody sign in, or it was called off there.</summary>
    public const string ProviderDenied = "providerDenied";

    /// <summary>What came back from the outside provider is not what was begun, or was not accepted.</summary>
    public const string ProviderFailed = "providerFailed";

    /// <summary>No member who may enter is linked with this account of the outside provider.</summary>
    public const string ProviderStranger = "providerStranger";

    /// <summary>The account of the outside provider is linked with another member.</summary>
    public const string ProviderTaken = "providerTaken";

    /// <summary>The member is linked with no account of the outside provider.</summary>
    public const string ProviderUnlinked = "providerUnlinked";

    /// <summary>Somebody else has the controls of the layout; the refusal names them.</summary>
    public const string Claimed = "claimed";

    /// <summary>Only who has the controls of a layout gives them away.</summary>
    public const string ClaimNotYours = "claimNotYours";

    /// <summary>The controls are handed over to those who ask for them only.</summary>
    public const string ClaimNotAsked = "claimNotAsked";

    /// <summary>There is no such guest link, or it was ended.</summary>
    public const string GuestLinkUnknown = "guestLinkUnknown";

    /// <summary>The guest link is over, or works at other hours, or was never there: visitors are not told which.</summary>
    public const string GuestLinkClosed = "guestLinkClosed";

    /// <summary>The secret of the guest link cannot be read any more.</summary>
    public const string GuestLinkUnreadable = "guestLinkUnreadable";

    /// <summary>What a guest link lets press is not given as it should.</summary>
    public const string GuestButtonsInvalid = "guestButtonsInvalid";

    /// <summary>What a guest pressed is not offered any more: the link was changed.</summary>
    public const string GuestButtonGone = "guestButtonGone";

    /// <summary>It is another guest's turn.</summary>
    public const string GuestTurn = "guestTurn";

    /// <summary>The guest has pressed a moment ago.</summary>
    public const string GuestPause = "guestPause";

    /// <summary>More calls than one caller may make; the refusal says in how many seconds it goes on.</summary>
    public const string TooManyCalls = "tooManyCalls";
}
