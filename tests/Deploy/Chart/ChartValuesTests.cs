using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using RailHub.Hosting;
using RailHub.Silo.Hosting;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>What values the chart takes.</summary>
public sealed class ChartValuesTests
{
    private static readonly JsonNode s_schema = JsonNode.Parse(File.ReadAllText(Path.Combine(HelmChart.Folder, "values.schema.json")))!;

    [Theory]
    [InlineData("replicaCount=2", "'replicaCount' not allowed")]
    [InlineData("silo.replica=2", "'/silo': additional properties 'replica'")]
    [InlineData("silo.replicas=0", "'/silo/replicas': minimum")]
    [InlineData("silo.replicas=two", "'/silo/replicas': got string, want integer")]
    [InlineData("silo.resources.limits.cpu=1", "'/silo/resources/limits': additional properties 'cpu'")]
    [InlineData("gateway.resources.limits.cpu=1", "'/gateway/resources/limits': additional properties 'cpu'")]
    [InlineData("silo.resources.requests.memory=1GB", "'/silo/resources/requests/memory'")]
    [InlineData("silo.extraEnv[0].nam=X", "'/silo/extraEnv/0'")]
    [InlineData("gateway.service.type=Loadbalancer", "'/gateway/service/type'")]
    [InlineData("gateway.service.port=0", "'/gateway/service/port'")]
    [InlineData("gateway.hostNames[0]=http://railway.example", "'/gateway/hostNames/0'")]
    [InlineData("ingress.hosts[0]=*.example", "'/ingress/hosts/0'")]
    [InlineData("gateway.proxies[0]=ingress-nginx", "'/gateway/proxies/0'")]
    [InlineData("gateway.proxies[0]=0.0.0.0/0", "'/gateway/proxies/0'")]
    [InlineData("gateway.openId.authority=http://login.example", "'/gateway/openId/authority'")]
    [InlineData("gateway.openId.authority=https://login.example?club", "'/gateway/openId/authority'")]
    [InlineData("gateway.openId.clientSecret=x", "'/gateway/openId': additional properties 'clientSecret'")]
    [InlineData("gateway.service.ipFamilyPolicy=DualStack", "'/gateway/service/ipFamilyPolicy'")]
    [InlineData("gateway.tls.secret=x", "'/gateway/tls': additional properties 'secret'")]
    [InlineData("ingress.enabled=yes", "'/ingress/enabled': got string, want boolean")]
    [InlineData("image.registry=https://registry.example", "'/image/registry'")]
    [InlineData("database.existingSecret=Host=db", "'/database/existingSecret'")]
    [InlineData("database.connectionString=Host=db", "'/database': additional properties 'connectionString'")]
    [InlineData("cluster.probeMilliseconds=1.5", "'/cluster/probeMilliseconds'")]
    [InlineData("cluster.tls.secret=x", "'/cluster/tls': additional properties 'secret'")]
    [InlineData("spread=always", "'/spread'")]
    [InlineData("networkPolicy.boardSubnets[0]=192.168.10.7", "'/networkPolicy/boardSubnets/0'")]
    [InlineData("networkPolicy.databaseTo[0].cidr=10.0.0.5/32", "'/networkPolicy/databaseTo/0'")]
    [InlineData("telemetry.otlp.endpoint=collector:4317", "'/telemetry/otlp/endpoint'")]
    [InlineData("telemetry.otlp.protocol=http", "'/telemetry/otlp/protocol'")]
    [InlineData("telemetry.serviceMonitor.interval=15", "'/telemetry/serviceMonitor/interval'")]
    [InlineData("virtualBoards.railhub32=501", "'/virtualBoards/railhub32': maximum")]
    public async Task A_wrong_value_is_refused_by_the_name_of_its_key(string value, string complaint) =>
        Assert.Contains(complaint, await HelmChart.ComplaintAsync("--values", HelmChart.ValuesFile("small"), "--set", value), StringComparison.Ordinal);

