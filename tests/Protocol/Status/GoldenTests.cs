namespace RailHub.Protocol.Tests.Status;

/// <summary>Every status document of protocol 9, read.</summary>
public sealed class GoldenTests
{
    private readonly StatusParser _parser = new();

    [Fact]
    public void The_documents_have_their_exact_sizes()
    {
        Assert.Equal(1343, Golden.RailHub32Http.Length);
        Assert.Equal(1312, Golden.RailHub32Socket.Length);
        Assert.Equal(841, Golden.RailHub8266AHttp.Length);
        Assert.Equal(880, Golden.RailHub8266Socket.Length);
        Assert.Equal(901, Golden.RailHub8266BHttp.Length);
        Assert.Equal(960, Golden.RailHub8266Chasing.Length);
    }

    [Fact]
    public void G0a_RailHub32_over_http()
    {
        var result = _parser.Parse(Golden.RailHub32Http.Utf8(), null);

        Assert.Equal(ParseOutcome.Changed, result.Outcome);
        Assert.Null(result.Error);
        Assert.Equal(new BoardTelemetry(123456, 248576, 1, 0), result.Telemetry);
        var board = result.Snapshot!;
        Assert.Equal(new MacAddress(0x9C9C1F189EBC), board.MacAddress);
        Assert.Equal("ESP32-Controller-01", board.Name);
        Assert.Equal("STA", board.WifiMode);
        Assert.Equal("192.168.1.100", board.Ip);
        Assert.Equal("MyWiFi", board.Ssid);
        Assert.Equal(Dialect.RailHub32, board.Dialect);
        Assert.False(board.HasChasing);
        Assert.Empty(board.Groups);
        Assert.Equal([2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14], board.Outputs.Select(output => output.Pin));
        Assert.All(board.Outputs, output => Assert.Equal(new OutputReading(output.Pin, false, 100, 0, "", -1), output));
    }

    [Fact]
    public void G0b_RailHub32_over_the_socket_lacks_name_and_network()
    {
        var board = Parse(Golden.RailHub32Socket);

        Assert.Equal(new MacAddress(0x9C9C1F189EBC), board.MacAddress);
        Assert.Equal("192.168.1.100", board.Ip);
        Assert.Null(board.Name);
        Assert.Null(board.WifiMode);
        Assert.Null(board.Ssid);
        Assert.Equal(Dialect.RailHub32, board.Dialect);
        Assert.Equal(16, board.Outputs.Length);
    }

    [Fact]
    public void G0a_then_G0b_is_no_change()
    {
        var http = Parse(Golden.RailHub32Http);

        var result = _parser.Parse(Golden.RailHub32Socket.Utf8(), http);

        Assert.Equal(ParseOutcome.Unchanged, result.Outcome);
        Assert.Same(http, result.Snapshot);
    }

    [Fact]
    public void G0c_d_e_RailHub8266_says_the_same_in_three_shapes()
    {
        var http = Parse(Golden.RailHub8266AHttp);

        Assert.Equal(Dialect.RailHub8266, http.Dialect);
        Assert.True(http.HasChasing);
        Assert.Empty(http.Groups);
        Assert.Equal([4, 5, 12, 13, 14, 16, 2], http.Outputs.Select(output => output.Pin));
        Assert.Same(http, _parser.Parse(Golden.RailHub8266Socket.Utf8(), http).Snapshot);
        Assert.Same(http, _parser.Parse(Golden.RailHub8266BHttp.Utf8(), http).Snapshot);
        Assert.Equal(Dialect.RailHub8266, Parse(Golden.RailHub8266Socket).Dialect);
        Assert.Equal(new BoardTelemetry(87654, 28672, null, 0), _parser.Parse(Golden.RailHub8266Socket.Utf8(), null).Telemetry);
    }

