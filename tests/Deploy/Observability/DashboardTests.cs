using System.Text.Json;
using System.Text.RegularExpressions;

namespace RailHub.Deploy.Tests.Observability;

/// <summary>Dashboards and alerts ask for what a running club tells.</summary>
public sealed partial class DashboardTests(WatchedClub club) : IClassFixture<WatchedClub>
{
    private const string Rules = "deploy/observability/prometheus/rules.yml";

    // What a dashboard's variables stand for here.
    private static readonly (string Variable, string Value)[] s_chosen =
        [("$__rate_interval", "1m"), ("$board", "02:52:48:DE:00:01"), ("$layout", "Demo club")];

    // Functions, keywords and what is no metric of a program.
    private static readonly HashSet<string> s_ofPrometheus = ["ALERTS", "up"];

    public static IEnumerable<TheoryDataRow<string>> Dashboards() =>
        Directory.EnumerateFiles(Repository.PathOf("deploy/observability/grafana/dashboards"), "*.json").Order().Select(file => new TheoryDataRow<string>(Path.GetFileName(file)));

    [Theory]
    [MemberData(nameof(Dashboards))]
    public async Task Each_query_is_understood_and_asks_for_metrics_that_there_are(string file)
    {
        var dashboard = Read(file);
        var names = await club.NamesAsync();
        var queries = Queries(dashboard).ToArray();

        Assert.NotEmpty(queries);
        foreach (var query in queries)
        {
            await club.AskAsync($"query?query={Uri.EscapeDataString(query)}");
            Assert.All(Metrics(query), metric => Assert.True(IsKnown(metric, names), $"{metric} in {query}"));
        }
    }

    [Fact]
    public void Each_dashboard_has_a_place_of_its_own_and_the_source_that_is_provisioned()
    {
        var dashboards = Dashboards().Select(row => Read(row.Data)).ToArray();

        Assert.Equal(dashboards.Length, dashboards.Select(dashboard => dashboard.GetProperty("uid").GetString()).Distinct().Count());
        Assert.All(dashboards, dashboard => Assert.All(
            Regex.Matches(dashboard.GetRawText(), "\"type\":\\s*\"prometheus\",\\s*\"uid\":\\s*\"([^\"]*)\""), source => Assert.Equal("prometheus", source.Groups[1].Value)));
        Assert.All(dashboards, dashboard => Assert.DoesNotContain("__inputs", dashboard.GetRawText(), StringComparison.Ordinal));
        Assert.Contains("uid: prometheus", File.ReadAllText(Directory.EnumerateFiles(Repository.PathOf("deploy/observability/grafana/provisioning/datasources")).Single()), StringComparison.Ordinal);

        // Links from one to another lead somewhere.
        var places = dashboards.Select(dashboard => dashboard.GetProperty("uid").GetString()).ToHashSet();
        Assert.All(dashboards.SelectMany(dashboard => Regex.Matches(dashboard.GetRawText(), "/d/([a-z-]+)")), link => Assert.Contains(link.Groups[1].Value, places));
    }

    [Fact]
    public async Task The_queries_of_the_club_find_something()
    {
        var empty = new List<string>();
        foreach (var query in Queries(Read("club.json")).Where(query => !query.Contains("show", StringComparison.Ordinal) && !query.Contains("order", StringComparison.Ordinal)))
        {
            var found = await club.AskAsync($"query?query={Uri.EscapeDataString(query)}");
            if (found.GetProperty("result").GetArrayLength() == 0)
            {
                empty.Add(query);
            }
        }

        Assert.Empty(empty);
    }

    [Fact]
    public async Task Rules_ask_for_metrics_that_there_are_and_nothing_fires_in_a_sound_club()
    {
        var names = await club.NamesAsync();
        var rules = (await club.AskAsync("rules")).GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray()).ToArray();

        Assert.Equal(Alert().Count(Repository.Read(Rules)), rules.Length);
        Assert.All(rules, rule => Assert.All(Metrics(rule.GetProperty("query").GetString()!), metric => Assert.True(IsKnown(metric, names), $"{metric} in {rule.GetProperty("name")}")));
        Assert.All(rules, rule => Assert.NotEqual("firing", rule.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Each_alert_is_tried_and_has_a_page_of_the_runbook()
    {
        var (exitCode, output, errors) = await ShellCommand.RunAsync(
            "promtool", ["test", "rules", "rules.test.yml"], folder: Repository.PathOf("deploy/observability/prometheus"));
        Assert.True(exitCode == 0, output + errors);

        var tests = Repository.Read("deploy/observability/prometheus/rules.test.yml");
        var headings = Repository.Read("docs/operations.md").Split('\n').Where(line => line.StartsWith('#')).Select(line => line.TrimStart('#').Trim().ToLowerInvariant()).ToHashSet();
        Assert.All(Alert().Matches(Repository.Read(Rules)), alert =>
        {
            Assert.Matches($@"alertname: {alert.Groups[1].Value}\n\s+exp_alerts:\n", tests);
            Assert.Contains(Runbook().Match(Repository.Read(Rules), alert.Index).Groups[1].Value, headings);
        });
    }

    private static JsonElement Read(string file) => JsonDocument.Parse(Repository.Read($"deploy/observability/grafana/dashboards/{file}")).RootElement;

    private static IEnumerable<string> Queries(JsonElement dashboard) =>
        from panel in dashboard.GetProperty("panels").EnumerateArray()
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select s_chosen.Aggregate(target.GetProperty("expr").GetString()!, (query, chosen) => query.Replace(chosen.Variable, chosen.Value, StringComparison.Ordinal));

    private static IEnumerable<string> Metrics(string query) =>
        Metric().Matches(Grouping().Replace(Text().Replace(query, ""), "")).Select(match => match.Value).Where(name => !s_ofPrometheus.Contains(name)).Distinct();

    // What nothing has been measured of yet is told by its instrument in the code.
    private static bool IsKnown(string metric, HashSet<string> names) => names.Contains(metric) || Instruments().Contains(Suffix().Replace(metric, ""));

    private static HashSet<string> Instruments() =>
    [
        .. Directory.EnumerateFiles(Repository.PathOf("src"), "*Instruments.cs", SearchOption.AllDirectories).SelectMany(file => Instrument().Matches(File.ReadAllText(file)))
            .Concat(Instrument().Matches(Repository.Read("src/Hosting/Telemetry.cs")))
            .Select(match => match.Groups[1].Value.Replace('.', '_').Replace('-', '_')),
    ];

    [GeneratedRegex("\"((?:railhub\\.|orleans-)[a-z.-]+)\"")]
    private static partial Regex Instrument();

    [GeneratedRegex(@"(_seconds|_bytes)?(_total|_bucket|_count|_sum)?$")]
    private static partial Regex Suffix();

    [GeneratedRegex("\"[^\"]*\"|\\{[^}]*\\}|\\[[^\\]]*\\]")]
    private static partial Regex Text();

    // by (le, instance), on (railhub_controller), group_left (…): labels.
    [GeneratedRegex(@"\b(by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b[a-zA-Z]+(_[a-z0-9]+)+\b(?!\s*\()|\b(ALERTS|up)\b")]
    private static partial Regex Metric();

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"runbook_url: docs/operations\.md#([\w-]+)")]
    private static partial Regex Runbook();
}