    [Fact]
    public async Task All_that_is_missing_is_named_at_once()
    {
        var complaint = await HelmChart.ComplaintAsync(
            "--set",
            "ingress.enabled=true,gateway.tls.existingSecret=x,gateway.openId.clientId=x,networkPolicy.enabled=true,telemetry.serviceMonitor.enabled=true,gateway.autoscaling.enabled=true,gateway.autoscaling.minReplicas=9");

        Assert.All(
            (string[])["image.registry", "database.existingSecret", "ingress.hosts", "gateway.proxies", "gateway.tls.existingSecret", "gateway.openId.authority", "networkPolicy.boardSubnets", "networkPolicy.metricsFrom", "gateway.autoscaling.minReplicas"],
            key => Assert.Contains($"- {key} is", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_provider_that_does_not_know_the_club_is_refused() => Assert.Contains(
        "- gateway.openId.clientId is missing",
        await HelmChart.ComplaintAsync("--values", HelmChart.ValuesFile("small"), "--set", "gateway.openId.authority=https://login.example"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Virtual_boards_that_are_none_are_refused() => Assert.Contains(
        "virtualBoards.railhub32",
        await HelmChart.ComplaintAsync("--values", HelmChart.ValuesFile("virtual-boards"), "--set", "virtualBoards.railhub32=0,virtualBoards.railhub8266=0"),
        StringComparison.Ordinal);

    [Fact]
    public async Task The_schema_and_the_commented_values_have_the_same_keys()
    {
        var output = await HelmChart.HelmAsync("show", "values", HelmChart.Folder);
        var values = Assert.Single(await HelmChart.ReadAsync($"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: values}}\n{output}")).Json;

        Assert.Equal(KeysOfSchema(s_schema, "").Order(StringComparer.Ordinal), KeysOfValues(values, "").Order(StringComparer.Ordinal));

        static IEnumerable<string> KeysOfSchema(JsonNode schema, string path) => schema["properties"] is JsonObject properties
            ? properties.Where(property => property.Key != "global").SelectMany(property => KeysOfSchema(property.Value!, $"{path}/{property.Key}"))
            : [path];

        IEnumerable<string> KeysOfValues(JsonNode? node, string path) => node is JsonObject { Count: > 0 } map && SchemaAt(path)["properties"] is not null
            ? map.Where(value => path.Length > 0 || value.Key is not ("apiVersion" or "kind" or "metadata")).SelectMany(value => KeysOfValues(value.Value, $"{path}/{value.Key}"))
            : [path];
    }

    [Theory]
    [InlineData("/cluster/probeMilliseconds", "Cluster:ProbeMilliseconds")]
    [InlineData("/cluster/missedProbes", "Cluster:MissedProbes")]
    [InlineData("/boards/commandsPerSecond", "Boards:CommandsPerSecond")]
    [InlineData("/boards/commandBurst", "Boards:CommandBurst")]
    [InlineData("/boards/fadeStep", "Boards:FadeStep")]
    [InlineData("/boards/fadeStepsPerDay", "Boards:FadeStepsPerDay")]
    [InlineData("/audit/keepEdits", "Audit:KeepEdits")]
    [InlineData("/audit/keepCommands", "Audit:KeepCommands")]
    public void Ranges_are_those_of_the_programs(string path, string key)
    {
        var schema = SchemaAt(path);
        var (least, most) = (schema["minimum"]!.GetValue<int>(), schema["maximum"]!.GetValue<int>());

        Assert.Equal((false, true, true, false), (Takes(least - 1), Takes(least), Takes(most), Takes(most + 1)));

        bool Takes(int value)
        {
            var settings = new Settings(new ConfigurationBuilder()
                .AddInMemoryCollection([new(key, value.ToString(CultureInfo.InvariantCulture))]).Build());
            (_, _, _) = (ClusterSettings.Read(settings), BoardSettings.Read(settings), AuditSettings.Read(settings));
            return Record.Exception(settings.Check) is not StartFailedException refused
                || (refused.Message.StartsWith(key, StringComparison.Ordinal) ? false : throw refused);
        }
    }

    private static JsonNode SchemaAt(string path)
    {
        var schema = s_schema;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            schema = schema["properties"]?[name] ?? throw new InvalidOperationException($"The schema has no {path}.");
        }

        return schema;
    }
}
