using System.Text.Json.Nodes;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests.WebSockets;

/// <summary>Slots and triggers (protocol 3.2 and 3.3).</summary>
public class StatusFeedTests
{
    private readonly TestBoard _board = TestBoard.RailHub8266();

    [Fact]
    public void A_new_client_gives_everybody_the_status()
    {
        var first = _board.Join();
        _board.Advance(100);
        Assert.Null(first.ReadStatus());

        _board.Join();

        Assert.Equal(_board.Status(), first.ReadStatus());
    }

    [Fact]
    public void The_status_comes_every_500_milliseconds()
    {
        _board.Advance(123);
        var listener = _board.Join();
        var uptimes = new List<long>();
        for (var i = 0; i < 1500; i++)
        {
            _board.Advance(1);
            if (listener.ReadStatus() is { } status)
                uptimes.Add((long)JsonNode.Parse(status)!["uptime"]!);
        }

        Assert.Equal([500, 1000, 1500], uptimes);
    }

    [Theory]
    [InlineData("/api/control", """{"pin":4,"active":true}""", true)]
    [InlineData("/api/control", """{"pin":4}""", true)]
    [InlineData("/api/name", """{"pin":4,"name":"x"}""", true)]
    [InlineData("/api/interval", """{"pin":4,"interval":100}""", true)]
    [InlineData("/api/chasing/create", """{"groupId":1,"interval":100,"outputs":[4]}""", true)]
    [InlineData("/api/chasing/delete", """{"groupId":9}""", false)]
    [InlineData("/api/reset", "", false)]
    [InlineData("/api/control", """{"pin":99}""", false)]
    [InlineData("/api/control", "x", false)]
    public void Changes_are_told_at_once(string path, string body, bool isTold)
    {
        var listener = _board.Join();

        _board.Post(path, body);

        Assert.Equal(isTold, listener.ReadStatus() is not null);
    }

    [Fact]
    public void A_change_before_the_first_status_is_due_now_and_not_before_all_time()
    {
        _board.Board.Control(4, true, 50, _board.Now);
        Assert.InRange(_board.Feed.NextDue(), 0, _board.Now);
    }

    [Fact]
    public void A_flood_of_changes_is_told_ten_times_a_second_and_the_last_of_it_too()
    {
        var listener = _board.Join();
        var told = new List<long>();
        string? last = null;
        for (var i = 0; i < 40; i++)
        {
            _board.Board.Control(4, true, i, _board.Now);
            _board.Advance(10);
            if (listener.ReadStatus() is { } status)
            {
                told.Add(_board.Now);
                last = status;
            }
        }

        Assert.Equal([10, 100, 200, 300, 400], told);
        Assert.Contains("\"pin\":4,\"active\":true,\"brightness\":39,", last, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_do_not_move_the_period()
    {
        var listener = _board.Join();
        _board.Advance(400);
        _board.Board.Control(4, true, 100, _board.Now);
        _board.Advance(0);
        Assert.NotNull(listener.ReadStatus());

        _board.Advance(99);
        Assert.Null(listener.ReadStatus());
        _board.Advance(1);
        Assert.NotNull(listener.ReadStatus());
    }

    [Fact]
    public void Chasing_steps_wait_for_the_period()
    {
        _board.Post("/api/chasing/create", """{"groupId":1,"interval":50,"outputs":[4,5]}""");
        var listener = _board.Join();

        _board.Advance(499);
        Assert.Null(listener.ReadStatus());
        _board.Advance(1);
        Assert.NotNull(listener.ReadStatus());
    }

    [Fact]
    public void Five_clients_have_a_slot_from_the_moment_they_connect()
    {
        for (var i = 0; i < StatusFeed.SlotCount; i++)
            _board.Connect();

        Assert.Null(_board.Feed.Accept(_board.Now));
    }

    [Fact]
    public void A_client_that_says_goodbye_leaves_its_slot_with_the_last_word_to_it()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => _board.Join()).ToArray();
        listeners[2].Send(0x88, 0x00);
        Assert.Null(_board.Feed.Accept(_board.Now));

        listeners[2].ReadRaw();

        Assert.NotNull(_board.Feed.Accept(_board.Now));
        Assert.Null(_board.Feed.Accept(_board.Now));
    }

    [Fact]
    public void A_client_that_vanished_leaves_its_slot_when_the_host_says_so()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => _board.Join()).ToArray();

        _board.Feed.Release(listeners[0].Connection);
        _board.Feed.Release(listeners[0].Connection);

        Assert.Equal(4, _board.Feed.OpenCount);
        Assert.NotNull(_board.Feed.Accept(_board.Now));
    }

    [Fact]
    public void A_slow_client_finds_the_newest_status_and_no_other()
    {
        var slow = _board.Join();
        var quick = _board.Join();
        slow.ReadRaw();
        for (var brightness = 1; brightness <= 50; brightness++)
        {
            _board.Advance(StatusFeed.ChangePause);
            quick.ReadRaw();
            _board.Post("/api/control", $$"""{"pin":4,"active":true,"brightness":{{brightness}}}""");
            Assert.Contains($"\"brightness\":{brightness},", quick.ReadStatus(), StringComparison.Ordinal);
        }

        Assert.Contains("\"brightness\":50,", slow.ReadStatus(), StringComparison.Ordinal);
        Assert.Null(slow.ReadStatus());
    }

    [Fact]
    public void A_client_that_takes_nothing_in_is_to_be_dropped_after_ten_seconds()
    {
        var listener = _board.Join();
        Assert.Equal(Clock.Never, listener.Connection.SendDeadline);
        _board.Advance(500);

        _board.Feed.TakeOutput(listener.Connection, new Firmware.Text.ByteBuffer(16), _board.Now);

        Assert.Equal(_board.Now + 10_000, listener.Connection.SendDeadline);
    }

    [Fact]
    public void Without_clients_and_moving_lights_nothing_is_due()
    {
        Assert.Equal(Clock.Never, _board.Feed.NextDue());
        var listener = _board.Join();
        Assert.Equal(500, _board.Feed.NextDue());
        _board.Feed.Release(listener.Connection);
        Assert.Equal(Clock.Never, _board.Feed.NextDue());
    }
}
