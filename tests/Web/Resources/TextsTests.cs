using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.History;
using RailHub.Web.Search;
using RailHub.Web.Shell;
using RailHub.Web.Shows;

namespace RailHub.Web.Tests.Resources;

public sealed partial class TextsTests
{
    private static readonly string Web = Path.Combine(Repository(), "src", "Web");

    public static TheoryData<string> Translations =>
        [.. Directory.EnumerateFiles(Path.Combine(Web, "Resources"), "Texts.*.resx").Select(file => Path.GetFileName(file))];

    [Fact]
    public void Every_offered_language_has_its_texts() => Assert.Equal(
        Browser.Languages.Where(language => language != "en").Select(language => $"Texts.{language}.resx").Order(),
        Translations.Select(row => row.Data).Order());

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_language_has_every_text_with_the_same_places(string file)
    {
        var english = Read("Texts.resx");
        var translated = Read(file);

        Assert.Equal(english.Keys.Order(), translated.Keys.Order());
        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(translated[text.Key])));
    }

    [Theory]
    [InlineData("en", 0, "0 lamps")]
    [InlineData("en", 1, "1 lamp")]
    [InlineData("fr", 0, "0 lampe")]
    [InlineData("fr", 2, "2 lampes")]
    [InlineData("it", 0, "0 lampade")]
    [InlineData("zh", 1, "1 盏灯")]
    [InlineData("hi", 0, "0 बत्ती")]
    [InlineData("hi", 2, "2 बत्तियाँ")]
    public void Counts_are_said_as_the_language_says_them(string language, int count, string text)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            Assert.Equal(text, Words.Count("Lamps", count));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void Every_refusal_has_a_text()
    {
        var codes = typeof(RefusalCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Concat(typeof(LocalRefusals).GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(field => $"Refusal_{field.GetRawConstantValue()}");

        Assert.Equal(codes.Order(), Read("Texts.resx").Keys.Where(key => key.StartsWith("Refusal_", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void A_refusal_without_a_text_says_what_the_gateway_told() =>
        Assert.Equal("New reason.", Words.Of(new Refusal(RefusalKind.Invalid, "fromTheFuture", "New reason.")));

    [Fact]
    public void A_refusal_names_what_it_is_about_in_the_readers_language()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("de");
        try
        {
            var text = Words.Of(new Refusal(RefusalKind.Conflict, RefusalCodes.ControllerTaken, "In English.", Names: ["Harz", "Depot"]));

            Assert.Contains("Harz", text, StringComparison.Ordinal);
            Assert.Contains("Depot", text, StringComparison.Ordinal);
            Assert.DoesNotContain("English", text, StringComparison.Ordinal);
            Assert.Equal("In English.", Words.Of(new Refusal(RefusalKind.Conflict, RefusalCodes.ControllerTaken, "In English.")));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void The_page_that_stands_for_a_server_that_is_away_has_the_words_of_every_language()
    {
        var page = File.ReadAllText(Path.Combine(Web, "wwwroot", "service-worker.js"));

        Assert.All(Browser.Languages, language => Assert.Contains(
            $"{language}: '{Read(language == "en" ? "Texts.resx" : $"Texts.{language}.resx")["Connection_NotReached"]}'", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_state_has_a_text()
    {
        Assert.All(Enum.GetValues<ChasingState>(), state => Assert.NotEmpty(Words.Of(state)));
        Assert.All(Enum.GetValues<SceneDifferenceReason>(), reason => Assert.NotEmpty(Words.Of(reason)));
        Assert.All(Enum.GetValues<ShowMode>(), mode => Assert.NotEmpty(ShowWords.Of(mode)));
        Assert.All(Enum.GetValues<CueAction>(), action => Assert.NotEmpty(ShowWords.Of(action)));
        Assert.All(Enum.GetValues<CueTrigger>(), trigger => Assert.NotEmpty(ShowWords.Of(trigger)));
        Assert.All(Enum.GetValues<CueColour>(), colour => Assert.NotEmpty(ShowWords.Of(colour)));
        Assert.All(Enum.GetValues<Curve>(), curve => Assert.NotEmpty(ShowWords.Of(curve)));
        Assert.All(Enum.GetValues<ShowTroubleKind>(), kind => Assert.NotEmpty(ShowWords.Of(new ShowTrouble(kind), Sample.Snapshot(), Sample.Book())));
        Assert.All(Enum.GetValues<Role>(), role => Assert.NotEmpty(Words.Of(role)));
        Assert.All(Enum.GetValues<Role>(), role => Assert.NotEmpty(Words.May(role)));
        Assert.All(Enum.GetValues<LampKind>(), kind => Assert.NotEmpty(Words.Of(kind)));
        Assert.All(Enum.GetValues<AddressProblem>(), problem => Assert.NotEmpty(Words.Named($"Phone_{problem}")));
        Assert.All(Enum.GetValues<SearchHitKind>(), kind => Assert.NotEmpty(SearchWords.Of(kind)));
        Assert.All(Enum.GetValues<HistoryKind>(), kind => Assert.NotEmpty(AuditWords.Of(
            new HistoryEvent(new HistoryEventId(Guid.Empty), Sample.Noon, Actor.Platform, kind, "Night", 3, CanUndo: false, IsUndone: false, IsKept: true))));
        Assert.All(Enum.GetValues<ActorKind>(), kind => Assert.NotEmpty(AuditWords.Of(new Actor(kind, "Anna", null, "192.0.2.7"))));
        Assert.All(Enum.GetValues<HistoryTopic>(), topic => Assert.NotEmpty(AuditWords.Of(topic)));
        Assert.All(Enum.GetValues<HistoryResult>().Except([HistoryResult.Done]), result => Assert.NotEmpty(AuditWords.Of(result)));
        Assert.All(Enum.GetValues<LinkReason>().Except([LinkReason.None]), reason => Assert.NotEmpty(
            Words.Why(new LinkStatus(LinkState.Offline, Sample.Noon, reason), Sample.Snapshot().Controllers[0].Controller)));
    }

    [Fact]
    public void Every_text_is_used()
    {
        var sources = string.Concat(Sources("*.razor").Concat(Sources("*.cs")).Select(File.ReadAllText));
        string[] built = ["Refusal_", "LinkReason_", "ChasingState_", "Language_", "Difference_", "LampKind_", "History_", "HistoryTopic_", "HistoryResult_", "Actor_", "Hint_", "CueAction_", "CueTrigger_", "CueColour_", "Curve_", "ShowMode_", "ShowTrouble_", "Role_", "SearchHitKind_", "Phone_"];

        var unused = Read("Texts.resx").Keys.Where(key =>
            !built.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))
            && !Regex.IsMatch(sources, $@"Texts\.{key}\b|""{Regex.Replace(key, "_(One|Other)$", string.Empty)}"""));

        Assert.Empty(unused);
    }

    [Fact]
    public void No_component_has_a_text_of_its_own()
    {
        var texts =
            from file in Sources("*.razor")
            from text in VisibleTexts(File.ReadAllText(file))
            select $"{Path.GetFileName(file)}: {text}";

        Assert.Empty(texts);
    }

    [Fact]
    public void Every_used_icon_is_drawn()
    {
        var used = Sources("*.razor").SelectMany(file => IconName().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

        Assert.Empty(used.Except(Icon.Names));
        Assert.All(Enum.GetNames<LinkState>(), state => Assert.Contains(state.ToLowerInvariant(), Icon.Names));
    }

    // Between tags there are expressions only, and the attributes that people hear or read are expressions too.
    private static IEnumerable<string> VisibleTexts(string razor)
    {
        var markup = razor.Split("@code")[0];
        markup = Regex.Replace(markup, @"@\*.*?\*@|@inject[^\n]*|@implements[^\n]*", string.Empty, RegexOptions.Singleline);
        foreach (Match text in Regex.Matches(markup, @"(?<=[a-z""/]>)[^<>@{}()]*\p{L}{2,}[^<>@{}()]*(?=</)"))
        {
            yield return text.Value.Trim();
        }

        foreach (Match attribute in Regex.Matches(markup, @"\b(aria-label|title|placeholder|alt|Text|Label|Title|Hint)=""(?!@)[^""]*\p{L}[^""]*"""))
        {
            yield return attribute.Value;
        }
    }

    private static string[] Places(string text) =>
        [.. PlaceInText().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Web, "Resources", file))
        .Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Web, pattern, SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RailHub.Platform.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\{\d+\}")]
    private static partial Regex PlaceInText();

    [GeneratedRegex(@"\bIcon(?: Name)?=""([a-z-]+)""")]
    private static partial Regex IconName();
}