    [Theory]
    // G1: 75 % comes back as 74 from a RailHub32.
    [InlineData("""{"pin":4,"active":true,"brightness":74,"name":"","interval":0}""", 4, true, 74, "", 0u)]
    // G2: off without brightness.
    [InlineData("""{"pin":4,"active":false,"brightness":100,"name":"","interval":0}""", 4, false, 100, "", 0u)]
    // G3: out of range brightness, as the board clamped it.
    [InlineData("""{"pin":5,"active":true,"brightness":0,"name":"","interval":0}""", 5, true, 0, "", 0u)]
    [InlineData("""{"pin":5,"active":true,"brightness":100,"name":"","interval":0}""", 5, true, 100, "", 0u)]
    // G5: names with quotes, non-ASCII, and the name that a missing member becomes.
    [InlineData("""{"pin":18,"active":false,"brightness":100,"name":"Station \"Süd\"","interval":0}""", 18, false, 100, "Station \"Süd\"", 0u)]
    [InlineData("""{"pin":18,"active":false,"brightness":100,"name":"null","interval":0}""", 18, false, 100, "null", 0u)]
    // G6: a blink interval.
    [InlineData("""{"pin":2,"active":false,"brightness":100,"name":"","interval":500}""", 2, false, 100, "", 500u)]
    public void G1_to_G6_RailHub32_with_one_output_changed(string output, int pin, bool active, int brightness, string name, uint interval)
    {
        var board = Parse(Golden.RailHub32Socket.With(output));

        Assert.Equal(new OutputReading(pin, active, brightness, interval, name, -1), board.Find(pin));
        Assert.All(board.Outputs.Where(other => other.Pin != pin), other => Assert.Equal(new OutputReading(other.Pin, false, 100, 0, "", -1), other));
    }

    [Fact]
    public void G4_an_unchanged_base_sent_for_an_unknown_pin_is_no_change()
    {
        var board = Parse(Golden.RailHub32Socket);

        Assert.Same(board, _parser.Parse(Golden.RailHub32Socket.Utf8(), board).Snapshot);
        Assert.Null(board.Find(99));
    }

    [Fact]
    public void G9_RailHub8266_control()
    {
        var board = Parse(Golden.RailHub8266Socket.With("""{"pin":4,"active":true,"brightness":50,"name":"","interval":0,"chasingGroup":-1}"""));

        Assert.Equal(new OutputReading(4, true, 50, 0, "", -1), board.Find(4));
    }

    [Fact]
    public void G11_a_created_group_lists_pins()
    {
        var board = Parse(Golden.RailHub8266Chasing);

        Assert.Equal(new GroupReading(1, "Runway Lights", 300, [4, 5, 12]), Assert.Single(board.Groups));
        Assert.Equal(new OutputReading(5, true, 100, 0, "", 1), board.Find(5));
        Assert.Equal(new OutputReading(13, false, 100, 0, "", -1), board.Find(13));
    }

    [Fact]
    public void G12_the_seeds_shape_of_the_same_group_lists_indexes_and_reads_the_same()
    {
        var firmware = Parse(Golden.RailHub8266Chasing);
        var seed = Parse(Golden.RailHub8266Chasing.WithGroups(Golden.SeedGroup));

        Assert.Equal(firmware.Groups, seed.Groups);
        Assert.Equal(Dialect.RailHub8266, firmware.Dialect);
        Assert.Equal(Dialect.Seed, seed.Dialect);
    }

    [Fact]
    public void G12_groups_before_outputs_read_the_same()
    {
        const string outputs = """[{"pin":4},{"pin":5},{"pin":12}]""";

        var board = Parse($$"""{"chasingGroups":[{{Golden.SeedGroup}}],"outputs":{{outputs}}}""");

        Assert.Equal([4, 5, 12], Assert.Single(board.Groups).Pins);
    }

    [Fact]
    public void G12_indexes_without_an_output_are_left_out()
    {
        var board = Parse("""{"outputs":[{"pin":4},{"pin":5}],"chasingGroups":[{"id":0,"outputs":[1,7,-1,0]}]}""");

        Assert.Equal([5, 4], Assert.Single(board.Groups).Pins);
    }

