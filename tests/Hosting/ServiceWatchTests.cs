using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RailHub.TestKit;

namespace RailHub.Hosting.Tests;

public sealed class ServiceWatchTests : IDisposable
{
    private static readonly TimeSpan s_watchdog = TimeSpan.FromSeconds(3);

    private readonly SystemdDouble _systemd = new();
    private readonly Switch _ready = new() { Result = HealthCheckResult.Healthy() };
    private readonly Switch _live = new() { Result = HealthCheckResult.Healthy() };

    public void Dispose() => _systemd.Dispose();

    [Fact]
    public async Task A_program_is_ready_when_it_says_so_at_its_own_door()
    {
        _ready.Result = HealthCheckResult.Unhealthy("Not yet.");
        await using var program = await StartAsync(_systemd.Environment());

        await _systemd.UntilAsync("STATUS=Unhealthy ready: Not yet.");
        _ready.Result = HealthCheckResult.Healthy();

        Assert.Equal("READY=1\nSTATUS=Ready", await _systemd.NextAsync());
    }

    [Fact]
    public async Task A_sign_of_life_is_given_while_it_works_and_only_then()
    {
        await using var program = await StartAsync(_systemd.Environment(s_watchdog));
        await _systemd.UntilAsync("READY=1");
        await _systemd.UntilAsync("WATCHDOG=1");

        _live.Result = HealthCheckResult.Unhealthy("It stands still.");
        await _systemd.UntilAsync("STATUS=Unhealthy live: It stands still.");
        Assert.Equal("STATUS=Unhealthy live: It stands still.", await _systemd.NextAsync());
        _live.Result = HealthCheckResult.Healthy();

        await _systemd.UntilAsync("WATCHDOG=1\nSTATUS=Ready");
    }

    [Fact]
    public async Task A_program_that_hangs_gives_no_sign_of_life()
    {
        await using var program = await StartAsync(_systemd.Environment(s_watchdog));
        await _systemd.UntilAsync("WATCHDOG=1");

        _live.Hangs = true;

        await _systemd.UntilAsync("STATUS=It does not answer at http://127.0.0.1:");
        Assert.StartsWith("STATUS=It does not answer", await _systemd.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_that_it_stops()
    {
        await using var program = await StartAsync(_systemd.Environment(s_watchdog));
        await _systemd.UntilAsync("READY=1");

        await program.StopAsync();

        await _systemd.UntilAsync("STOPPING=1");
    }

    [Fact]
    public async Task Systemd_may_listen_where_there_is_no_file()
    {
        using var systemd = new SystemdDouble(isAbstract: true);
        await using var program = await StartAsync(systemd.Environment());

        await systemd.UntilAsync("READY=1");
    }

    [Fact]
    public async Task A_socket_that_is_gone_ends_nothing()
    {
        await using var program = await StartAsync(_systemd.Environment(s_watchdog));
        await _systemd.UntilAsync("READY=1");

        _systemd.Dispose();

        await program.StopAsync();
    }

    [Fact]
    public async Task A_person_who_starts_it_has_nothing_of_it()
    {
        await using var program = await StartAsync();

        Assert.DoesNotContain(program.Services.GetServices<IHostedService>(), service => service is ServiceWatch);
    }

    [Theory]
    [InlineData("", "3000000", null, false, 0)]
    [InlineData("vsock:2:1234", "3000000", null, false, 0)] // systemd in a virtual machine's host; not ours
    [InlineData("/run/systemd/notify", "3000000", null, true, 3)]
    [InlineData("/run/systemd/notify", "3000000", "own", true, 3)]
    [InlineData("/run/systemd/notify", "3000000", "1", true, 0)]
    [InlineData("/run/systemd/notify", "", null, true, 0)]
    [InlineData("/run/systemd/notify", "0", null, true, 0)]
    [InlineData("/run/systemd/notify", "soon", null, true, 0)]
    public void The_environment_says_who_is_to_give_signs_of_life_and_how_often(string socket, string watchdog, string? process, bool isService, int seconds)
    {
        var id = process == "own" ? Environment.ProcessId.ToString(CultureInfo.InvariantCulture) : process;
        var environment = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { ["NOTIFY_SOCKET"] = socket, ["WATCHDOG_USEC"] = watchdog, ["WATCHDOG_PID"] = id }).Build();

        var systemd = Systemd.Find(environment);

        Assert.Equal(isService, systemd is not null);
        Assert.Equal(seconds == 0 ? null : TimeSpan.FromSeconds(seconds), systemd?.Watchdog);
    }

    private async Task<WebApplication> StartAsync(params (string Name, string Value)[] environment)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(environment.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults();
        builder.Services.AddHealthChecks()
            .AddCheck("ready", _ready, tags: [ServiceDefaults.Ready])
            .AddCheck("live", _live, tags: [ServiceDefaults.Live]);
        var program = builder.Build();
        program.MapHealth();
        await program.StartAsync();
        return program;
    }

    private sealed class Switch : IHealthCheck
    {
        public HealthCheckResult Result { get; set; }

        public bool Hangs { get; set; }

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            if (Hangs)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return Result;
        }
    }
}
