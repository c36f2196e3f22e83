using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.Web.Dashboards;
using RailHub.Web.History;
using RailHub.Web.Search;

namespace RailHub.Web.Gateway;

/// <summary>The gateway's REST interface: who is signed in, and everything that people edit. Refusals are values.</summary>
/// <param name="http">Its base address is the gateway's.</param>
/// <param name="clock">Learns from the dates of the answers.</param>
/// <param name="time">The browser's clock.</param>
public sealed class GatewayApi(HttpClient http, GatewayClock clock, TimeProvider time)
{
    private static ContractsJson Json => ContractsJson.Default;

    /// <summary>An answer makes it doubtful whether whoever this page believes to be signed in still is, and still may what it offers.</summary>
    public event Action? Doubted;

    /// <summary>How this browser stands with the club.</summary>
    public Task<Outcome<SignInState>> GetSignIn() => Send(HttpMethod.Get, "api/session", null, Json.SignInState);

    /// <summary>Signs in by password.</summary>
    public Task<Outcome<SignedIn>> SignIn(SignIn signIn) => Send(HttpMethod.Post, "api/session", Content(signIn, Json.SignIn), Json.SignedIn);

    public Task<Outcome<Done>> SignOut() => SendDone(HttpMethod.Delete, "api/session");

    public Task<Outcome<SignedIn>> EnterDemo() => Send(HttpMethod.Post, "api/session/demo", null, Json.SignedIn);

    /// <summary>Makes the club's first account and signs in with it.</summary>
    public Task<Outcome<SignedIn>> Found(Founding founding) => Send(HttpMethod.Post, "api/founding", Content(founding, Json.Founding), Json.SignedIn);

    /// <summary>Makes a password by a code and signs in with it.</summary>
    public Task<Outcome<SignedIn>> ResetPassword(PasswordReset reset) =>
        Send(HttpMethod.Post, "api/password", Content(reset, Json.PasswordReset), Json.SignedIn);

    /// <summary>What a browser signs in by with a passkey, as JSON for <c>navigator.credentials.get</c>.</summary>
    public Task<Outcome<string>> GetPasskeyRequest() => GetText("api/session/passkey/options");

    public Task<Outcome<SignedIn>> SignInByPasskey(PasskeyAnswer answer) =>
        Send(HttpMethod.Post, "api/session/passkey", Content(answer, Json.PasskeyAnswer), Json.SignedIn);

    public Task<Outcome<SignedIn>> ChangeMe(OwnEdit edit) => Send(HttpMethod.Patch, "api/me", Content(edit, Json.OwnEdit), Json.SignedIn);

    public Task<Outcome<Done>> ChangePassword(PasswordChange change) =>
        SendDone(HttpMethod.Put, "api/me/password", Content(change, Json.PasswordChange));

    public Task<Outcome<IReadOnlyList<Session>>> GetSessions() => Send(HttpMethod.Get, "api/me/sessions", null, Json.IReadOnlyListSession);

    public Task<Outcome<Done>> EndSession(SessionId session) => SendDone(HttpMethod.Delete, $"api/me/sessions/{session}");

    /// <summary>Ends all sessions but this one.</summary>
    public Task<Outcome<Done>> EndOtherSessions() => SendDone(HttpMethod.Delete, "api/me/sessions");

    public Task<Outcome<IReadOnlyList<Token>>> GetTokens() => Send(HttpMethod.Get, "api/me/tokens", null, Json.IReadOnlyListToken);

    /// <summary>Makes a token; its secret is told this once.</summary>
    public Task<Outcome<MadeToken>> AddToken(TokenDraft draft) =>
        Send(HttpMethod.Post, "api/me/tokens", Content(draft, Json.TokenDraft), Json.MadeToken);

    public Task<Outcome<Done>> RevokeToken(TokenId token) => SendDone(HttpMethod.Delete, $"api/me/tokens/{token}");

    public Task<Outcome<IReadOnlyList<Passkey>>> GetPasskeys() => Send(HttpMethod.Get, "api/me/passkeys", null, Json.IReadOnlyListPasskey);

    /// <summary>What a browser makes a passkey of, as JSON for <c>navigator.credentials.create</c>.</summary>
    public Task<Outcome<string>> GetPasskeyCreation() => GetText("api/me/passkeys/options");

