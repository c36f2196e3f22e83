using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Gateway;
using RailHub.Web.Lamps;
using RailHub.Web.Members;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests;

/// <summary>Renders components of the dashboard with a gateway that the test plays.</summary>
public abstract class WebTest : BunitContext
{
    private protected WebTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("club", TimeSpan.FromHours(2), "club", "club"));
        Toasts = new ToastBox(Time);
        Connection = new FakeConnection(Hub);
        Store = new LayoutStore(Sample.LayoutId, Hub, Time);
        Commands = new LayoutCommands(Sample.LayoutId, Hub, Store, Toasts, () => May.Operate, Time);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddSingleton<IDashboardConnection>(Connection);
        Services.AddSingleton(Toasts);
        Services.AddSingleton<Browser>();
        Clock = new GatewayClock(Time);
        Services.AddSingleton(Clock);
        Api = new GatewayApi(new HttpClient(Gateway) { BaseAddress = new Uri("http://gateway.test/") }, Clock, Time);
        Services.AddSingleton(Api);
        SignIn = new SignInStore(Api, new Browser(JSInterop.JSRuntime));
        Enter(Sample.Anna);
        Services.AddSingleton(SignIn);
        Services.AddSingleton<Passkeys>();
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<ConnectionState>>(
            cascade => cascade.Add(value => value.Value, ConnectionState.Connected));
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<LayoutCommands>>(
            cascade => cascade.Add(value => value.Value, Commands));
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<MayDo>>(cascade => cascade.Add(value => value.Value, May));
        Favourites = new Favourites(Sample.LayoutId, new Browser(JSInterop.JSRuntime));
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<Favourites>>(
            cascade => cascade.Add(value => value.Value, Favourites));
    }

    private protected FakeTimeProvider Time { get; } = new(Sample.Noon);

    private protected FakeHub Hub { get; } = new();

    private protected FakeGateway Gateway { get; } = new();

    private protected GatewayApi Api { get; }

    private protected GatewayClock Clock { get; }

    private protected FakeConnection Connection { get; }

    private protected ToastBox Toasts { get; }

    private protected SignInStore SignIn { get; }

    /// <summary>What whoever is signed in may do in the layout; components that are rendered from then on are told.</summary>
    private protected MayDo May { get; set; } = new(Operate: true, Edit: true, Own: true);

    private protected LayoutStore Store { get; }

    private protected LayoutCommands Commands { get; }

    private protected Favourites Favourites { get; }

    /// <summary>Somebody signs in.</summary>
    private protected void Enter(SignedIn you)
    {
        var entered = SignIn.EnterAsync(you);
        Assert.True(entered.IsCompletedSuccessfully);
    }

    /// <summary>A selector of something by its test hook.</summary>
    private protected static string Of(string testId) => $"[data-testid={testId}]";

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Store.Dispose();
            Gateway.Dispose();
        }
    }
}

/// <summary>A connection whose state the test sets.</summary>
internal sealed class FakeConnection(IDashboardHub hub) : IDashboardConnection
{
    private readonly List<Func<Task>> _watched = [];

    public event Action? StateChanged;

    public event Action<ClubFrame>? ClubChanged;

    public event Action<LayoutFrame>? LayoutChanged;

    public event Action<LayoutTelemetry>? TelemetryChanged;

    public IDashboardHub Hub { get; } = hub;

    public ConnectionState State { get; private set; } = ConnectionState.Connected;

    public Refusal? Refusal { get; private set; }

    public void Become(ConnectionState state, Refusal? refusal = null)
    {
        (State, Refusal) = (state, refusal);
        StateChanged?.Invoke();
    }

    public Task WatchAsync(Func<Task> ask)
    {
        _watched.Add(ask);
        return State == ConnectionState.Connected ? ask() : Task.CompletedTask;
    }

    public void Unwatch(Func<Task> ask) => _watched.Remove(ask);

    /// <summary>The connection is back.</summary>
    public Task AskAgainAsync() => Task.WhenAll(_watched.Select(ask => ask()));

    public void Send(ClubFrame frame) => ClubChanged?.Invoke(frame);

    public void Send(LayoutFrame frame) => LayoutChanged?.Invoke(frame);

    public void Send(LayoutTelemetry telemetry) => TelemetryChanged?.Invoke(telemetry);
}
