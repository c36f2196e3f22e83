namespace RailHub.Protocol.Tests.Link;

public sealed class LenientTextStreamTests
{
    [Fact]
    public async Task A_read_gives_its_thread_back_even_when_there_is_always_more()
    {
        // Who reads in a loop would else never return to whoever began it, as long as a board floods.
        await using var stream = new LenientTextStream(new MemoryStream(new byte[100]), StatusParser.MaxDocumentBytes);
        var turns = new Turns();
        ValueTask<int> reading;
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(turns);
        try
        {
            reading = stream.ReadAsync(new byte[10], CancellationToken.None);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.False(reading.IsCompleted);
        Assert.Single(turns.Waiting)();
        Assert.Equal(10, await reading);
    }

    /// <summary>Keeps what is to go on later.</summary>
    private sealed class Turns : SynchronizationContext
    {
        public List<Action> Waiting { get; } = [];

        public override void Post(SendOrPostCallback d, object? state) => Waiting.Add(() => d(state));
    }
}
