namespace RailHub.Persistence;

/// <summary>
/// The limit of a piece of work on the database, in the form that its driver gets. Npgsql breaks off a statement by a second connection,
/// and the thread that cancels waits for what the server has to say (npgsql issues 3696 and 5070). With the pool's threads at that, a slow
/// database leaves none for lamps: so the driver hears of the limit from a thread of its own.
/// </summary>
public sealed class DriverLimit : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenRegistration _registration;
    private Task _telling = Task.CompletedTask;

    /// <param name="limit">The limit of whoever waits for the work.</param>
    public DriverLimit(CancellationToken limit)
    {
        if (limit.IsCancellationRequested)
        {
            _end.Cancel();
        }

        _registration = limit.UnsafeRegister(
            _ => _telling = Task.Factory.StartNew(_end.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default), null);
    }

    /// <summary>Cancelled a moment after the limit; whoever cancels that waits for nothing.</summary>
    public CancellationToken Token => _end.Token;

    /// <summary>Completes when the driver has broken off, if it was told to.</summary>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync().ConfigureAwait(false);
        await _telling.ConfigureAwait(false);
        _end.Dispose();
    }
}
