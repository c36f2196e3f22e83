using System.Globalization;
using System.Reflection;
using RailHub.Grains.Hosting;

namespace RailHub.Silo.Hosting;

/// <summary>How hard boards are driven, from the configuration of a silo.</summary>
internal static class BoardConfiguration
{
    private const BindingFlags Known = BindingFlags.IgnoreCase | BindingFlags.Instance | BindingFlags.Public;

    /// <summary>Reads the section <c>Boards</c>; what is not there has its default.</summary>
    /// <exception cref="StartFailedException">Something in it cannot be read, is not known or is out of range; the message names it.</exception>
    public static BoardOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(BoardOptions.Section);
        foreach (var key in section.GetChildren())
        {
            if (typeof(BoardOptions).GetProperty(key.Key, Known) is null)
            {
                throw new StartFailedException($"{key.Path} is not known. Check how it is written.");
            }

            if (!int.TryParse(key.Value, CultureInfo.InvariantCulture, out _))
            {
                throw new StartFailedException($"{key.Path} is \"{key.Value}\", which is no number.");
            }
        }

        var options = section.Get<BoardOptions>() ?? new BoardOptions();
        return options.Check() is { } problem ? throw new StartFailedException(problem) : options;
    }
}
