using RailHub.Hosting;

namespace RailHub.Gateway;

/// <summary>How a gateway is run.</summary>
public sealed class GatewayOptions
{
    /// <summary>Whether callers from other machines have every right. There is no sign-in: whoever reaches the port may do everything.</summary>
    public bool AllowRemote { get; set; }

    /// <summary>
    /// The names by which remote callers reach this gateway, separated by commas, beside <c>localhost</c>, the machine's own name, that with
    /// <c>.local</c>, and addresses: <c>railway.club, bahn.example</c>. Requests for other names are refused.
    /// </summary>
    public string HostNames { get; set; } = "";

    /// <summary>Whether the club is a demo, which whoever opens it on the machine that runs it enters without an account.</summary>
    public bool IsDemo { get; set; }

    /// <summary>
    /// Whether administrators find Orleans' own dashboard at <c>/cluster</c>: silos, grains by type, and how long their methods take. The silos
    /// must gather that too (<c>Cluster:Dashboard</c>).
    /// </summary>
    public bool ClusterDashboard { get; set; }

    /// <summary>Reads section <c>Gateway</c>; what is missing has its default. What is refused is in the settings.</summary>
    public static GatewayOptions Read(Settings settings, ClusterSettings cluster)
    {
        settings.Know("Gateway", nameof(AllowRemote), nameof(HostNames));
        var options = new GatewayOptions
        {
            AllowRemote = settings.Flag($"Gateway:{nameof(AllowRemote)}"),
            HostNames = settings.Text($"Gateway:{nameof(HostNames)}") ?? "",
            ClusterDashboard = cluster.Dashboard,
        };
        if (options.Check() is { } problem)
        {
            settings.Refuse($"{problem.TrimEnd('.')}.");
        }

        return options;
    }

    /// <summary>What is wrong with these options, as one line that names the option; null when nothing is.</summary>
    public string? Check() =>
        Security.HostNames.FindInvalid(HostNames) is { } invalid
            ? $"\"{invalid}\" is no host name. Give them without http:// and port, such as railway.club,bahn.example"
        : HostNames.Length > 0 && !AllowRemote
            ? "Host names are for callers from other machines. Allow those as well (--allow-remote, Gateway:AllowRemote), or leave the names out."
        : null;
}
