using System.Globalization;
using System.Text;

namespace RailHub.Persistence.Tests;

public sealed class NameTests
{
    private const string Family = "👨\u200D👩\u200D👧\u200D👦";
    private const string England = "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F";
    private const string Scotland = "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F";

    [Theory]
    [InlineData("Depot", "dePOT")]
    [InlineData("Depot", "  Depot ")]
    [InlineData("Mill lane", "Mill   lane")]
    [InlineData("Mill lane", "Mill\u00A0lane")] // no-break space
    [InlineData("Mill lane", "Mill\u2009\u3000lane")]
    [InlineData("Höllental", "Ho\u0308llental")] // NFD, as macOS gives it
    [InlineData("Höllental", "HO\u0308LLENTAL")]
    [InlineData("Höllental", "Ho\u200B\u0308llental")]
    [InlineData("Straße", "STRA\u1E9EE")]
    [InlineData("Ω", "\u2126")] // the ohm sign
    [InlineData("Depot", "\uFEFFDepot")]
    [InlineData("Depot", "De\u00ADpot")] // soft hyphen
    [InlineData("Depot", "De\u200Bpot\u200E")]
    [InlineData("Depot", "De\u200Dpo\u200Ct")]
    [InlineData("Depot", "\u202ADepot\u202C")]
    [InlineData("Depot", "\u2066Depot\u2069")]
    [InlineData("Depot", "De\u2060pot\uFE0F")]
    [InlineData("Depot", "De\u034Fpot\u3164")] // grapheme joiner, Hangul filler
    [InlineData("Depot", "De\U000E0041pot")] // a tag without a flag
    [InlineData("Depot", "De\uFFFEpot\uFDD0")] // no characters
    [InlineData("Depot", "Depot\u2800")] // Braille blank
    [InlineData("❤", "❤\uFE0F")]
    [InlineData("می\u200Cخواهم", "میخواهم")]
    public void Names_that_look_equal_are_equal(string one, string other) => Assert.Equal(NameKey.Of(one), NameKey.Of(other));

    [Theory]
    [InlineData("Gleis 1", "Gleis ①")]
    [InlineData("Gleis2", "Gleis²")]
    [InlineData("Depot", "Depôt")]
    [InlineData("Mill lane", "Milllane")]
    [InlineData(Family, "👨👩👧👦")]
    [InlineData(England, Scotland)]
    [InlineData(England, "🏴")]
    [InlineData("👍🏽", "👍🏿")]
    public void Names_that_look_different_are_different(string one, string other) => Assert.NotEqual(NameKey.Of(one), NameKey.Of(other));

    [Theory]
    [InlineData("  Mill \u00A0 lane ", "Mill lane")]
    [InlineData("Ho\u0308llental", "Höllental")]
    [InlineData("\uFEFFDe\u00ADpot\u200B", "Depot")]
    [InlineData("Depot\u202Etxt", "Depottxt")] // right-to-left override: what is read is not what is there
    [InlineData("e\u200B\u0301", "é")]
    [InlineData("\uFFFE", "")]
    [InlineData("\u200B\u00AD\u3164\uFE0F\u200D", "")]
    public void A_name_is_kept_as_it_is_seen(string name, string kept) => Assert.Equal(kept, NameText.Clean(name));

    [Theory]
    [InlineData(Family)]
    [InlineData(England)]
    [InlineData("👩\u200D❤\uFE0F\u200D👨")]
    [InlineData("👩🏽\u200D🚒 engine shed")]
    [InlineData("1\uFE0F\u20E3")] // a keycap
    [InlineData("🇩🇪")]
    [InlineData("می\u200Cخواهم")] // Persian writes this word with a non-joiner
    [InlineData("क\u200Dष")]
    [InlineData("葛\U000E0100")] // the form of a character that its owner writes
    [InlineData("two\nlines")] // for the rules to refuse
    public void What_people_see_stays(string name) => Assert.Equal(name, NameText.Clean(name));

    [Fact] // No theory: an attribute cannot hold half a character.
    public void Half_a_character_is_replaced_and_has_a_key()
    {
        Assert.Equal("half \uFFFD", NameText.Clean("half \uD83D"));
        Assert.Equal(NameKey.Of("HALF \uFFFD"), NameKey.Of("half \uDE00"));
    }

    [Fact]
    public void Cleaning_twice_is_cleaning_once_and_keys_do_not_depend_on_it()
    {
        // What joins, hides, composes or changes case, in every order of four.
        string[] parts = ["e", "é", "\u0301", " ", "\u200D", "\u200C", "\uFE0F", "\u200B", "👩", "\u212A", "🏴", "\U000E0067", "\U000E007F", "\uFFFE", "\uD83D", "ẞ"];
        foreach (var number in Enumerable.Range(0, parts.Length * parts.Length * parts.Length * parts.Length))
        {
            var name = parts[number & 15] + parts[(number >> 4) & 15] + parts[(number >> 8) & 15] + parts[number >> 12];
            var clean = NameText.Clean(name);
            var text = string.Join(' ', name.Select(letter => ((int)letter).ToString("X4", CultureInfo.InvariantCulture)));

            Assert.True(clean == NameText.Clean(clean), text);
            Assert.True(clean.IsNormalized(NormalizationForm.FormC), text);
            Assert.True(NameKey.Of(name) == NameKey.Of(clean), text);
            Assert.True(NameKey.Of(name) == NameKey.Of(NameKey.Of(name)), text);
        }
    }
}
