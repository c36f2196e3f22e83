using System.Collections.Immutable;

namespace RailHub.Protocol;

/// <summary>
/// Reads status documents of every firmware and says whether anything changed. One per board: it keeps its scratch memory between calls
/// and is not safe for two threads at once. A document that changes nothing costs no allocation.
/// </summary>
public sealed class StatusParser
{
    /// <summary>The longest document that is looked at, in bytes; the longest known is under 2 KB (protocol 5).</summary>
    public const int MaxDocumentBytes = 64 * 1024;

    /// <summary>What boards report with an empty store (protocol 4.8); used when a first document leaves the member out.</summary>
    private const int DefaultBrightness = 100;

    private readonly StatusDraft _draft = new();
    private readonly Scratch<OutputReading> _outputs = new(16);
    private readonly Scratch<GroupReading> _groups = new(4);
    private readonly Scratch<int> _pins = new(8);

    /// <summary>
    /// Reads one document. Members it lacks keep what <paramref name="previous"/> says, except <c>outputs</c>, which is mandatory: firmwares
    /// leave members out, and boards short of memory too (protocol 7 #2, 8.1 #7). A document with another MAC address inherits nothing.
    /// Uptime and the like, the step of a running group and its <c>active</c> are no change.
    /// </summary>
    /// <param name="utf8">The document's bytes; never trusted, never a reason to throw.</param>
    /// <param name="previous">The newest snapshot of the board, or null at first.</param>
    public ParseResult Parse(ReadOnlySpan<byte> utf8, StatusSnapshot? previous)
    {
        if (utf8.Length > MaxDocumentBytes)
        {
            return Garbage("longer than any document");
        }

        if (StatusReader.Read(utf8, _draft) is { } fault)
        {
            return Garbage(fault);
        }

        var mac = ToldMac();
        if (mac is not null && previous?.MacAddress is { } known && mac != known)
        {
            previous = null;
        }

        var telemetry = new BoardTelemetry(_draft.Uptime, _draft.FreeHeap, _draft.WebSocketClients, _draft.ApClients);
        var next = Merge(mac, previous);
        var outcome = next == previous ? ParseOutcome.Unchanged : ParseOutcome.Changed;
        return new ParseResult(outcome, next, telemetry, null) { ToldMac = mac };
    }

    private static ParseResult Garbage(string reason) => new(ParseOutcome.Garbage, null, default, reason);

    /// <summary>An address that cannot be read tells no more than one that is left out.</summary>
    private MacAddress? ToldMac() =>
        _draft.MacAddress is { } slice && MacAddress.TryParse(_draft.Texts[slice], out var mac) ? mac : null;

    /// <summary>The very instance of <paramref name="previous"/> when nothing differs.</summary>
    private StatusSnapshot Merge(MacAddress? told, StatusSnapshot? previous)
    {
        var mac = told ?? previous?.MacAddress;
        var name = Text(_draft.Name, previous?.Name);
        var wifiMode = Text(_draft.WifiMode, previous?.WifiMode);
        var ip = Text(_draft.Ip, previous?.Ip);
        var ssid = Text(_draft.Ssid, previous?.Ssid);
        var dialect = GuessDialect(previous);
        var hasChasing = _draft.HasGroups || previous is { HasChasing: true };
        var outputs = MergeOutputs(previous);
        var groups = MergeGroups(previous);

        if (previous is not null
            && mac == previous.MacAddress && ReferenceEquals(name, previous.Name)
            && ReferenceEquals(wifiMode, previous.WifiMode) && ReferenceEquals(ip, previous.Ip) && ReferenceEquals(ssid, previous.Ssid)
            && dialect == previous.Dialect && hasChasing == previous.HasChasing
            && outputs == previous.Outputs && groups == previous.Groups)
        {
            return previous;
        }

        return new StatusSnapshot
        {
            MacAddress = mac,
            Name = name,
            WifiMode = wifiMode,
            Ip = ip,
            Ssid = ssid,
            Dialect = dialect,
            HasChasing = hasChasing,
            Outputs = outputs,
            Groups = groups,
        };
    }

