using System.Text.Json;

namespace RailHub.Bench.Load;

/// <summary>Finds in deltas the changes that a scenario made.</summary>
internal static class Receipts
{
    public static Action<string, long> Of(Changes changes, Latencies latencies) => (delta, now) =>
    {
        using var document = JsonDocument.Parse(delta);
        if (!document.RootElement.TryGetProperty("changed", out var boards))
        {
            return;
        }

        foreach (var board in boards.EnumerateArray())
        {
            if (!board.TryGetProperty("outputs", out var outputs))
            {
                continue;
            }

            foreach (var output in outputs.EnumerateArray())
            {
                if (output.TryGetProperty("reported", out var reported)
                    && reported.TryGetProperty("brightness", out var brightness)
                    && changes.Age(board.GetProperty("id").GetString()!, output.GetProperty("pin").GetInt32(), brightness.GetInt32(), now) is { } age)
                {
                    latencies.Add(age);
                }
            }
        }
    };
}
