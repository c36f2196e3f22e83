using RailHub.Contracts;
using RailHub.Grains;

namespace RailHub.TestKit;

/// <summary>Watches one controller as a gateway does: the whole first, then numbered changes that are added up.</summary>
/// <remarks>
/// Orleans may deliver calls to an observer in another order than they were made: the first of a client wait for its address
/// together. So a change that came too early waits here for those before it.
/// </remarks>
public sealed class ControllerWatch : IControllerObserver
{
    private readonly Lock _lock = new();
    private readonly List<ControllerChange> _changes = [];
    private readonly SortedDictionary<(long Epoch, long Number), ControllerChange> _early = [];
    private readonly List<(Func<ControllerState, bool> Holds, TaskCompletionSource<ControllerState> Reached)> _waiting = [];
    private readonly ClubTime _time;
    private ControllerReport? _report;

    internal ControllerWatch(ClubTime time) => _time = time;

    /// <summary>The state now.</summary>
    public ControllerState State
    {
        get
        {
            lock (_lock)
            {
                return _report!.State!;
            }
        }
    }

    /// <summary>The changes that came after the first report, in the order of their numbers and without a gap.</summary>
    public IReadOnlyList<ControllerChange> Changes
    {
        get
        {
            lock (_lock)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>The number that the first report had.</summary>
    public long FirstNumber { get; private set; }

    /// <summary>Completes when the state is so.</summary>
    public async Task<ControllerState> Until(Func<ControllerState, bool> holds)
    {
        var reached = new TaskCompletionSource<ControllerState>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (holds(_report!.State!))
            {
                return _report.State!;
            }

            _waiting.Add((holds, reached));
        }

        try
        {
            await _time.ComesAsync(reached.Task, "the controller's state");
            return await reached.Task;
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"The controller did not become so. It is: {Describe(State)}", late);
        }
    }

    void IControllerObserver.OnControllerChanged(MacAddress controller, ControllerChange change)
    {
        lock (_lock)
        {
            _early.Add((change.Epoch, change.Number), change);
            ApplyAll();
        }
    }

    internal void Start(ControllerReport report)
    {
        lock (_lock)
        {
            FirstNumber = report.Number;
            _report = report;
            ApplyAll();
        }
    }

    private void ApplyAll()
    {
        while (_report is { } known && _early.Values.FirstOrDefault() is { } change && (Follows(known, change) || IsOld(known, change)))
        {
            _early.Remove((change.Epoch, change.Number));
            if (!IsOld(known, change))
            {
                _changes.Add(change);
                Apply(change);
            }
        }

        static bool IsOld(ControllerReport known, ControllerChange change) =>
            (change.Epoch, change.Number).CompareTo((known.Epoch, known.Number)) <= 0;

        // The whole of a higher epoch replaces all.
        static bool Follows(ControllerReport known, ControllerChange change) =>
            change.Epoch == known.Epoch ? change.Number == known.Number + 1 : change.Epoch > known.Epoch && change.Whole is not null;
    }

    private void Apply(ControllerChange change)
    {
        _report = new ControllerReport(change.Epoch, change.Number, change.Whole ?? _report!.State!.With(change.Delta!) ?? throw new InvalidOperationException("A change does not fit."));
        for (var index = _waiting.Count - 1; index >= 0; index--)
        {
            if (_waiting[index].Holds(_report.State!))
            {
                _waiting[index].Reached.SetResult(_report.State!);
                _waiting.RemoveAt(index);
            }
        }
    }

    private static string Describe(ControllerState state) =>
        $"{state.Link}; {string.Join("; ", state.Outputs)}; {string.Join("; ", state.BoardGroups)}; {string.Join("; ", state.Groups)}";
}
