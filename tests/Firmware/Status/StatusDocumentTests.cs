namespace RailHub.Firmware.Tests.Status;

/// <summary>Byte for byte the members and the order of protocol 3.4, "Seed".</summary>
public class StatusDocumentTests
{
    [Fact]
    public void RailHub32_tells_its_sixteen_outputs_in_the_order_of_the_seed()
    {
        var board = TestBoard.RailHub32();
        board.Advance(123456);

        var outputs = string.Join(',', new[] { 2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14 }
            .Select(pin => $$"""{"pin":{{pin}},"active":false,"brightness":100,"interval":0,"name":""}"""));
        Assert.Equal(
            $$"""
            {"macAddress":"9C:9C:1F:18:9E:BC","name":"ESP32-Controller-01","wifiMode":"STA","ip":"192.168.1.100","ssid":"MyWiFi",
            "apClients":0,"freeHeap":248576,"uptime":123456,"outputs":[{{outputs}}]}
            """.ReplaceLineEndings(""),
            board.Status());
    }

    [Fact]
    public void RailHub8266_adds_chasing_in_the_shape_of_the_seed()
    {
        var board = TestBoard.RailHub8266();
        board.Advance(87654);
        board.Post("/api/chasing/create", """{"groupId":1,"interval":300,"outputs":[4,5,12],"name":"Runway Lights"}""");

        Assert.Equal(
            """
            {"macAddress":"5C:CF:7F:12:34:56","name":"ESP8266-Controller-01","wifiMode":"STA","ip":"192.168.1.101","ssid":"MyWiFi",
            "apClients":0,"freeHeap":28672,"uptime":87654,"outputs":[
            {"pin":4,"active":true,"brightness":100,"interval":0,"chasingGroup":1,"name":""},
            {"pin":5,"active":true,"brightness":100,"interval":0,"chasingGroup":1,"name":""},
            {"pin":12,"active":true,"brightness":100,"interval":0,"chasingGroup":1,"name":""},
            {"pin":13,"active":false,"brightness":100,"interval":0,"chasingGroup":-1,"name":""},
            {"pin":14,"active":false,"brightness":100,"interval":0,"chasingGroup":-1,"name":""},
            {"pin":16,"active":false,"brightness":100,"interval":0,"chasingGroup":-1,"name":""},
            {"pin":2,"active":false,"brightness":100,"interval":0,"chasingGroup":-1,"name":""}],
            "chasingGroups":[{"id":1,"active":true,"name":"Runway Lights","outputs":[0,1,2],"interval":300,"currentStep":0}]}
            """.ReplaceLineEndings(""),
            board.Status());
    }

    [Fact]
    public void Without_groups_the_array_of_groups_is_there_and_empty()
    {
        Assert.EndsWith(""","chasingGroups":[]}""", TestBoard.RailHub8266().Status(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_board_without_chasing_does_not_mention_it()
    {
        Assert.DoesNotContain("chasing", TestBoard.RailHub32().Status(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_api_answers_with_the_same_document_as_the_feed_sends()
    {
        var board = TestBoard.RailHub8266();
        var listener = board.Join();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":50}""");

        Assert.Equal(listener.ReadStatus(), board.Get("/api/status").Body);
    }

    [Fact]
    public void Uptime_begins_again_after_two_to_the_32_milliseconds()
    {
        var board = TestBoard.RailHub32();

        Assert.Equal(uint.MaxValue, board.Board.Uptime(4294967295));
        Assert.Equal(0u, board.Board.Uptime(4294967296));
        Assert.Equal(4u, board.Board.Uptime(4294967300));
    }

    [Fact]
    public void Writing_the_status_allocates_nothing()
    {
        var board = TestBoard.RailHub8266();
        board.Post("/api/chasing/create", """{"groupId":1,"interval":300,"outputs":[4,5,12],"name":"Runway Lights"}""");
        var listener = board.Join();
        board.Advance(500);
        listener.ReadRaw();

        var before = GC.GetAllocatedBytesForCurrentThread();
        board.Feed.Tick(board.Now + 500);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.NotNull(listener.ReadStatus());
    }
}
