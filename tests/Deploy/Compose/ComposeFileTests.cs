using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RailHub.Hosting;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>What can be seen of the compose files without starting anything.</summary>
public sealed partial class ComposeFileTests
{
    // Sections that the programs read; what stands in any other one is passed over by all of them.
    private static readonly string[] s_sections = ["Database", "Cluster", "Gateway", "Boards", "Telemetry", "Tls", "OpenId"];

    // What is no setting of ours: the server's own, and OpenTelemetry's (its specification, "OTLP exporter configuration").
    private static readonly string[] s_others = ["ASPNETCORE_HTTP_PORTS", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER"];

    // Ends at once, or has neither a shell nor a health command in its image.
    private static readonly string[] s_withoutHealth = ["prepare", "otel-collector", "tempo"];

    private static readonly Dictionary<string, string> s_tls = new() { ["RAILHUB_TLS_DIRECTORY"] = "/etc/railhub/tls" };

    public static TheoryData<string[]> Files => new(
        new[] { ComposeFile.Cluster }, new[] { ComposeFile.Standalone }, new[] { ComposeFile.Cluster, ComposeFile.Tls }, new[] { ComposeFile.Standalone, ComposeFile.StandaloneTls });

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Files_are_what_the_compose_specification_says(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        Assert.NotEmpty(file.Services);
    }

    [Fact]
    public async Task A_key_that_the_specification_does_not_know_is_found()
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory["compose.yml"], Repository.Read(ComposeFile.Cluster).Replace("read_only:", "readonly:", StringComparison.Ordinal));

        var (exitCode, _, errors) = await ComposeFile.TryAsync([directory["compose.yml"]]);

