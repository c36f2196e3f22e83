namespace RailHub.Firmware.Conformance.Checks;

/// <summary><c>POST /api/reset</c>, which is called only when it is asked for.</summary>
internal sealed class ResetChecks(Bench bench)
{
    [Proves("4.9 G8", Resets = true)]
    public async Task A_reset_erases_what_is_stored_and_leaves_the_lights_alone()
    {
        var before = await bench.StatusAsync();
        var answer = await bench.PostAsync("/api/reset", "");
        Expect.Json(answer, 200, """{"status":"reset_complete"}""", "reset");
        var after = await bench.StatusAsync();
        Expect.Equal(before.TextOf("name"), after.TextOf("name"), "device name as before:");
        Expect.Sequence(before.Outputs, after.Outputs, "outputs as before:");
        Expect.Equal(before.Groups?.Count, after.Groups?.Count, "number of groups as before:");
        bench.Note("outputs and groups are sent again; the device name is not stored any more");
    }
}
