using System.Text.Json;
using RailHub.Firmware.Conformance.Documents;

namespace RailHub.Firmware.Conformance.Checks;

/// <summary>Chasing groups (protocol 4.5), on outputs and in slots that the club's own groups leave.</summary>
internal sealed class ChasingChecks(Bench bench)
{
    // So slow that no step disturbs what is compared.
    private const int Slow = 60_000;

    // Twenty steps, in milliseconds.
    private const int StepLimit = 3000;

    [Proves("2.5 G11 G12", NeedsGroups = true)]
    public async Task A_new_group_is_shown_with_its_members_in_running_order()
    {
        var id = bench.FreeGroups(1)[0];
        var pins = bench.FreePins(3).Reverse().ToArray();
        await bench.CreateGroupAsync(id, Slow, pins, "Runway Lights");

        var status = await bench.StatusAsync();
        var group = status.RequireGroup(id);
        Expect.Equal($"Runway Lights {Slow} 0", $"{group.Name} {group.Interval} {group.CurrentStep}", "name, interval and step");
        Expect.Sequence(pins, group.Pins, "members");
        foreach (var pin in pins)
            Expect.Equal($"True {id}", Show(status.Output(pin)), $"active and chasingGroup of member {pin}");
        StatusChecks.CheckMembership(status);
    }

    [Proves("3.4 G12", NeedsGroups = true)]
    public async Task A_group_has_the_members_of_the_seed_in_their_order_and_ranges()
    {
        var id = bench.FreeGroups(1)[0];
        await bench.CreateGroupAsync(id, Slow, bench.FreePins(2), "Shape");

        var status = await bench.StatusAsync();
        foreach (var group in status.Root.GetProperty("chasingGroups").EnumerateArray())
        {
            Expect.Sequence(["id", "active", "name", "outputs", "interval", "currentStep"], Status.Members(group), "members of a group");
            Expect.Equal(JsonValueKind.True, group.GetProperty("active").ValueKind, "'active' of a group");
            StatusChecks.CheckNumber(group, "id", 0, 255);
            StatusChecks.CheckNumber(group, "interval", 0, uint.MaxValue);
            StatusChecks.CheckNumber(group, "currentStep", 0, group.GetProperty("outputs").GetArrayLength() - 1);
        }
    }

    [Proves("4.5", NeedsGroups = true)]
    public async Task Without_a_name_a_group_has_its_default_name()
    {
        var id = bench.FreeGroups(1)[0];
        await bench.CreateGroupAsync(id, Slow, bench.FreePins(2));
        Expect.Equal($"Group {id}", (await bench.StatusAsync()).RequireGroup(id).Name, "name");
    }

    [Proves("4.5", NeedsGroups = true)]
    public async Task The_step_moves_on_and_comes_round()
    {
        var id = bench.FreeGroups(1)[0];
        await bench.CreateGroupAsync(id, 150, bench.FreePins(2), "Steps");
        var seen = new HashSet<int?>();
        var start = bench.Time.GetTimestamp();
        while (seen.Count < 2 && bench.MillisecondsSince(start) < StepLimit)
        {
            seen.Add((await bench.StatusAsync()).RequireGroup(id).CurrentStep);
            await bench.WaitAsync(40);
        }

        Expect.Sequence([0, 1], seen.Order(), $"steps within {StepLimit} ms");
    }

    [Proves("4.5", NeedsGroups = true)]
    public async Task A_group_of_one_runs()
    {
        var id = bench.FreeGroups(1)[0];
        var pins = bench.FreePins(1);
        await bench.CreateGroupAsync(id, 50, pins, "One");
        var group = (await bench.StatusAsync()).RequireGroup(id);
        Expect.Sequence(pins, group.Pins, "members");
        Expect.Equal(0, group.CurrentStep, "step");
    }

    [Proves("8.3 G17", NeedsGroups = true)]
    public async Task An_update_frees_the_members_it_drops_and_keeps_the_name()
    {
        var id = bench.FreeGroups(1)[0];
        var pins = bench.FreePins(3);
        await bench.CreateGroupAsync(id, Slow, pins, "Runway Lights");
        await bench.CreateGroupAsync(id, 300, pins[..2]);

        var status = await bench.StatusAsync();
        var group = status.RequireGroup(id);
        Expect.Sequence(pins[..2], group.Pins, "members");
        Expect.Equal("Runway Lights 300", $"{group.Name} {group.Interval}", "name and interval");
        Expect.Equal(-1, status.Output(pins[2]).ChasingGroup, "chasingGroup of the dropped member");
        Expect.Equal(1, status.Groups!.Count(other => other.Id == id), $"groups with id {id}");
    }