    public Task<Outcome<Passkey>> AddPasskey(PasskeyAnswer answer) =>
        Send(HttpMethod.Post, "api/me/passkeys", Content(answer, Json.PasskeyAnswer), Json.Passkey);

    public Task<Outcome<Done>> RemovePasskey(Passkey passkey) => SendDone(HttpMethod.Delete, $"api/me/passkeys/{Uri.EscapeDataString(passkey.Id)}");

    /// <summary>Which account of the outside provider one may sign in by.</summary>
    public Task<Outcome<ProviderLink>> GetProviderLink() => Send(HttpMethod.Get, "api/me/provider", null, Json.ProviderLink);

    /// <summary>Where the browser goes to be linked with an account of the outside provider.</summary>
    public Task<Outcome<ProviderVisit>> BeginProviderLink() => Send(HttpMethod.Post, "api/me/provider", null, Json.ProviderVisit);

    public Task<Outcome<Done>> EndProviderLink() => SendDone(HttpMethod.Delete, "api/me/provider");

    public Task<Outcome<IReadOnlyList<Member>>> GetMembers() => Send(HttpMethod.Get, "api/members", null, Json.IReadOnlyListMember);

    /// <summary>Makes an account; the code for its password is told this once.</summary>
    public Task<Outcome<MadeMember>> AddMember(MemberDraft draft) =>
        Send(HttpMethod.Post, "api/members", Content(draft, Json.MemberDraft), Json.MadeMember);

    public Task<Outcome<Member>> ChangeMember(MemberId member, MemberEdit edit) =>
        Send(HttpMethod.Patch, $"api/members/{member}", Content(edit, Json.MemberEdit), Json.Member);

    public Task<Outcome<Done>> DeleteMember(MemberId member) => SendDone(HttpMethod.Delete, $"api/members/{member}");

    /// <summary>Makes a code for a new password; it is told this once.</summary>
    public Task<Outcome<PasswordCode>> AddPasswordCode(MemberId member) =>
        Send(HttpMethod.Post, $"api/members/{member}/password-code", null, Json.PasswordCode);

    /// <summary>Signs a member out everywhere.</summary>
    public Task<Outcome<Done>> EndSessions(MemberId member) => SendDone(HttpMethod.Delete, $"api/members/{member}/sessions");

    /// <summary>All members of the club, with what they are in a layout.</summary>
    public Task<Outcome<IReadOnlyList<LayoutMember>>> GetPeople(LayoutId layout) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/members", null, Json.IReadOnlyListLayoutMember);

    public Task<Outcome<LayoutMember>> SetRole(LayoutId layout, MemberId member, Role role) =>
        Send(HttpMethod.Put, $"api/layouts/{layout}/members/{member}", Content(new RoleDraft(role), Json.RoleDraft), Json.LayoutMember);

    public Task<Outcome<Done>> TakeRole(LayoutId layout, MemberId member) => SendDone(HttpMethod.Delete, $"api/layouts/{layout}/members/{member}");

    public Task<Outcome<IReadOnlyList<Layout>>> GetLayouts() => Send(HttpMethod.Get, "api/layouts", null, Json.IReadOnlyListLayout);

    /// <summary>Looks for words in all layouts that one sees, in names and in the reader's own words for what is wrong.</summary>
    public Task<Outcome<SearchAnswer>> Search(string text)
    {
        var words = SearchWords.Problems;
        (string Name, string Value)[] query =
        [
            ("q", text), ("offline", words.Offline), ("silent", words.Silent), ("waiting", words.Waiting), ("refused", words.Refused), ("problem", words.Problem),
        ];
        return Send(
            HttpMethod.Get,
            $"api/search?{string.Join('&', query.Select(part => $"{part.Name}={Uri.EscapeDataString(part.Value)}"))}",
            null,
            Json.SearchAnswer);
    }

    /// <summary>By which addresses other machines of the network find the gateway.</summary>
    public Task<Outcome<PhoneAddresses>> GetPhoneAddresses() => Send(HttpMethod.Get, "api/addresses", null, Json.PhoneAddresses);

    public Task<Outcome<Layout>> AddLayout(LayoutDraft draft) =>
        Send(HttpMethod.Post, "api/layouts", Content(draft, Json.LayoutDraft), Json.Layout);

