using System.Text;

namespace RailHub.Firmware.Tests.Outputs;

public class NameTests
{
    private readonly TestBoard _board = TestBoard.RailHub32();

    [Fact]
    public void A_name_is_trimmed_and_escaped()
    {
        var answer = _board.Post("/api/name", """{"pin":18,"name":"  Station \"Süd\" "}""");

        Assert.Equal((200, """{"success":true}"""), (answer.Status, answer.Body));
        Assert.Contains("""{"pin":18,"active":false,"brightness":100,"interval":0,"name":"Station \"Süd\""}""", _board.Status(), StringComparison.Ordinal);
    }

    [Fact]
    public void Blanks_take_the_name_away()
    {
        _board.Post("/api/name", """{"pin":18,"name":"Shed"}""");

        Assert.Equal(200, _board.Post("/api/name", """{"pin":18,"name":"   "}""").Status);
        Assert.Equal("", NameOf(18));
    }

    [Theory]
    [InlineData("""{"pin":15,"name":"x"}""")]
    [InlineData("""{"name":"x"}""")]
    [InlineData("""{"pin":15}""")]
    public void An_unknown_pin_is_not_found_and_nothing_is_told(string body)
    {
        var listener = _board.Join();

        var answer = _board.Post("/api/name", body);

        Assert.Equal((404, """{"error":"Output not found"}"""), (answer.Status, answer.Body));
        Assert.Null(listener.ReadStatus());
    }

    [Theory]
    [InlineData("""{"pin":18}""")]
    [InlineData("""{"pin":18,"name":null}""")]
    [InlineData("""{"pin":18,"name":["x"]}""")]
    public void A_missing_name_is_refused_and_the_old_one_stays(string body)
    {
        _board.Post("/api/name", """{"pin":18,"name":"Shed"}""");

        Assert.Equal(400, _board.Post("/api/name", body).Status);
        Assert.Equal("Shed", NameOf(18));
    }

    [Theory]
    [InlineData("12.50", "12.50")]
    [InlineData("true", "true")]
    [InlineData("\"a\\u0000b\"", "a")]
    [InlineData("\"a\\u0007\\nb\"", "ab")]
    [InlineData("\"\\t Shed \\r\\n\"", "Shed")]
    [InlineData("\"\\u00dcber\"", "Über")]
    [InlineData("\"\\ud83d\\ude82\"", "🚂")]
    [InlineData("\"a\\ud83db\"", "ab")]
    [InlineData("\"a/b\"", "a/b")]
    [InlineData("\"<b>&amp;</b>\"", "<b>&amp;</b>")]
    public void Names_become_clean_text(string json, string name)
    {
        Assert.Equal(200, _board.Post("/api/name", $$"""{"pin":18,"name":{{json}}}""").Status);
        Assert.Equal(name, NameOf(18));
    }

    [Theory]
    [InlineData("Einfahrsignal Nord Ü1", "Einfahrsignal Nord ")]
    [InlineData("Einfahrsignal Nord 12", "Einfahrsignal Nord 1")]
    [InlineData("🚂🚂🚂🚂🚂🚂", "🚂🚂🚂🚂🚂")]
    [InlineData("abc🚂🚂🚂🚂🚂", "abc🚂🚂🚂🚂")]
    public void A_long_name_is_cut_between_characters_to_twenty_bytes(string sent, string kept)
    {
        _board.Post("/api/name", $$"""{"pin":18,"name":"{{sent}}"}""");

        Assert.Equal(kept, NameOf(18));
        Assert.Equal(kept, Encoding.UTF8.GetString(_board.Restarted().Board.Outputs[3].Name));
    }

    [Fact]
    public void A_name_that_begins_with_an_umlaut_survives_a_restart()
    {
        _board.Post("/api/name", """{"pin":18,"name":"Überweg"}""");

        Assert.Equal("Überweg", Encoding.UTF8.GetString(_board.Restarted().Board.Outputs[3].Name));
    }

    private string NameOf(int pin) => Encoding.UTF8.GetString(_board.Board.Outputs[BoardProfile.RailHub32.IndexOf(pin)].Name);
}