    [Proves("4.5 G18", NeedsGroups = true)]
    public async Task A_deleted_group_leaves_its_members_off_free_and_otherwise_as_they_were()
    {
        var id = bench.FreeGroups(1)[0];
        var pins = bench.FreePins(2);
        await bench.ControlAsync(pins[0], $$"""{"pin":{{pins[0]}},"brightness":43}""");
        var before = await bench.OutputAsync(pins[0]);
        await bench.CreateGroupAsync(id, Slow, pins, "Short");
        await bench.DeleteGroupAsync(id);

        var status = await bench.StatusAsync();
        Expect.Equal(null, status.Group(id), "group");
        Expect.Equal(before with { Active = false, ChasingGroup = -1 }, status.Output(pins[0]), "member");
        Expect.Equal("False -1", Show(status.Output(pins[1])), "active and chasingGroup of the other member");
    }

    [Proves("2.3 G18", NeedsGroups = true)]
    public async Task Deleting_an_unknown_group_is_a_success()
    {
        await bench.DeleteGroupAsync(bench.FreeGroups(1)[0]);
        await bench.DeleteGroupAsync(250);
    }

    [Proves("2.3 G15", NeedsGroups = true)]
    public async Task A_group_is_renamed_and_an_empty_name_is_the_default()
    {
        var id = bench.FreeGroups(1)[0];
        await bench.CreateGroupAsync(id, Slow, bench.FreePins(2), "Old");
        foreach (var (name, expected) in new[]
                 {
                     ("\"New \\\"Süd\\\"\"", "New \"Süd\""), ("\"\"", $"Group {id}"), ("\"x\"", "x"), ("null", $"Group {id}"), ("\"y\"", "y"), ("5", $"Group {id}"),
                 })
        {
            await bench.SucceedAsync("/api/chasing/name", $$"""{"groupId":{{id}},"name":{{name}}}""");
            Expect.Equal(expected, (await bench.StatusAsync()).RequireGroup(id).Name, $"for {name} the name");
        }
    }

    [Proves("8.3 G15", NeedsGroups = true)]
    public async Task A_long_group_name_is_cut_between_characters()
    {
        var id = bench.FreeGroups(1)[0];
        await bench.CreateGroupAsync(id, Slow, bench.FreePins(2), "Old");
        await bench.SucceedAsync("/api/chasing/name", $$"""{"groupId":{{id}},"name":"Einfahrsignal Nord Ü1"}""");
        Expect.Equal("Einfahrsignal Nord", (await bench.StatusAsync()).RequireGroup(id).Name.TrimEnd(), "name");
    }

    [Proves("2.3 G15", NeedsGroups = true)]
    public async Task A_name_for_an_unknown_group_is_404()
    {
        var body = $$"""{"groupId":{{bench.FreeGroups(1)[0]}},"name":"x"}""";
        Expect.Json(await bench.PostAsync("/api/chasing/name", body), 404, """{"error":"Group not found"}""", body);
    }

    [Proves("2.3", NeedsGroups = true)]
    public async Task A_group_call_with_a_body_that_is_not_JSON_is_400()
    {
        foreach (var call in new[] { "create", "delete", "name" })
            Expect.Json(await bench.PostAsync($"/api/chasing/{call}", """{"groupId":"""), 400, Expect.InvalidJson, $"half a body for {call}");
    }

    [Proves("4.5 G16", NeedsGroups = true)]
    public async Task Control_of_a_member_is_shown_and_leaves_it_in_the_group()
    {
        var id = bench.FreeGroups(1)[0];
        var pins = bench.FreePins(2);
        await bench.CreateGroupAsync(id, Slow, pins, "Members");
        var output = await bench.ControlAsync(pins[1], $$"""{"pin":{{pins[1]}},"active":false,"brightness":40}""");
        Expect.Equal($"False 40 {id}", $"{output.Active} {output.Brightness} {output.ChasingGroup}", "active, brightness and chasingGroup");
    }

