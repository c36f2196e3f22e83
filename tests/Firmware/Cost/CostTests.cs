using RailHub.Firmware.Counting;

namespace RailHub.Firmware.Tests.Cost;

/// <summary>
/// What a board's interpreter has to do while everybody else waits for the gate, counted on the firmware's own instructions. A limit that is
/// passed is a mistake, or a reason to change the table in docs/firmware.md as well. All that was counted is kept beside the tests.
/// </summary>
public sealed class CostTests : IDisposable
{
    /// <summary>50 ms at 12 ns each: what a light may be late by (docs/firmware.md, "What a board spends").</summary>
    private const long Limit = 4_000_000;

    private readonly Machine _machine = Machine.OfFirmware();

    public static TheoryData<string, bool> Boards => new() { { "RailHub32", false }, { "RailHub32", true }, { "RailHub8266", true } };

    public void Dispose() => _machine.Dispose();

    [Theory]
    [MemberData(nameof(Boards))]
    public void No_hold_of_the_gate_makes_the_lights_late(string profile, bool withGroups)
    {
        var all = new Workload(_machine, profile, withGroups).All().ToList();
        File.WriteAllLines(
            Path.Combine(AppContext.BaseDirectory, $"costs-{profile}{(withGroups ? "-groups" : "")}.txt"),
            all.Select(entry => $"{entry.Name}: {entry.Cost}"));

        Assert.All(all.Where(entry => !entry.Name.EndsWith("no gate", StringComparison.Ordinal)),
            entry => Assert.True(entry.Cost.Estimate < Limit, $"{entry.Name}: {entry.Cost}"));
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_status_looks_at_no_string_and_leaves_no_garbage(string profile, bool withGroups)
    {
        var cost = new Workload(_machine, profile, withGroups).Status();

        Assert.Equal((0, 0, 0), (cost.StringLooks, cost.Literals, cost.Allocations));
        Assert.InRange(cost.Estimate, 50_000, 500_000);
    }

    [Fact]
    public void A_save_seals_once()
    {
        var cost = new Workload(_machine, "RailHub32", false).Save();

        // One walk over the 625 bytes; a second one would be 20,000 instructions more.
        Assert.InRange(cost.Instructions, 10_000, 30_000);
    }

    [Fact]
    public void A_page_is_never_whole_in_memory()
    {
        var cost = new Workload(_machine, "RailHub32", false).WholePage();

        // All that a visit leaves behind, before anything of it is collected, is less than the page twice: four visits fit into 90 KB.
        Assert.InRange(cost.AllocatedBytes, 9_000, 20_000);
        Assert.Equal(0, cost.StringLooks);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Five_viewers_and_four_visits_of_the_page_at_once_leave_half_of_ninety_kilobytes(string profile, bool withGroups)
    {
        Assert.InRange(new Workload(_machine, profile, withGroups).Crowd(), 20_000, 45_000);
    }

    [Fact]
    public void A_long_path_costs_no_more_than_a_short_one_may()
    {
        var cost = new Workload(_machine, "RailHub8266", true).LongPath();

        Assert.InRange(cost.Estimate, 0, 500_000);
    }

    [Fact]
    public void The_machine_does_what_the_host_does()
    {
        var bench = _machine.New("RailHub.Firmware.SelfTest.Bench", _machine.Static("RailHub.Firmware.BoardProfile", "RailHub8266"));
        _machine.Call(bench, "Post", "/api/chasing/create", """{"groupId":1,"interval":300,"outputs":[4,5,12],"name":"Runway Lights"}""");
        _machine.Call(bench, "Post", "/api/name", """{"pin":4,"name":"Yard \"A\""}""");
        var board = TestBoard.RailHub8266();
        board.Post("/api/chasing/create", """{"groupId":1,"interval":300,"outputs":[4,5,12],"name":"Runway Lights"}""");
        board.Post("/api/name", """{"pin":4,"name":"Yard \"A\""}""");

        var expected = board.Status();
        Assert.EndsWith(expected[expected.IndexOf("\"outputs\"", StringComparison.Ordinal)..], (string)_machine.Call(bench, "Status")!, StringComparison.Ordinal);
    }
}
