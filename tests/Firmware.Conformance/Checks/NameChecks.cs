using System.Text;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary><c>POST /api/name</c>.</summary>
internal sealed class NameChecks(Bench bench)
{
    private const int Limit = 20;

    private readonly int _pin = bench.Lamp.Pin;

    [Proves("2.4 G5")]
    public async Task A_name_is_trimmed_and_keeps_its_quotes_and_umlauts() => await CheckAsync("\"  Station \\\"Süd\\\" \"", "Station \"Süd\"");

    [Proves("2.4 G5")]
    public async Task A_name_of_blanks_takes_the_name_away()
    {
        await CheckAsync("\"Lamp\"", "Lamp");
        await CheckAsync("\"   \"", "");
    }

    [Proves("8.3")]
    public async Task A_missing_name_is_400_and_never_becomes_null()
    {
        await CheckAsync("\"Lamp\"", "Lamp");
        foreach (var body in new[] { $$"""{"pin":{{_pin}}}""", $$"""{"pin":{{_pin}},"name":null}""" })
        {
            Expect.Equal(400, (await bench.PostAsync("/api/name", body)).Status, $"to {body}");
            Expect.Equal("Lamp", (await bench.OutputAsync(_pin)).Name, $"after {body} the name");
        }
    }

    [Proves("2.2")]
    public async Task Numbers_and_truth_values_are_names_by_their_JSON_text()
    {
        await CheckAsync("12", "12");
        await CheckAsync("true", "true");
    }

    [Proves("2.3 G5")]
    public async Task A_name_for_an_unknown_pin_is_404()
    {
        var body = $$"""{"pin":{{Bench.UnknownPin}},"name":"x"}""";
        Expect.Json(await bench.PostAsync("/api/name", body), 404, """{"error":"Output not found"}""", body);
    }

    [Proves("2.3")]
    public async Task A_name_with_a_body_that_is_not_JSON_is_400() =>
        Expect.Json(await bench.PostAsync("/api/name", """{"name":"""), 400, Expect.InvalidJson, "half a body");

    [Proves("4.7")]
    public async Task A_name_of_20_bytes_is_kept_whole()
    {
        await CheckAsync("\"12345678901234567890\"", "12345678901234567890");
        await CheckAsync("\"ÄÖÜäöüßÄÖÜ\"", "ÄÖÜäöüßÄÖÜ");
    }

    [Proves("8.3")]
    public async Task A_longer_name_is_cut_between_characters_or_kept()
    {
        foreach (var name in new[] { "xÄÖÜäöüßÄÖÜ", "Gleis 7 zum Bahnhof Süd", "🚂🚃🚃🚃🚃🚃", "1234567890123456789€" })
        {
            await bench.SucceedAsync("/api/name", $$"""{"pin":{{_pin}},"name":"{{name}}"}""");
            var actual = (await bench.OutputAsync(_pin)).Name;
            var cut = Cut(name);
            Expect.True(actual == name || actual == cut || actual == cut.TrimEnd(), $"'{name}' or '{cut}'", $"'{actual}'");
        }
    }

    [Proves("8.3")]
    public async Task A_name_may_begin_with_any_letter() => await CheckAsync("\"Ausfahrt\"", "Ausfahrt", "\"Überführung\"", "Überführung", "\"Ж\"", "Ж", "\"🚂\"", "🚂");

    [Proves("2.2")]
    public async Task Escapes_in_a_name_are_read() =>
        await CheckAsync("""  "a\/b\\c\u00fcd"  """, "a/b\\cüd", "\"\\ud83d\\ude82\"", "🚂");

    [Proves("8.3")]
    public async Task Control_characters_never_leave_the_board_raw()
    {
        // Reading the status fails when one does.
        foreach (var name in new[] { @"a\u0001b\nc\td\u007f", @"a\u0000b", @"\ud83d", @"x\udc00y" })
        {
            await bench.PostAsync("/api/name", $$"""{"pin":{{_pin}},"name":"{{name}}"}""");
            await bench.StatusAsync();
        }
    }

    [Proves("2.2")]
    public async Task A_name_ends_at_the_character_0() => await CheckAsync(@"""ab\u0000cd""", "ab");

    [Proves("8.3")]
    public async Task Markup_in_a_name_stays_text()
    {
        await CheckAsync("\"<b>&'</b>\"", "<b>&'</b>");
        await CheckAsync("\"<img src=x>\"", "<img src=x>");
        var page = await bench.GetAsync("/");
        Expect.True(!page.Text.Contains("<img src=x>", StringComparison.OrdinalIgnoreCase), "a page without markup from names", "the name, unescaped");
    }

    private static string Cut(string name)
    {
        var cut = new StringBuilder();
        var length = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            length += rune.Utf8SequenceLength;
            if (length > Limit)
                break;
            cut.Append(rune.ToString());
        }

        return cut.ToString();
    }

    // Pairs of the JSON of a name and the name it must become.
    private async Task CheckAsync(params string[] pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            await bench.SucceedAsync("/api/name", $$"""{"pin":{{_pin}},"name":{{pairs[i]}}}""");
            Expect.Equal(pairs[i + 1], (await bench.OutputAsync(_pin)).Name, $"for the name {pairs[i]}");
        }
    }
}
