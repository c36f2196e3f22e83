namespace RailHub.Firmware.Conformance.Checks;

/// <summary><c>POST /api/interval</c>.</summary>
internal sealed class IntervalChecks(Bench bench)
{
    private readonly int _pin = bench.Lamp.Pin;

    [Proves("2.3 G6")]
    public async Task An_interval_is_set() => await CheckAsync($$"""{"pin":{{_pin}},"interval":500}""", 500);

    [Proves("2.4")]
    public async Task Without_interval_the_light_is_steady()
    {
        await CheckAsync($$"""{"pin":{{_pin}},"interval":500}""", 500);
        await CheckAsync($$"""{"pin":{{_pin}}}""", 0);
    }

    [Proves("2.2")]
    public async Task An_interval_may_be_a_text_or_a_fraction_and_is_0_when_it_does_not_fit()
    {
        foreach (var (interval, expected) in new[]
                 {
                     ("\"250\"", 250L), ("250.9", 250), ("true", 1), ("-1", 0), ("4294967295", uint.MaxValue), ("4294967296", 0), ("\"x\"", 0), ("null", 0), ("[]", 0),
                 })
            await CheckAsync($$"""{"pin":{{_pin}},"interval":{{interval}}}""", expected);
    }

    [Proves("8.3")]
    public async Task A_long_interval_is_not_wrapped_at_16_bits() => await CheckAsync($$"""{"pin":{{_pin}},"interval":70000}""", 70000);

    [Proves("2.3 G6")]
    public async Task An_interval_for_an_unknown_pin_is_404()
    {
        var body = $$"""{"pin":{{Bench.UnknownPin}},"interval":500}""";
        Expect.Json(await bench.PostAsync("/api/interval", body), 404, """{"error":"Output not found"}""", body);
    }

    [Proves("2.3")]
    public async Task An_interval_with_a_body_that_is_not_JSON_is_400() =>
        Expect.Json(await bench.PostAsync("/api/interval", """{"pin":"""), 400, Expect.InvalidJson, "half a body");

    private async Task CheckAsync(string body, long expected)
    {
        await bench.SucceedAsync("/api/interval", body);
        Expect.Equal(expected, (await bench.OutputAsync(_pin)).Interval, $"after {body} interval");
    }
}
