using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RailHub.Deploy.Tests.Programs;
using RailHub.Hosting;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>What the chart renders, value set by value set.</summary>
public sealed class ChartTests
{
    public static TheoryData<string> ValueSets => [.. HelmChart.ValueSets];

    [Theory]
    [MemberData(nameof(ValueSets))]
    public async Task Helm_and_the_schemas_of_Kubernetes_have_nothing_against_it(string values)
    {
        await HelmChart.HelmAsync("lint", "--strict", "--values", HelmChart.ValuesFile(values), HelmChart.Folder);

        Assert.All(await HelmChart.RenderAsync(values), made => Assert.Empty(made.Problems));
    }

    [Fact]
    public async Task A_field_that_Kubernetes_does_not_know_a_wrong_type_and_a_word_that_is_none_of_its_own_would_be_seen()
    {
        var read = await HelmChart.ReadAsync(
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: misspelt}
            spec:
              selector: {matchLabels: {a: b}}
              template:
                metadata: {labels: {a: b}}
                spec:
                  containers:
                    - name: one
                      redinessProbe: {httpGet: {path: /, port: http}}
                      ports: [{containerPort: "80"}]
                      securityContext: {seccompProfile: {type: RuntimeDefalt}}
            ---
            apiVersion: apps/v2
            kind: Deployment
            metadata: {name: unknown}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: twice, name: again}
            """);

        Assert.Collection(
            read,
            misspelt =>
            {
                Assert.Contains(misspelt.Problems, problem => problem == "/spec/template/spec/containers/0/redinessProbe is not known");
                Assert.Contains(misspelt.Problems, problem => problem.Contains("containerPort must be integer", StringComparison.Ordinal));
                Assert.Contains(misspelt.Problems, problem => problem.Contains("seccompProfile/type", StringComparison.Ordinal));
            },
            unknown => Assert.Equal(["apps/v2 Deployment is not known"], unknown.Problems),
            twice => Assert.Contains("Map keys must be unique", Assert.Single(twice.Problems), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ValueSets))]
    public async Task What_objects_name_is_there(string values)
    {
        var objects = await HelmChart.RenderAsync(values);
        var pods = objects.Select(made => made.Pod).OfType<RenderedPod>().ToArray();
        RenderedPod[] Find(JsonNode? labels) => [.. pods.Where(pod => pod.Matches(labels))];
        RenderedObject Named(string kind, JsonNode name) => Assert.Single(objects, made => (made.Kind, made.Name) == (kind, name.GetValue<string>()));

        Assert.Equal(objects.Count, objects.DistinctBy(made => (made.Kind, made.Name)).Count());
        foreach (var made in objects)
        {
            switch (made.Kind)
            {
                case "Deployment":
                    Assert.Equal(made, Assert.Single(Find(made.Spec["selector"]!["matchLabels"])).Maker);
                    break;
                case "PodDisruptionBudget":
                    Assert.Single(Find(made.Spec["selector"]!["matchLabels"]));
                    break;
                case "NetworkPolicy":
                    Assert.Single(Find(made.Spec["podSelector"]!["matchLabels"]));
                    break;
                case "Service":
                    var served = Find(made.Spec["selector"]);
                    Assert.NotEmpty(served);
                    Assert.All(made.Spec["ports"]!.AsArray(), port => Assert.All(served, pod => Assert.NotNull(pod.Port(port!["targetPort"]!))));
                    break;
                case "HorizontalPodAutoscaler":
                    // A number of its own would undo at each upgrade what the autoscaler did.
                    Assert.Null(Named("Deployment", made.Spec["scaleTargetRef"]!["name"]!).Spec["replicas"]);
                    break;
                case "Ingress":
                    foreach (var path in made.Spec["rules"]!.AsArray().SelectMany(rule => rule!["http"]!["paths"]!.AsArray()))
                    {
                        var backend = path!["backend"]!["service"]!;
                        var port = backend["port"]!["name"]!.GetValue<string>();
                        Assert.Contains(Named("Service", backend["name"]!).Spec["ports"]!.AsArray(), known => known!["name"]!.GetValue<string>() == port);
                    }

                    break;
                case "ServiceMonitor":
                    var monitored = Assert.Single(objects, service => service.Kind == "Service"
                        && RenderedObject.LabelsOf(made.Spec["selector"]!["matchLabels"]).All(label => service.Labels.GetValueOrDefault(label.Key) == label.Value));
                    Assert.Equal(["gateway", "silo"], Find(monitored.Spec["selector"]).Select(pod => pod.Component).Order());
                    Assert.All(
                        made.Spec["endpoints"]!.AsArray(),
                        endpoint => Assert.Contains(monitored.Spec["ports"]!.AsArray(), port => JsonNode.DeepEquals(port!["name"], endpoint!["port"])));
                    break;
            }
        }

        foreach (var pod in pods)
        {
            foreach (var probe in (string[])["startupProbe", "readinessProbe", "livenessProbe"])
            {
                Assert.True(pod.Container[probe] is not { } asked || pod.Port(asked["httpGet"]!["port"]!) is not null, $"{pod.Maker} has no port of its {probe}.");
            }

            Assert.Equal(
                pod.Spec["volumes"]!.AsArray().Select(volume => volume!["name"]!.GetValue<string>()),
                pod.Container["volumeMounts"]!.AsArray().Select(mount => mount!["name"]!.GetValue<string>()));
        }
    }

    [Theory]
    [MemberData(nameof(ValueSets))]
    public async Task Every_pod_has_no_more_rights_than_it_needs(string values)
    {
        var pods = (await HelmChart.RenderAsync(values)).Select(made => made.Pod).OfType<RenderedPod>();

        Assert.All(pods, pod =>
        {
            var (spec, container) = (pod.Spec, pod.Container);
            Assert.False(spec["automountServiceAccountToken"]!.GetValue<bool>());
            Assert.False(spec["enableServiceLinks"]!.GetValue<bool>());
            Assert.True(spec["securityContext"]!["runAsNonRoot"]!.GetValue<bool>());
            Assert.Equal("RuntimeDefault", spec["securityContext"]!["seccompProfile"]!["type"]!.GetValue<string>());
            Assert.False(container["securityContext"]!["allowPrivilegeEscalation"]!.GetValue<bool>());
            Assert.True(container["securityContext"]!["readOnlyRootFilesystem"]!.GetValue<bool>());
            Assert.Equal("""["ALL"]""", container["securityContext"]!["capabilities"]!["drop"]!.ToJsonString());

            var resources = container["resources"]!;
            Assert.NotNull(resources["requests"]!["cpu"]);
            Assert.Null(resources["limits"]!["cpu"]);
            Assert.Equal(resources["requests"]!["memory"]!.GetValue<string>(), resources["limits"]!["memory"]!.GetValue<string>());
            Assert.All(
                pod.Environment,
                variable => Assert.DoesNotContain("Password", variable["value"]?.GetValue<string>() ?? "", StringComparison.OrdinalIgnoreCase));
        });
    }

    [Theory]
    [MemberData(nameof(ValueSets))]
    public async Task Nobody_is_killed_while_it_stops_and_none_goes_before_another_one_is_ready_or_has_to_make_place(string values)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddServiceDefaults();
        using var host = builder.Build();
        var stopTime = host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

        var served = (await HelmChart.RenderAsync(values)).Where(made => made is { Kind: "Deployment", Pod.Component: "silo" or "gateway" }).ToArray();

        Assert.Equal(2, served.Length);
        Assert.All(served, deployment =>
        {
            var pod = deployment.Spec["template"]!["spec"]!;
            var drain = pod["containers"]![0]!["lifecycle"]?["preStop"]!["sleep"]!["seconds"]!.GetValue<int>() ?? 0;
            Assert.True(
                TimeSpan.FromSeconds(pod["terminationGracePeriodSeconds"]!.GetValue<int>() - drain) > stopTime + TimeSpan.FromSeconds(5),
                $"{deployment} is killed while it stops.");

            // Where no two may be on one node, a new one may find no place beside the old ones.
            var apart = pod["affinity"]!["podAntiAffinity"]!["requiredDuringSchedulingIgnoredDuringExecution"] is not null;
            var rolling = deployment.Spec["strategy"]!["rollingUpdate"]!;
            Assert.Equal(apart ? (0, 1) : (1, 0), (rolling["maxSurge"]!.GetValue<int>(), rolling["maxUnavailable"]!.GetValue<int>()));
        });
    }

    [Theory]
    [MemberData(nameof(ValueSets))]
    public async Task Pods_are_made_of_images_that_the_Dockerfile_makes_and_declare_the_ports_that_their_programs_are_told(string values)
    {
        var pods = (await HelmChart.RenderAsync(values)).Select(made => made.Pod).OfType<RenderedPod>().Where(pod => pod.Component != "test");

        Assert.All(pods, pod =>
        {
            var image = Image.Of(pod.Image);
            Assert.NotNull(image);
            Assert.True(int.TryParse(image.User, out var user) && user > 0, $"Kubernetes cannot tell that {image.User} is not root.");

            string[] words = [.. pod.Environment.Where(variable => IsPlace(variable["name"]!.GetValue<string>())).Select(variable => variable["value"]!.GetValue<string>())];
            var told = words.Concat(pod.Arguments?.SkipWhile(argument => argument != "--base-port").Skip(1).Take(1) ?? [])
                .Select(word => int.Parse(word[(word.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));
            Assert.Equal(pod.Ports.Values.Order(), told.Order());
        });

        static bool IsPlace(string name) => name is "ASPNETCORE_HTTP_PORTS" or "ASPNETCORE_HTTPS_PORTS" or "Telemetry__Metrics" or "Cluster__SiloPort" or "Cluster__GatewayPort";
    }

    [Fact]
    public async Task Migrations_run_before_anything_else_and_need_nothing_that_the_chart_makes()
    {
        var objects = await HelmChart.RenderAsync("restricted");
        var before = objects.Where(made => made.Pod?.Component == "migrate" || made.Labels["app.kubernetes.io/component"] == "migrate")
            .OrderBy(made => int.Parse(Annotation(made, "helm.sh/hook-weight")!, CultureInfo.InvariantCulture)).ToArray();

        Assert.Equal(["NetworkPolicy", "Job"], before.Select(made => made.Kind));
        Assert.All(before, made => Assert.Equal("pre-install,pre-upgrade,pre-rollback", Annotation(made, "helm.sh/hook")));
        Assert.DoesNotContain(objects, made => made.Kind is "Secret" or "ServiceAccount");

        static string? Annotation(RenderedObject made, string name) => made.Json["metadata"]!["annotations"]?[name]?.GetValue<string>();
    }

    [Theory]
    [InlineData("small", "port-forward service/railhub-gateway 8080:80")]
    [InlineData("ha", "get service club-gateway")]
    [InlineData("ingress", "https://railway.example")]
    [InlineData("virtual-boards", "The virtual boards are at host railhub-boards")]
    public async Task Whoever_has_installed_it_is_told_what_to_do_next(string values, string step)
    {
        var told = await HelmChart.HelmAsync(
            "install", "railhub", HelmChart.Folder, "--namespace", "club", "--values", HelmChart.ValuesFile(values), "--dry-run=client");
        var notes = told[told.IndexOf("\nNOTES:", StringComparison.Ordinal)..];

        Assert.Contains("helm -n club test railhub", notes, StringComparison.Ordinal);
        Assert.Contains(step, notes, StringComparison.Ordinal);
        Assert.Contains("| grep welcome", notes, StringComparison.Ordinal);
        Assert.Equal(values is "ingress", notes.Contains("https://railway.example/api/session/provider/callback", StringComparison.Ordinal));
        Assert.Equal(values is not "ingress", notes.Contains("Passwords go to the gateways in plain text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_name_of_a_release_is_cut_so_that_all_names_stay_valid()
    {
        var release = new string('a', 53);
        var rendered = await HelmChart.HelmAsync("template", release, HelmChart.Folder, "--values", HelmChart.ValuesFile("observability"));

        Assert.All(await HelmChart.ReadAsync(rendered), made => Assert.InRange(made.Name.Length, 1, 63));
    }

    [Fact]
    public async Task The_packed_chart_has_the_rules_and_dashboards_that_compose_has()
    {
        using var directory = new TempDirectory();
        await HelmChart.HelmAsync("package", HelmChart.Folder, "--destination", directory.Path);
        var packed = Assert.Single(Directory.GetFiles(directory.Path));
        var objects = await HelmChart.ReadAsync(await HelmChart.HelmAsync("template", "railhub", packed, "--values", HelmChart.ValuesFile("observability")));

        var rules = Repository.Read("deploy/observability/prometheus/rules.yml").ReplaceLineEndings("\n  ");
        var alone = Assert.Single(await HelmChart.ReadAsync(
            $"apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {{name: rules}}\nspec:\n  {rules}"));
        Assert.True(JsonNode.DeepEquals(alone.Spec, Assert.Single(objects, made => made.Kind == "PrometheusRule").Spec));
        Assert.Equal(
            Directory.GetFiles(Repository.PathOf("deploy/observability/grafana/dashboards"), "*.json").ToDictionary(file => Path.GetFileName(file), File.ReadAllText),
            Assert.Single(objects, made => made.Kind == "ConfigMap").Json["data"]!.AsObject().ToDictionary(file => file.Key, file => file.Value!.GetValue<string>()));
    }
}
