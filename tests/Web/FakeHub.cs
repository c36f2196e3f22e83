using RailHub.Contracts;

namespace RailHub.Web.Tests;

/// <summary>A hub whose answers come when the test says so.</summary>
internal sealed class FakeHub : IDashboardHub
{
    private readonly Queue<TaskCompletionSource<Outcome<LayoutSnapshot>>> _watches = [];
    private readonly Queue<TaskCompletionSource<Outcome<CommandAnswer>>> _commands = [];

    /// <summary>What is answered to WatchLayout at once; null leaves it to <see cref="AnswerWatch"/>.</summary>
    public Outcome<LayoutSnapshot>? Snapshot { get; set; }

    public ClubFrame Club { get; set; } = new(1, []);

    public string DashboardVersion { get; set; } = "first";

    public Func<Outcome<Recall>> Recall { get; set; } = () => new Recall([], []);

    public int Watches { get; private set; }

    public List<(MacAddress Controller, int Pin, OutputChange Change)> Commands { get; } = [];

    /// <summary>The layouts that commands and recalls named.</summary>
    public List<LayoutId> Layouts { get; } = [];

    /// <summary>What shows were told to do.</summary>
    public List<(ShowId Show, ShowOrder Order)> Orders { get; } = [];

    /// <summary>What is answered to an order to a show.</summary>
    public Func<Outcome<ShowRun>> Run { get; set; } = () => new ShowRun(ShowMode.Playing, null, null, null, null, 0, Sample.Noon, 100, 1, CanRelease: false, []);

    public List<TargetList> Applied { get; } = [];

    /// <summary>Answers targets when the test says so; null answers at once by <see cref="Recall"/>.</summary>
    public Func<Task<Outcome<Recall>>>? Applying { get; set; }

    /// <summary>What is answered to all off.</summary>
    public Outcome<AllOff> Off { get; set; } = new AllOff(0, 0, 0, 0, [], [], [], new Lights([], []));

    public List<Lights> BroughtBack { get; } = [];

    /// <summary>Who asked for telemetry, and who has enough of it.</summary>
    public List<string> TelemetryCalls { get; } = [];

    public void AnswerWatch(Outcome<LayoutSnapshot> answer) => _watches.Dequeue().SetResult(answer);

    public void Answer(Outcome<CommandAnswer> answer) => _commands.Dequeue().SetResult(answer);

    public void Break() => _commands.Dequeue().SetException(new InvalidOperationException("The connection is gone."));

    public Task<string> GetDashboardVersion() => Task.FromResult(DashboardVersion);

    public Task<ClubFrame> WatchClub() => Task.FromResult(Club);

    public Task UnwatchClub() => Task.CompletedTask;

    public Task<Outcome<LayoutSnapshot>> WatchLayout(LayoutId layout)
    {
        Watches++;
        if (Snapshot is { } snapshot)
        {
            return Task.FromResult(snapshot);
        }

        var answer = new TaskCompletionSource<Outcome<LayoutSnapshot>>();
        _watches.Enqueue(answer);
        return answer.Task;
    }

    public Task UnwatchLayout(LayoutId layout) => Task.CompletedTask;

    public Task WatchTelemetry(LayoutId layout)
    {
        TelemetryCalls.Add($"watch {layout}");
        return Task.CompletedTask;
    }

    public Task UnwatchTelemetry(LayoutId layout)
    {
        TelemetryCalls.Add($"unwatch {layout}");
        return Task.CompletedTask;
    }

    public Task<Outcome<CommandAnswer>> SetOutput(LayoutId layout, MacAddress controller, int pin, OutputChange change)
    {
        Layouts.Add(layout);
        Commands.Add((controller, pin, change));
        var answer = new TaskCompletionSource<Outcome<CommandAnswer>>();
        _commands.Enqueue(answer);
        return answer.Task;
    }

    public Task<Outcome<Recall>> ApplyTargets(LayoutId layout, TargetList targets)
    {
        Applied.Add(targets);
        return Applying?.Invoke() ?? Task.FromResult(Recall());
    }

    public Task<Outcome<Recall>> RecallScene(LayoutId layout, SceneId scene)
    {
        Layouts.Add(layout);
        return Task.FromResult(Recall());
    }

    public Task<Outcome<Recall>> FadeToScene(LayoutId layout, SceneId scene, long fade) => RecallScene(layout, scene);

    /// <summary>What was ordered of the desk.</summary>
    public List<DeskOrder> DeskOrders { get; } = [];

    /// <summary>Answers orders to the desk.</summary>
    public Func<DeskOrder, Task<Outcome<Desk>>> Desk { get; set; } = _ => Task.FromResult<Outcome<Desk>>(Contracts.Desk.Untouched);

    public Task<Outcome<Desk>> ControlDesk(LayoutId layout, DeskOrder order)
    {
        Layouts.Add(layout);
        DeskOrders.Add(order);
        return Desk(order);
    }

    /// <summary>What was ordered of the controls; null: they were taken over.</summary>
    public List<ClaimOrder?> ClaimOrders { get; } = [];

    /// <summary>What is answered to an order about the controls.</summary>
    public Func<Outcome<Claim>> Claim { get; set; } = () => Contracts.Claim.Free;

    public Task<Outcome<Claim>> ControlClaim(LayoutId layout, ClaimOrder order)
    {
        ClaimOrders.Add(order);
        return Task.FromResult(Claim());
    }

    public Task<Outcome<Claim>> TakeOverClaim(LayoutId layout)
    {
        ClaimOrders.Add(null);
        return Task.FromResult(Claim());
    }

    public Task<Outcome<ShowRun>> ControlShow(LayoutId layout, ShowId show, ShowOrder order)
    {
        Layouts.Add(layout);
        Orders.Add((show, order));
        return Task.FromResult(Run());
    }

    public Task<Outcome<Recall>> SetLampGroup(LayoutId layout, LampGroupId group, OutputChange change)
    {
        Layouts.Add(layout);
        return Task.FromResult(Recall());
    }

    public Task<Outcome<AllOff>> AllOff(LayoutId layout)
    {
        Layouts.Add(layout);
        return Task.FromResult(Off);
    }

    public Task<Outcome<LightsOn>> UndoAllOff(LayoutId layout, Lights lights)
    {
        BroughtBack.Add(lights);
        return Task.FromResult<Outcome<LightsOn>>(new LightsOn([], []));
    }
}
