using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>The very programs, started as the chart's pods start them.</summary>
public sealed class ChartStartTests(ChartNode node) : IClassFixture<ChartNode>, IAsyncLifetime
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private readonly List<RunningPod> _running = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var pod in _running)
        {
            await pod.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("small")]
    [InlineData("ha")]
    [InlineData("tls")]
    [InlineData("ingress")]
    [InlineData("observability")]
    public async Task They_migrate_answer_their_probes_and_pass_the_charts_own_test(string values)
    {
        var objects = await HelmChart.RenderAsync(values);

        var gateway = (await StartClubAsync(objects, values))[^1];

        var service = Assert.Single(objects, made => made is { Kind: "Service", Name: var name } && name.EndsWith("-gateway", StringComparison.Ordinal));
        var (exitCode, said) = await node.RunTestAsync(PodsOf(objects)["test"], service, gateway);
        Assert.True(exitCode == 0, said);
        Assert.EndsWith("The club answers.\n", said, StringComparison.Ordinal);
        foreach (var host in objects.Where(made => made.Kind == "Ingress").SelectMany(made => made.Spec["rules"]!.AsArray()).Select(rule => rule!["host"]!.GetValue<string>()))
        {
            Assert.Equal(HttpStatusCode.OK, await GetAsync(gateway, host));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(gateway, "somebody.else"));
        var session = await _http.GetFromJsonAsync<JsonNode>(new Uri(gateway.Address("http"), "api/session"));
        Assert.Equal(values == "ingress" ? "Verein" : null, session!["provider"]?.GetValue<string>());
    }

    [Fact]
    public async Task Pods_that_have_no_address_but_of_IPv6_find_each_other_and_are_read_by_Prometheus()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "This machine has no IPv6.");

        var pods = await StartClubAsync(await HelmChart.RenderAsync("small"), "newer", IPAddress.IPv6Loopback);

        Assert.All(pods, pod => Assert.Equal("[::1]", pod.Address("metrics").Host));
        foreach (var pod in pods)
        {
            Assert.Contains("service_name=\"railhub-", await _http.GetStringAsync(new Uri(pod.Address("metrics"), "metrics")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_gateway_is_told_the_clients_secret_by_the_secrets_own_key()
    {
        var objects = await HelmChart.RenderAsync("ingress");

        var secret = PodsOf(objects)["gateway"].Environment.Single(variable => variable["name"]!.GetValue<string>() == "OpenId__ClientSecret");

        Assert.Equal("""{"name":"railway-provider","key":"secret"}""", secret["valueFrom"]!["secretKeyRef"]!.ToJsonString());
        Assert.DoesNotContain(PodsOf(objects)["silo"].Environment, variable => variable["name"]!.GetValue<string>().StartsWith("OpenId", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Virtual_boards_are_added_from_the_first_to_the_last()
    {
        var objects = await HelmChart.RenderAsync("virtual-boards");
        var rendered = PodsOf(objects)["boards"];
        var boards = Start(rendered, "boards");
        await boards.UntilReadyAsync();
        var gateway = (await StartClubAsync(objects, "boards"))[^1];

        using var made = await _http.PostAsJsonAsync(new Uri(gateway.Address("http"), "api/layouts"), new { name = "Layout" });
        var layout = JsonNode.Parse(await made.Content.ReadAsStringAsync())!["id"]!;
        var first = boards.Address("first").Port;
        var count = Number("--railhub32") + Number("--railhub8266");
        foreach (var port in (int[])[first, first + (2 * (count - 1))])
        {
            using var added = await _http.PostAsJsonAsync(
                new Uri(gateway.Address("http"), $"api/layouts/{layout}/controllers"), new { host = "127.0.0.1", httpPort = port, webSocketPort = port + 1 });
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        }

        int Number(string option) => int.Parse(rendered.Arguments!.SkipWhile(argument => argument != option).ElementAt(1), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task The_autoscaler_goes_by_a_metric_that_gateways_have_and_the_monitor_by_the_names_that_they_tell()
    {
        var objects = (await HelmChart.RenderAsync("observability", "--set", "gateway.autoscaling.enabled=true")).ToList();
        var metric = objects.Single(made => made.Kind == "HorizontalPodAutoscaler").Spec["metrics"]![0]!["pods"]!["metric"]!["name"]!.GetValue<string>();
        var endpoint = objects.Single(made => made.Kind == "ServiceMonitor").Spec["endpoints"]![0]!;
        var gateway = (await StartClubAsync(objects, "metrics"))[^1];

        using var viewer = new ClientWebSocket();
        viewer.Options.SetRequestHeader("Authorization", _http.DefaultRequestHeaders.Authorization!.ToString());
        await viewer.ConnectAsync(new UriBuilder(new Uri(gateway.Address("http"), "hub")) { Scheme = "ws" }.Uri, CancellationToken.None);
        var metrics = await _http.GetStringAsync(new Uri(gateway.Address(endpoint["port"]!.GetValue<string>()), endpoint["path"]!.GetValue<string>()));

        Assert.Contains($"\n{metric}{{", metrics, StringComparison.Ordinal);
        var job = endpoint["relabelings"]!.AsArray().Single(relabeling => relabeling!["targetLabel"]!.GetValue<string>() == "job")!["replacement"]!.GetValue<string>();
        Assert.Contains($"service_name=\"{job.Replace("$1", "gateway", StringComparison.Ordinal)}\"", metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silo", "Cluster__Adress", "Cluster:Adress is not known")]
    [InlineData("silo", "Boards__CommandsPerMinute", "Boards:CommandsPerMinute is not known")]
    [InlineData("silo", "Database__Connection", "Database:Connection is not known")]
    [InlineData("silo", "Telemetry__Metric", "Telemetry:Metric is not known")]
    [InlineData("gateway", "Cluster__Tls__Certificat", "Cluster:Tls:Certificat is not known")]
    [InlineData("gateway", "Gateway__HostName", "Gateway:HostName is not known")]
    [InlineData("gateway", "OpenId__Issuer", "OpenId:Issuer is not known")]
    public async Task A_key_that_no_program_knows_would_end_their_start(string component, string key, string reason)
    {
        var objects = await HelmChart.RenderAsync("small", "--set", $"{component}.extraEnv[0].name={key},{component}.extraEnv[0].value=x");

        var (exitCode, log) = await Start(PodsOf(objects)[component], "misspelt").UntilEndedAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains(reason, log, StringComparison.Ordinal);
    }

    private static Dictionary<string, RenderedPod> PodsOf(IEnumerable<RenderedObject> objects) =>
        objects.Select(made => made.Pod).OfType<RenderedPod>().ToDictionary(pod => pod.Component);

    /// <summary>Migrates, starts silos and a gateway, and makes the first owner; gives them when all are ready, the gateway last.</summary>
    private async Task<RunningPod[]> StartClubAsync(IReadOnlyList<RenderedObject> objects, string club, IPAddress? loopback = null)
    {
        var pods = PodsOf(objects);
        Assert.Equal((0, ""), await Start(pods["migrate"], club).UntilEndedAsync());

        // A second silo finds the first by what the chart tells both.
        var silos = Math.Min(2, pods["silo"].Maker.Spec["replicas"]!.GetValue<int>());
        RunningPod[] started = [.. Enumerable.Range(0, silos).Select(_ => Start(pods["silo"], club, loopback)), Start(pods["gateway"], club, loopback)];
        foreach (var pod in started)
        {
            await pod.UntilReadyAsync();
        }

        _http.DefaultRequestHeaders.Authorization = await Owner.FoundAsync(started[^1].Address("http"), started.Select(pod => pod.Log));
        return started;
    }

    private RunningPod Start(RenderedPod pod, string club, IPAddress? loopback = null)
    {
        var running = node.Start(pod, club, loopback);
        _running.Add(running);
        return running;
    }

    private async Task<HttpStatusCode> GetAsync(RunningPod gateway, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address("http"), "api/layouts")) { Headers = { Host = host } };
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }
}
