using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RailHub.Firmware.Conformance.Documents;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>The status document, over HTTP and over the feed.</summary>
internal sealed partial class StatusChecks(Bench bench)
{
    // Section 5; boards with another number of outputs are of no family there.
    private static readonly Dictionary<int, int[]> PinsOfFamilies = new()
    {
        [16] = [2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14],
        [7] = [4, 5, 12, 13, 14, 16, 2],
    };

    // A clock of a board ticks in milliseconds, and its scheduler in ten of them.
    private const double ClockSlack = 50;

    [Proves("3.4")]
    public async Task The_status_over_HTTP_has_the_members_of_the_seed_in_their_order() => CheckMembers(await bench.StatusAsync());

    [Proves("3.4")]
    public async Task The_status_over_the_feed_has_the_members_of_the_seed_in_their_order() => CheckMembers(await HearAsync());

    [Proves("3.5")]
    public async Task Every_member_over_HTTP_has_its_type_and_range() => CheckValues(await bench.StatusAsync());

    [Proves("3.5")]
    public async Task Every_member_over_the_feed_has_its_type_and_range() => CheckValues(await HearAsync());

    [Proves("3.4")]
    public async Task HTTP_and_the_feed_tell_the_same()
    {
        var api = await bench.StatusAsync();
        var feed = await HearAsync();
        Expect.Sequence(Status.Members(api.Root), Status.Members(feed.Root), "over the feed the members of GET /api/status,");
        foreach (var member in api.Root.EnumerateObject().Where(member => member.Name is not ("freeHeap" or "uptime" or "apClients" or "chasingGroups")))
            Expect.Equal(member.Value.GetRawText(), feed.Root.GetProperty(member.Name).GetRawText(), $"over the feed, '{member.Name}' as over HTTP,");
        Expect.Equal(api.Groups?.Count, feed.Groups?.Count, "over the feed the number of groups");
    }

    [Proves("3.5")]
    public async Task The_document_is_compact_JSON_in_UTF_8()
    {
        var text = (await bench.StatusAsync()).Text;
        Expect.True(text[0] == '{', "a document that begins with {", text[..Math.Min(text.Length, 10)]);
        Expect.Equal(0, CountBlanks(text), "blanks between the values");
    }

    [Proves("3.5")]
    public async Task The_uptime_counts_milliseconds()
    {
        var (before, first, _) = await UptimeAsync();
        await bench.WaitAsync(400);
        var (_, second, after) = await UptimeAsync();

        var most = bench.Time.GetElapsedTime(before, after).TotalMilliseconds + ClockSlack;
        var passed = unchecked((uint)(second - first));
        Expect.True(passed >= 400 - ClockSlack && passed <= most,
            string.Create(CultureInfo.InvariantCulture, $"an uptime that grows by 400 to {most:0} ms"), $"{passed}");
    }

    [Proves("5")]
    public async Task The_outputs_have_the_pins_of_the_family_in_their_order()
    {
        var status = await bench.StatusAsync();
        if (!PinsOfFamilies.TryGetValue(status.Outputs.Count, out var pins))
            throw new CheckSkipped($"no family has {status.Outputs.Count} outputs; clients read the pins from the status");
        Expect.Sequence(pins, status.Outputs.Select(output => output.Pin), "pins");
    }

    [Proves("8.2")]
    public async Task Outputs_tell_a_group_if_and_only_if_the_board_knows_groups()
    {
        var status = await bench.StatusAsync();
        foreach (var output in status.Outputs)
            Expect.Equal(status.Groups is not null, output.ChasingGroup is not null, $"'chasingGroup' at pin {output.Pin}");
        CheckMembership(status);
    }

    /// <summary>What groups list and what outputs say must agree (protocol 8.3.6).</summary>
    public static void CheckMembership(Status status)
    {
        foreach (var output in status.Outputs.Where(output => output.ChasingGroup is not null))
        {
            var owner = status.Groups!.FirstOrDefault(group => group.Pins.Contains(output.Pin))?.Id ?? -1;
            Expect.Equal(owner, output.ChasingGroup, $"for pin {output.Pin}, which group {owner} has, the chasingGroup");
        }
    }