    [Proves("4.4", NeedsGroups = true)]
    public async Task An_interval_of_a_member_is_kept_while_it_chases()
    {
        var id = bench.FreeGroups(1)[0];
        var pins = bench.FreePins(2);
        await bench.CreateGroupAsync(id, 100, pins, "Blink");
        await bench.SucceedAsync("/api/interval", $$"""{"pin":{{pins[0]}},"interval":60}""");
        for (var i = 0; i < 8; i++)
        {
            var output = await bench.OutputAsync(pins[0]);
            Expect.Equal($"True 60 {id}", $"{output.Active} {output.Interval} {output.ChasingGroup}", "active, interval and chasingGroup of the member");
            await bench.WaitAsync(25);
        }
    }

    [Proves("8.3", NeedsGroups = true)]
    public async Task An_output_that_changes_groups_is_in_the_new_one_only()
    {
        var ids = bench.FreeGroups(2);
        var pins = bench.FreePins(3);
        await bench.CreateGroupAsync(ids[0], Slow, pins[..2], "First");
        await bench.CreateGroupAsync(ids[1], Slow, pins[1..], "Second");
        var status = await bench.StatusAsync();
        Expect.Equal(ids[1], status.Output(pins[1]).ChasingGroup, "chasingGroup of the output in both");
        StatusChecks.CheckMembership(status);
        Expect.Equal(1, status.Groups!.Count(group => group.Pins.Contains(pins[1])), "number of groups that list it");
    }

    [Proves("8.3 G19", NeedsGroups = true)]
    public async Task A_large_id_is_shown_as_it_is()
    {
        bench.FreeGroups(1);
        foreach (var id in Bench.LargeGroupIds.Where(id => bench.Found.Group(id) is null))
        {
            var pins = bench.FreePins(2);
            await bench.CreateGroupAsync(id, Slow, pins, "X");
            Expect.Equal(id, (await bench.StatusAsync()).Output(pins[0]).ChasingGroup, "chasingGroup");
            await bench.DeleteGroupAsync(id);
        }
    }

    [Proves("8.3", NeedsGroups = true)]
    public async Task A_long_group_interval_is_not_wrapped_at_16_bits()
    {
        var id = bench.FreeGroups(1)[0];
        var answer = await bench.PostAsync("/api/chasing/create", $$"""{"groupId":{{id}},"interval":70000,"outputs":[{{bench.FreePins(1)[0]}}],"name":"Long"}""");
        var group = (await bench.StatusAsync()).Group(id);
        if (answer.Status == 400)
            Expect.Equal(null, group, "after the refusal the group");
        else
            Expect.Equal(70000, group?.Interval, "interval");
    }

    [Proves("8.3 G14", NeedsGroups = true)]
    public async Task Four_groups_run_and_a_fifth_is_refused()
    {
        var free = bench.FreeGroupCount;
        if (free == 0)
            throw new CheckSkipped("all four slots are taken by the club's own groups");
        var ids = bench.FreeGroups(free);
        var pins = bench.FreePins(free + 1);
        for (var i = 0; i < free; i++)
            await bench.CreateGroupAsync(ids[i], Slow, [pins[i]], $"Test {i}");

        var fifth = Bench.GroupsOfChecks(bench.Found).First(id => !ids.Contains(id));
        var answer = await bench.PostAsync("/api/chasing/create", $$"""{"groupId":{{fifth}},"interval":300,"outputs":[{{pins[free]}}],"name":"Fifth"}""");
        Expect.True(answer.Status == 400 && answer.Text.StartsWith("""{"error":""", StringComparison.Ordinal), "400 with an error to the fifth group",
            $"{answer.Status} {answer.Text}");

        var status = await bench.StatusAsync();
        Expect.Equal(4, status.Groups!.Count, "number of groups");
        Expect.Equal("False -1", Show(status.Output(pins[free]) with { Active = false }), "chasingGroup of the output that was refused");

        await bench.CreateGroupAsync(ids[0], Slow, [pins[0]], "Changed");
        await bench.DeleteGroupAsync(ids[0]);
        await bench.CreateGroupAsync(fifth, Slow, [pins[free]], "In its place");
        Expect.Equal("In its place", (await bench.StatusAsync()).RequireGroup(fifth).Name, "name");
    }

    private static string Show(Output output) => $"{output.Active} {output.ChasingGroup}";
}
