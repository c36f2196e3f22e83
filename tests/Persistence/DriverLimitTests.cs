namespace RailHub.Persistence.Tests;

public sealed class DriverLimitTests
{
    [Fact]
    public async Task Whoever_cancels_waits_for_nothing_and_whoever_ends_it_for_a_driver_that_breaks_off()
    {
        using var limit = new CancellationTokenSource();
        using var back = new ManualResetEventSlim();
        var breaksOff = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var driver = new DriverLimit(limit.Token);
        await using var breakingOff = driver.Token.Register(() =>
        {
            breaksOff.SetResult();
            back.Wait(CancellationToken.None);
        });

        await limit.CancelAsync().WaitAsync(DatabaseSuite.Patience);
        await breaksOff.Task.WaitAsync(DatabaseSuite.Patience);
        var ending = driver.DisposeAsync();
        Assert.False(ending.IsCompleted);

        back.Set();
        await ending.AsTask().WaitAsync(DatabaseSuite.Patience);
    }

    [Fact]
    public async Task A_limit_that_is_over_is_over_for_the_driver()
    {
        await using var driver = new DriverLimit(new CancellationToken(canceled: true));

        Assert.True(driver.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Work_that_ends_in_time_is_not_broken_off()
    {
        using var limit = new CancellationTokenSource();
        CancellationToken token;
        await using (var driver = new DriverLimit(limit.Token))
        {
            token = driver.Token;
        }

        await limit.CancelAsync();
        Assert.False(token.IsCancellationRequested);
    }
}
