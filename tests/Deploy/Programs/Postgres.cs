using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace RailHub.Deploy.Tests.Programs;

/// <summary>A Postgres as its image sets it up: the user and the database <c>railhub</c>, and a password that is asked for.</summary>
internal sealed class Postgres : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _directory = new();
    private Process? _server;

    private Postgres()
    {
    }

    /// <summary>Where it listens on loopback.</summary>
    public int Port { get; } = Place.FreePort();

    private string Data => _directory["postgres"];

    /// <summary>Makes one and starts it.</summary>
    /// <param name="password">What <c>POSTGRES_PASSWORD_FILE</c> holds.</param>
    public static async Task<Postgres> StartAsync(string password)
    {
        var postgres = new Postgres();
        try
        {
            await postgres.SetUpAsync(password);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            // A fast shutdown: it ends its clients' connections.
            using var kill = Process.Start("kill", ["-INT", _server.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            await _server.WaitForExitAsync();
        }

        _server?.Dispose();
        _directory.Dispose();
    }

    private async Task SetUpAsync(string password)
    {
        var (exitCode, output, errors) = await ShellCommand.RunAsync("bash", ["-c", "source eng/postgres.sh; postgres_make \"$0\"", Data]);
        Assert.True(exitCode == 0, output + errors);
        _server = Process.Start(new ProcessStartInfo("bash", ["-c", "source eng/postgres.sh; postgres_serve \"$0\" \"$1\" > \"$0.server\" 2>&1", Data, Port.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = Repository.Root,
        })!;

        await using var trusted = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={Port};Username=railhub;Database=postgres;Pooling=false");
        await UntilItAnswersAsync(trusted);
        await ExecuteAsync(trusted, $"ALTER ROLE railhub PASSWORD '{password}'");
        await ExecuteAsync(trusted, "CREATE DATABASE railhub");
        await File.WriteAllTextAsync(Path.Combine(Data, "pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
        await ExecuteAsync(trusted, "SELECT pg_reload_conf()");
    }

    private async Task UntilItAnswersAsync(NpgsqlDataSource source)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (true)
        {
            try
            {
                await ExecuteAsync(source, "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (!patience.IsCancellationRequested && _server is { HasExited: false })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, patience.Token);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