    public Task<Outcome<Layout>> ChangeLayout(Layout layout, LayoutDraft draft) =>
        Send(HttpMethod.Put, $"api/layouts/{layout.Id}", Content(draft, Json.LayoutDraft), Json.Layout, layout.Version);

    public Task<Outcome<Done>> DeleteLayout(Layout layout) => Delete($"api/layouts/{layout.Id}", layout.Version);

    /// <summary>Takes as long as the board needs to tell who it is: six seconds at most.</summary>
    public Task<Outcome<Controller>> AddController(LayoutId layout, ControllerDraft draft) => Send(
        HttpMethod.Post, $"api/layouts/{layout}/controllers", Content(draft, Json.ControllerDraft), Json.Controller);

    /// <summary>Adds boards, <see cref="ControllerDrafts.Most"/> at most; one outcome for each. As long as <see cref="AddController"/>.</summary>
    public Task<Outcome<AddedControllers>> AddControllers(LayoutId layout, IReadOnlyList<ControllerDraft> drafts) => Send(
        HttpMethod.Post, $"api/layouts/{layout}/controllers/batch", Content(new ControllerDrafts(drafts), Json.ControllerDrafts), Json.AddedControllers);

    public Task<Outcome<Scan>> StartScan(LayoutId layout, ScanDraft draft) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/scan", Content(draft, Json.ScanDraft), Json.Scan);

    /// <summary>How far the club's scan is, and what it has found.</summary>
    public Task<Outcome<Scan>> GetScan(LayoutId layout) => Send(HttpMethod.Get, $"api/layouts/{layout}/scan", null, Json.Scan);

    public Task<Outcome<Scan>> StopScan(LayoutId layout) => Send(HttpMethod.Delete, $"api/layouts/{layout}/scan", null, Json.Scan);

    /// <summary>Lets a lamp flash, and be as it was.</summary>
    public Task<Outcome<CommandAnswer>> Flash(Controller controller, int pin) =>
        Send(HttpMethod.Post, $"{Address(controller)}/outputs/{pin}/flash", null, Json.CommandAnswer);

    public Task<Outcome<Controller>> ChangeController(Controller controller, ControllerEdit edit) => Send(
        HttpMethod.Patch,
        Address(controller),
        Content(edit, Json.ControllerEdit),
        Json.Controller,
        controller.Version);

    public Task<Outcome<Done>> RemoveController(Controller controller) =>
        Delete(Address(controller), controller.Version);

    /// <summary>Brings a removed board back, whether it answers or not.</summary>
    public Task<Outcome<Controller>> RestoreController(Controller controller) => Send(
        HttpMethod.Post, $"api/layouts/{controller.Layout}/removed-controllers/{controller.Id.Compact}/restore", null, Json.Controller);

    public Task<Outcome<Area>> AddArea(LayoutId layout, AreaDraft draft) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/areas", Content(draft, Json.AreaDraft), Json.Area);

    public Task<Outcome<Area>> ChangeArea(LayoutId layout, Area area, AreaDraft draft) =>
        Send(HttpMethod.Put, $"api/layouts/{layout}/areas/{area.Id}", Content(draft, Json.AreaDraft), Json.Area, area.Version);

    public Task<Outcome<Done>> DeleteArea(LayoutId layout, Area area) => Delete($"api/layouts/{layout}/areas/{area.Id}", area.Version);

    /// <summary>Changes what is known of lamps, 500 at most; all or nothing.</summary>
    public Task<Outcome<LampList>> EditLamps(LayoutId layout, IReadOnlyList<LampEdit> edits) =>
        Send(HttpMethod.Patch, $"api/layouts/{layout}/lamps", Content(new LampEdits(edits), Json.LampEdits), Json.LampList);

    public Task<Outcome<IReadOnlyList<HistoryEvent>>> GetHistory(LayoutId layout) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/history", null, Json.IReadOnlyListHistoryEvent);

    /// <summary>A part of what was done, newest first.</summary>
    /// <param name="layout">In this layout; null = in the whole club.</param>
    /// <param name="filter">What is looked for.</param>
    /// <param name="before">The <see cref="AuditPage.Next"/> of the part before; null = the newest.</param>
    public Task<Outcome<AuditPage>> GetAudit(LayoutId? layout, AuditFilter filter, DateTimeOffset? before) => Send(
        HttpMethod.Get,
        filter.Address(layout, time.LocalTimeZone, before is { } moment ? $"before={AuditFilter.Moment(moment)}" : null),
        null,
        Json.AuditPage);

