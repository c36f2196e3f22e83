using RailHub.Contracts;

namespace RailHub.Web.Shell;

/// <summary>A short message that goes away by itself.</summary>
/// <param name="Number">Tells toasts apart.</param>
/// <param name="Text">What happened.</param>
/// <param name="IsProblem">Whether it went wrong.</param>
/// <param name="Undo">Takes it back; null when it cannot be.</param>
public sealed record Toast(int Number, string Text, bool IsProblem, Func<Task>? Undo);

/// <summary>The messages of the moment.</summary>
/// <param name="time">Ends them.</param>
public sealed class ToastBox(TimeProvider time)
{
    /// <summary>How long a message stays; long enough to read it and to take the thing back.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    private const int AtOnce = 3;

    private readonly List<Toast> _toasts = [];
    private int _number;

    /// <summary>A message came or went.</summary>
    public event Action? Changed;

    /// <summary>What is shown now, the oldest first.</summary>
    public IReadOnlyList<Toast> Toasts => _toasts;

    /// <summary>Tells that something happened.</summary>
    public void Tell(string text, Func<Task>? undo = null) => Add(text, isProblem: false, undo);

    /// <summary>Tells that something went wrong, and what to do next.</summary>
    public void Tell(Refusal refusal) => Add(Words.Of(refusal), isProblem: true, undo: null);

    /// <summary>Takes a message away.</summary>
    public void Dismiss(int number)
    {
        if (_toasts.RemoveAll(toast => toast.Number == number) > 0)
        {
            Changed?.Invoke();
        }
    }

    private void Add(string text, bool isProblem, Func<Task>? undo)
    {
        var toast = new Toast(++_number, text, isProblem, undo);
        _toasts.Add(toast);
        if (_toasts.Count > AtOnce)
        {
            _toasts.RemoveAt(0);
        }

        // The timer is kept alive by its own clock until it fires once.
        _ = time.CreateTimer(_ => Dismiss(toast.Number), null, Lasts, Timeout.InfiniteTimeSpan);
        Changed?.Invoke();
    }
}
