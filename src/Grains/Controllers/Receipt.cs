using RailHub.Contracts;

namespace RailHub.Grains.Controllers;

/// <summary>What the sender of an intent hears of it: confirmed when all its parts are, anything else as soon as it is so of one.</summary>
internal sealed class Receipt
{
    private readonly TaskCompletionSource<CommandResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;
    private bool _isClosed;

    public Task<CommandResult> Result => _result.Task;

    /// <summary>All was so before anything was sent.</summary>
    public bool IsAlreadySo { get; private set; }

    /// <summary>What the board said when it refused; null otherwise.</summary>
    public string? Reason { get; private set; }

    /// <summary>One more part to wait for.</summary>
    public void Expect() => _open++;

    /// <summary>All parts are handed over: if none is left to wait for, all was so already.</summary>
    public void Close()
    {
        _isClosed = true;
        if (_open == 0)
        {
            IsAlreadySo = _result.TrySetResult(CommandResult.AlreadySo);
        }
    }

    /// <summary>The board reports a part.</summary>
    public void Fulfilled()
    {
        if (--_open == 0 && _isClosed)
        {
            _result.TrySetResult(CommandResult.Confirmed);
        }
    }

    /// <summary>A part ended otherwise.</summary>
    public void End(CommandResult result, string? reason = null)
    {
        if (_result.TrySetResult(result))
        {
            Reason = reason;
        }
    }
}
