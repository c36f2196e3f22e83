using System.Net;
using System.Text;
using CsCheck;
using static RailHub.Protocol.Tests.Finding.MdnsMessage;

namespace RailHub.Protocol.Tests.Finding;

public sealed class WebServicesTests
{
    private const ushort Id = 0x1234;

    private static readonly IPAddress s_board = IPAddress.Parse("192.168.1.40");
    private static readonly IPAddress s_sender = IPAddress.Parse("192.168.1.41");

    [Fact]
    public void The_question_is_one_for_web_services_with_an_answer_to_the_asker()
    {
        // RFC 1035 4.1: id, plain query, one question; then the name, PTR, and IN with the bit of RFC 6762 5.4.
        byte[] expected = [0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. Name(Service), 0, 12, 0x80, 1];
        Assert.Equal(expected, WebServices.Query(Id));
    }

    [Theory]
    [InlineData(0)] // as a board of the group answers (RFC 6762 18.1)
    [InlineData(Id)] // as one answers that knows one-shot askers (RFC 6762 6.7)
    public void A_board_is_where_it_says(ushort id) =>
        Assert.Equal([new IPEndPoint(s_board, 8080)], Read(OfBoard("Station", "station.local", s_board, id, 8080)));

    [Fact]
    public void Names_are_the_same_in_any_letters_and_may_have_dots_and_umlauts()
    {
        var label = Encoding.UTF8.GetBytes("Bahn.höf");
        byte[] instance = [(byte)label.Length, .. label, .. Name(Service)];
        var message = new MdnsMessage()
            .Record("_HTTP._tcp.LOCAL", Ptr, instance)
            .Record(instance, Srv, [0, 0, 0, 0, 0, 80, .. Name("BAHN.local")])
            .Record("bahn.LOCAL", A, s_board.GetAddressBytes());
        Assert.Equal([new IPEndPoint(s_board, 80)], Read(message));
    }

    [Fact]
    public void Names_that_point_back_are_read()
    {
        var message = new MdnsMessage().Question(Service);
        byte[] service = [0xC0, 12];
        var instanceAt = message.Position + service.Length + 10;
        byte[] instance = [0xC0, (byte)instanceAt];
        message.Record(service, Ptr, [4, .. "Yard"u8, 0xC0, 12]);
        var hostAt = message.Position + instance.Length + 10 + 6;
        message
            .Record(instance, Srv, [0, 0, 0, 0, 0, 80, 4, .. "yard"u8, 0xC0, 23])
            .Record([0xC0, (byte)hostAt], A, s_board.GetAddressBytes());
        Assert.Equal([new IPEndPoint(s_board, 80)], Read(message));
    }

    [Fact]
    public void Who_does_not_tell_the_address_is_where_the_message_came_from()
    {
        var message = new MdnsMessage()
            .Record(Service, Ptr, Name($"Yard.{Service}"))
            .Record($"Yard.{Service}", Srv, [0, 0, 0, 0, 0, 80, .. Name("yard.local")]);
        Assert.Equal([new IPEndPoint(s_sender, 80)], Read(message));
    }

