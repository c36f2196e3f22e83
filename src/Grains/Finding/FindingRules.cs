using RailHub.Contracts;
using RailHub.Protocol;

namespace RailHub.Grains.Finding;

/// <summary>Where may be looked for boards.</summary>
internal static class FindingRules
{
    /// <summary>The ranges of a draft, checked; those of the silo's own networks where it names none.</summary>
    public static Refusal? Read(ScanDraft draft, INeighbourhood neighbourhood, out IReadOnlyList<AddressRange> ranges)
    {
        ranges = [];
        if ((Rules.CheckPort(draft.HttpPort, "httpPort") ?? Rules.CheckPort(draft.WebSocketPort, "webSocketPort")) is { } refusal)
        {
            return refusal;
        }

        if (draft.Ranges is null)
        {
            ranges = neighbourhood.Networks();
            return null;
        }

        var read = new List<AddressRange>();
        foreach (var text in draft.Ranges.Take(ScanDraft.MostAddresses + 1))
        {
            var field = $"ranges[{read.Count}]";
            if (!AddressRange.TryParse(text, out var range))
            {
                return Refusal.Invalid(
                    field,
                    RefusalCodes.RangeInvalid,
                    $"\"{Shown(text)}\" is no range of IPv4 addresses. Write 192.168.1.0/24, 192.168.1.10-60 or 192.168.1.40.");
            }

            if (!range.IsNear)
            {
                return Refusal.Invalid(
                    field,
                    RefusalCodes.RangeForeign,
                    $"{range} is not in a private network. Only 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 169.254.0.0/16 and 127.0.0.0/8 are asked.");
            }

            read.Add(range);
        }

        var count = read.Sum(range => range.Count);
        if (count > ScanDraft.MostAddresses)
        {
            return Refusal.Invalid(
                "ranges",
                RefusalCodes.ScanTooLarge,
                $"{ScanDraft.MostAddresses} addresses are asked at most; these are {count}. Give a smaller part of the network, and the rest afterwards.");
        }

        ranges = read;
        return null;
    }

    private static string Shown(string? text) => text is { Length: > 60 } ? text[..60] + "…" : text ?? "";
}
