using System.Net.Sockets;

namespace RailHub.Firmware.Virtual;

/// <summary>One client's connection to a running board.</summary>
internal abstract class Session(RunningBoard board, Socket socket)
{
    // What the client still sends after the last answer is read and dropped: closing before would reset the
    // connection, and the answer might be lost on its way.
    private const int FarewellTimeout = 1000;

    private readonly byte[] _received = new byte[1024];
    private long _farewellDeadline = Clock.Never;

    protected RunningBoard Board { get; } = board;

    protected Socket Socket { get; } = socket;

    /// <summary>When the client is to be dropped. Read under the board's lock.</summary>
    public long Deadline => Clock.Earlier(_farewellDeadline, ConnectionDeadline);

    protected abstract long ConnectionDeadline { get; }

    /// <summary>Serves the client until one side ends the connection.</summary>
    public async Task RunAsync(CancellationToken powerOff)
    {
        try
        {
            while (await Socket.ReceiveAsync(_received, SocketFlags.None, powerOff) is var count and > 0)
                await ReceiveAsync(_received, count, powerOff);
        }
        catch (Exception e) when (e.IsEndOfConnection() || e is OperationCanceledException)
        {
            // The client is gone, or was dropped. Either way the session is over.
            Drop();
        }

        Socket.Dispose();
        Release();
    }

    /// <summary>Ends the connection without a goodbye, as a board does whose power goes.</summary>
    public void Drop() => Socket.Abort();

    /// <summary>Takes in what the client has sent.</summary>
    protected abstract ValueTask ReceiveAsync(byte[] received, int count, CancellationToken powerOff);

    /// <summary>Gives back what the session holds of the board.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Says that nothing more will be sent. Called under the board's lock.</summary>
    protected void SayFarewell()
    {
        if (_farewellDeadline != Clock.Never)
            return;

        _farewellDeadline = Board.Now + FarewellTimeout;
        Socket.EndSending();
        Board.ArmTimer();
    }
}
