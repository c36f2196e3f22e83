using Microsoft.EntityFrameworkCore;
using RailHub.Persistence;

namespace RailHub.Gateway.Members;

/// <summary>
/// All passes of the club, in memory: no call waits for the database. They are read anew when a change was made here, and looked after every
/// second and a half for changes that were made at other gateways. While the database is away, what was last read counts.
/// </summary>
internal sealed partial class PassBook(IDbContextFactory<RailHubDb> factory, TimeProvider time, ILogger<PassBook> logger) : BackgroundService
{
    /// <summary>How often another gateway's changes are looked for: with the reading, revocation is everywhere well within five seconds.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Passes _passes = Passes.None;
    private long _asked;
    private bool _isFailing;

    /// <summary>Raised with every look, since passes also run out: who holds a door open looks whether it still may be.</summary>
    public event Action? Looked;

    /// <summary>Whether the club's passes are known at all; until then nobody can be told from anybody.</summary>
    public bool IsRead => _passes != Passes.None;

    /// <summary>Whether the club has its first owner.</summary>
    public bool IsFounded => _passes.IsFounded;

    /// <summary>The pass by its key; null when there is none (any more).</summary>
    public Pass? Find(PassKey key) => _passes[key] is { } pass && !(pass.ExpiresAt <= time.GetUtcNow().ToUnixTimeMilliseconds()) ? pass : null;

    /// <summary>The same, and asks the database before the answer is no: another gateway may have made it a moment ago.</summary>
    public async Task<Pass?> FindOrAskAsync(PassKey key, CancellationToken cancellation)
    {
        if (Find(key) is { } known)
        {
            return known;
        }

        await LookAsync(cancellation);
        return Find(key);
    }

    /// <summary>Whether something holds of any pass that is good.</summary>
    public bool Any(Func<Pass, bool> holds)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return _passes.All.Any(pass => !(pass.ExpiresAt <= now) && holds(pass));
    }

    /// <summary>Which pass a token stands for; asks the database before the answer is none.</summary>
    public async Task<PassKey?> FindTokenAsync(byte[] hash, CancellationToken cancellation)
    {
        if (_passes.Find(hash) is { } known)
        {
            return known;
        }

        await AskAsync(cancellation);
        return _passes.Find(hash);
    }

    /// <summary>Reads all passes now.</summary>
    /// <exception cref="Exception">The database is away.</exception>
    public async Task RenewAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            await ReadAsync(cancellation);
        }
        finally
        {
            _reading.Release();
        }

        Looked?.Invoke();
    }

    /// <summary>Reads the passes once before anybody is served, if the database is there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await LookAsync(stoppingToken);
        }
    }

    // A cookie's key was given out by this club; tokens anybody can make up, and so make the database do no more than this.
    private async Task AskAsync(CancellationToken cancellation)
    {
        var asked = Volatile.Read(ref _asked);
        if (asked != 0 && time.GetElapsedTime(asked) < TimeSpan.FromMilliseconds(500))
        {
            return;
        }

        Volatile.Write(ref _asked, time.GetTimestamp());
        await LookAsync(cancellation);
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            await _reading.WaitAsync(cancellation);
            try
            {
                await using var database = await factory.CreateDbContextAsync(cancellation);
                using var limit = new CancellationTokenSource(s_limit, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
                await using var driver = new DriverLimit(either.Token);
                if (await database.Memberships.Select(row => row.Version).SingleAsync(driver.Token) != _passes.Version)
                {
                    await ReadAsync(cancellation);
                }

                if (_isFailing)
                {
                    _isFailing = false;
                    LogReadAgain();
                }
            }
            finally
            {
                _reading.Release();
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure)
        {
            if (!_isFailing)
            {
                _isFailing = true;
                LogNotRead(failure.Message);
            }
        }

        Looked?.Invoke();
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        await using var driver = new DriverLimit(either.Token);
        await using var database = await factory.CreateDbContextAsync(driver.Token);
        _passes = await Passes.ReadAsync(database, driver.Token);
    }

    [LoggerMessage(LogLevel.Warning, "Members cannot be read from the database ({Reason}); what was last read counts")]
    private partial void LogNotRead(string reason);

    [LoggerMessage(LogLevel.Information, "Members are read from the database again")]
    private partial void LogReadAgain();
}
