using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using RailHub.Firmware.Virtual;

namespace RailHub.Bench.Load;

/// <summary>A light that a board was told, as the board itself knows it.</summary>
/// <param name="Board">Which board, by its place.</param>
/// <param name="Pin">GPIO number.</param>
/// <param name="Level">What is to be seen of it, 0..100.</param>
/// <param name="Drawn">The milliseconds that were drawn for it.</param>
/// <param name="ArrivedAt">When the command had come, a timestamp.</param>
/// <param name="DoneAt">When it was to be seen, a timestamp.</param>
internal readonly record struct Effect(int Board, int Pin, int Level, double Drawn, long ArrivedAt, long DoneAt);

/// <summary>All that boards did, written down by the boards.</summary>
internal sealed class BoardLog
{
    private readonly ConcurrentQueue<Effect> _all = new();

    /// <summary>All since <see cref="Clear"/>, by the moment at which it was to be seen.</summary>
    public IReadOnlyList<Effect> All => [.. _all.OrderBy(effect => effect.DoneAt)];

    public void Clear() => _all.Clear();

    public void Note(int board, CommandTaken command)
    {
        using var said = JsonDocument.Parse(command.Body);
        var light = said.RootElement;
        _all.Enqueue(new Effect(
            board,
            light.GetProperty("pin").GetInt32(),
            light.GetProperty("active").GetBoolean() ? light.GetProperty("brightness").GetInt32() : 0,
            command.Drawn.TotalMilliseconds,
            command.ArrivedAt,
            command.DoneAt));
    }

    /// <summary>Milliseconds between two timestamps.</summary>
    public static double Between(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
