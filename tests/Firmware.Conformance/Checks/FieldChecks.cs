namespace RailHub.Firmware.Conformance.Checks;

/// <summary>How the fields of a body are read (protocol 2.2). The lamp stays off but where being on is the point.</summary>
internal sealed class FieldChecks(Bench bench)
{
    private readonly int _pin = bench.Lamp.Pin;

    [Proves("2.2")]
    public async Task A_pin_may_be_a_text_or_a_fraction()
    {
        await CheckBrightnessAsync($$"""{"pin":"{{_pin}}","brightness":21}""", 21);
        await CheckBrightnessAsync($$"""{"pin":{{_pin}}.9,"brightness":22}""", 22);
    }

    [Proves("2.2")]
    public async Task A_pin_that_is_no_32_bit_number_is_pin_0()
    {
        foreach (var pin in new[] { "null", "[]", "{}", "\"x\"", $"{(1L << 32) + _pin}", "-3000000000", "1e30" })
        {
            var body = $$"""{"pin":{{pin}},"active":true,"brightness":23}""";
            Expect.Json(await bench.PostAsync("/api/control", body), 200, Expect.ControlDone, body);
        }

        var status = await bench.StatusAsync();
        Expect.True(bench.Found.Outputs.All(output => output.IsAs(status.Output(output.Pin))), "all outputs as before", status.Text);
    }

    [Proves("2.2")]
    public async Task Active_is_true_for_texts_arrays_objects_and_numbers_but_0()
    {
        foreach (var (active, expected) in new[]
                 {
                     ("true", true), ("false", false), ("\"false\"", true), ("null", false), ("1", true), ("0", false), ("0.5", true), ("[]", true), ("{}", true),
                 })
        {
            var output = await bench.ControlAsync(_pin, $$"""{"pin":{{_pin}},"active":{{active}},"brightness":10}""");
            Expect.Equal(expected, output.Active, $"for the active {active}");
        }
    }

    [Proves("2.2 G3")]
    public async Task A_brightness_that_is_no_whole_number_is_100()
    {
        foreach (var brightness in new[] { "\"50\"", "75.0", "true", "null", "[]", "{}", "3000000000" })
        {
            await CheckBrightnessAsync($$"""{"pin":{{_pin}},"brightness":24}""", 24);
            await CheckBrightnessAsync($$"""{"pin":{{_pin}},"brightness":{{brightness}}}""", 100);
        }
    }

    [Proves("2.2")]
    public async Task Unknown_fields_are_ignored_and_the_last_of_two_wins()
    {
        await CheckBrightnessAsync($$"""{"pin":{{_pin}},"brightness":25,"colour":"red","more":{"a":[1,2,{"b":null} ] } }""", 25);
        await CheckBrightnessAsync($$"""{"pin":{{_pin}},"brightness":1,"brightness":26}""", 26);
    }

    [Proves("2.2")]
    public async Task Blanks_and_escaped_keys_are_JSON()
    {
        await CheckBrightnessAsync($"\r\n\t {{ \"pin\" : {_pin} ,\n \"brightness\" : 27 }} \r\n", 27);
        await CheckBrightnessAsync($$"""{"\u0070in":{{_pin}},"bright\u006eess":28}""", 28);
    }

    [Proves("2.2")]
    public async Task Bare_keys_single_quotes_and_trailing_characters_are_forgiven()
    {
        await CheckBrightnessAsync($$"""{pin:{{_pin}},brightness:29}""", 29);
        await CheckBrightnessAsync($$"""{'pin':{{_pin}},'brightness':30}""", 30);
        await CheckBrightnessAsync($$"""{"pin":{{_pin}},"brightness":31} and so on""", 31);
    }

    [Proves("2.2")]
    public async Task JSON_that_is_no_object_has_no_fields()
    {
        foreach (var body in new[] { "[]", "5", "\"text\"", "true" })
            Expect.Json(await bench.PostAsync("/api/control", body), 200, Expect.ControlDone, $"the body {body}");
        var status = await bench.StatusAsync();
        Expect.True(bench.Found.Outputs.All(output => output.IsAs(status.Output(output.Pin))), "all outputs as before", status.Text);
    }

    [Proves("2.2")]
    public async Task Comments_NaN_and_deep_nesting_are_no_JSON()
    {
        var deep = $$"""{"pin":{{_pin}},"x":{{new string('[', 11)}}{{new string(']', 11)}}}""";
        foreach (var body in new[] { $$"""{/* a */"pin":{{_pin}}}""", $$"""{"pin":{{_pin}},"brightness":NaN}""", deep })
            Expect.Json(await bench.PostAsync("/api/control", body), 400, Expect.InvalidJson, $"the body {body}");
    }

    private async Task CheckBrightnessAsync(string body, int expected) =>
        Expect.Equal(expected, (await bench.ControlAsync(_pin, body)).Brightness, $"after {body} brightness");
}
