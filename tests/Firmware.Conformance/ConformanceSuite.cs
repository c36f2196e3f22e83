using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;
using RailHub.Firmware.Conformance.Reports;

namespace RailHub.Firmware.Conformance;

/// <summary>
/// The checks of a running board, over the network and from outside. After every check the board is put back as it was
/// found. One check runs at a time.
/// </summary>
public sealed class ConformanceSuite
{
    /// <summary>Longest a check may take.</summary>
    public static readonly TimeSpan CheckLimit = TimeSpan.FromSeconds(40);

    /// <summary>Longest a run may take; checks that are left then are skipped.</summary>
    public static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(4);

    private const int RestoreAttempts = 3;
    private static readonly TimeSpan RestoreLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RestorePause = TimeSpan.FromSeconds(2);

    private readonly BoardAddress _address;
    private readonly TimeProvider _time;
    private readonly Status _found;
    private readonly Restorer _restorer;
    private readonly CommandCount _count = new();
    private bool _isLost;

    private ConformanceSuite(BoardAddress address, TimeProvider time, Status found)
    {
        _address = address;
        _time = time;
        _found = found;
        _restorer = new Restorer(found);
        Board = new FoundBoard(found.TextOf("name"), found.TextOf("macAddress"), found.Outputs.Count, found.Groups is not null);
    }

    /// <summary>What was found at the address.</summary>
    public FoundBoard Board { get; }

    /// <summary>How many commands the board has carried out so far, at most one write to its flash each.</summary>
    public int CommandCount => _count.Value;

    /// <summary>Looks what is at the address.</summary>
    /// <exception cref="NoBoardException">Nothing answers there, or it is no board.</exception>
    public static async Task<ConformanceSuite> ConnectAsync(BoardAddress address, TimeProvider time, CancellationToken cancellationToken = default)
    {
        HttpAnswer answer;
        try
        {
            using var wire = await Wire.ConnectAsync(address.Host, address.HttpPort, time, cancellationToken);
            await wire.SendAsync(HttpRequestText.Of("GET", "/api/status"));
            answer = await HttpAnswer.ReadAsync(wire) ?? throw new CheckFailure("an answer", "the end of the connection");
        }
        catch (CheckFailure e)
        {
            throw new NoBoardException($"No board answers at {address.Host}, port {address.HttpPort}: {e.Message}");
        }

        try
        {
            Expect.Equal(200, answer.Status, "to GET /api/status");
            var status = Status.Read(answer.Body);
            Expect.True(status.Outputs.Count > 0, "outputs", "none");
            return new ConformanceSuite(address, time, status);
        }
        catch (CheckFailure e)
        {
            throw new NoBoardException($"What answers at {address.Host}, port {address.HttpPort}, is no board: {e.Message}");
        }
    }

    /// <summary>Runs the checks that the options leave, and tells each result as it comes.</summary>
    /// <param name="options">What to run.</param>
    /// <param name="tell">Hears every result.</param>
    /// <param name="cancellationToken">Ends the run: the board is put back, and the report has what was reached.</param>
    public async Task<ConformanceReport> RunAsync(SuiteOptions options, Action<CheckResult>? tell = null, CancellationToken cancellationToken = default)
    {
        var started = _time.GetLocalNow();
        var start = _time.GetTimestamp();
        var results = new List<CheckResult>();
        foreach (var check in Check.All.Where(check => check.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
        {
            var result = ReasonToSkip(check, options, start, cancellationToken) is { } reason
                ? new CheckResult(check, CheckOutcome.Skipped, reason, TimeSpan.Zero)
                : await RunAsync(check, cancellationToken);
            results.Add(result);
            tell?.Invoke(result);
        }

        return new ConformanceReport(_address, Board, started, _time.GetElapsedTime(start), results, CommandCount, cancellationToken.IsCancellationRequested);
    }

    /// <summary>Runs one check, and puts the board back.</summary>
    public async Task<CheckResult> RunAsync(Check check, CancellationToken cancellationToken = default)
    {
        if (Board.HasGroups ? check.NeedsNoGroups : check.NeedsGroups)
            return new CheckResult(check, CheckOutcome.Skipped, $"the board has {(Board.HasGroups ? "" : "no ")}chasing groups", TimeSpan.Zero);

        var start = _time.GetTimestamp();
        var (outcome, detail) = await TryAsync(check, cancellationToken);
        var duration = _time.GetElapsedTime(start);

        var left = await RestoreAsync(check.Resets);
        if (left.Length > 0)
            (outcome, detail) = (CheckOutcome.Failed, detail.Length == 0 ? left : $"{detail}; {left}");
        return new CheckResult(check, outcome, detail, duration);
    }

    private string? ReasonToSkip(Check check, SuiteOptions options, long start, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return "the run was ended";
        if (_isLost)
            return "the board no longer answers";
        if (check.Resets && !options.WithReset)
            return "only with --with-reset: it erases what the board has stored";
        if (check.Waits && options.Quick)
            return "left out by --quick";
        return _time.GetElapsedTime(start) > RunLimit ? $"the run has taken {RunLimit.TotalMinutes} minutes" : null;
    }

    private async Task<(CheckOutcome Outcome, string Detail)> TryAsync(Check check, CancellationToken cancellationToken)
    {
        using var limit = new LimitedToken(CheckLimit, _time, cancellationToken);
        using var bench = new Bench(_address, _found, _count, _time, limit.Token);
        try
        {
            await check.RunAsync(bench);
            return (CheckOutcome.Passed, bench.Notes);
        }
        catch (CheckFailure e)
        {
            return (CheckOutcome.Failed, e.Message);
        }
        catch (CheckSkipped e)
        {
            return (CheckOutcome.Skipped, e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (CheckOutcome.Skipped, "the run was ended");
        }
        catch (OperationCanceledException)
        {
            return (CheckOutcome.Failed, $"expected an end within {CheckLimit.TotalSeconds} s; actual none");
        }
        catch (Exception e)
        {
            // Whatever a board does, the club gets its report, and its lamps back.
            return (CheckOutcome.Failed, $"expected no surprise; actual {e.GetType().Name}: {e.Message}");
        }
    }

    /// <summary>Puts the board back, also when the run is being ended; returns what stayed different, or nothing.</summary>
    private async Task<string> RestoreAsync(bool everything)
    {
        var failure = "";
        for (var attempt = 0; attempt < RestoreAttempts; attempt++)
        {
            using var limit = new LimitedToken(RestoreLimit, _time, CancellationToken.None);
            using var bench = new Bench(_address, _found, _count, _time, limit.Token);
            try
            {
                var differences = await _restorer.RestoreAsync(bench, everything);
                return differences.Count == 0 ? "" : $"the board could not be put back: {string.Join(", ", differences)}";
            }
            catch (Exception e) when (e is CheckFailure or OperationCanceledException)
            {
                failure = e.Message;
            }

            await Task.Delay(RestorePause, _time);
        }

        _isLost = true;
        return $"the board could not be put back, it no longer answers: {failure}";
    }
}
