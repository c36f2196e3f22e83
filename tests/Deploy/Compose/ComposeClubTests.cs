using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>The very processes of <c>docker-compose.yml</c>, with the very environment that it renders. All of them are healthy before a test begins.</summary>
public sealed class ComposeClubTests(ComposeClub club) : IClassFixture<ComposeClub>, IDisposable
{
    private readonly HttpClient _http = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator })
    {
        Timeout = TimeSpan.FromSeconds(30),
        DefaultRequestHeaders = { Authorization = club.Token },
    };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_gateway_serves_its_owner_and_nobody_else_and_adds_a_virtual_board()
    {
        var gateway = club["gateway1"];
        using var nobody = new HttpClient();
        using var refused = await nobody.GetAsync(new Uri(gateway.Address, "api/layouts"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        using var made = await _http.PostAsJsonAsync(new Uri(gateway.Address, "api/layouts"), new { name = "Compose" });
        var layout = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var board = club["boards"].Place.FirstBoardPort;
        using var added = await _http.PostAsJsonAsync(
            new Uri(gateway.Address, $"api/layouts/{layout}/controllers"), new { host = "127.0.0.1", httpPort = board, webSocketPort = board + 1 });

        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("silo1", "railhub-silo")]
    [InlineData("silo2", "railhub-silo")]
    [InlineData("gateway1", "railhub-gateway")]
    [InlineData("gateway2", "railhub-gateway")]
    public async Task Prometheus_finds_metrics_where_it_looks(string service, string name)
    {
        var metrics = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{club[service].Place.MetricsPort}/metrics"));

        Assert.Contains($"service_name=\"{name}\"", metrics, StringComparison.Ordinal);
        Assert.Contains($"job_name: {name}\n", Repository.Read("deploy/observability/prometheus/prometheus.yml"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silo1")]
    [InlineData("gateway1")]
    public async Task A_key_that_is_misspelt_is_named_and_ends_the_start(string service)
    {
        var container = club.File[service].Container;
        foreach (var key in container.Environment.Keys.Where(key => key.Contains("__", StringComparison.Ordinal)))
        {
            await using var program = ContainerProcess.Start(container.Without(key).With($"{key}s", container.Environment[key]), club.NewPlace());

            Assert.Equal(1, await program.UntilEndedAsync());
            Assert.Contains($"{key.Replace("__", ":", StringComparison.Ordinal)}s is not known", program.Log, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_password_that_is_wrong_ends_a_silos_start_in_one_line()
    {
        var container = club.File["silo1"].Container;
        await File.WriteAllTextAsync(Path.Combine(club.Secrets, "wrong"), "*:*:*:railhub:wrong\n");

        await using var program = ContainerProcess.Start(
            container.With("Database__ConnectionString", container.Environment["Database__ConnectionString"].Replace("pgpass", "wrong", StringComparison.Ordinal)), club.NewPlace());

        Assert.Equal(1, await program.UntilEndedAsync());
        Assert.Contains("RailHub cannot start: Cannot use the database \"railhub\"", program.Log, StringComparison.Ordinal);
        Assert.Contains("password authentication failed", program.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_proxy_serves_by_the_gateways_with_and_without_TLS()
    {
        var file = await ComposeFile.ReadAsync([ComposeFile.Cluster, ComposeFile.Tls], new Dictionary<string, string> { ["RAILHUB_TLS_DIRECTORY"] = "/tls" });
        await using var proxy = ProxyProcess.Start(club.Put(Repository.Read("deploy/proxy/haproxy.cfg")), file["proxy"].Environment);
        await proxy.UntilItServesAsync(_http);

        var cookie = "";
        foreach (var address in (Uri[])[proxy.Http, proxy.Https])
        {
            Assert.Contains("data-version", await _http.GetStringAsync(address), StringComparison.Ordinal);
            Assert.Equal("{}\u001e", await proxy.OpenHubAsync(address, club.Token, TestContext.Current.CancellationToken));

            // What a caller says of its own way is not handed on.
            using var forged = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "api/session"))
            {
                Headers = { { "X-Forwarded-For", "6.6.6.6" }, { "X-Forwarded-Host", "evil.example" }, { "X-Forwarded-Proto", "gopher" }, { "Origin", address.GetLeftPart(UriPartial.Authority) } },
                Content = JsonContent.Create(new { userName = "owner", password = "signals at danger" }),
            };
            using var signedIn = await _http.SendAsync(forged);
            Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
            cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"));
            Assert.Equal(address == proxy.Https, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
        }

        // A token is told nothing of its member's sessions.
        using var browser = new HttpClient { DefaultRequestHeaders = { { "Cookie", cookie.Split(';')[0] } } };
        var sessions = await browser.GetFromJsonAsync<JsonElement>(new Uri(club["gateway1"].Address, "api/me/sessions"));
        Assert.All(sessions.EnumerateArray(), session => Assert.Equal("127.0.0.1", session.GetProperty("address").GetString()));

        Assert.Contains("haproxy_server_status", await _http.GetStringAsync(new Uri(proxy.Watch, "metrics")), StringComparison.Ordinal);
        Assert.NotNull(await _http.GetStringAsync(new Uri(proxy.Watch, "health/live")));
    }

    [Theory]
    [InlineData(ComposeFile.Cluster, "gateway1")]
    [InlineData(ComposeFile.Standalone, "club")]
    public async Task A_provider_is_told_of_by_the_environment_and_its_secret_by_a_file(string compose, string service)
    {
        using var files = new TempDirectory();
        var file = await ComposeFile.ReadAsync([compose], new Dictionary<string, string>
        {
            ["RAILHUB_OPENID_AUTHORITY"] = "https://login.example/realms/club",
            ["RAILHUB_OPENID_CLIENT_ID"] = "railway",
            ["RAILHUB_OPENID_NAME"] = "Verein",
            ["RAILHUB_OPENID_SECRET"] = "/etc/railhub/provider",
        });
        var mounted = Assert.Single(file[service].Texts("volumes"), volume => volume.StartsWith("/etc/railhub/provider:", StringComparison.Ordinal)).Split(':')[1];
        Assert.Equal(mounted, file[service].Environment["OpenId__ClientSecretFile"]);
        var place = club.NewPlace() with { Files = files.Path };
        Directory.CreateDirectory(files["openid"]);
        Directory.CreateDirectory(files["railhub"]);
        File.Copy(Path.Combine(club.Secrets, "pgpass"), files["railhub/pgpass"]);

        await File.WriteAllTextAsync(files["openid/secret"], "\n");
        await using (var refused = ContainerProcess.Start(file[service].Container, place))
        {
            Assert.Equal(1, await refused.UntilEndedAsync());
            Assert.Contains("OpenId:ClientSecretFile is", refused.Log, StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(files["openid/secret"], "hush\n");
        await using var program = ContainerProcess.Start(file[service].Container, place);
        await program.UntilHealthyAsync();

        using var http = new HttpClient();
        var session = await http.GetFromJsonAsync<JsonElement>(new Uri(program.Address, "api/session"));
        Assert.Equal("Verein", session.GetProperty("provider").GetString());
    }

    [Fact]
    public async Task What_the_backup_service_saves_comes_back_row_by_row_and_nothing_of_what_came_later()
    {
        using var backups = new TempDirectory();
        var environment = club.Put(club.File["backup"]);
        environment["BACKUP_DIRECTORY"] = backups.Path;

        using var made = await _http.PostAsJsonAsync(new Uri(club["gateway1"].Address, "api/layouts"), new { name = "Saved" });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());

        // The club runs on: what it wrote meanwhile may be in the copy or not.
        Dictionary<string, long> before, after;
        do
        {
            Array.ForEach(Directory.GetFiles(backups.Path), File.Delete);
            before = await CountAsync("railhub");
            Assert.Equal((0, ""), await BackupAsync(environment, "once"));
            after = await CountAsync("railhub");
        }
        while (!before.SequenceEqual(after));

        var file = Path.GetFileName(Assert.Single(Directory.GetFiles(backups.Path)));
        environment["PGDATABASE"] = "restored";
        Assert.Equal((0, ""), await BackupAsync(environment, "restore", file));
        Assert.InRange(after["layouts"], 1, long.MaxValue);
        Assert.Equal(after, await CountAsync("restored"));

        // As a newer version's migration leaves it: a table that the copy does not know, whose rows hold on to those that it does.
        await ExecuteAsync("restored", "CREATE TABLE later AS SELECT id FROM layouts; ALTER TABLE later ADD FOREIGN KEY (id) REFERENCES layouts; DELETE FROM scenes");
        Assert.Equal((0, ""), await BackupAsync(environment, "restore", file));
        Assert.Equal(after, await CountAsync("restored"));
        Assert.Contains("later", (await CountAsync("restored_replaced_1")).Keys);
    }

    [Fact]
    public async Task Nothing_is_put_in_the_place_of_a_database_that_is_in_use_or_of_a_copy_that_is_damaged()
    {
        using var backups = new TempDirectory();
        var environment = club.Put(club.File["backup"]);
        environment["BACKUP_DIRECTORY"] = backups.Path;
        await File.WriteAllTextAsync(backups["damaged.dump"], "PGDMP, and no more of it");

        var (exitCode, errors) = await BackupAsync(environment, "restore", "damaged.dump");
        Assert.Equal(1, exitCode);
        Assert.Contains("stop silos and gateways first; nothing was changed", errors, StringComparison.Ordinal);

        environment["PGDATABASE"] = "nobodys";
        (exitCode, errors) = await BackupAsync(environment, "restore", "damaged.dump");
        Assert.Equal(1, exitCode);
        Assert.Contains("could not be restored; nothing was changed", errors, StringComparison.Ordinal);

        (exitCode, errors) = await BackupAsync(environment, "restore", "forgotten.dump");
        Assert.Equal(1, exitCode);
        Assert.EndsWith("there are:\ndamaged.dump\n", errors, StringComparison.Ordinal);
        Assert.Empty(await ReadAsync("postgres", "SELECT datname, 0::bigint FROM pg_database WHERE datname LIKE 'nobodys%'"));
    }

    private static async Task<(int ExitCode, string Errors)> BackupAsync(Dictionary<string, string> environment, params string[] words)
    {
        var (exitCode, _, errors) = await ShellCommand.RunAsync("sh", ["deploy/backup/backup.sh", .. words], environment);
        return (exitCode, errors);
    }

    private async Task<Dictionary<string, long>> CountAsync(string database)
    {
        var tables = await ReadAsync(database, "SELECT table_name, 0::bigint FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1");
        return await ReadAsync(database, string.Join(" UNION ALL ", tables.Keys.Select(table => $"SELECT '{table}', count(*) FROM \"{table}\"")));
    }

    private async Task<Dictionary<string, long>> ReadAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(club.Connection(database));
        await using var command = source.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var read = new Dictionary<string, long>();
        while (await rows.ReadAsync())
        {
            read.Add(rows.GetString(0), rows.GetInt64(1));
        }

        return read;
    }

    private async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(club.Connection(database));
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
