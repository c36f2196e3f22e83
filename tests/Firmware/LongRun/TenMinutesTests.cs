using System.Text;
using RailHub.Firmware.Http;
using RailHub.Firmware.Settings;
using RailHub.Firmware.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests.LongRun;

/// <summary>
/// Ten minutes of model time with all five clients, one of which never reads, ten commands a second, a lamp that blinks
/// and a group that chases. The host wakes when the board asks for it.
/// </summary>
public sealed class TenMinutesTests
{
    private const int Length = 600_000;
    private const int CommandEvery = 100;

    // Commands fall between the beats of the period, so that a status tells by its time what it was sent for.
    private const int FirstCommand = 37;
    private const int Blink = 130;
    private const int Step = 70;

    [Theory]
    [InlineData("RailHub32")]
    [InlineData("RailHub8266")]
    public void Others_keep_their_period_lights_are_on_time_and_nothing_grows(string family)
    {
        var board = new TestBoard(family == "RailHub32" ? BoardProfile.RailHub32.WithGroups() : BoardProfile.RailHub8266);
        var pins = Enumerable.Range(0, board.Board.Profile.OutputCount).Select(board.Board.Profile.PinAt).ToArray();
        board.Board.Control(pins[0], true, 100, 0);
        board.Board.SetInterval(pins[0], Blink, 0);
        int[] chased = [1, 2, 3];
        board.Board.CreateGroup(1, Step, chased, null, 0);

        var readers = Enumerable.Range(0, StatusFeed.SlotCount - 1).Select(_ => new Reader(board)).ToList();
        var stuck = new Reader(board);
        var drops = 0;
        var command = 0;
        var allocated = new List<long>();
        var capacities = new List<int>();
        var nextCommand = FirstCommand;
        long now = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();

        while (now < Length)
        {
            now = Math.Min(board.Feed.NextDue(), Math.Min(nextCommand, stuck.Deadline));
            if (now == nextCommand)
            {
                Ask(board, $$"""{"pin":{{pins[4 + command % 3]}},"active":true,"brightness":{{command % 101}}}""", now);
                command++;
                nextCommand += CommandEvery;
            }

            board.Feed.Tick(now);
            if (now >= stuck.Deadline)
            {
                // What a host does with a client that has taken nothing for so long.
                board.Feed.Release(stuck.Connection);
                stuck = new Reader(board, now);
                drops++;
            }

            stuck.TakeWithoutReading(now);
            foreach (var reader in readers)
                reader.Read(now);

            Assert.Equal(now / Blink % 2 == 0 ? 255 : 0, board.Hardware.Levels[0]);
            Assert.Equal(chased.Select((_, position) => position == now / Step % chased.Length ? 255 : 0), chased.Select(index => (int)board.Hardware.Levels[index]));
            if (now / 60_000 > allocated.Count)
            {
                allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
                before = GC.GetAllocatedBytesForCurrentThread();
                capacities.Add(readers.Sum(reader => reader.Capacity));
            }
        }

        Assert.Equal(Length / WebSocketConnection.SendTimeout, drops, 3d);
        foreach (var reader in readers)
        {
            var periodic = reader.Times.Where(time => time % CommandEvery != FirstCommand).ToList();
            Assert.InRange(periodic.Count, Length / StatusFeed.Period - 2, Length / StatusFeed.Period + drops + 2);
            Assert.All(periodic.Where(time => time % StatusFeed.Period == 0).Zip(periodic.Where(time => time % StatusFeed.Period == 0).Skip(1)),
                pair => Assert.InRange(pair.Second - pair.First, 450, 550));
            Assert.Equal(command, reader.Times.Count(time => time % CommandEvery == FirstCommand));
        }

        Assert.InRange(board.Store.Saves, Length / SettingsSaver.Window / 2, Length / SettingsSaver.Window + 2);
        Assert.Equal(capacities[0], capacities[^1]);
        Assert.InRange(allocated[^1], 0, allocated[1] * 1.05);
    }

    private static void Ask(TestBoard board, string body, long now)
    {
        var connection = new HttpConnection(now);
        var bytes = Encoding.UTF8.GetBytes($"POST /api/control HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        connection.Receive(bytes, 0, bytes.Length, now);
        connection.Answer(board.Router, now);
        Assert.StartsWith("HTTP/1.1 200", Encoding.UTF8.GetString(connection.Output.Bytes, 0, 12));
    }

    /// <summary>A client, seen from the host: it notes when a status is taken.</summary>
    private sealed class Reader
    {
        private static readonly byte[] Opening = Encoding.UTF8.GetBytes(TestListener.Opening);

        private readonly TestBoard _board;
        private readonly ByteBuffer _output = new(2048);

        public Reader(TestBoard board, long now = 0)
        {
            _board = board;
            Connection = board.Feed.Accept(now)!;
            board.Feed.Receive(Connection, Opening, 0, Opening.Length, now);
        }

        public WebSocketConnection Connection { get; }

        public List<long> Times { get; } = new(Length / StatusFeed.Period + Length / CommandEvery + 200);

        public int Capacity => _output.Bytes.Length;

        public long Deadline => Connection.SendDeadline;

        public void Read(long now)
        {
            while (_board.Feed.TakeOutput(Connection, _output, now))
            {
                Times.Add(now);
                Connection.Sent();
            }
        }

        // The system has taken one message and takes no more: the host's send does not come back.
        public void TakeWithoutReading(long now)
        {
            if (Deadline == Clock.Never)
                _board.Feed.TakeOutput(Connection, _output, now);
        }
    }
}
