using System.Text.Json;

namespace RailHub.Contracts.Tests;

public sealed class IdJsonTests
{
    private static readonly Guid Uuid = new("019672d0-1c00-7000-8000-0123456789ab");

    public static TheoryData<object, string> Ids => new()
    {
        { new LayoutId(Uuid), "\"019672d0-1c00-7000-8000-0123456789ab\"" },
        { new SceneId(Uuid), "\"019672d0-1c00-7000-8000-0123456789ab\"" },
        { new ChasingGroupId(Uuid), "\"019672d0-1c00-7000-8000-0123456789ab\"" },
        { new MacAddress(0x246F28ABCDEF), "\"24:6F:28:AB:CD:EF\"" },
    };

    [Theory]
    [MemberData(nameof(Ids), DisableDiscoveryEnumeration = true)]
    public void An_id_is_the_text_that_it_parses_from(object id, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(id, id.GetType()));
        Assert.Equal(id, JsonSerializer.Deserialize(json, id.GetType()));
    }

    [Fact]
    public void An_id_can_name_a_member()
    {
        var levels = new Dictionary<MacAddress, int> { [new MacAddress(0x246F28ABCDEF)] = 40 };

        var json = JsonSerializer.Serialize(levels);

        Assert.Equal("""{"24:6F:28:AB:CD:EF":40}""", json);
        Assert.Equal(levels, JsonSerializer.Deserialize<Dictionary<MacAddress, int>>(json));
    }

    [Theory]
    [InlineData("\"no id\"")]
    [InlineData("\"\"")]
    [InlineData("42")]
    [InlineData("null")]
    [InlineData("{}")]
    public void What_is_no_id_is_refused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<MacAddress>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<LayoutId>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SceneId>(json));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ChasingGroupId>(json));
    }

    [Fact]
    public void Ids_that_are_made_later_sort_later()
    {
        var opening = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);

        Assert.True(string.CompareOrdinal(
            SceneId.Create(opening).ToString(),
            SceneId.Create(opening.AddMilliseconds(1)).ToString()) < 0);
    }
}