    /// <summary>By the evidence of protocol 1.7. A document without any says nothing against what was known before.</summary>
    private Dialect GuessDialect(StatusSnapshot? previous)
    {
        if (_draft.LooksLikeRailHub32)
        {
            return Dialect.RailHub32;
        }

        if (_draft.Groups.Count > 0)
        {
            return _draft.Groups.Items[0].MembersArePins ? Dialect.RailHub8266 : Dialect.Seed;
        }

        if (_draft.LooksLikeFirmware)
        {
            return _draft.HasGroups ? Dialect.RailHub8266 : previous?.Dialect ?? Dialect.RailHub32;
        }

        return previous?.Dialect ?? Dialect.Seed;
    }

    private ImmutableArray<OutputReading> MergeOutputs(StatusSnapshot? previous)
    {
        _outputs.Clear();
        var drafts = _draft.Outputs.Items;
        for (var i = 0; i < drafts.Length; i++)
        {
            ref readonly var draft = ref drafts[i];
            var before = OutputBefore(previous, i, draft.Pin);
            _outputs.Add(new OutputReading(
                draft.Pin,
                draft.Active ?? before?.Active ?? false,
                draft.Brightness ?? before?.Brightness ?? DefaultBrightness,
                draft.Interval ?? before?.Interval ?? 0,
                Text(draft.Name, before?.Name) ?? "",
                draft.ChasingGroup ?? before?.ChasingGroup ?? -1));
        }

        return previous is not null && _outputs.Items.SequenceEqual(previous.Outputs.AsSpan()) ? previous.Outputs : [.. _outputs.Items];
    }

    private static OutputReading? OutputBefore(StatusSnapshot? previous, int index, int pin)
    {
        if (previous is null)
        {
            return null;
        }
        // The board's order is fixed, so nearly always the same place has the same pin.
        return index < previous.Outputs.Length && previous.Outputs[index].Pin == pin ? previous.Outputs[index] : previous.Find(pin);
    }

    private ImmutableArray<GroupReading> MergeGroups(StatusSnapshot? previous)
    {
        if (!_draft.HasGroups)
        {
            return previous?.Groups ?? [];
        }

        _groups.Clear();
        var drafts = _draft.Groups.Items;
        for (var i = 0; i < drafts.Length; i++)
        {
            _groups.Add(MergeGroup(drafts[i], GroupBefore(previous, i, drafts[i].Id)));
        }

        return previous is not null && Same(_groups.Items, previous.Groups.AsSpan()) ? previous.Groups : [.. _groups.Items];
    }

    private static GroupReading? GroupBefore(StatusSnapshot? previous, int index, int id)
    {
        if (previous is null)
        {
            return null;
        }
        // Ids may repeat (protocol 8.1 #12): the same place goes first.
        return index < previous.Groups.Length && previous.Groups[index].Id == id ? previous.Groups[index] : previous.FindGroup(id);
    }

    /// <summary>The very instance of <paramref name="before"/> when nothing differs.</summary>
    private GroupReading MergeGroup(in GroupDraft draft, GroupReading? before)
    {
        var name = Text(draft.Name, before?.Name) ?? "";
        var interval = draft.Interval ?? before?.Interval ?? 0;
        var pins = MergePins(draft, before);
        return before is not null && ReferenceEquals(name, before.Name) && interval == before.Interval && pins == before.Pins
            ? before
            : new GroupReading(draft.Id, name, interval, pins);
    }

    private ImmutableArray<int> MergePins(in GroupDraft draft, GroupReading? before)
    {
        if (draft.Members is not { } range)
        {
            return before?.Pins ?? [];
        }

        _pins.Clear();
        foreach (var member in _draft.Members.Items[range])
        {
            if (draft.MembersArePins)
            {
                _pins.Add(member);
            }
            else if ((uint)member < (uint)_draft.Outputs.Count)
            {
                _pins.Add(_draft.Outputs.Items[member].Pin);
            }
        }

        return before is not null && _pins.Items.SequenceEqual(before.Pins.AsSpan()) ? before.Pins : [.. _pins.Items];
    }

    private static bool Same(ReadOnlySpan<GroupReading> groups, ReadOnlySpan<GroupReading> before)
    {
        if (groups.Length != before.Length)
        {
            return false;
        }

        for (var i = 0; i < groups.Length; i++)
        {
            if (!ReferenceEquals(groups[i], before[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The text of the document, or the earlier one when there is none; the very instance of the earlier one when they are equal.</summary>
    private string? Text(TextSlice? told, string? before)
    {
        if (told is not { } slice)
        {
            return before;
        }

        ReadOnlySpan<char> text = _draft.Texts[slice];
        return before is not null && text.SequenceEqual(before) ? before : text.ToString();
    }
}
