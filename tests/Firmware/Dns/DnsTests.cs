using System.Buffers.Binary;
using System.Text;
using RailHub.Firmware.Dns;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Tests.Dns;

/// <summary>Questions and answers in wire format, read by a reader of the tests' own.</summary>
public sealed class DnsTests
{
    private const int A = 1;
    private const int Ptr = 12;
    private const int Txt = 16;
    private const int Aaaa = 28;
    private const int Srv = 33;
    private const int Unicast = 0x8001;

    private static readonly byte[] Address = [192, 168, 1, 100];

    private readonly TestBoard _board = TestBoard.RailHub32();
    private readonly ByteBuffer _target = new(16);

    [Theory]
    [InlineData("esp32-controller-01.local")]
    [InlineData("ESP32-Controller-01.LOCAL")]
    public void The_address_is_told_to_who_asks_for_the_name(string name)
    {
        Assert.True(Ask(Query(name, A)));

        var record = Assert.Single(Records());
        Assert.Equal(("esp32-controller-01.local", A, 0x8001, 120), (record.Name, record.Type, record.Class, record.Ttl));
        Assert.Equal(Address, record.Data);
        Assert.False(Responder().IsUnicast);
    }

    [Fact]
    public void The_web_page_is_found_as_a_service_with_all_that_belongs_to_it()
    {
        Assert.True(Ask(Query("_http._tcp.local", Ptr)));

        var records = Records();
        Assert.Equal([Ptr, Srv, Txt, A], records.Select(record => record.Type));
        Assert.Equal("ESP32-Controller-01._http._tcp.local", NameIn(records[0].Data));
        Assert.Equal(80, BinaryPrimitives.ReadUInt16BigEndian(records[1].Data.AsSpan(4)));
        Assert.Equal("esp32-controller-01.local", NameIn(records[1].Data[6..]));
        Assert.Equal([0], records[2].Data);
    }

    [Fact]
    public void The_service_type_is_listed()
    {
        Assert.True(Ask(Query("_services._dns-sd._udp.local", Ptr)));
        Assert.Equal("_http._tcp.local", NameIn(Assert.Single(Records()).Data));
    }

    [Theory]
    [InlineData("other.local", A)]
    [InlineData("esp32-controller-01.local", Aaaa)]
    [InlineData("esp32-controller-01.local.com", A)]
    [InlineData("_http._tcp.local", A)]
    public void Other_questions_are_left_to_others(string name, int type) => Assert.False(Ask(Query(name, type)));

    [Fact]
    public void Who_asks_for_itself_is_answered_alone_and_a_mixed_message_to_all()
    {
        var responder = Responder();
        Assert.True(responder.Reply(Query("esp32-controller-01.local", A, Unicast), 43, _target));
        Assert.True(responder.IsUnicast);

        byte[] mixed = [.. Query("esp32-controller-01.local", A, Unicast), .. Question("_http._tcp.local", Ptr)];
        mixed[5] = 2;
        Assert.True(responder.Reply(mixed, mixed.Length, _target));
        Assert.False(responder.IsUnicast);
    }

    [Fact]
    public void An_answer_is_no_question()
    {
        var message = Query("esp32-controller-01.local", A);
        message[2] = 0x84;
        Assert.False(Ask(message));
    }

    [Fact]
    public void A_compressed_name_is_understood()
    {
        byte[] message = [.. Query("local", A), .. "\x13"u8, .. "esp32-controller-01"u8, 0xC0, 12, 0, A, 0, 1];
        message[5] = 2;

        Assert.True(Ask(message));
        Assert.Equal([A], Records().Select(record => record.Type));
    }

    [Fact]
    public void A_name_that_points_at_itself_has_an_end()
    {
        byte[] message = [.. new byte[12], 0xC0, 12, 0, A, 0, 1];
        message[5] = 1;
        Assert.False(Ask(message));
    }

