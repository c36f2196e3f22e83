using RailHub.Contracts;

namespace RailHub.Web.Shell;

/// <summary>A short message that goes away by itself, unless somebody is reading it.</summary>
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
    private readonly Dictionary<int, ITimer> _ends = [];
    private int _number;
    private bool _held;

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
            Forget(number);
            Changed?.Invoke();
        }
    }

    /// <summary>Somebody reads: nothing goes away until <see cref="Release"/>, and then each stays for its whole time again.</summary>
    public void Hold() => Wait(held: true);

    /// <summary>Ends <see cref="Hold"/>.</summary>
    public void Release() => Wait(held: false);

    private void Add(string text, bool isProblem, Func<Task>? undo)
    {
        var toast = new Toast(++_number, text, isProblem, undo);
        _toasts.Add(toast);
        if (_toasts.Count > AtOnce)
        {
            Forget(_toasts[0].Number);
            _toasts.RemoveAt(0);
        }

        _ends[toast.Number] = time.CreateTimer(_ => Dismiss(toast.Number), null, DueTime, Timeout.InfiniteTimeSpan);
        Changed?.Invoke();
    }

    private TimeSpan DueTime => _held ? Timeout.InfiniteTimeSpan : Lasts;

    private void Wait(bool held)
    {
        if (_held != held)
        {
            _held = held;
            foreach (var end in _ends.Values)
            {
                end.Change(DueTime, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Forget(int number)
    {
        if (_ends.Remove(number, out var end))
        {
            end.Dispose();
        }
    }
}
