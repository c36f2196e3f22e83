using System.Text;
using RailHub.Firmware.Http;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Status;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests.Status;

/// <summary>A board's buffers are as large as the longest status there can be: none grows in the evening, when memory is scarce.</summary>
public sealed class LongestStatusTests
{
    private const uint LongInterval = uint.MaxValue;

    public static TheoryData<string> Boards => ["RailHub32", "RailHub32 with groups", "RailHub8266"];

    [Theory]
    [MemberData(nameof(Boards))]
    public void The_longest_status_is_as_long_as_its_buffer(string name)
    {
        var profile = name == "RailHub8266" ? BoardProfile.RailHub8266 : name == "RailHub32" ? BoardProfile.RailHub32 : BoardProfile.RailHub32.WithGroups();
        var board = new Board(profile, new TestHardware { FreeHeap = uint.MaxValue }, new TestStore(), new FirstStart(null, null), 0)
        {
            Network = new NetworkFacts(TestBoard.Mac32, "STA", "192.168.100.100", new string('"', 32), 4),
        };
        var quotes = Encoding.UTF8.GetBytes(new string('"', 40));
        board.RenameDevice(quotes, 0);
        for (var slot = 0; slot < profile.GroupSlots; slot++)
            board.CreateGroup(252 + slot, LongInterval, [.. Enumerable.Range(0, profile.OutputCount).Where(index => index % profile.GroupSlots == slot)], quotes, 0);
        for (var i = 0; i < profile.OutputCount; i++)
        {
            board.Rename(profile.PinAt(i), quotes, 0);
            board.Control(profile.PinAt(i), false, 100, 0);
            board.SetInterval(profile.PinAt(i), LongInterval, 0);
        }

        var buffer = new ByteBuffer(16);
        new SeedStatusDocument().Write(board, buffer, uint.MaxValue);
        Assert.Equal(SeedStatusDocument.LongestOf(profile), buffer.Length);

        var feed = new StatusFeed(board, new SeedStatusDocument(), StatusFeed.Period, uint.MaxValue);
        var longest = feed.LongestOutput;
        var opening = Encoding.UTF8.GetBytes(TestListener.Opening);
        feed.Receive(feed.Accept(uint.MaxValue)!, opening, 0, opening.Length, uint.MaxValue);
        Assert.Equal(1, feed.OpenCount);
        Assert.Equal(longest, feed.LongestOutput);
    }

    [Fact]
    public void A_flood_of_pings_beside_a_status_fits_into_what_a_host_is_told()
    {
        var board = TestBoard.RailHub8266();
        var listener = board.Connect();
        listener.Send(TestListener.Opening);
        var ping = new byte[6 + 125];
        (ping[0], ping[1]) = (0x89, 0x80 | 125);
        for (var i = 0; i < 50; i++)
            listener.Send(ping);
        var output = new ByteBuffer(board.Feed.LongestOutput);
        var memory = output.Bytes;

        Assert.True(board.Feed.TakeOutput(listener.Connection, output, board.Now));

        Assert.InRange(output.Length, 1024, board.Feed.LongestOutput);
        Assert.Same(memory, output.Bytes);
    }

    [Fact]
    public void A_document_tells_of_every_change_of_an_output_a_group_and_the_board()
    {
        var board = TestBoard.RailHub8266();
        var kept = new SeedStatusDocument();
        Action[] changes =
        [
            () => board.Board.Control(4, true, 30, 0),
            () => board.Board.Control(4, false, 30, 0),
            () => board.Board.Rename(4, "Depot"u8.ToArray(), 0),
            () => board.Board.SetInterval(4, 700, 0),
            () => board.Board.CreateGroup(1, 300, [1, 2], null, 0),
            () => board.Board.CreateGroup(1, 400, [1, 2], null, 0),
            () => board.Board.CreateGroup(1, 400, [2, 1], null, 0),
            () => board.Board.RenameGroup(1, "Run"u8.ToArray(), 0),
            () => board.Board.Tick(400),
            () => board.Board.CreateGroup(2, 400, [2, 3], null, 400),
            () => board.Board.DeleteGroup(1, 400),
            () => board.Board.RenameDevice("Süd"u8.ToArray(), 400),
            () => board.Board.Network = new NetworkFacts(TestBoard.Mac8266, "AP", "192.168.4.1", "x", 1),
        ];

        var before = Text(kept, board);
        foreach (var change in changes)
        {
            change();
            var after = Text(kept, board);
            Assert.Equal(Text(new SeedStatusDocument(), board), after);
            Assert.NotEqual(before, after);
            before = after;
        }
    }

    [Fact]
    public void A_path_of_nine_hundred_letters_costs_an_answer_of_a_hundred()
    {
        var answer = TestBoard.RailHub32().Get("/" + new string('x', 900));

        Assert.Equal(404, answer.Status);
        Assert.Equal("Not found: /" + new string('x', HttpRequestReader.PathLimit - 1), answer.Body);
    }

    private static string Text(SeedStatusDocument document, TestBoard board)
    {
        var buffer = new ByteBuffer(16);
        document.Write(board.Board, buffer, 400);
        return Encoding.UTF8.GetString(buffer.Bytes, 0, buffer.Length);
    }
}
