using RailHub.Grains.Hosting;
using RailHub.Hosting;

namespace RailHub.Silo.Hosting;

/// <summary>How hard boards are driven: section <c>Boards</c>.</summary>
public static class BoardSettings
{
    private static readonly BoardOptions s_default = new();

    /// <summary>Reads them; what is missing has its default. What is refused is in the settings.</summary>
    public static BoardOptions Read(Settings settings)
    {
        settings.Know(BoardOptions.Section, typeof(BoardOptions).GetProperties().Select(property => property.Name));
        return new BoardOptions
        {
            CommandsPerSecond = settings.Number(Key(nameof(BoardOptions.CommandsPerSecond)), s_default.CommandsPerSecond, 1, 100),
            CommandBurst = settings.Number(Key(nameof(BoardOptions.CommandBurst)), s_default.CommandBurst, 10, 200),
            FadeStep = settings.Number(Key(nameof(BoardOptions.FadeStep)), s_default.FadeStep, 1, 50),
            FadeStepsPerDay = settings.Number(Key(nameof(BoardOptions.FadeStepsPerDay)), s_default.FadeStepsPerDay, 0, 1_000_000),
        };
    }

    private static string Key(string name) => $"{BoardOptions.Section}:{name}";
}