    [Fact]
    public void The_announcement_tells_everything()
    {
        Responder().Announce(_target);
        Assert.Equal([Ptr, Ptr, Srv, Txt, A], Records().Select(record => record.Type));
    }

    [Fact]
    public void In_the_portal_every_name_is_the_board()
    {
        var dns = new CaptiveDns([192, 168, 4, 1]);
        var query = Query("Connectivity.Example.com", A);
        query[0] = 0x12;
        query[2] = 0x01;

        Assert.True(dns.Reply(query, query.Length, _target));

        Assert.Equal(0x12, _target.Bytes[0]);
        var record = Assert.Single(Records());
        Assert.Equal("connectivity.example.com", record.Name);
        Assert.Equal([192, 168, 4, 1], record.Data);
    }

    [Fact]
    public void In_the_portal_no_name_has_an_address_of_the_other_kind()
    {
        var dns = new CaptiveDns([192, 168, 4, 1]);
        var query = Query("example.com", Aaaa);

        Assert.True(dns.Reply(query, query.Length, _target));
        Assert.Empty(Records());
    }

    [Fact]
    public void A_hundred_thousand_broken_messages_do_no_harm()
    {
        var random = new Random(5353);
        var responder = Responder();
        var captive = new CaptiveDns(Address);
        byte[][] good = [Query("esp32-controller-01.local", A), Query("_http._tcp.local", Ptr), Query("a.b.c.d.e", Txt, Unicast)];

        for (var round = 0; round < 100_000; round++)
        {
            byte[] message = [.. good[round % good.Length]];
            for (var change = random.Next(1, 8); change > 0; change--)
                message[random.Next(message.Length)] = random.Next(4) == 0 ? (byte)0xC0 : (byte)random.Next(256);
            var length = random.Next(message.Length + 1);
            responder.Reply(message, length, _target);
            captive.Reply(message, length, _target);
        }

        Assert.True(responder.Reply(good[0], good[0].Length, _target));
        Assert.InRange(_target.Bytes.Length, 1, 1024);
    }

    private MdnsResponder Responder() => new(_board.Board, Address, 80);

    private bool Ask(byte[] message) => Responder().Reply(message, message.Length, _target);

    private static byte[] Query(string name, int type, int questionClass = 1) =>
        [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Question(name, type, questionClass)];

    private static byte[] Question(string name, int type, int questionClass = 1) =>
    [
        .. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.UTF8.GetBytes(label)]), 0,
        (byte)(type >> 8), (byte)type, (byte)(questionClass >> 8), (byte)questionClass,
    ];

    private static string NameIn(byte[] data)
    {
        var at = 0;
        return ReadName(data, ref at);
    }

    private List<Record> Records()
    {
        var message = _target.Bytes[.._target.Length];
        Assert.Equal(0x80, message[2] & 0x80);
        var at = 12;
        for (var question = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(4)); question > 0; question--)
        {
            ReadName(message, ref at);
            at += 4;
        }

        var records = new List<Record>();
        for (var answer = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(6)); answer > 0; answer--)
        {
            var name = ReadName(message, ref at);
            var type = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at));
            var recordClass = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 2));
            var ttl = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(at + 4));
            var length = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 8));
            records.Add(new Record(name, type, recordClass, ttl, message[(at + 10)..(at + 10 + length)]));
            at += 10 + length;
        }

        Assert.Equal(message.Length, at);
        return records;
    }

    private static string ReadName(byte[] message, ref int at)
    {
        var labels = new List<string>();
        while (message[at] != 0)
        {
            if (message[at] >= 0xC0)
            {
                var target = message[at + 1];
                at += 2;
                var inner = (int)target;
                return string.Join('.', [.. labels, ReadName(message, ref inner)]);
            }

            labels.Add(Encoding.UTF8.GetString(message, at + 1, message[at]));
            at += 1 + message[at];
        }

        at++;
        return string.Join('.', labels);
    }

    private sealed record Record(string Name, int Type, int Class, int Ttl, byte[] Data);
}
