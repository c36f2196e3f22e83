using System.Text;
using System.Text.Json;
using RailHub.Firmware.Http;

namespace RailHub.Firmware.Tests.Fuzz;

/// <summary>Bytes that nobody in his right mind sends. The seeds are fixed, so that a failure can be looked at.</summary>
public class FuzzTests
{
    private static readonly string[] Requests =
    [
        "GET / HTTP/1.1\r\nHost: board\r\n\r\n",
        "GET /api/status?x=1 HTTP/1.1\r\nConnection: keep-alive, Upgrade\r\n\r\n",
        Post("/api/control", "{\"pin\":4,\"active\":true,\"brightness\":75}"),
        Post("/api/name", "{\"pin\":5,\"name\":\"S\\u00fcd \\ud83d\\ude82\"}"),
        Post("/api/interval", "{\"pin\":12,\"interval\":5e2}"),
        Post("/api/chasing/create", "{\"groupId\":1,\"interval\":300,\"outputs\":[4,5,12],\"name\":\"Runway\"}"),
        Post("/api/chasing/name", "{'groupId':1,name:'West'}"),
        Post("/api/chasing/delete", "{\"groupId\":1}"),
        Post("/api/reset", ""),
    ];

    [Fact]
    public void The_requests_are_good_before_they_are_damaged()
    {
        var board = TestBoard.RailHub8266();

        Assert.All(Requests, request => Assert.Equal(200, board.Ask(request).Status));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_request_breaks_the_board(int seed)
    {
        var random = new Random(seed);
        var board = TestBoard.RailHub8266();
        for (var i = 0; i < 20_000; i++)
        {
            var connection = new HttpConnection(board.Now);
            var bytes = Damage(Encoding.UTF8.GetBytes(Requests[random.Next(Requests.Length)] + Requests[random.Next(Requests.Length)]), random);
            for (var at = 0; at < bytes.Length && !connection.ClosesAfterOutput;)
            {
                at += connection.Receive(bytes, at, random.Next(1, bytes.Length - at + 1), board.Now);
                if (connection.HasRequest)
                    connection.Answer(board.Router, board.Now);
            }

            board.Advance(random.Next(100));
            if (i % 100 == 0)
                AssertSound(board);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void No_body_makes_a_status_that_is_not_JSON(int seed)
    {
        var random = new Random(seed);
        var board = TestBoard.RailHub8266();
        string[] bodies = [.. Requests.Where(request => request.StartsWith("POST", StringComparison.Ordinal))];
        for (var i = 0; i < 10_000; i++)
        {
            var request = bodies[random.Next(bodies.Length)];
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
            var path = request.Split(' ')[1];
            var body = Damage(Encoding.UTF8.GetBytes(request[end..]), random);

            byte[] bytes = [.. Encoding.UTF8.GetBytes($"POST {path} HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
            var connection = new HttpConnection(board.Now);
            connection.Receive(bytes, 0, bytes.Length, board.Now);
            Assert.True(connection.HasRequest);
            connection.Answer(board.Router, board.Now);

            var answer = Answer.Parse(connection.Output.Bytes.AsSpan(0, connection.Output.Length));
            Assert.Contains(answer.Status, new[] { 200, 400, 404 });
            if (i % 50 == 0)
                AssertSound(board);
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void No_client_breaks_the_feed_for_the_others(int seed)
    {
        var random = new Random(seed);
        var board = TestBoard.RailHub8266();
        var good = board.Join();
        byte[] frames = [0x81, 0x85, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x89, 0x82, 5, 6, 7, 8, 9, 9, 0x82, 0x7E, 0, 5, 1, 2, 3, 4, 5, 0x8A, 0x00];
        for (var i = 0; i < 20_000; i++)
        {
            var bad = board.Connect();
            byte[] opening = [.. Encoding.UTF8.GetBytes(TestListener.Opening)];
            bad.Send(random.Next(4) == 0 ? Damage(opening, random) : opening);
            bad.Send(Damage(frames, random));
            bad.ReadRaw();
            board.Advance(random.Next(50));
            board.Feed.Release(bad.Connection);

            Assert.True(good.IsOpen);
            if (good.ReadStatus() is { } status)
                JsonDocument.Parse(status).Dispose();
        }
    }

    [Fact]
    public void No_random_settings_break_the_start()
    {
        var random = new Random(10);
        for (var i = 0; i < 10_000; i++)
        {
            var image = new byte[random.Next(0, 500)];
            random.NextBytes(image);
            AssertSound(TestBoard.RailHub8266(new TestStore { Image = image }));
        }
    }

    private static string Post(string path, string body) => $"POST {path} HTTP/1.1\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = new List<byte>(bytes);
        for (var i = random.Next(4); i > 0; i--)
        {
            if (damaged.Count == 0)
                damaged.Add((byte)'x');
            var at = random.Next(damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 1:
                    damaged.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    damaged.RemoveRange(at, random.Next(1, damaged.Count - at + 1));
                    break;
                case 3:
                    damaged.InsertRange(at, damaged.GetRange(at, random.Next(damaged.Count - at + 1)));
                    break;
                default:
                    damaged[at] = (byte)"{}[]\",:\\'0\r\n \0"[random.Next(14)];
                    break;
            }
        }

        return [.. damaged];
    }

    // A throwing encoding finds the malformed UTF-8 that a lenient reader would pass over.
    private static void AssertSound(TestBoard board)
    {
        var buffer = new Firmware.Text.ByteBuffer(16);
        board.Document.Write(board.Board, buffer, board.Now);
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(buffer.Bytes, 0, buffer.Length);
        using var document = JsonDocument.Parse(text);
        foreach (var group in document.RootElement.GetProperty("chasingGroups").EnumerateArray())
        {
            foreach (var member in group.GetProperty("outputs").EnumerateArray())
            {
                var output = document.RootElement.GetProperty("outputs")[member.GetInt32()];
                Assert.Equal(group.GetProperty("id").GetInt32(), output.GetProperty("chasingGroup").GetInt32());
            }
        }
    }
}