    public Task<Outcome<Undone>> UndoEvent(LayoutId layout, HistoryEvent done) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/history/{done.Id}/undo", null, Json.Undone);

    /// <summary>Imports a file, or only asks what that would change.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="file">The file's bytes.</param>
    /// <param name="mode"><c>merge</c>, <c>replace</c> or <c>visit</c>.</param>
    /// <param name="module">The name of the visiting module; null unless one visits.</param>
    /// <param name="isDryRun">Only asks.</param>
    /// <param name="version">The version of the dry run that this is to do; null takes whatever is there.</param>
    public Task<Outcome<LayoutChanges>> Import(LayoutId layout, byte[] file, string mode, string? module, bool isDryRun, long? version) => Send(
        HttpMethod.Post,
        $"api/layouts/{layout}/import?mode={mode}&dryRun={(isDryRun ? "true" : "false")}{(module is null ? null : $"&name={Uri.EscapeDataString(module)}")}",
        new ByteArrayContent(file),
        Json.LayoutChanges,
        version);

    public Task<Outcome<IReadOnlyList<Module>>> GetModules(LayoutId layout) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/modules", null, Json.IReadOnlyListModule);

    public Task<Outcome<LayoutChanges>> TakeOutModule(LayoutId layout, ModuleId module) =>
        Send(HttpMethod.Delete, $"api/layouts/{layout}/modules/{module}", null, Json.LayoutChanges);

    /// <summary>Gives the plan a picture: a PNG, JPEG or WebP of 4 MB at most.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="picture">The picture's bytes.</param>
    /// <param name="replaced">The picture that this one takes the place of: any other is left. Null takes the place of whatever is there.</param>
    public Task<Outcome<Plan>> SetPlan(LayoutId layout, byte[] picture, Plan? replaced) =>
        Send(HttpMethod.Put, $"api/layouts/{layout}/plan", new ByteArrayContent(picture), Json.Plan, replaced?.Version);

    /// <summary>The plan's picture as it is kept.</summary>
    public async Task<Outcome<byte[]>> GetPlan(LayoutId layout)
    {
        try
        {
            using var answer = await Ask(HttpMethod.Get, $"api/layouts/{layout}/plan", null, null);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync() : await ReadRefusal(answer);
        }
        catch (Exception broken) when (IsAway(broken))
        {
            return Away(broken);
        }
    }

    public Task<Outcome<Done>> DeletePlan(LayoutId layout, Plan plan) => Delete($"api/layouts/{layout}/plan", plan.Version);

    /// <summary>All scenes of a layout with their targets.</summary>
    public Task<Outcome<IReadOnlyList<Scene>>> GetScenes(LayoutId layout) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/scenes", null, Json.IReadOnlyListScene);

    public Task<Outcome<Scene>> GetScene(LayoutId layout, SceneId scene) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/scenes/{scene}", null, Json.Scene);

    public Task<Outcome<Scene>> AddScene(LayoutId layout, SceneDraft draft) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/scenes", Content(draft, Json.SceneDraft), Json.Scene);

    public Task<Outcome<Scene>> CaptureScene(LayoutId layout, SceneCapture capture) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/scenes/capture", Content(capture, Json.SceneCapture), Json.Scene);

    public Task<Outcome<Scene>> ChangeScene(LayoutId layout, SceneId scene, long version, SceneDraft draft) =>
        Send(HttpMethod.Put, $"api/layouts/{layout}/scenes/{scene}", Content(draft, Json.SceneDraft), Json.Scene, version);

    public Task<Outcome<Done>> DeleteScene(LayoutId layout, SceneId scene, long version) =>
        Delete($"api/layouts/{layout}/scenes/{scene}", version);

    public Task<Outcome<IReadOnlyList<GuestLink>>> GetGuestLinks(LayoutId layout) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/guest-links", null, Json.IReadOnlyListGuestLink);

    public Task<Outcome<MadeGuestLink>> AddGuestLink(LayoutId layout, GuestLinkDraft draft) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/guest-links", Content(draft, Json.GuestLinkDraft), Json.MadeGuestLink);

