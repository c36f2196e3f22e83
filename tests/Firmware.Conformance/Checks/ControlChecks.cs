using RailHub.Firmware.Conformance.Documents;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary><c>POST /api/control</c>.</summary>
internal sealed class ControlChecks(Bench bench)
{
    // More wrong ones than this say nothing new.
    private const int MostExamples = 5;

    private readonly int _pin = bench.Lamp.Pin;

    [Proves("2.3 G9")]
    public async Task Control_sets_wish_and_brightness() =>
        await CheckAsync($$"""{"pin":{{_pin}},"active":true,"brightness":50}""", true, 50);

    [Proves("2.4 G2")]
    public async Task Without_brightness_it_is_100_also_when_switching_off()
    {
        await CheckAsync($$"""{"pin":{{_pin}},"active":true,"brightness":50}""", true, 50);
        await CheckAsync($$"""{"pin":{{_pin}},"active":false}""", false, 100);
    }

    [Proves("2.4 G3")]
    public async Task Without_active_it_is_off()
    {
        await CheckAsync($$"""{"pin":{{_pin}},"active":true,"brightness":40}""", true, 40);
        await CheckAsync($$"""{"pin":{{_pin}},"brightness":60}""", false, 60);
    }

    [Proves("2.4 G3")]
    public async Task Brightness_is_clamped_to_0_and_100()
    {
        await CheckAsync($$"""{"pin":{{_pin}},"brightness":-5}""", false, 0);
        await CheckAsync($$"""{"pin":{{_pin}},"brightness":150}""", false, 100);
    }

    [Proves("4.1")]
    public async Task An_output_that_is_off_keeps_its_brightness()
    {
        await CheckAsync($$"""{"pin":{{_pin}},"active":false,"brightness":20}""", false, 20);
        await bench.SucceedAsync("/api/interval", $$"""{"pin":{{_pin}},"interval":500}""");
        Expect.Equal("False 20", Show(await bench.OutputAsync(_pin)), "after a new interval");
    }

    [Proves("2.4 G4 G10")]
    public async Task Control_of_an_unknown_pin_is_ok_and_changes_nothing()
    {
        foreach (var body in new[] { $$"""{"pin":{{Bench.UnknownPin}},"active":true,"brightness":50}""", """{"pin":-1,"active":true}""", "{}" })
        {
            Expect.Json(await bench.PostAsync("/api/control", body), 200, Expect.ControlDone, body);
            var status = await bench.StatusAsync();
            Expect.True(bench.Found.Outputs.All(output => output.IsAs(status.Output(output.Pin))), "all outputs as before", status.Text);
        }
    }

    [Proves("2.3 G7")]
    public async Task Control_with_a_body_that_is_not_JSON_is_400()
    {
        foreach (var body in new[] { $$"""{"pin":{{_pin}}""", "", "{", "pin=4", "nonsense", """{"pin":}""" })
            Expect.Json(await bench.PostAsync("/api/control", body), 400, Expect.InvalidJson, $"the body '{body}'");
        Expect.Equal(Show(bench.Lamp), Show(await bench.OutputAsync(_pin)), "the output as before,");
    }

    [Proves("4.2")]
    public async Task Every_percentage_comes_back_unchanged()
    {
        var wrong = new List<string>();
        for (var percent = 0; percent <= 100 && wrong.Count < MostExamples; percent++)
        {
            // Off: the lamp need not run through all of it.
            var output = await bench.ControlAsync(_pin, $$"""{"pin":{{_pin}},"active":false,"brightness":{{percent}}}""");
            if (output.Brightness != percent)
                wrong.Add($"{percent} came back as {output.Brightness}");
        }

        Expect.True(wrong.Count == 0, "every percentage of 0..100 unchanged", string.Join(", ", wrong));
    }

    [Proves("4.4")]
    public async Task Blinking_never_shows_in_the_status()
    {
        await bench.SucceedAsync("/api/interval", $$"""{"pin":{{_pin}},"interval":60}""");
        await CheckAsync($$"""{"pin":{{_pin}},"active":true,"brightness":70}""", true, 70);
        for (var i = 0; i < 12; i++)
        {
            Expect.Equal("True 70", Show(await bench.OutputAsync(_pin)), "while it blinks,");
            await bench.WaitAsync(25);
        }
    }

    private static string Show(Output output) => $"{output.Active} {output.Brightness}";

    private async Task CheckAsync(string body, bool active, int brightness)
    {
        var output = await bench.ControlAsync(_pin, body);
        Expect.Equal($"{active} {brightness}", Show(output), $"after {body} active and brightness");
    }
}
