using System.Net;
using System.Net.Sockets;

namespace RailHub.EndToEnd.Tests;

/// <summary>A start that fails says why in one line, and the exit code is 1.</summary>
public sealed class StartTests
{
    private const string Anywhere = "http://127.0.0.1:0";

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var data = new TempDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await RefusesAsync("is taken by another program", "--data", data.Path, "--urls", $"http://127.0.0.1:{port}");
        await RefusesAsync("is taken by another program", "--data", data.Path, "--urls", $"http://localhost:{port}");
    }

    [Theory]
    [InlineData("nonsense", "no address")]
    [InlineData("8080", "no address")]
    [InlineData("localhost:8080", "no address")]
    [InlineData("ftp://localhost:8080", "no address")]
    [InlineData("http://:8080", "no address")]
    [InlineData("http://localhost:port", "no address")] // a server that asks the system for the name would listen everywhere
    [InlineData("http://user@localhost:8080", "no address")]
    [InlineData("http://localhost:8080?x", "no address")]
    [InlineData("http://localhost:99999", "has port 99999")]
    [InlineData("http://localhost:-1", "has port -1")]
    [InlineData("http://localhost:0/club", "has a path")]
    [InlineData("https://localhost:0", "no certificate")]
    [InlineData("http://unix:/tmp/railhub.sock", "socket or pipe")]
    [InlineData("http://nosuchname.invalid:0", "is not known")]
    [InlineData("", "--urls is empty")]
    [InlineData(" ", "--urls is empty")]
    [InlineData("http://127.0.0.1:0;;http://[::1]:0", "empty part")]
    [InlineData("http://127.0.0.1:0;", "empty part")]
    [InlineData("http://127.0.0.1:0;http://127.0.0.1:0", "twice")]
    [InlineData("http://localhost:28217;http://127.0.0.1:28217", "twice")]
    [InlineData("http://localhost:28217;https://localhost:28217", "twice")]
    [InlineData("http://192.0.2.77:0", "no address of this machine")] // kept for documentation (RFC 5737)
    [InlineData("http://224.0.0.1:0", "no address of this machine")]
    [InlineData("http://[ff02::1]:0", "no address of this machine")]
    public async Task An_address_that_cannot_be_listened_at(string urls, string reason)
    {
        using var data = new TempDirectory();

        await RefusesAsync(reason, "--data", data.Path, "--urls", urls, "--no-demo");
    }

    [Fact]
    public async Task What_the_environment_says_of_addresses_opens_none()
    {
        using var data = new TempDirectory();
        var (urls, ports, endpoint) = (FreePort(), FreePort(), FreePort());
        await using var platform = await StandaloneProcess.UntilReadyAsync(PlatformProgram.Start(
            "Standalone",
            ["--data", data.Path, "--urls", Anywhere, "--no-demo"],
            ("ASPNETCORE_URLS", $"http://127.0.0.1:{urls}"),
            ("ASPNETCORE_HTTP_PORTS", $"{ports}"),
            ("Kestrel__Endpoints__Other__Url", $"http://127.0.0.1:{endpoint}")));

        foreach (var port in (int[])[urls, ports, endpoint])
        {
            using var client = new TcpClient();
            await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
        }

        Assert.Equal(0, await platform.StopAsync());

        // The server's words when it passes an address over. (A slow machine makes it warn of other things.)
        Assert.DoesNotContain("Overriding", await platform.LogAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_club_is_at_both_addresses_of_localhost()
    {
        using var data = new TempDirectory();
        var port = FreePort();
        await using var platform = await StandaloneProcess.UntilReadyAsync(
            PlatformProgram.Start("Standalone", ["--data", data.Path, "--urls", $"http://LocalHost:{port}", "--no-demo"]));

        Assert.Equal($"http://localhost:{port}/", platform.Address.AbsoluteUri);
        Assert.Equal(HttpStatusCode.OK, (await platform.Http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/live"))).StatusCode);
        if (Socket.OSSupportsIPv6)
        {
            Assert.Equal(HttpStatusCode.OK, (await platform.Http.GetAsync(new Uri($"http://[::1]:{port}/health/live"))).StatusCode);
        }
    }

    [Fact]
    public async Task A_directory_that_cannot_be_written()
    {
        using var data = new TempDirectory();
        var file = Path.Combine(data.Path, "file");
        await File.WriteAllTextAsync(file, "not a directory");

        await RefusesAsync("cannot be written", "--data", Path.Combine(file, "club"), "--urls", Anywhere);
    }

    [Fact]
    public async Task A_directory_that_another_club_has()
    {
        using var data = new TempDirectory();
        await using var first = await StandaloneProcess.StartAsync(data.Path, options: "--no-demo");

        await RefusesAsync("in use", "--data", data.Path, "--urls", Anywhere, "--no-demo");
    }

    [Fact]
    public async Task A_lock_that_cannot_be_opened_is_not_another_club()
    {
        using var data = new TempDirectory();
        Directory.CreateSymbolicLink(Path.Combine(data.Path, "railhub.lock"), "railhub.lock"); // leads to itself

        await RefusesAsync("cannot be written", "--data", data.Path, "--urls", Anywhere, "--no-demo");
    }

    [Fact]
    public async Task The_settings_of_a_virtual_board_that_cannot_be_read()
    {
        using var data = new TempDirectory();
        Directory.CreateDirectory(Path.Combine(data.Path, "boards"));
        File.CreateSymbolicLink(Path.Combine(data.Path, "boards", "025248DE0001.bin.0"), "/proc/self/mem"); // gives an error to who reads it

        await RefusesAsync("--no-demo", "--data", data.Path, "--urls", Anywhere);
    }

    [Theory]
    [InlineData(8192, "is damaged")]
    [InlineData(0, "is empty (0 bytes)")]
    public async Task A_database_that_has_lost_what_was_in_it(int size, string reason)
    {
        using var data = new TempDirectory();
        await File.WriteAllTextAsync(Path.Combine(data.Path, "railhub.db"), new string('x', size));

        await RefusesAsync(reason, "--data", data.Path, "--urls", Anywhere, "--no-demo");
    }

    [Theory]
    [InlineData("Mongo", "Host=127.0.0.1", "Database:Provider is \"Mongo\"")]
    [InlineData("Sqlite", "Data Source=railhub.db", "a club in a file is run by Standalone")]
    [InlineData("Postgres", "", "Database:ConnectionString is missing")]
    [InlineData("", "Password=secret;nonsense", "Database:ConnectionString cannot be read")]
    [InlineData("", "Username=railhub", "does not say where")]
    public async Task A_silo_or_gateway_that_does_not_know_its_database(string provider, string connection, string reason)
    {
        foreach (var program in (string[])["Silo", "Gateway"])
        {
            var (exitCode, errors) = await PlatformProgram.RunAsync(
                program, ["--urls", Anywhere], ("Database__Provider", provider), ("Database__ConnectionString", connection));

            AssertRefused(reason, exitCode, errors);
            Assert.DoesNotContain("secret", errors, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=railhub;Database=club", "\"club\" at 127.0.0.1:1")]
    [InlineData("Host=nosuchname.invalid;Username=railhub;Database=club", "\"club\" at nosuchname.invalid:5432")]
    public async Task A_silo_whose_database_is_not_there(string connection, string reason)
    {
        // Free ports: what is taken is refused before.
        (string, string)[] environment =
        [
            ("Database__ConnectionString", connection),
            ("Cluster__SiloPort", $"{FreePort()}"),
            ("Cluster__GatewayPort", $"{FreePort()}"),
        ];
        var started = await PlatformProgram.RunAsync("Silo", ["--urls", Anywhere], environment);
        AssertRefused(reason, started.ExitCode, started.Errors);

        var migrated = await PlatformProgram.RunAsync("Silo", ["migrate"], environment);
        AssertRefused(reason, migrated.ExitCode, migrated.Errors);
    }

    [Fact]
    public async Task All_that_is_wrong_is_named_at_once()
    {
        var (exitCode, errors) = await PlatformProgram.RunAsync(
            "Silo",
            ["--urls", Anywhere, "--Cluster:SiloPort=0"],
            ("Boards__CommandBurst", "5"),
            ("Boards__FadeStep", "much"),
            ("Boards__CommandPerSecond", "5"),
            ("Cluster__Address", "nosuchname.invalid"),
            ("Cluster__Tls__Authority", "none.pem"));

        AssertRefused("Boards:CommandBurst is 5; give 10 to 200", exitCode, errors);
        Assert.Contains("Boards:FadeStep is \"much\", which is no number", errors, StringComparison.Ordinal);
        Assert.Contains("Boards:CommandPerSecond is not known", errors, StringComparison.Ordinal);
        Assert.Contains("Database:ConnectionString is missing", errors, StringComparison.Ordinal);
        Assert.Contains("Cluster:SiloPort is 0; give 1 to 65535", errors, StringComparison.Ordinal);
        Assert.Contains("Cluster:Address is \"nosuchname.invalid\"", errors, StringComparison.Ordinal);
        Assert.Contains("Cluster:Tls:Certificate is missing", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_the_one_process_cannot_keep_to()
    {
        using var data = new TempDirectory();
        var (exitCode, errors) = await PlatformProgram.RunAsync(
            "Standalone", ["--data", data.Path, "--urls", Anywhere, "--no-demo"], ("Boards__CommandBurst", "5"), ("Gateway__EditsPerSecond", "0"));

        AssertRefused("Boards:CommandBurst is 5; give 10 to 200", exitCode, errors);
        Assert.Contains("Gateway:EditsPerSecond is 0; give 1 to 100000", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_to_sign_in_by_that_speaks_plain_http()
    {
        using var data = new TempDirectory();
        var (exitCode, errors) = await PlatformProgram.RunAsync(
            "Standalone",
            ["--data", data.Path, "--urls", Anywhere, "--no-demo"],
            ("OpenId__Authority", "http://login.example"),
            ("OpenId__ClientId", "railhub"));

        AssertRefused("OpenId:Authority is no address of a provider", exitCode, errors);
    }

    [Fact]
    public async Task A_silo_whose_port_another_one_has()
    {
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        // As Orleans takes it: shared with whoever wants to share it.
        first.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        first.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        first.Listen();
        var port = ((IPEndPoint)first.LocalEndPoint!).Port;

        var (exitCode, errors) = await PlatformProgram.RunAsync(
            "Silo",
            ["--urls", Anywhere],
            ("Database__ConnectionString", "Host=127.0.0.1;Port=1;Username=railhub;Database=club"),
            ("Cluster__SiloPort", $"{port}"),
            ("Cluster__GatewayPort", $"{FreePort()}"));

        AssertRefused($"Port {port} is taken", exitCode, errors);
    }

    [Theory]
    [InlineData("no host name", "--host-names", "railway.club,http://bahn.example")]
    [InlineData("no address of a proxy", "--proxies", "10.0.0.0/8,proxy")]
    [InlineData("no address is https", "--tls-self-signed")]
    [InlineData("none.pem cannot be used", "--tls-certificate", "none.pem", "--urls", "https://127.0.0.1:0")]
    [InlineData("none.pem with the key none.key cannot be used", "--tls-certificate", "none.pem", "--tls-key", "none.key", "--urls", "https://127.0.0.1:0")]
    [InlineData("Tls:Certificate is missing", "--tls-password-file", "none", "--urls", "https://127.0.0.1:0")]
    public async Task What_is_said_of_names_proxies_and_certificates_and_cannot_be_kept_to(string reason, params string[] options)
    {
        using var data = new TempDirectory();
        string[] urls = options.Contains("--urls") ? [] : ["--urls", Anywhere];
        await RefusesAsync(reason, ["--data", data.Path, .. urls, "--no-demo", .. options]);
    }

    [Theory]
    [InlineData("Gateway__AllowRemote", "true", "Gateway:AllowRemote is gone: leave it out")]
    [InlineData("Gateway__Proxies", "everybody", "\"everybody\" is no address of a proxy")]
    [InlineData("ASPNETCORE_URLS", "https://127.0.0.1:0", "there is no certificate")]
    [InlineData("Tls__Certificate", "none.pem", "no address is https")]
    [InlineData("OpenId__Authority", "https://login.example", "OpenId:ClientId is missing")]
    public async Task A_gateway_that_is_told_what_cannot_be_kept_to(string name, string value, string reason)
    {
        (string, string)[] environment = [("ASPNETCORE_URLS", Anywhere), ("Database__ConnectionString", "Host=127.0.0.1;Username=railhub"), (name, value)];
        var (exitCode, errors) = await PlatformProgram.RunAsync("Gateway", [], environment);

        AssertRefused(reason, exitCode, errors);
    }

    [Fact]
    public async Task A_server_that_would_believe_everybodys_word_of_his_address_does_not_start()
    {
        using var data = new TempDirectory();
        var (exitCode, errors) = await PlatformProgram.RunAsync(
            "Standalone", ["--data", data.Path, "--urls", Anywhere, "--no-demo"], ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true"));

        AssertRefused("ASPNETCORE_FORWARDEDHEADERS_ENABLED", exitCode, errors);
    }

    [Fact]
    public async Task An_option_of_the_days_before_sign_in_says_what_to_do()
    {
        using var data = new TempDirectory();
        var (exitCode, errors) = await PlatformProgram.RunAsync("Standalone", ["--data", data.Path, "--urls", Anywhere, "--allow-remote"]);

        Assert.Equal(1, exitCode);
        Assert.Contains("--allow-remote is gone: leave it out", errors, StringComparison.Ordinal);
    }

    private static async Task RefusesAsync(string reason, params string[] arguments)
    {
        var (exitCode, errors) = await PlatformProgram.RunAsync("Standalone", arguments);

        AssertRefused(reason, exitCode, errors);
    }

    private static void AssertRefused(string reason, int exitCode, string errors)
    {
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n'));
        Assert.StartsWith("RailHub cannot start: ", errors, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