    public Task<Outcome<GuestLink>> ChangeGuestLink(GuestLink link, GuestLinkDraft draft) =>
        Send(HttpMethod.Put, $"api/layouts/{link.Layout}/guest-links/{link.Id}", Content(draft, Json.GuestLinkDraft), Json.GuestLink, link.Version);

    public Task<Outcome<Done>> EndGuestLink(GuestLink link) => Delete($"api/layouts/{link.Layout}/guest-links/{link.Id}", version: null);

    public Task<Outcome<IReadOnlyList<Screen>>> GetScreens(LayoutId layout) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/screens", null, Json.IReadOnlyListScreen);

    /// <summary>Lets the screen in that shows six digits.</summary>
    public Task<Outcome<Done>> LetScreenIn(LayoutId layout, ScreenDraft draft) =>
        SendDone(HttpMethod.Post, $"api/layouts/{layout}/screens", Content(draft, Json.ScreenDraft));

    public Task<Outcome<Done>> EndScreen(LayoutId layout, Screen screen) => Delete($"api/layouts/{layout}/screens/{screen.Id}", version: null);

    /// <summary>Where visitors come in by a guest link.</summary>
    public Task<Outcome<GuestPath>> GetGuestPath(LayoutId layout, GuestLinkId link) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/guest-links/{link}/path", null, Json.GuestPath);

    /// <summary>The shows of a layout without their cues.</summary>
    public Task<Outcome<IReadOnlyList<ShowSummary>>> GetShows(LayoutId layout) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/shows", null, Json.IReadOnlyListShowSummary);

    public Task<Outcome<IReadOnlyList<CueSkew>>> GetSkew(LayoutId layout, ShowId show) =>
        Send(HttpMethod.Get, $"api/layouts/{layout}/shows/{show}/skew", null, Json.IReadOnlyListCueSkew);

    public Task<Outcome<Show>> GetShow(LayoutId layout, ShowId show) => Send(HttpMethod.Get, $"api/layouts/{layout}/shows/{show}", null, Json.Show);

    public Task<Outcome<Show>> AddShow(LayoutId layout, ShowDraft draft) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/shows", Content(draft, Json.ShowDraft), Json.Show);

    public Task<Outcome<Show>> ChangeShow(LayoutId layout, ShowId show, long version, ShowDraft draft) =>
        Send(HttpMethod.Put, $"api/layouts/{layout}/shows/{show}", Content(draft, Json.ShowDraft), Json.Show, version);

    /// <summary>What a show would come to.</summary>
    public Task<Outcome<ShowForecast>> ForecastShow(LayoutId layout, ShowId show, ShowDraft draft) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/shows/forecast?show={show}", Content(draft, Json.ShowDraft), Json.ShowForecast);

    /// <summary>How the outputs of a show would be once a cue is complete.</summary>
    public Task<Outcome<TargetList>> PreviewCue(LayoutId layout, ShowId show, ShowDraft draft, CueNumber cue) =>
        Send(HttpMethod.Post, $"api/layouts/{layout}/shows/preview/{cue}?show={show}", Content(draft, Json.ShowDraft), Json.TargetList);

    public Task<Outcome<Done>> DeleteShow(LayoutId layout, ShowId show, long version) => Delete($"api/layouts/{layout}/shows/{show}", version);

    public Task<Outcome<ChasingGroup>> AddChasingGroup(LayoutId layout, ChasingGroupDraft draft) => Send(
        HttpMethod.Post, $"api/layouts/{layout}/chasing-groups", Content(draft, Json.ChasingGroupDraft), Json.ChasingGroup);

    public Task<Outcome<ChasingGroup>> ChangeChasingGroup(ChasingGroup group, ChasingGroupDraft draft) => Send(
        HttpMethod.Put, Address(group), Content(draft, Json.ChasingGroupDraft), Json.ChasingGroup, group.Version);

    public Task<Outcome<Done>> DeleteChasingGroup(ChasingGroup group) => Delete(Address(group), group.Version);

    public Task<Outcome<ChasingGroupStatus>> StartChasing(ChasingGroup group) =>
        Send(HttpMethod.Post, $"{Address(group)}/start", null, Json.ChasingGroupStatus);

    public Task<Outcome<ChasingGroupStatus>> StopChasing(ChasingGroup group) =>
        Send(HttpMethod.Post, $"{Address(group)}/stop", null, Json.ChasingGroupStatus);

