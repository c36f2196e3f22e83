using System.Text;

namespace RailHub.Protocol.Tests.Status;

/// <summary>What counts as a change, what is kept, and what it costs.</summary>
public sealed class StatusChangeTests
{
    private readonly StatusParser _parser = new();

    [Theory]
    [InlineData("\"uptime\":87654", "\"uptime\":3")]
    [InlineData("\"freeHeap\":28672", "\"freeHeap\":11111")]
    [InlineData("\"apClients\":0", "\"apClients\":2")]
    [InlineData("\"buildDate\":\"Nov 19 2025 10:20:30\"", "\"buildDate\":\"Nov  5 2025 09:08:07\"")]
    [InlineData("\"flashFree\":2723840", "\"flashFree\":1,\"unheardOf\":{\"deep\":[1,{\"er\":null}]}")]
    public void Telemetry_and_unknown_members_are_no_change(string from, string to)
    {
        var before = Parse(Golden.RailHub8266Chasing);

        var result = _parser.Parse(Golden.RailHub8266Chasing.Replace(from, to, StringComparison.Ordinal).Utf8(), before);

        Assert.Equal(ParseOutcome.Unchanged, result.Outcome);
        Assert.Same(before, result.Snapshot);
    }

    [Theory]
    [InlineData("\"currentStep\":0", "\"currentStep\":2")]
    [InlineData("\"active\":true,\"name\":\"Runway", "\"active\":false,\"name\":\"Runway")]
    public void The_step_and_activity_of_a_group_are_no_change(string from, string to)
    {
        var before = Parse(Golden.Seed);

        Assert.Same(before, _parser.Parse(Golden.Seed.Replace(from, to, StringComparison.Ordinal).Utf8(), before).Snapshot);
    }

    [Theory]
    [InlineData("\"active\":true,\"brightness\":80", "\"active\":false,\"brightness\":80")]
    [InlineData("\"brightness\":80", "\"brightness\":81")]
    [InlineData("\"interval\":500", "\"interval\":501")]
    [InlineData("\"Gate\"", "\"gate\"")]
    [InlineData("\"pin\":12", "\"pin\":13")]
    [InlineData("\"chasingGroup\":1,\"name\":\"Gate\"", "\"chasingGroup\":2,\"name\":\"Gate\"")]
    [InlineData("\"Runway Lights\"", "\"Runway lights\"")]
    [InlineData("[0,1,2]", "[0,2,1]")]
    [InlineData("[0,1,2]", "[0,1]")]
    [InlineData("\"interval\":300", "\"interval\":301")]
    [InlineData("{\"id\":1", "{\"id\":2")]
    [InlineData("\"Yard\"", "\"yard\"")]
    [InlineData("\"MyWiFi\"", "\"Other\"")]
    [InlineData("\"192.168.1.102\"", "\"192.168.1.103\"")]
    [InlineData("\"STA\"", "\"AP\"")]
    public void Anything_a_reader_could_see_is_a_change(string from, string to)
    {
        Assert.Contains(from, Golden.Seed, StringComparison.Ordinal);
        var before = Parse(Golden.Seed);

        var result = _parser.Parse(Golden.Seed.Replace(from, to, StringComparison.Ordinal).Utf8(), before);

        Assert.Equal(ParseOutcome.Changed, result.Outcome);
        Assert.NotSame(before, result.Snapshot);
    }

    [Fact]
    public void A_change_shares_with_its_predecessor_what_stayed()
    {
        var before = Parse(Golden.Seed);

        var after = _parser.Parse(Golden.Seed.Replace("\"brightness\":80", "\"brightness\":81", StringComparison.Ordinal).Utf8(), before).Snapshot!;

        Assert.Same(before.Name, after.Name);
        Assert.Same(before.Outputs[0].Name, after.Outputs[0].Name);
        Assert.True(before.Groups == after.Groups, "the very same array");
        Assert.False(before.Outputs == after.Outputs);
    }

    [Fact]
    public void A_changed_group_leaves_its_neighbours_alone()
    {
        const string one = """{"groupId":1,"name":"One","interval":300,"outputCount":2,"outputs":[4,5]}""";
        const string two = """{"groupId":2,"name":"Two","interval":300,"outputCount":2,"outputs":[12,13]}""";
        var before = Parse(Golden.RailHub8266Socket.WithGroups(one, two));

        var after = _parser.Parse(Golden.RailHub8266Socket.WithGroups(one, two.Replace("Two", "2", StringComparison.Ordinal)).Utf8(), before).Snapshot!;

        Assert.Same(before.Groups[0], after.Groups[0]);
        Assert.Equal(new GroupReading(2, "2", 300, [12, 13]), after.Groups[1]);
    }

    [Fact]
    public void Members_that_a_document_lacks_keep_their_values()
    {
        var before = Parse(Golden.Seed);

        var result = _parser.Parse("""{"outputs":[{"pin":4},{"pin":5,"name":null},{"pin":12,"brightness":"?"}]}"""u8, before);

        Assert.Same(before, result.Snapshot);
    }

    [Fact]
    public void A_kept_value_follows_its_pin_not_its_place()
    {
        var before = Parse(Golden.Seed);

        var after = _parser.Parse("""{"outputs":[{"pin":12},{"pin":4},{"pin":99}]}"""u8, before).Snapshot!;

        Assert.Equal([new(12, true, 100, 0, "", 1), new(4, true, 80, 0, "Gate", 1), new(99, false, 100, 0, "", -1)], after.Outputs);
    }

