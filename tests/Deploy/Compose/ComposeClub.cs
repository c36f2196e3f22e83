using System.Net.Http.Headers;
using RailHub.Deploy.Tests.Programs;

namespace RailHub.Deploy.Tests.Compose;

/// <summary>The club of <c>docker-compose.yml</c> as processes: what each container would run, with what it would be told.</summary>
public sealed class ComposeClub : IAsyncLifetime
{
    private readonly TempDirectory _files = new();
    private readonly Dictionary<string, ContainerProcess> _programs = [];
    private Postgres? _postgres;

    internal ComposeFile File { get; private set; } = null!;

    /// <summary>What the club's first owner lets programs in by.</summary>
    internal AuthenticationHeaderValue Token { get; private set; } = null!;

    internal string Secrets => _files["railhub"];

    internal ContainerProcess this[string service] => _programs[service];

    public async ValueTask InitializeAsync()
    {
        File = await ComposeFile.ReadAsync([ComposeFile.Cluster]);
        Directory.CreateDirectory(Secrets);
        var (exitCode, output, errors) = await ShellCommand.RunAsync("sh", ["deploy/compose/prepare.sh", Secrets]);
        Assert.True(exitCode == 0, output + errors);
        _postgres = await Postgres.StartAsync((await System.IO.File.ReadAllTextAsync(Path.Combine(Secrets, "postgres"))).Trim());

        foreach (var service in File.Services.Values.Where(service => service.Image is not null))
        {
            _programs[service.Name] = ContainerProcess.Start(service.Container, NewPlace());
        }

        await Task.WhenAll(_programs.Values.Select(program => program.UntilHealthyAsync()));
        Token = await Owner.FoundAsync(this["gateway1"].Address, this["silo1"].Log, this["silo2"].Log);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs.Values)
        {
            await program.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        _files.Dispose();
    }

    /// <summary>Another place beside the club's programs, on its database.</summary>
    internal Place NewPlace() => new(_postgres!.Port, _files.Path);

    /// <summary>How one of its server's databases is reached.</summary>
    internal string Connection(string database) =>
        $"Host=127.0.0.1;Port={_postgres!.Port};Username=railhub;Password={System.IO.File.ReadAllText(Path.Combine(Secrets, "postgres")).Trim()};Database={database};Pooling=false";

    /// <summary>What a neighbour's file says of the club's programs, said of where they are here.</summary>
    internal string Put(string configuration) => _programs.Aggregate(configuration, (text, program) => program.Value.Place.Put(program.Key, text));

    /// <summary>A service's environment as a neighbour's program gets it here, with the names of libpq for where the database is.</summary>
    internal Dictionary<string, string> Put(ComposeFile.Service service)
    {
        var environment = NewPlace().Put(service.Environment);
        (environment["PGHOST"], environment["PGPORT"]) = ("127.0.0.1", $"{_postgres!.Port}");
        return environment;
    }
}
