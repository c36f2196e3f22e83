namespace RailHub.Firmware.Conformance.Checks;

/// <summary>What <c>/api/chasing/create</c> refuses, and in which order (protocol 2.5, the stricter firmware).</summary>
internal sealed class GroupFormChecks(Bench bench)
{
    [Proves("2.5 G13", NeedsGroups = true)]
    public Task A_missing_or_odd_id_is_refused() => CheckAsync("Missing or invalid groupId",
        "{}", """{"groupId":null}""", """{"groupId":"1"}""", """{"groupId":1.5}""", """{"groupId":256}""", """{"groupId":-1}""", """{"groupId":true,"interval":1}""");

    [Proves("2.5 G13", NeedsGroups = true)]
    public Task Id_0_is_refused() => CheckAsync("GroupId must be 1-255", """{"groupId":0}""", """{"groupId":0,"interval":300,"outputs":[4,5]}""");

    [Proves("2.5 G13", NeedsGroups = true)]
    public Task A_missing_or_odd_interval_is_refused() => CheckAsync("Missing or invalid interval",
        """{"groupId":1}""", """{"groupId":1,"interval":-1}""", """{"groupId":1,"interval":"300"}""", """{"groupId":1,"interval":300.5}""", """{"groupId":1,"interval":null}""");

    [Proves("2.5 G13", NeedsGroups = true)]
    public Task An_interval_below_50_ms_is_refused() => CheckAsync("Interval must be at least 50ms",
        """{"groupId":1,"interval":49}""", """{"groupId":1,"interval":0,"outputs":[]}""", """{"groupId":1,"interval":49,"outputs":[4,5]}""");

    [Proves("2.5", NeedsGroups = true)]
    public Task Outputs_that_are_no_array_are_refused() => CheckAsync("Missing or invalid outputs array",
        """{"groupId":1,"interval":50}""", """{"groupId":1,"interval":300,"outputs":4}""", """{"groupId":1,"interval":300,"outputs":{"0":4}}""", """{"groupId":1,"interval":300,"outputs":null}""");

    [Proves("2.5", NeedsGroups = true)]
    public Task An_empty_group_is_refused() => CheckAsync("At least one output required", """{"groupId":1,"interval":300,"outputs":[]}""");

    [Proves("2.5", NeedsGroups = true)]
    public Task More_than_8_outputs_are_refused() => CheckAsync("Too many outputs (max 8)", """{"groupId":1,"interval":300,"outputs":[0,0,0,0,0,0,0,0,0]}""");

    [Proves("2.5", NeedsGroups = true)]
    public Task A_member_that_is_no_whole_number_is_refused() =>
        CheckMembersAsync("Invalid output format", "\"x\"", "null", "[1]", "{}", "true", $"{Pin}.5", $"{Pin},\"x\"");

    [Proves("2.5 G13", NeedsGroups = true)]
    public Task A_member_that_is_no_output_is_refused() => CheckMembersAsync("Invalid GPIO pin", $"{Bench.UnknownPin}", "-1", "0,1,2", $"{Pin},{Bench.UnknownPin}");

    [Proves("2.5 G13", NeedsGroups = true)]
    public Task A_member_twice_is_refused() => CheckMembersAsync("Duplicate GPIO pin", $"{Pin},{Pin}", $"{Pin},{OtherPin},{Pin}", $"{Pin},{Pin},{Bench.UnknownPin}");

    private int Pin => bench.Found.Outputs[0].Pin;

    private int OtherPin => bench.Found.Outputs[1].Pin;

    private Task CheckMembersAsync(string error, params string[] members) =>
        CheckAsync(error, [.. members.Select(list => $$"""{"groupId":1,"interval":300,"outputs":[{{list}}]}""")]);

    private async Task CheckAsync(string error, params string[] bodies)
    {
        foreach (var body in bodies)
            Expect.Json(await bench.PostAsync("/api/chasing/create", body), 400, $$"""{"error":"{{error}}"}""", body);
        Expect.Sequence(bench.Found.Groups!.Select(group => group.Id), (await bench.StatusAsync()).Groups!.Select(group => group.Id), "groups as before:");
    }
}