    private static string Address(Controller controller) => $"api/layouts/{controller.Layout}/controllers/{controller.Id.Compact}";

    private static string Address(ChasingGroup group) => $"api/layouts/{group.Layout}/chasing-groups/{group.Id}";

    private static JsonContent Content<T>(T value, JsonTypeInfo<T> type) => JsonContent.Create(value, type);

    private Task<Outcome<Done>> Delete(string address, long? version) => SendDone(HttpMethod.Delete, address, version: version);

    private async Task<Outcome<string>> GetText(string address)
    {
        try
        {
            using var answer = await Ask(HttpMethod.Post, address, null, null);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : await ReadRefusal(answer);
        }
        catch (Exception broken) when (IsAway(broken))
        {
            return Away(broken);
        }
    }

    private async Task<Outcome<Done>> SendDone(HttpMethod method, string address, HttpContent? content = null, long? version = null)
    {
        try
        {
            using var answer = await Ask(method, address, content, version);
            return answer.IsSuccessStatusCode ? Done.Instance : await ReadRefusal(answer);
        }
        catch (Exception broken) when (IsAway(broken))
        {
            return Away(broken);
        }
    }

    private async Task<Outcome<T>> Send<T>(
        HttpMethod method, string address, HttpContent? content, JsonTypeInfo<T> type, long? version = null)
        where T : class
    {
        try
        {
            using var answer = await Ask(method, address, content, version);
            if (!answer.IsSuccessStatusCode)
            {
                return await ReadRefusal(answer);
            }

            return await answer.Content.ReadFromJsonAsync(type) is { } value
                ? value
                : new Refusal(RefusalKind.Unavailable, LocalRefusals.Unexpected, "The gateway gave an empty answer.");
        }
        catch (JsonException garbled)
        {
            return new Refusal(RefusalKind.Unavailable, LocalRefusals.Unexpected, garbled.Message);
        }
        catch (Exception broken) when (IsAway(broken))
        {
            return Away(broken);
        }
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string address, HttpContent? content, long? version)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        if (version is { } expected)
        {
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{expected}\""));
        }

        var asked = time.GetUtcNow();
        var answer = await http.SendAsync(request);
        if (answer.Headers.Date is { } date)
        {
            clock.Hear(date, asked, time.GetUtcNow());
        }

        return answer;
    }

    private static bool IsAway(Exception broken) => broken is HttpRequestException or TaskCanceledException;

    private static Refusal Away(Exception broken) => new(RefusalKind.Unavailable, LocalRefusals.GatewayAway, broken.Message);

    private async Task<Refusal> ReadRefusal(HttpResponseMessage answer)
    {
        var problem = await ReadProblem(answer.Content);
        var kind = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized => RefusalKind.Unauthenticated,
            HttpStatusCode.Forbidden => RefusalKind.Forbidden,
            HttpStatusCode.NotFound => RefusalKind.NotFound,
            HttpStatusCode.Conflict => RefusalKind.Conflict,
            HttpStatusCode.PreconditionFailed => RefusalKind.Outdated,
            HttpStatusCode.UnprocessableEntity => RefusalKind.Unfit,
            HttpStatusCode.TooManyRequests => RefusalKind.TooMany,
            HttpStatusCode.GatewayTimeout => RefusalKind.TimedOut,
            >= HttpStatusCode.InternalServerError => RefusalKind.Unavailable,
            _ => RefusalKind.Invalid,
        };
        if (problem?.Code is RefusalCodes.SignInNeeded or RefusalCodes.RightMissing or RefusalCodes.ClubUnfounded)
        {
            Doubted?.Invoke();
        }

        return new Refusal(
            kind,
            problem?.Code ?? LocalRefusals.Unexpected,
            problem?.Detail ?? problem?.Title ?? $"HTTP {(int)answer.StatusCode}",
            problem?.Field,
            problem?.CurrentVersion,
            problem?.Problems,
            problem?.Names,
            problem?.RetryAfter ?? (int?)answer.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    // What a proxy says in its own words is no reason of ours, whatever type it claims to have.
    private static async Task<ProblemDocument?> ReadProblem(HttpContent content)
    {
        if (content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
        {
            return null;
        }

        try
        {
            return await content.ReadFromJsonAsync(WebJson.Default.ProblemDocument);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
