using RailHub.Gateway.Members;
using RailHub.Hosting;

namespace RailHub.Gateway;

/// <summary>How a gateway is run.</summary>
public sealed class GatewayOptions
{
    // What opened a gateway to everybody before there was sign-in.
    private const string AllowRemote = "AllowRemote";

    private static readonly string[] s_rates = [nameof(CommandsPerSecond), nameof(EditsPerSecond)];

    /// <summary>
    /// The names by which callers reach this gateway, separated by commas, beside <c>localhost</c>, the machine's own name, that with
    /// <c>.local</c>, and addresses: <c>railway.club, bahn.example</c>. Requests for other names are refused.
    /// </summary>
    public string HostNames { get; set; } = "";

    /// <summary>The addresses that the gateway was told to listen at, as <c>http://railway.club:8080</c>: it answers to the names in them, too.</summary>
    public IReadOnlyList<string> Listens { get; set; } = [];

    /// <summary>
    /// The addresses, or networks (CIDR), of the reverse proxies before it, separated by commas: <c>127.0.0.1, 10.244.0.0/16</c>. Their
    /// <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> are believed; requests of anybody else that say they were forwarded are refused.
    /// </summary>
    public string Proxies { get; set; } = "";

    /// <summary>All names that it answers to, in small letters and as in the DNS.</summary>
    public IReadOnlyCollection<string> KnownNames => new Security.HostNames(this).Known;

    /// <summary>Whether the club is a demo, which whoever opens it on the machine that runs it enters without an account.</summary>
    public bool IsDemo { get; set; }

    /// <summary>
    /// Whether administrators find Orleans' own dashboard at <c>/cluster</c>: silos, grains by type, and how long their methods take. The silos
    /// must gather that too (<c>Cluster:Dashboard</c>).
    /// </summary>
    public bool ClusterDashboard { get; set; }

    /// <summary>The outside provider that members may sign in by; null = none.</summary>
    public OpenIdOptions? OpenId { get; set; }

    /// <summary>
    /// How many commands one caller may give in a second; five times as many at once. A slider that is dragged gives four a second, a busy
    /// operator ten.
    /// </summary>
    public int CommandsPerSecond { get; set; } = 200;

    /// <summary>How many edits one caller may make in a second; twenty times as many at once.</summary>
    public int EditsPerSecond { get; set; } = 10;

    /// <summary>Reads sections <c>Gateway</c> and <c>OpenId</c>; what is missing has its default. What is refused is in the settings.</summary>
    public static GatewayOptions Read(Settings settings, ClusterSettings cluster)
    {
        settings.Know("Gateway", [AllowRemote, nameof(HostNames), nameof(Proxies), .. s_rates]);
        if (settings.Text($"Gateway:{AllowRemote}") is not null)
        {
            settings.Refuse($"Gateway:{AllowRemote} is gone: leave it out. Whoever calls from another machine signs in now.");
        }

        var options = new GatewayOptions
        {
            HostNames = settings.Text($"Gateway:{nameof(HostNames)}") ?? "",
            Listens = settings.Urls,
            Proxies = settings.Text($"Gateway:{nameof(Proxies)}") ?? "",
            ClusterDashboard = cluster.Dashboard,
        };
        options.ReadShared(settings);
        if (options.Check() is { } problem)
        {
            settings.Refuse($"{problem.TrimEnd('.')}.");
        }

        return options;
    }

    /// <summary>The same for a program that is told by its command line where it is reached.</summary>
    public void ReadBesideCommandLine(Settings settings)
    {
        settings.Know("Gateway", s_rates);
        ReadShared(settings);
    }

    /// <summary>What is wrong with these options, as one line that names the option; null when nothing is.</summary>
    public string? Check() =>
        Security.HostNames.FindInvalid(HostNames) is { } name
            ? $"\"{name}\" is no host name. Give them without http:// and port, such as railway.club,bahn.example"
        : Security.Proxies.FindInvalid(Proxies) is { } proxy
            ? $"\"{proxy}\" is no address of a proxy, and no network of some. Give them such as 127.0.0.1,10.244.0.0/16"
        : null;

    private void ReadShared(Settings settings)
    {
        OpenId = OpenIdOptions.Read(settings);
        CommandsPerSecond = settings.Number($"Gateway:{nameof(CommandsPerSecond)}", CommandsPerSecond, 1, 100_000);
        EditsPerSecond = settings.Number($"Gateway:{nameof(EditsPerSecond)}", EditsPerSecond, 1, 100_000);
    }
}
