namespace RailHub.Firmware.Tests.Outputs;

/// <summary>The golden examples of protocol 9 on single outputs, as far as they hold for a board to the seed's letter.</summary>
public class ControlTests
{
    [Fact]
    public void A_lamp_is_switched_on_with_a_brightness()
    {
        var board = TestBoard.RailHub32();

        var answer = board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");

        Assert.Equal((200, """{"status":"ok"}"""), (answer.Status, answer.Body));
        Assert.Equal("""{"pin":4,"active":true,"brightness":75,"interval":0,"name":""}""", board.Output(4));
        Assert.Equal(191, board.Level(4));
    }

    [Fact]
    public void Off_without_brightness_is_off_at_a_hundred_percent()
    {
        var board = TestBoard.RailHub32();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");

        Assert.Equal("""{"status":"ok"}""", board.Post("/api/control", """{"pin":4,"active":false}""").Body);
        Assert.Equal("""{"pin":4,"active":false,"brightness":100,"interval":0,"name":""}""", board.Output(4));
        Assert.Equal(0, board.Level(4));
    }

    [Theory]
    [InlineData("""{"pin":5,"brightness":150}""", false, 100)]
    [InlineData("""{"pin":5,"active":true,"brightness":-5}""", true, 0)]
    [InlineData("""{"pin":5,"active":true,"brightness":"50"}""", true, 100)]
    [InlineData("""{"pin":5,"active":true,"brightness":75.0}""", true, 100)]
    [InlineData("""{"pin":5,"active":true,"brightness":true}""", true, 100)]
    [InlineData("""{"pin":5,"active":true,"brightness":null}""", true, 100)]
    [InlineData("""{"pin":5,"active":true,"brightness":99999999999}""", true, 100)]
    [InlineData("""{"pin":5,"active":"false","brightness":50}""", true, 50)]
    [InlineData("""{"pin":5,"active":0,"brightness":50}""", false, 50)]
    [InlineData("""{"pin":5,"active":0.5,"brightness":50}""", true, 50)]
    [InlineData("""{"pin":5,"active":{},"brightness":50}""", true, 50)]
    [InlineData("""{"pin":5,"active":[],"brightness":50}""", true, 50)]
    [InlineData("""{"pin":5,"active":null,"brightness":50}""", false, 50)]
    [InlineData("""{"pin":"5","active":true,"brightness":50}""", true, 50)]
    [InlineData("""{"pin":5.9,"active":true,"brightness":50}""", true, 50)]
    [InlineData("""{"pin":2,"pin":5,"active":true,"brightness":50}""", true, 50)]
    [InlineData("""{pin:5,'active':true,brightness:50} and more""", true, 50)]
    public void Fields_are_read_as_leniently_as_boards_always_did(string body, bool active, int brightness)
    {
        var board = TestBoard.RailHub32();
        board.Board.Control(5, !active, 10, 0);

        Assert.Equal("""{"status":"ok"}""", board.Post("/api/control", body).Body);
        Assert.Equal((active, brightness), (board.Board.Outputs[2].Active, board.Board.Outputs[2].Percent));
    }

    [Theory]
    [InlineData("""{"pin":99,"active":true,"brightness":50}""")]
    [InlineData("""{"pin":0,"active":true}""")]
    [InlineData("""{"active":true}""")]
    [InlineData("[]")]
    [InlineData("5")]
    public void An_unknown_pin_is_answered_like_a_known_one_and_nothing_is_told(string body)
    {
        var board = TestBoard.RailHub32();
        var listener = board.Join();

        Assert.Equal((200, """{"status":"ok"}"""), (board.Post("/api/control", body) is var answer ? answer.Status : 0, answer.Body));
        Assert.Null(listener.ReadStatus());
        Assert.Empty(board.LitPins());
    }

    [Fact]
    public void An_output_that_is_off_keeps_its_brightness()
    {
        var board = TestBoard.RailHub8266();
        board.Post("/api/control", """{"pin":5,"active":false,"brightness":40}""");

        Assert.Equal("""{"pin":5,"active":false,"brightness":40,"interval":0,"chasingGroup":-1,"name":""}""", board.Output(5));
        Assert.Empty(board.LitPins());
    }
}
