using System.Diagnostics;
using Microsoft.Extensions.Logging;
using RailHub.Contracts;
using RailHub.Grains.Hosting;
using RailHub.Grains.Owners;
using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>
/// Sends what a board's plan has due, one command at a time, within the board's budget, to nobody but the board that is meant, and only
/// while this activation owns it. Runs in the turns of its grain.
/// </summary>
internal sealed partial class CommandPump(
    MacAddress board, BoardPlan plan, OwnerFence fence, BoardOptions options, BoardClock clock, TimeProvider time, GrainInstruments instruments,
    ILogger<CommandPump> logger, IPumpHost host)
{
    /// <summary>How long after its answer a command may take to show before it is asked whose board it reached.</summary>
    public static readonly TimeSpan ShowTime = TimeSpan.FromMilliseconds(250);

    // Where the epoch could not be read: the database is away.
    private static readonly TimeSpan s_ownerRest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    private readonly CommandBudget _budget = new(options, time);
    private readonly TimeProvider _punctual = PunctualTime.Of(time);
    private readonly EffectWindow _turns = new();
    private readonly CancellationTokenSource _stopped = new();
    private Candidate? _underWay;
    private volatile bool _isPointless;
    private bool _isRunning;
    private bool _isAsked;
    private bool _isStopped;
    private ITimer? _wakeUp;

    /// <summary>A command is under way.</summary>
    public bool IsSending => _underWay is not null;

    /// <summary>How long the board takes from a command to its effect.</summary>
    public EffectWindow Effects { get; } = new(instruments.TookEffect);

    /// <summary>Another connection may take another way: what was measured says nothing of it.</summary>
    public void LearnAnew()
    {
        Effects.Clear();
        _turns.Clear();
    }

    /// <summary>Something may have become due, or pointless.</summary>
    public void Wake()
    {
        _isPointless = _underWay is { } underWay && !underWay.Source.StillWants(underWay.Command, clock.Now + plan.Lead);
        _isAsked = true;
        if (!_isRunning && !_isStopped)
        {
            RunAsync().Ignore();
        }
    }

    /// <summary>Nothing is sent any more; a request under way is given up.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        _wakeUp?.Dispose();
        await _stopped.CancelAsync();
    }

    private async Task RunAsync()
    {
        _isRunning = true;
        TimeSpan? wake = null;

        // What it sends is of those who wanted it, not of whoever woke it.
        Activity.Current = null;
        try
        {
            do
            {
                _isAsked = false;
                (var candidate, var commands, wake) = await NextAsync();
                if (candidate is { } due)
                {
                    await SendAsync(due, commands!);
                    _isAsked = true;
                }
            }
            while (_isAsked && !_isStopped);
        }
        catch (OperationCanceledException) when (_isStopped)
        {
            LogStopped(board);
        }
        catch (Exception failure)
        {
            LogFailed(failure, board);
        }
        finally
        {
            _isRunning = false;
            SleepUntil(wake);
        }
    }

    /// <summary>The command to send now and the way to its board; else when to look again, null for when something changes.</summary>
    private async Task<(Candidate? Candidate, BoardClient? Commands, TimeSpan? Wake)> NextAsync()
    {
        while (!_isStopped && plan.IsLive && host.Session is { } session)
        {
            host.KeepPrepared(plan.Prepare());
            plan.Lead = Effects.Median ?? TimeSpan.Zero;
            plan.Turn = _turns.Median ?? plan.Lead;
            var now = clock.Now;
            if (plan.Settle(now))
            {
                host.OnEnded();
            }

            if (plan.Next(now) is not { } candidate)
            {
                return (null, null, plan.Wake(now));
            }

            if (!fence.Holds)
            {
                if (fence.IsLost || !await host.ProveOwnerAsync())
                {
                    return (null, null, fence.IsLost ? null : clock.Now + s_ownerRest);
                }
            }
            else if (plan.UnshownSince is { } since)
            {
                if (since + ShowTime > now)
                {
                    return (null, null, since + ShowTime);
                }

                plan.Doubt();
                session.Doubt();
            }
            else if (session.Commands is not { } commands)
            {
                var wait = await session.ProveAsync(_stopped.Token);
                if (wait > TimeSpan.Zero)
                {
                    return (null, null, clock.Now + wait);
                }
            }
            else if (_budget.TryTake(candidate.Rank, out var wait))
            {
                return (candidate, commands, null);
            }
            else
            {
                return (null, null, clock.Now + wait);
            }
        }

        return default;
    }

    private async Task SendAsync(Candidate candidate, BoardClient commands)
    {
        var samples = Effects.Count;
        (_underWay, _isPointless) = (candidate, false);
        var sentAt = clock.Now;
        candidate.Source.Sent(candidate.Command, sentAt);
        // A fade is its beginning and its end: its steps would be a thousand spans of one trace.
        using var span = candidate.Rank == Rank.Step ? null : GrainInstruments.Send(board, candidate.Command, candidate.Source.Cause);
        BoardAnswer answer;
        try
        {
            answer = await candidate.Command.SendAsync(commands, MayWrite, _stopped.Token);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // A bug, and yet the plan must hear of an end, or it would wait for one for ever.
            LogFailed(failure, board);
            answer = new BoardAnswer(BoardAnswerKind.Unreachable, null, failure.GetType().Name, TimeSpan.Zero);
        }
        finally
        {
            _underWay = null;
        }

        instruments.Sent(span, candidate.Command, answer);
        switch (answer.Kind)
        {
            case BoardAnswerKind.Accepted:
                _turns.Add(clock.Now - sentAt);
                if (samples == Effects.Count)
                {
                    Effects.Add(answer.Latency);
                }

                break;
            case BoardAnswerKind.Withheld:
                _budget.GiveBack();
                break;
            case BoardAnswerKind.Refused when answer.IsRefusedForGood:
                LogRefused(board, candidate.Command, answer.HttpStatus, answer.Error);
                break;
            default:
                LogUnanswered(board, candidate.Command, answer.Kind, answer.Error);
                break;
        }

        candidate.Source.Ended(candidate.Command, answer, clock.Now);
        host.OnEnded();

        // Asked where the bytes are written, which is no turn of the grain.
        bool MayWrite() => !_isPointless && fence.Holds && ReferenceEquals(host.Session?.Commands, commands);
    }

    private void SleepUntil(TimeSpan? wake)
    {
        _wakeUp?.Dispose();
        _wakeUp = null;
        if (!_isStopped && wake is { } moment)
        {
            var due = moment - clock.Now;
            _wakeUp = _punctual.CreateTimer(_ => host.Post(host.OnDue), null, due > s_shortest ? due : s_shortest, Timeout.InfiniteTimeSpan);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Controller {Controller} refused {Command}: {Status} {Reason}")]
    private partial void LogRefused(MacAddress controller, BoardCommand command, int? status, string? reason);

    [LoggerMessage(LogLevel.Information, "Controller {Controller} did not carry out {Command} ({Answer}: {Error}); it is sent again")]
    private partial void LogUnanswered(MacAddress controller, BoardCommand command, BoardAnswerKind answer, string? error);

    [LoggerMessage(LogLevel.Debug, "Controller {Controller}: the activation goes, its commands stop")]
    private partial void LogStopped(MacAddress controller);

    [LoggerMessage(LogLevel.Error, "Controller {Controller}: sending commands failed; the next change starts it again")]
    private partial void LogFailed(Exception failure, MacAddress controller);
}