    [Fact]
    public void Another_board_at_the_address_inherits_nothing()
    {
        var before = Parse(Golden.RailHub8266Chasing);

        var result = _parser.Parse(Golden.RailHub32Socket.Utf8(), before);

        Assert.Equal(ParseOutcome.Changed, result.Outcome);
        Assert.Null(result.Snapshot!.Name);
        Assert.False(result.Snapshot.HasChasing);
        Assert.Equal(Dialect.RailHub32, result.Snapshot.Dialect);
    }

    [Theory]
    [InlineData("5c:cf:7f:ab:cd:ef")]
    [InlineData("5C-CF-7F-AB-CD-EF")]
    [InlineData("5ccf7fabcdef")]
    [InlineData("5CCF.7FAB.CDEF")]
    public void A_mac_address_in_another_notation_is_the_same_identity(string mac)
    {
        var before = Parse(Golden.Seed);

        var result = _parser.Parse(Golden.Seed.Replace("5C:CF:7F:AB:CD:EF", mac, StringComparison.Ordinal).Utf8(), before);

        Assert.Same(before, result.Snapshot);
        Assert.Equal(new MacAddress(0x5CCF7FABCDEF), result.ToldMac);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5C:CF:7F:AB:CD")]
    [InlineData(" 5C:CF:7F:AB:CD:EF")]
    public void A_mac_address_that_cannot_be_read_is_as_one_that_is_not_told(string mac)
    {
        var document = Golden.Seed.Replace("5C:CF:7F:AB:CD:EF", mac, StringComparison.Ordinal);
        Assert.Null(Parse(document).MacAddress);
        var before = Parse(Golden.Seed);

        var result = _parser.Parse(document.Utf8(), before);

        Assert.Same(before, result.Snapshot);
        Assert.Null(result.ToldMac);
    }

    [Fact]
    public void A_zero_mac_address_is_one_and_not_the_lack_of_one()
    {
        var document = Golden.Seed.Replace("5C:CF:7F:AB:CD:EF", "00:00:00:00:00:00", StringComparison.Ordinal);

        var result = _parser.Parse(document.Utf8(), Parse(Golden.Seed));

        Assert.Equal(new MacAddress(0), result.Snapshot!.MacAddress);
        Assert.Equal(MacProblem.Zero, result.Snapshot.MacAddress!.Value.Problem);
    }

    [Fact]
    public void A_document_without_evidence_does_not_change_the_dialect()
    {
        var before = Parse(Golden.RailHub32Http);

        var result = _parser.Parse(Golden.RailHub32Http.Replace("\"wsClients\":1,", "", StringComparison.Ordinal).Utf8(), before);

        Assert.Same(before, result.Snapshot);
    }

    [Fact]
    public void Two_groups_with_one_id_are_both_kept()
    {
        const string first = """{"groupId":1,"name":"A","interval":300,"outputCount":2,"outputs":[4,5]}""";
        const string second = """{"groupId":1,"name":"B","interval":300,"outputCount":2,"outputs":[12,13]}""";
        var document = Golden.RailHub8266Socket.WithGroups(first, second);

        var board = Parse(document);

        Assert.Equal(["A", "B"], board.Groups.Select(group => group.Name));
        Assert.Same(board, _parser.Parse(document.Utf8(), board).Snapshot);
    }

    [Fact]
    public void No_change_costs_no_allocation()
    {
        byte[][] documents = [Golden.RailHub32Socket.Utf8(), Golden.RailHub8266Chasing.Utf8(), Golden.Seed.Utf8(), WithEverythingOdd()];
        foreach (var document in documents)
        {
            var board = _parser.Parse(document, null).Snapshot!;
            _parser.Parse(document, board);

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                _parser.Parse(document, board);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public void A_changed_output_costs_one_snapshot_and_one_array()
    {
        var on = Golden.RailHub32Socket.With("""{"pin":4,"active":true,"brightness":74,"name":"","interval":0}""").Utf8();
        var off = Golden.RailHub32Socket.Utf8();
        var board = _parser.Parse(off, null).Snapshot!;
        board = _parser.Parse(on, board).Snapshot!;

        var before = GC.GetAllocatedBytesForCurrentThread();
        board = _parser.Parse(off, board).Snapshot!;
        var spent = GC.GetAllocatedBytesForCurrentThread() - before;

        // 16 outputs of 32 bytes, the array's head, and the snapshot.
        Assert.InRange(spent, 1, (16 * 32) + 24 + 96);
        Assert.False(board.Find(4)!.Value.Active);
    }

    /// <summary>Escapes, a cut character, a float, and a wrong type in one document.</summary>
    private static byte[] WithEverythingOdd()
    {
        var document = """{"name":"\u00dc\n\ud83d\ude82?","outputs":[{"pin":4,"brightness":74.5,"name":"a\tb"},{"pin":5,"active":"yes"}]}""".Utf8();
        document[Encoding.UTF8.GetString(document).IndexOf('?', StringComparison.Ordinal)] = 0xE2;
        return document;
    }

    private StatusSnapshot Parse(string document) => _parser.Parse(document.Utf8(), null).Snapshot ?? throw new ArgumentException("not a status");
}
