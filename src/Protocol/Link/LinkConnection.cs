namespace RailHub.Protocol;

/// <summary>What a link remembers of one connection and forgets with it. Guarded by the link's lock.</summary>
internal sealed class LinkConnection
{
    private readonly TaskCompletionSource<LinkEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="board">The client at the address that this connection found.</param>
    /// <param name="time">The clock of it.</param>
    /// <param name="closing">Cancelled when the connection is given up.</param>
    public LinkConnection(BoardClient board, TimeProvider time, CancellationToken closing)
    {
        Board = board;
        Closing = closing;
        Gauge = new SilenceGauge(time);
        Proof = new BoardProof(Gauge, time);
    }

    public BoardClient Board { get; }

    public CancellationToken Closing { get; }

    public SilenceGauge Gauge { get; }

    public BoardProof Proof { get; }

    /// <summary>The client, while it is certain that the board that is meant gets what is sent.</summary>
    public BoardClient? Commands => !IsOver && WasLive && Proof.Holds ? Board : null;

    /// <summary>The sink knows that there are <see cref="Commands"/>.</summary>
    public bool HasToldProof { get; set; }

    /// <summary>Any message came: from here on a lost connection is no refusal.</summary>
    public bool HasSpoken { get; set; }

    /// <summary>Nothing readable came since the last readable message, but something did.</summary>
    public bool SpeaksGarbage { get; set; }

    /// <summary>The sink has the first status of this connection.</summary>
    public bool HasTold { get; set; }

    /// <summary>A readable message came over the socket.</summary>
    public bool WasLive { get; set; }

    public Task<LinkEnd> Ended => _end.Task;

    public bool IsOver => _end.Task.IsCompleted;

    /// <summary>The first reason stays.</summary>
    public void End(LinkReason reason, string? detail) => _end.TrySetResult(new LinkEnd(reason, detail));
}
