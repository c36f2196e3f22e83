using System.Text;
using CsCheck;

namespace RailHub.Protocol.Tests.Status;

/// <summary>What the reader forgives, what it refuses, and that nothing on the wire can throw.</summary>
public sealed class StatusLeniencyTests
{
    private readonly StatusParser _parser = new();

    [Theory]
    [InlineData("\"plain\"", "plain")]
    [InlineData("\"\"", "")]
    [InlineData("\"tab\tand\nline\u0001\"", "tab\tand\nline\u0001")]
    [InlineData("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t")]
    [InlineData("\"\\u00DC\\u00fc\"", "Üü")]
    [InlineData("\"\\ud83d\\ude82\"", "🚂")]
    [InlineData("\"🚂 raw\"", "🚂 raw")]
    [InlineData("\"\\ud83d alone\"", "\uFFFD alone")]
    [InlineData("\"\\ude82\\ud83d\"", "\uFFFD\uFFFD")]
    public void Texts_are_read_as_boards_write_them(string json, string text) => Assert.Equal(text, Read("name", json).Name);

    [Theory]
    [InlineData(new byte[] { 0xFF }, "\uFFFD")]
    [InlineData(new byte[] { (byte)'a', 0xC3 }, "a\uFFFD")]
    [InlineData(new byte[] { 0xE2, 0x82 }, "\uFFFD")]
    [InlineData(new byte[] { 0xC3, (byte)'b', 0x80 }, "\uFFFDb\uFFFD")]
    public void Broken_utf8_becomes_replacements(byte[] name, string text)
    {
        byte[] document = [.. "{\"outputs\":[{\"pin\":1,\"name\":\""u8, .. name, .. "\"}]}"u8];

        Assert.Equal(text, _parser.Parse(document, null).Snapshot!.Outputs[0].Name);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("55", 55)]
    [InlineData("74.9", 74)]
    [InlineData("7.4e1", 74)]
    [InlineData("7E1", 70)]
    [InlineData("-5", 0)]
    [InlineData("150", 100)]
    [InlineData("99999999999999999999", 100)]
    [InlineData("1e400", 100)]
    [InlineData("-1e400", 0)]
    public void Brightness_is_a_whole_percentage_whatever_is_written(string json, int percent) =>
        Assert.Equal(percent, ReadOutput("brightness", json).Brightness);

    [Theory]
    [InlineData("4294967295", 4294967295u)]
    [InlineData("4294967296", 4294967295u)]
    [InlineData("-1", 0u)]
    public void Intervals_are_any_unsigned_number(string json, uint milliseconds) => Assert.Equal(milliseconds, ReadOutput("interval", json).Interval);

