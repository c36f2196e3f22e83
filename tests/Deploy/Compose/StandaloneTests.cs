using System.Text.Json;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>The very process of <c>docker-compose.standalone.yml</c>, with the very command line and environment that it renders.</summary>
public sealed class StandaloneTests : IDisposable
{
    private readonly TempDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_club_of_one_process_is_healthy_and_keeps_itself_in_its_volume()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Standalone]);
        await using var club = ContainerProcess.Start(file["club"].Container, NewPlace());
        using var http = new HttpClient();

        await club.UntilHealthyAsync();

        Assert.True(File.Exists(_files["data/railhub.db"]));
        http.DefaultRequestHeaders.Authorization = await Owner.FoundAsync(club.Address, club.Log);
        Assert.Equal("[]", await http.GetStringAsync(new Uri(club.Address, "api/layouts")));
        Assert.Contains("data-version", await http.GetStringAsync(club.Address), StringComparison.Ordinal);
        Assert.Contains(
            "service_name=\"railhub-standalone\"",
            await http.GetStringAsync(new Uri($"http://127.0.0.1:{club.Place.MetricsPort}/metrics")),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_log_is_JSON_with_the_trace_that_a_line_was_written_in()
    {
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        var file = await ComposeFile.ReadAsync([ComposeFile.Standalone]);
        await using var club = ContainerProcess.Start(file["club"].Container.With("Logging__LogLevel__Microsoft.AspNetCore.Hosting", "Information"), NewPlace());
        await club.UntilHealthyAsync();
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("traceparent", $"00-{Trace}-b7ad6b7169203331-01");

        using var answer = await http.GetAsync(new Uri(club.Address, "api/layouts"));

        var lines = club.Log.Split('\n').Where(line => line.Contains(Trace, StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement);
        Assert.Contains(lines, line => line.GetProperty("Scopes").EnumerateArray().Any(scope => scope.TryGetProperty("TraceId", out var id) && id.GetString() == Trace));
    }

    [Fact]
    public async Task With_TLS_it_speaks_https_itself_by_the_file_that_is_mounted()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Standalone, ComposeFile.StandaloneTls], new Dictionary<string, string> { ["RAILHUB_TLS_DIRECTORY"] = "/tls" });
        Assert.Contains("/tls:/run/railhub/https:ro", file["club"].Texts("volumes"));
        Directory.CreateDirectory(_files["railhub/https"]);
        using var certificate = TestCertificate.Write(_files["railhub/https/club.pem"]);
        await using var club = ContainerProcess.Start(file["club"].Container, NewPlace());
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, sent, _, _) => sent?.Thumbprint == certificate.Thumbprint });

        await club.UntilHealthyAsync();

        Assert.Contains("data-version", await http.GetStringAsync(new Uri($"https://localhost:{club.Place.HttpsPort}/")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_answer_is_not_healthy()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Standalone]);
        var container = file["club"].Container;
        await using var club = ContainerProcess.Start(container with { Arguments = ["--no-such-option"] }, NewPlace());
        await club.UntilEndedAsync();

        var (exitCode, said) = await club.CheckHealthAsync();

        Assert.Equal(1, exitCode);
        Assert.Contains("does not answer", said, StringComparison.Ordinal);
    }

    // It has its own database: no Postgres is asked.
    private Place NewPlace() => new(Database: 0, _files.Path);
}
