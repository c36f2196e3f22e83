using System.Net;
using Microsoft.Extensions.Configuration;

namespace RailHub.Hosting.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Nothing_is_needed_on_one_machine_but_the_database()
    {
        var settings = Of(("Database:ConnectionString", "Host=db;Username=railhub"));

        var database = DatabaseSettings.Read(settings);
        var cluster = ClusterSettings.Read(settings);
        settings.Check();

        Assert.Equal("Host=db;Username=railhub", database.ConnectionString);
        Assert.Equal(
            new ClusterSettings("railhub", IPAddress.Loopback, IPAddress.Loopback, 11111, 30000, TimeSpan.FromSeconds(1.5), 3, Dashboard: false, Tls: null), cluster);
        Assert.Null(cluster.Warning);
    }

    [Fact]
    public void A_silo_of_a_container_listens_everywhere_and_says_where_it_is()
    {
        var settings = Of(("Cluster:Address", "10.1.2.3"), ("Cluster:Listen", "0.0.0.0"));

        var cluster = ClusterSettings.Read(settings);
        settings.Check();

        Assert.Equal((IPAddress.Parse("10.1.2.3"), IPAddress.Any), (cluster.Address, cluster.Listen));
        Assert.Contains("plain text", cluster.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_stands_for_its_address() => Assert.True(IPAddress.IsLoopback(ClusterSettings.Read(Of(("Cluster:Address", "localhost"))).Address));

    [Theory]
    [InlineData("Cluster:Address", "0.0.0.0", "at which nobody can be reached")]
    [InlineData("Cluster:Address", "::", "at which nobody can be reached")]
    [InlineData("Cluster:Listen", "no such name", "no address and no name")]
    [InlineData("Cluster:SiloPort", "30000", "Give two ports")]
    [InlineData("Cluster:SiloPort", "70000", "give 1 to 65535")]
    [InlineData("Cluster:GatewayPort", "-1", "give 1 to 65535")]
    [InlineData("Cluster:GatewayPort", "1e3", "is no number")]
    [InlineData("Cluster:ProbeMilliseconds", "100", "give 500 to 30000")]
    [InlineData("Cluster:MissedProbes", "1", "give 2 to 10")]
    [InlineData("Cluster:Adress", "10.1.2.3", "Cluster:Adress is not known")]
    [InlineData("Cluster:Tls:Cert", "x", "Cluster:Tls:Cert is not known")]
    [InlineData("Cluster:Tls:Certificate", "x.pfx", "Cluster:Tls:Authority is missing")]
    public void What_cannot_be_kept_is_named(string key, string value, string reason)
    {
        var settings = Of((key, value));

        ClusterSettings.Read(settings);

        Assert.Contains(reason, Assert.Throws<StartFailedException>(settings.Check).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:9464", "127.0.0.1:9464")]
    [InlineData("[fd00::7]:9464", "[fd00::7]:9464")]
    [InlineData("[::]:9464", "[::]:9464")]
    [InlineData("*:9464", "[::]:9464")]
    public void Metrics_are_where_it_is_said(string place, string metrics)
    {
        var settings = Of(("Telemetry:Metrics", place));

        var read = TelemetrySettings.Read(settings);
        settings.Check();

        Assert.Equal(IPEndPoint.Parse(metrics), read.Metrics);
    }

    [Theory]
    [InlineData(Signals.Traces | Signals.Metrics | Signals.Logs)]
    [InlineData(Signals.Traces | Signals.Logs, "OTEL_METRICS_EXPORTER", "none")]
    [InlineData(Signals.Traces | Signals.Logs, "OTEL_METRICS_EXPORTER", "prometheus")]
    [InlineData(Signals.Traces | Signals.Metrics | Signals.Logs, "OTEL_METRICS_EXPORTER", "prometheus, otlp")]
    [InlineData(Signals.Metrics, "OTEL_TRACES_EXPORTER", "none", "OTEL_LOGS_EXPORTER", "none")]
    public void A_collector_gets_what_is_not_kept_back(Signals pushed, params string[] variables)
    {
        var settings = Of([("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), .. variables.Chunk(2).Select(pair => (pair[0], pair[1]))]);

        var read = TelemetrySettings.Read(settings);
        settings.Check();

        Assert.Equal(pushed, read.Pushed);
        Assert.Equal(Signals.None, TelemetrySettings.Read(Of()).Pushed);
    }

    [Fact]
    public void A_log_is_for_people_unless_it_is_said_to_be_for_programs()
    {
        var settings = Of(("Telemetry:Logs", "xml"));

        TelemetrySettings.Read(settings);

        Assert.StartsWith("Telemetry:Logs is \"xml\"; give text or json.", Assert.Throws<StartFailedException>(settings.Check).Message, StringComparison.Ordinal);
        Assert.True(TelemetrySettings.Read(Of(("Telemetry:Logs", "json"))).LogsAreJson);
        Assert.False(TelemetrySettings.Read(Of(("Telemetry:Logs", "text"))).LogsAreJson);
        Assert.False(TelemetrySettings.Read(Of()).LogsAreJson);
    }

    [Theory]
    [InlineData("9464")]
    [InlineData("*")]
    [InlineData("*:")]
    [InlineData("*:0")]
    [InlineData("*:70000")]
    [InlineData("everywhere:9464")]
    public void Metrics_that_nobody_would_find_are_refused(string place)
    {
        var settings = Of(("Telemetry:Metrics", place));

        TelemetrySettings.Read(settings);

        Assert.StartsWith($"Telemetry:Metrics is \"{place}\"", Assert.Throws<StartFailedException>(settings.Check).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*:*:*:railhub:secret\n", null)]
    [InlineData("# the club's\n\ndb:5432:railhub:railhub:se\\:cret\n", null)]
    [InlineData("secret\n", "has a line that is not host:port:database:user:password")]
    [InlineData("*:*:*:railhub:secret\ndb:5432:secret\n", "has a line that is not host:port:database:user:password")]
    [InlineData(null, "cannot be read")]
    public void A_file_of_passwords_that_would_be_passed_over_is_refused(string? content, string? reason)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, content);
            if (content is null)
            {
                File.Delete(file);
            }

            var settings = Of(("Database:ConnectionString", $"Host=db;Username=railhub;Passfile={file}"));
            DatabaseSettings.Read(settings);

            var said = Record.Exception(settings.Check)?.Message;
            Assert.Equal(reason is null, said is null);
            Assert.Contains(reason ?? "", said ?? "", StringComparison.Ordinal);
            Assert.DoesNotContain("secret", said ?? "", StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var settings = Of(("A:Number", "much"), ("A:Flag", "perhaps"), ("A:Strange", "1"));

        settings.Know("A", "Number", "Flag");
        Assert.Equal((7, false), (settings.Number("A:Number", 7, 1, 9), settings.Flag("A:Flag")));

        Assert.Equal(
            "A:Strange is not known. Check how it is written. A:Number is \"much\", which is no number. A:Flag is \"perhaps\"; give true or false.",
            Assert.Throws<StartFailedException>(settings.Check).Message);
    }

    internal static Settings Of(params (string Key, string Value)[] pairs) => new(new ConfigurationBuilder()
        .AddInMemoryCollection(pairs.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build());
}
