using RailHub.Protocol;

namespace RailHub.Grains.Controllers;

/// <summary>One call of a board's API that the plan asks for.</summary>
internal abstract record BoardCommand
{
    public abstract Task<BoardAnswer> SendAsync(BoardClient board, Func<bool> mayWrite, CancellationToken cancellation);

    public sealed record Control(int Pin, Light Light) : BoardCommand
    {
        public override Task<BoardAnswer> SendAsync(BoardClient board, Func<bool> mayWrite, CancellationToken cancellation) =>
            board.ControlAsync(Pin, Light.Active, Light.Brightness, mayWrite, cancellation);
    }

    public sealed record SetInterval(int Pin, long Interval) : BoardCommand
    {
        public override Task<BoardAnswer> SendAsync(BoardClient board, Func<bool> mayWrite, CancellationToken cancellation) =>
            board.SetIntervalAsync(Pin, Interval, mayWrite, cancellation);
    }

    public sealed record SetName(int Pin, string Name) : BoardCommand
    {
        public override Task<BoardAnswer> SendAsync(BoardClient board, Func<bool> mayWrite, CancellationToken cancellation) =>
            board.SetNameAsync(Pin, Name, mayWrite, cancellation);
    }

    public sealed record CreateGroup(int Number, string Name, long Interval, IReadOnlyList<int> Pins) : BoardCommand
    {
        public override Task<BoardAnswer> SendAsync(BoardClient board, Func<bool> mayWrite, CancellationToken cancellation) =>
            board.CreateGroupAsync(Number, Name, Interval, Pins, mayWrite, cancellation);
    }

    public sealed record RenameGroup(int Number, string Name) : BoardCommand
    {
        public override Task<BoardAnswer> SendAsync(BoardClient board, Func<bool> mayWrite, CancellationToken cancellation) =>
            board.RenameGroupAsync(Number, Name, mayWrite, cancellation);
    }

    public sealed record DeleteGroup(int Number) : BoardCommand
    {
        public override Task<BoardAnswer> SendAsync(BoardClient board, Func<bool> mayWrite, CancellationToken cancellation) =>
            board.DeleteGroupAsync(Number, mayWrite, cancellation);
    }
}