    [Fact]
    public void G14_four_groups_stay_in_slot_order()
    {
        var groups = new[] { 4, 1, 3, 2 }.Select(id => $$"""{"groupId":{{id}},"name":"Group {{id}}","interval":300,"outputCount":2,"outputs":[4,5]}""");

        var board = Parse(Golden.RailHub8266Socket.WithGroups([.. groups]));

        Assert.Equal([4, 1, 3, 2], board.Groups.Select(group => group.Id));
        Assert.Null(BoardRules.FreeGroupId(board));
    }

    [Fact]
    public void G15_a_name_cut_inside_a_character_ends_in_a_replacement()
    {
        var document = Golden.RailHub8266Chasing.WithGroups(Golden.FirmwareGroup.Replace("Runway Lights", "Einfahrsignal Nord ?", StringComparison.Ordinal)).Utf8();
        document[document.AsSpan().IndexOf((byte)'?')] = 0xC3;

        var board = _parser.Parse(document, null).Snapshot!;

        Assert.Equal("Einfahrsignal Nord \uFFFD", Assert.Single(board.Groups).Name);
        Assert.Same(board, _parser.Parse(document, board).Snapshot);
    }

    [Fact]
    public void G16_control_of_a_member_keeps_the_membership()
    {
        var board = Parse(Golden.RailHub8266Chasing.With("""{"pin":5,"active":false,"brightness":40,"name":"","interval":0,"chasingGroup":1}"""));

        Assert.Equal(new OutputReading(5, false, 40, 0, "", 1), board.Find(5));
        Assert.Equal([4, 5, 12], Assert.Single(board.Groups).Pins);
    }

    [Fact]
    public void G17_a_stale_member_says_it_is_in_a_group_that_does_not_list_it()
    {
        var board = Parse(Golden.RailHub8266Chasing.WithGroups("""{"groupId":1,"name":"Group 1","interval":200,"outputCount":2,"outputs":[4,5]}"""));

        Assert.Equal(new GroupReading(1, "Group 1", 200, [4, 5]), Assert.Single(board.Groups));
        Assert.Equal(1, board.Find(12)!.Value.ChasingGroup);
    }

    [Fact]
    public void G18_a_deleted_group_is_gone_with_its_memberships()
    {
        var chasing = Parse(Golden.RailHub8266Chasing);

        var result = _parser.Parse(Golden.RailHub8266Socket.Utf8(), chasing);

        Assert.Equal(ParseOutcome.Changed, result.Outcome);
        Assert.Empty(result.Snapshot!.Groups);
        Assert.True(result.Snapshot.HasChasing);
        Assert.All(result.Snapshot.Outputs, output => Assert.Equal(-1, output.ChasingGroup));
    }

    [Fact]
    public void G19_a_large_id_is_negative_in_the_outputs()
    {
        var board = Parse(Golden.RailHub8266Socket
            .With("""{"pin":13,"active":true,"brightness":100,"name":"","interval":0,"chasingGroup":-56}""")
            .With("""{"pin":14,"active":true,"brightness":100,"name":"","interval":0,"chasingGroup":-56}""")
            .WithGroups("""{"groupId":200,"name":"X","interval":300,"outputCount":2,"outputs":[13,14]}"""));

        Assert.Equal(new GroupReading(200, "X", 300, [13, 14]), Assert.Single(board.Groups));
        Assert.Equal(-56, board.Find(13)!.Value.ChasingGroup);
    }

    [Fact]
    public void The_seeds_own_document_reads_in_its_member_order()
    {
        var board = Parse(Golden.Seed);

        Assert.Equal(Dialect.Seed, board.Dialect);
        Assert.Equal([new(4, true, 80, 0, "Gate", 1), new(5, false, 0, 500, "", 1), new(12, true, 100, 0, "", 1)], board.Outputs);
        Assert.Equal(new GroupReading(1, "Runway Lights", 300, [4, 5, 12]), Assert.Single(board.Groups));
    }

    private StatusSnapshot Parse(string document)
    {
        var result = _parser.Parse(document.Utf8(), null);
        Assert.Null(result.Error);
        Assert.Equal(ParseOutcome.Changed, result.Outcome);
        return result.Snapshot!;
    }
}