        Assert.Equal(1, exitCode);
        Assert.Contains("readonly", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ComposeFile.Cluster, ComposeFile.Tls, "Set RAILHUB_TLS_DIRECTORY to a directory with one PEM file")]
    [InlineData(ComposeFile.Standalone, ComposeFile.StandaloneTls, "Set RAILHUB_TLS_DIRECTORY to a directory with a file club.pem")]
    public async Task TLS_without_a_certificate_says_what_to_do(string file, string tls, string remedy)
    {
        var (exitCode, _, errors) = await ComposeFile.TryAsync([file, tls]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith(remedy, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gateways_believe_the_proxy_and_nobody_else()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Cluster], new Dictionary<string, string> { ["RAILHUB_NETWORK"] = "10.7.7" });
        var proxy = file["proxy"].Json.GetProperty("networks").GetProperty("default").GetProperty("ipv4_address").GetString();

        Assert.Equal("10.7.7.2", proxy);
        Assert.All(file.Services.Values.Where(service => service.Image?.Name == "gateway"), service => Assert.Equal(proxy, service.Environment["Gateway__Proxies"]));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Nobody_has_rights_that_he_does_not_need(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        Assert.All(file.Services.Values, service =>
        {
            Assert.Equal("True", service.Text("read_only"));
            Assert.Equal(["ALL"], service.Texts("cap_drop"));
            Assert.Empty(service.Texts("cap_add"));
            Assert.Equal(["no-new-privileges:true"], service.Texts("security_opt"));
            Assert.Null(service.Text("privileged"));
            Assert.True(service.Name == "prepare" || (service.Text("user") ?? service.Image?.User ?? "its image's own") != "root", service.Name);
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Nothing_but_TLS_is_published_beyond_this_machine(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        var beyond = file.Services.Values.SelectMany(service => service.Texts("ports")).Where(port => !port.StartsWith("127.0.0.1:", StringComparison.Ordinal));

        Assert.Equal(files.Length > 1 ? ["443:8443"] : [], beyond);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_ends_is_started_again_and_what_hangs_is_noticed(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        Assert.All(file.Services.Values, service =>
        {
            Assert.Equal(service.Name == "prepare" ? "no" : "unless-stopped", service.Text("restart"));
            Assert.Equal(!s_withoutHealth.Contains(service.Name), service.Text("healthcheck") is not null || service.Image is { HealthCheck.Count: > 0 });
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Images_of_others_have_a_version(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        Assert.All(
            file.Services.Values.Where(service => service.Image is null),
            service => Assert.Matches(@"^[\w./-]+:v?\d[\w.-]*$", service.Reference));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_program_has_longer_to_stop_than_it_takes(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);
        var host = Host.CreateApplicationBuilder();
        host.AddServiceDefaults();
        using var services = host.Services.BuildServiceProvider();
        var takes = services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout;

        Assert.All(
            file.Services.Values.Where(service => service.Image is not null && service.Name != "boards"),
            service => Assert.True(TimeSpan.FromSeconds(int.Parse(service.Text("stop_grace_period")!.TrimEnd('s'), provider: null)) >= takes + TimeSpan.FromSeconds(5)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task What_is_mounted_is_there(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        Assert.All(
            file.Services.Values.SelectMany(service => service.Texts("volumes")).Where(volume => volume.StartsWith("./", StringComparison.Ordinal)),
            volume => Assert.True(Path.Exists(Repository.PathOf(volume.Split(':')[0]))));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task No_password_stands_in_a_file(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        Assert.All(file.Services.Values.SelectMany(service => service.Environment), pair =>
        {
            Assert.DoesNotContain("Password=", pair.Value, StringComparison.OrdinalIgnoreCase);
            Assert.True(!pair.Key.Contains("PASSWORD", StringComparison.Ordinal) || pair.Key.EndsWith("_FILE", StringComparison.Ordinal), pair.Key);
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Our_programs_are_told_nothing_that_none_of_them_reads(string[] files)
    {
        var file = await ComposeFile.ReadAsync(files, s_tls);

        Assert.All(
            file.Services.Values.Where(service => service.Image is not null).SelectMany(service => service.Container.WholeEnvironment.Keys),
            name => Assert.True(s_others.Contains(name) || s_sections.Contains(name.Split("__")[0]), name));
    }

    [Fact]
    public async Task Whoever_is_asked_by_name_is_there_and_listens()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Cluster]);
        string[] asking =
        [
            "deploy/proxy/haproxy.cfg", "deploy/observability/prometheus/prometheus.yml", "deploy/observability/otel-collector/config.yaml",
            "deploy/observability/grafana/provisioning/datasources/datasources.yaml",
        ];

        var asked = asking.SelectMany(name => Asked().Matches(Repository.Read(name))).Select(match => (Host: match.Groups["host"].Value, Port: match.Groups["port"].Value)).ToArray();

        Assert.All(asked, place => Assert.Contains(place.Port, Listens(file, place.Host)));
        Assert.Superset(
            new HashSet<string> { "silo1", "silo2", "gateway1", "gateway2", "proxy", "otel-collector", "tempo", "prometheus" },
            asked.Select(place => place.Host).ToHashSet());
    }

    [Fact]
    public async Task Every_silo_and_every_gateway_is_watched_and_every_gateway_is_behind_the_proxy()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Cluster]);
        var (watched, proxied) = (Repository.Read("deploy/observability/prometheus/prometheus.yml"), Repository.Read("deploy/proxy/haproxy.cfg"));

        Assert.All(file.Services.Values.Where(service => service.Image?.Name is "silo" or "gateway"), service =>
            Assert.Contains($"\"{service.Name}:9464\"", watched, StringComparison.Ordinal));
        Assert.All(file.Services.Values.Where(service => service.Image?.Name is "gateway"), service =>
            Assert.Equal(2, proxied.Split('\n').Count(line => line.Trim() == $"server {service.Name} {service.Name}:8080 check")));
    }

    [Fact]
    public async Task A_silo_gives_others_its_own_name()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Cluster]);

        Assert.All(file.Services.Values.Where(service => service.Image?.Name == "silo"), service =>
            Assert.Equal((service.Name, service.Name, "0.0.0.0"), (service.Text("hostname"), service.Environment["Cluster__Address"], service.Environment["Cluster__Listen"])));
    }

    // What their own configurations and images open.
    private static string[] Listens(ComposeFile file, string host) => host switch
    {
        "proxy" => [.. Bound().Matches(Repository.Read("deploy/proxy/haproxy.cfg")).Select(match => match.Groups["port"].Value)],
        "otel-collector" => ["4317", "4318", "8888"],
        "tempo" => ["3200", "4317"],
        "prometheus" or "localhost" => ["9090"],
        _ => [.. file[host].Image!.Ports],
    };

    [GeneratedRegex(@"(?<![\w.])(?<host>[a-z][a-z0-9-]*):(?<port>\d{4})\b")]
    private static partial Regex Asked();

    [GeneratedRegex(@"bind :(?<port>\d+)")]
    private static partial Regex Bound();
}
