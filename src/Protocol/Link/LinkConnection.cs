namespace RailHub.Protocol;

/// <summary>What a link remembers of one connection and forgets with it. Guarded by the link's lock.</summary>
internal sealed class LinkConnection(TimeProvider time)
{
    private readonly TaskCompletionSource<LinkEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SilenceGauge Gauge { get; } = new(time);

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
