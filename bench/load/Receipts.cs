using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>Finds in deltas the changes that a scenario made.</summary>
internal static class Receipts
{
    public static Action<Frame> Of(Changes changes, Latencies latencies) => frame =>
    {
        using var delta = JsonDocument.Parse(frame.Delta);
        if (!delta.RootElement.TryGetProperty("changed", out var boards))
        {
            return;
        }

        foreach (var board in boards.EnumerateObject())
        {
            if (!board.Value.TryGetProperty("outputs", out var outputs))
            {
                continue;
            }

            foreach (var output in outputs.EnumerateObject())
            {
                if (output.Value.TryGetProperty("brightness", out var brightness)
                    && changes.Age(board.Name, int.Parse(output.Name, System.Globalization.CultureInfo.InvariantCulture), brightness.GetInt32(), frame.At) is { } age)
                {
                    latencies.Add(age);
                }
            }
        }
    };
}
