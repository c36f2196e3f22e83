namespace RailHub.Protocol.Tests.Link;

public sealed class LenientTextStreamTests
{
    [Fact]
    public async Task Reads_give_their_thread_back_even_when_there_is_always_more()
    {
        // Who reads in a loop would else never return to whoever began it, as long as a board floods.
        await using var stream = new LenientTextStream(new MemoryStream(new byte[1000]), StatusParser.MaxDocumentBytes);
        for (var round = 0; round < 3; round++)
        {
            // What is there already is read at once, for a while.
            for (var number = 1; number < LenientTextStream.MostAtOnce; number++)
            {
                Assert.True(stream.ReadAsync(new byte[10], CancellationToken.None).AsTask().IsCompletedSuccessfully);
            }

            var (reading, turns) = Read(stream);
            Assert.False(reading.IsCompleted);
            Assert.Single(turns.Waiting)();
            Assert.Equal(10, await reading);
        }
    }

    private static (Task<int> Reading, Turns Turns) Read(LenientTextStream stream)
    {
        var turns = new Turns();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(turns);
        try
        {
            return (stream.ReadAsync(new byte[10], CancellationToken.None).AsTask(), turns);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>Keeps what is to go on later.</summary>
    private sealed class Turns : SynchronizationContext
    {
        public List<Action> Waiting { get; } = [];

        public override void Post(SendOrPostCallback d, object? state) => Waiting.Add(() => d(state));
    }
}