    private async Task<Status> HearAsync()
    {
        var listener = await bench.OpenFeedAsync();
        await listener.ReadAsync();
        return await listener.ReadStatusAsync();
    }

    private async Task<(long Before, long Uptime, long After)> UptimeAsync()
    {
        var before = bench.Time.GetTimestamp();
        var status = await bench.StatusAsync();
        return (before, status.Root.GetProperty("uptime").GetInt64(), bench.Time.GetTimestamp());
    }

    // More members are a board's right (protocol 7, no. 3), in any place.
    private void CheckMembers(Status status)
    {
        string[] last = status.Groups is null ? [] : ["chasingGroups"];
        CheckOrder(status.Root, ["macAddress", "name", "wifiMode", "ip", "ssid", "apClients", "freeHeap", "uptime", "outputs", .. last], "of the document");

        string[] group = status.Groups is null ? [] : ["chasingGroup"];
        foreach (var output in status.Root.GetProperty("outputs").EnumerateArray())
            CheckOrder(output, ["pin", "active", "brightness", "interval", .. group, "name"], "of an output");
    }

    private void CheckOrder(JsonElement value, string[] expected, string what)
    {
        var members = Status.Members(value);
        Expect.Sequence(expected, members.Where(expected.Contains), $"members {what}");
        var more = string.Join(", ", members.Except(expected));
        if (more.Length > 0 && !bench.Notes.Contains(more, StringComparison.Ordinal))
            bench.Note($"more members {what}: {more} (allowed by 7, no. 3)");
    }

    private static void CheckValues(Status status)
    {
        Expect.True(MacAddress().IsMatch(status.TextOf("macAddress")), "a MAC address in upper case", status.TextOf("macAddress"));
        Expect.True(status.TextOf("wifiMode") is "STA" or "AP", "wifiMode 'STA' or 'AP'", status.TextOf("wifiMode"));
        Expect.True(Ip().IsMatch(status.TextOf("ip")), "an IPv4 address as ip", status.TextOf("ip"));
        CheckText(status.Root, "name", 39);
        CheckText(status.Root, "ssid", 32);
        CheckNumber(status.Root, "apClients", 0, 255);
        CheckNumber(status.Root, "freeHeap", 1, uint.MaxValue);
        CheckNumber(status.Root, "uptime", 0, uint.MaxValue);

        foreach (var output in status.Root.GetProperty("outputs").EnumerateArray())
        {
            CheckNumber(output, "pin", 0, 48);
            CheckNumber(output, "brightness", 0, 100);
            CheckNumber(output, "interval", 0, uint.MaxValue);
            if (status.Groups is not null)
                CheckNumber(output, "chasingGroup", -1, 255);
        }

        Expect.Equal(status.Outputs.Count, status.Outputs.Select(output => output.Pin).Distinct().Count(), "number of different pins");
    }

    private static void CheckText(JsonElement value, string member, int mostBytes)
    {
        var text = value.TryGetProperty(member, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString() : null;
        Expect.True(text is not null && System.Text.Encoding.UTF8.GetByteCount(text) <= mostBytes, $"'{member}' as text of at most {mostBytes} bytes", text ?? "none");
    }

    /// <summary>A whole number in digits, within its range.</summary>
    public static void CheckNumber(JsonElement value, string member, long least, long most)
    {
        var raw = value.TryGetProperty(member, out var found) ? found.GetRawText() : "none";
        var isWhole = long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        Expect.True(isWhole && number >= least && number <= most, $"'{member}' as a whole number of {least}..{most}", raw);
    }

    private static int CountBlanks(string text)
    {
        var isText = false;
        var blanks = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '"')
                isText = !isText;
            else if (!isText && char.IsWhiteSpace(text[i]))
                blanks++;
        }

        return blanks;
    }

    [GeneratedRegex("^[0-9A-F]{2}(:[0-9A-F]{2}){5}$")]
    private static partial Regex MacAddress();

    [GeneratedRegex(@"^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$")]
    private static partial Regex Ip();
}
