using System.Text;
using RailHub.Protocol;

namespace RailHub.Grains;

/// <summary>Names that are made for people, where they cannot be asked.</summary>
internal static class NameChoice
{
    /// <summary>What fits where boards keep the name: bytes of UTF-8.</summary>
    public static readonly Room BoardRoom = new(BoardRules.MaxNameBytes, static rune => rune.Utf8SequenceLength);

    /// <summary>What fits where the club keeps the name: characters.</summary>
    public static readonly Room ClubRoom = new(Rules.LongestName, static rune => rune.Utf16SequenceLength);

    /// <summary>The name, cut to its room, and with a number behind it for as long as it is taken.</summary>
    public static string Free(string name, Room room, Func<string, bool> isTaken)
    {
        var free = Cut(name, room, "");
        for (var number = 2; isTaken(free); number++)
        {
            free = Cut(name, room, $" {number}");
        }

        return free;
    }

    private static string Cut(string name, Room room, string suffix)
    {
        var runes = name.EnumerateRunes().ToList();
        while (runes.Sum(room.Length) + suffix.Length > room.Most)
        {
            runes.RemoveAt(runes.Count - 1);
        }

        return string.Concat(runes).TrimEnd() + suffix;
    }

    /// <summary>How long a name may be, and how long a letter is there.</summary>
    public sealed record Room(int Most, Func<Rune, int> Length);
}