    [Theory]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("[1,[2]]")]
    [InlineData("{\"a\":{}}")]
    public void A_value_of_the_wrong_type_counts_as_absent(string json)
    {
        Assert.Equal(100, ReadOutput("brightness", json).Brightness);
        Assert.False(ReadOutput("active", json).Active);
    }

    [Fact]
    public void White_space_between_tokens_is_fine() =>
        Assert.Equal(7, _parser.Parse(" \r\n{ \"outputs\" : [ { \"pin\" : 7 } ] }\t\n"u8, null).Snapshot!.Outputs[0].Pin);

    [Fact]
    public void The_last_of_two_equal_members_wins() =>
        Assert.Equal(8, Assert.Single(_parser.Parse("""{"outputs":[{"pin":7}],"outputs":[{"pin":8}]}"""u8, null).Snapshot!.Outputs).Pin);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("<html>")]
    [InlineData("{\"outputs\":null}")]
    [InlineData("{\"outputs\":{}}")]
    [InlineData("{\"outputs\":[]}")]
    [InlineData("{\"outputs\":[4,5]}")]
    [InlineData("{\"outputs\":[{}]}")]
    [InlineData("{\"outputs\":[{\"pin\":\"4\"}]}")]
    [InlineData("{\"outputs\":[{\"pin\":4},{\"pin\":4}]}")]
    [InlineData("{\"outputs\":[{\"pin\":4}]}{")]
    [InlineData("{\"outputs\":[{\"pin\":4}")]
    [InlineData("{\"outputs\":[{\"pin\":4} {\"pin\":5}]}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],\"uptime\":1.2.3}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],\"uptime\":-}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],\"x\":tru}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],\"name\":\"\\x\"}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],\"name\":\"\\u12\"}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],\"chasingGroups\":[7]}")]
    [InlineData("{\"outputs\":[{\"pin\":4}],\"chasingGroups\":[{\"name\":\"x\"}]}")]
    public void What_is_no_status_document_is_garbage_with_a_reason(string document)
    {
        var result = _parser.Parse(document.Utf8(), null);

        Assert.Equal(ParseOutcome.Garbage, result.Outcome);
        Assert.Null(result.Snapshot);
        Assert.NotEmpty(result.Error!);
    }

    [Fact]
    public void Beyond_every_limit_is_garbage()
    {
        var deep = string.Concat(Enumerable.Repeat('[', 40)) + string.Concat(Enumerable.Repeat(']', 40));
        var outputs = string.Join(',', Enumerable.Range(0, 257).Select(pin => $$"""{"pin":{{pin}}}"""));
        var groups = string.Join(',', Enumerable.Range(0, 65).Select(id => $$"""{"groupId":{{id}}}"""));
        var members = string.Join(',', Enumerable.Range(0, 257));

        AssertGarbage($$"""{"outputs":[{"pin":1}],"x":{{deep}}}""");
        AssertGarbage($$"""{"outputs":[{{outputs}}]}""");
        AssertGarbage($$"""{"outputs":[{"pin":1}],"chasingGroups":[{{groups}}]}""");
        AssertGarbage($$"""{"outputs":[{"pin":1}],"chasingGroups":[{"groupId":1,"outputs":[{{members}}]}]}""");
        AssertGarbage("""{"outputs":[{"pin":1}]}""" + new string(' ', StatusParser.MaxDocumentBytes));
    }

    [Fact]
    public void Garbage_leaves_no_trace_in_the_next_document()
    {
        var board = _parser.Parse(Golden.Seed.Utf8(), null).Snapshot;
        _parser.Parse(Golden.RailHub32Http.Utf8().AsSpan(0, 900), board);

        Assert.Same(board, _parser.Parse(Golden.Seed.Utf8(), board).Snapshot);
    }

    [Theory]
    [MemberData(nameof(Golden.All), MemberType = typeof(Golden))]
    public void A_document_cut_anywhere_is_garbage(string document)
    {
        var bytes = document.Utf8();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Equal(ParseOutcome.Garbage, _parser.Parse(bytes.AsSpan(0, length), null).Outcome);
    }

    [Fact]
    public void Any_bytes_are_read_without_a_throw() =>
        Gen.Byte.Array[0, 300].Sample(bytes => AssertSound(new StatusParser(), bytes));

    [Fact]
    public void Any_text_of_json_bytes_is_read_without_a_throw()
    {
        var alphabet = "{}[]\",:\\u0123456789-+.eE truefalsn\u0001"u8.ToArray();
        Gen.Int[0, alphabet.Length - 1].Select(i => alphabet[i]).Array[0, 200]
            .Sample(bytes => AssertSound(new StatusParser(), [.. "{\"outputs\":["u8, .. bytes]));
    }

    [Fact]
    public void A_document_with_changed_bytes_is_read_without_a_throw()
    {
        var documents = Golden.All.Select(row => row.Data.Utf8()).ToArray();
        Gen.Select(Gen.Int[0, documents.Length - 1], Gen.Select(Gen.Int[0, 2000], Gen.Byte).Array[1, 5]).Sample((which, changes) =>
        {
            var bytes = documents[which].ToArray();
            foreach (var (at, value) in changes)
                bytes[at % bytes.Length] = value;
            AssertSound(new StatusParser(), bytes);
        });
    }

    [Fact]
    public void Any_name_survives_the_way_through_a_document() =>
        Gen.String.Sample(name =>
        {
            var expected = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name));
            var json = System.Text.Json.JsonSerializer.Serialize(expected);
            Assert.Equal(expected, new StatusParser().Parse($$"""{"name":{{json}},"outputs":[{"pin":1}]}""".Utf8(), null).Snapshot!.Name);
        });

    private static void AssertSound(StatusParser parser, ReadOnlySpan<byte> bytes)
    {
        var result = parser.Parse(bytes, null);
        if (result.Outcome == ParseOutcome.Garbage)
        {
            Assert.NotNull(result.Error);
            return;
        }

        Assert.NotEmpty(result.Snapshot!.Outputs);
        Assert.All(result.Snapshot.Outputs, output => Assert.InRange(output.Brightness, 0, 100));
        Assert.Same(result.Snapshot, parser.Parse(bytes, result.Snapshot).Snapshot);
    }

    private void AssertGarbage(string document) => Assert.Equal(ParseOutcome.Garbage, _parser.Parse(document.Utf8(), null).Outcome);

    private StatusSnapshot Read(string member, string json) =>
        _parser.Parse($$"""{"{{member}}":{{json}},"outputs":[{"pin":1}]}""".Utf8(), null).Snapshot!;

    private OutputReading ReadOutput(string member, string json) =>
        _parser.Parse($$"""{"outputs":[{"pin":1,"{{member}}":{{json}}}]}""".Utf8(), null).Snapshot!.Outputs[0];
}