    public static TheoryData<string, byte[]> Spoilt()
    {
        var board = OfBoard("Station", "station.local", s_board).Bytes;
        byte[] question = [.. board];
        question[2] = 0;
        byte[] error = [.. board];
        error[3] |= 3;
        byte[] update = [.. board];
        update[2] |= 0x28;
        byte[] more = [.. board];
        more[7]++;
        byte[] questions = [.. board];
        questions[4] = 0xFF;
        var instance = Name($"Yard.{Service}");
        byte[] srv = [0, 0, 0, 0, 0, 80, .. Name("yard.local")];
        return new()
        {
            { "a question", question },
            { "an error", error },
            { "another operation", update },
            { "fewer records than it says", more },
            { "questions without end", questions },
            { "another's answer", OfBoard("Station", "station.local", s_board, 0x4321).Bytes },
            { "nothing", [] },
            { "a head alone", board[..12] },
            { "longer than any message", [.. board, .. new byte[WebServices.LongestMessage]] },
            { "a farewell", new MdnsMessage().Record(Service, Ptr, instance, ttl: 0).Record(instance, Srv, srv).Bytes },
            { "another service", new MdnsMessage().Record("_ipp._tcp.local", Ptr, Name("Yard._ipp._tcp.local")).Record("Yard._ipp._tcp.local", Srv, srv).Bytes },
            { "an instance of another service", new MdnsMessage().Record(Service, Ptr, Name("Yard._ipp._tcp.local")).Record("Yard._ipp._tcp.local", Srv, srv).Bytes },
            { "the service as its own instance", new MdnsMessage().Record(Service, Ptr, Name(Service)).Record(Service, Srv, srv).Bytes },
            { "an instance of two labels", new MdnsMessage().Record(Service, Ptr, Name($"a.b.{Service}")).Record($"a.b.{Service}", Srv, srv).Bytes },
            { "no port", new MdnsMessage().Record(Service, Ptr, instance).Record(instance, Srv, [0, 0, 0, 0, 0, 0, .. Name("yard.local")]).Bytes },
            { "no place", new MdnsMessage().Record(Service, Ptr, instance).Bytes },
            { "a host out of the network", new MdnsMessage().Record(Service, Ptr, instance).Record(instance, Srv, [0, 0, 0, 0, 0, 80, .. Name("example.com")]).Bytes },
            { "an address out of the network", OfBoard("Station", "station.local", IPAddress.Parse("8.8.8.8")).Bytes },
            { "an address for all", OfBoard("Station", "station.local", IPAddress.Broadcast).Bytes },
            { "an address of five bytes", new MdnsMessage().Record(Service, Ptr, instance).Record(instance, Srv, srv).Record("yard.local", A, [192, 168, 1, 40, 0]).Bytes },
            { "another class", new MdnsMessage().Record(Name(Service), Ptr, instance, recordClass: 3).Record(instance, Srv, srv).Bytes },
            { "data shorter than the name in it", new MdnsMessage().Record(Name(Service), Ptr, instance, length: 5).Bytes },
            { "data longer than the name in it", new MdnsMessage().Record(Service, Ptr, [.. instance, 0]).Record(instance, Srv, srv).Bytes },
            { "data beyond the end", new MdnsMessage().Record(Name(Service), Txt, [0], length: 500).Bytes },
            { "a name that points to itself", new MdnsMessage().Record([0xC0, 12], Ptr, instance).Bytes },
            { "a name that points ahead", new MdnsMessage().Record([0xC0, 40], Ptr, instance).Bytes },
            { "a name that points into the head", new MdnsMessage().Record([0xC0, 0], Ptr, instance).Bytes },
            { "names that point at each other", new MdnsMessage().Record([1, (byte)'a', 0xC0, 12], Ptr, instance).Bytes },
            { "a label of an unknown kind", new MdnsMessage().Record([0x80, 0], Ptr, instance).Bytes },
            { "a name without end", new MdnsMessage().Record([.. Enumerable.Repeat((byte)1, 600)], Ptr, instance).Bytes },
            { "half a pointer", [.. new MdnsMessage().Bytes[..6], 0, 1, 0, 0, 0, 0, 0xC0] },
        };
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public void What_is_not_as_it_should_be_tells_of_nothing(string what, byte[] message)
    {
        Assert.NotNull(what);
        Assert.Empty(WebServices.Read(message, Id, s_sender));
    }

    [Fact]
    public void Who_is_out_of_the_network_tells_of_nothing() =>
        Assert.Empty(WebServices.Read(OfBoard("Station", "station.local", s_board).Bytes, Id, IPAddress.Parse("8.8.8.8")));

    [Fact]
    public void More_records_than_anybody_needs_are_not_looked_at()
    {
        var message = OfBoard("Station", "station.local", s_board);
        for (var record = 4; record < WebServices.MostRecords; record++)
        {
            message.Record("x.local", Txt, [0]);
        }

        Assert.NotEmpty(Read(message));
        message.Record("x.local", Txt, [0]);
        Assert.Empty(Read(message));
    }

    [Fact]
    public void A_message_cut_anywhere_tells_of_nothing()
    {
        var board = OfBoard("Station", "station.local", s_board).Bytes;
        Assert.All(Enumerable.Range(0, board.Length), length => Assert.Empty(WebServices.Read(board.AsSpan(0, length), Id, s_sender)));
    }

    [Fact]
    public void No_message_is_a_reason_to_throw_and_none_leads_out_of_the_network()
    {
        var board = OfBoard("Station", "station.local", s_board).Question(Service).Bytes;
        Gen.Select(Gen.Int[0, board.Length - 1], Gen.Byte).Array[1, 12].Sample(
            changes =>
            {
                byte[] message = [.. board];
                foreach (var (at, value) in changes)
                {
                    message[at] = value;
                }

                Assert.All(WebServices.Read(message, Id, s_sender), service => Assert.True(AddressRange.IsNearby(service.Address)));
            },
            iter: 20_000,
            seed: "000000000001");
        Gen.Byte.Array[0, 300].Sample(bytes => WebServices.Read([0, 0, 0x84, 0, .. bytes], Id, s_sender), iter: 20_000, seed: "000000000002");
    }

    private static IReadOnlyList<IPEndPoint> Read(MdnsMessage message) => WebServices.Read(message.Bytes, Id, s_sender);
}
