using System.Text;

namespace RailHub.Protocol;

/// <summary>What holds for every board in the field; pure functions over what boards report (protocol 2.5, 4.2, 4.7, 7).</summary>
public static class BoardRules
{
    /// <summary>Longest name of an output or a group, in bytes of UTF-8.</summary>
    public const int MaxNameBytes = 20;

    /// <summary>Shortest step of a chasing group, in milliseconds.</summary>
    public const int MinGroupInterval = 50;

    /// <summary>Shortest blink interval that a client should ask for, in milliseconds; 0 is steady.</summary>
    public const int MinBlinkInterval = 10;

    /// <summary>Longest interval that survives everywhere, in milliseconds: boards keep 16 bits of it.</summary>
    public const int MaxInterval = 65535;

    /// <summary>Least number of outputs in a group.</summary>
    public const int MinGroupMembers = 2;

    /// <summary>Greatest number of outputs in a group.</summary>
    public const int MaxGroupMembers = 8;

    /// <summary>Groups a board can run at a time.</summary>
    public const int MaxGroups = 4;

    /// <summary>The greatest group id that means the same on every firmware; ids start at 1.</summary>
    public const int MaxGroupId = 3;

    /// <summary>True when a reported brightness confirms a sent one: a RailHub32 reports one less for most values.</summary>
    /// <param name="sent">Percent as sent.</param>
    /// <param name="reported">Percent as reported.</param>
    public static bool BrightnessConfirms(int sent, int reported) => reported == sent || reported == sent - 1;

    /// <summary>
    /// The percentage to send so that a lamp keeps the brightness known only from a report. Echoing a RailHub32's own figure would dim
    /// the lamp by a step each time.
    /// </summary>
    /// <param name="reported">Percent as reported, 0..100.</param>
    /// <param name="dialect">The board's way of speaking.</param>
    public static int BrightnessFromReport(int reported, Dialect dialect) =>
        dialect == Dialect.RailHub32 && reported % 20 != 0 ? reported + 1 : reported;

    /// <summary>True for 0 (steady) and every blink interval that all boards keep over a restart.</summary>
    /// <param name="milliseconds">The blink interval.</param>
    public static bool IsPortableBlink(long milliseconds) => milliseconds is 0 or >= MinBlinkInterval and <= MaxInterval;

    /// <summary>The first reason why a name would not come back as sent, or null. The empty name is fine: it removes an output's name.</summary>
    public static NameProblem? CheckName(string name)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
        {
            return NameProblem.Untrimmed;
        }

        if (name.Any(char.IsControl))
        {
            return NameProblem.ControlCharacter;
        }

        if (Encoding.UTF8.GetByteCount(name) > MaxNameBytes)
        {
            return NameProblem.TooLong;
        }

        return char.IsAscii(name[0]) ? null : NameProblem.LostAtRestart;
    }

    /// <summary>
    /// The nearest name that boards keep: control characters dropped, cut between characters to <see cref="MaxNameBytes"/>, trimmed.
    /// A first character that a RailHub8266 would not keep is left alone, since there is no other name to suggest.
    /// </summary>
    public static string TrimToPortable(string name)
    {
        var kept = new StringBuilder(name.Length);
        var bytes = 0;
        foreach (var rune in name.Trim().EnumerateRunes())
        {
            if (Rune.IsControl(rune))
            {
                continue;
            }

            if (bytes + rune.Utf8SequenceLength > MaxNameBytes)
            {
                break;
            }

            bytes += rune.Utf8SequenceLength;
            kept.Append(rune);
        }

        return kept.ToString().Trim();
    }

    /// <summary>The first reason why a board should not be asked for such a group, or null.</summary>
    /// <param name="board">The board's newest status.</param>
    /// <param name="pins">The members in running order.</param>
    /// <param name="milliseconds">Milliseconds per step.</param>
    /// <param name="replacing">The id of the group that this one takes the place of, whose members therefore count as free.</param>
    public static GroupProblem? CheckGroup(StatusSnapshot board, IReadOnlyList<int> pins, long milliseconds, int? replacing = null)
    {
        if (!board.HasChasing)
        {
            return GroupProblem.NotSupported;
        }

        if (milliseconds is < MinGroupInterval or > MaxInterval)
        {
            return GroupProblem.IntervalOutOfRange;
        }

        if (pins.Count < MinGroupMembers)
        {
            return GroupProblem.TooFewOutputs;
        }

        if (pins.Count > MaxGroupMembers)
        {
            return GroupProblem.TooManyOutputs;
        }

        return pins.Distinct().Count() == pins.Count ? CheckRun(board, pins, replacing) : GroupProblem.DuplicatePin;
    }

    /// <summary>
    /// The first reason why a board cannot run such a group just now, or null. It asks for less than <see cref="CheckGroup"/>: a group that
    /// a board was found to run may have one member or quicker steps than a client should ask for, and can be started again.
    /// </summary>
    /// <param name="board">The board's newest status.</param>
    /// <param name="pins">The members in running order.</param>
    /// <param name="replacing">The id of the group that this one takes the place of, whose members therefore count as free.</param>
    public static GroupProblem? CheckRun(StatusSnapshot board, IReadOnlyList<int> pins, int? replacing = null)
    {
        if (!board.HasChasing)
        {
            return GroupProblem.NotSupported;
        }

        foreach (var pin in pins)
        {
            if (board.Find(pin) is null)
            {
                return GroupProblem.UnknownPin;
            }

            // A group with the very same members is the same group, whoever started it.
            if (board.Groups.Any(group => group.Id != replacing && group.Pins.Contains(pin) && !group.Pins.AsSpan().SequenceEqual([.. pins])))
            {
                return GroupProblem.PinInOtherGroup;
            }
        }

        return null;
    }

    /// <summary>
    /// The id to create a group with: the first of 1..<see cref="MaxGroupId"/> that is not in use, or null when there is none, all slots
    /// are taken or the board knows no groups. Boards answer 200 to a create that had no slot, so ask here first.
    /// </summary>
    /// <param name="board">The board's last report.</param>
    /// <param name="alsoTaken">Ids that are to be used although the board does not report them yet; null when there are none.</param>
    public static int? FreeGroupId(StatusSnapshot board, IReadOnlyCollection<int>? alsoTaken = null)
    {
        if (!board.HasChasing || board.Groups.Length >= MaxGroups)
        {
            return null;
        }

        for (var id = 1; id <= MaxGroupId; id++)
        {
            if (board.FindGroup(id) is null && alsoTaken?.Contains(id) != true)
            {
                return id;
            }
        }

        return null;
    }
}
