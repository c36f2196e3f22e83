using RailHub.Contracts;
using RailHub.Web.Shell;

namespace RailHub.Web.Controllers;

/// <summary>What somebody enters for a board, with what is wrong with it.</summary>
public sealed class ControllerEntry
{
    public string Name { get; set; } = string.Empty;

    public string Host { get; set; } = string.Empty;

    public int? HttpPort { get; set; } = 80;

    public int? WebSocketPort { get; set; } = 81;

    public string? NameProblem { get; private set; }

    public string? HostProblem { get; private set; }

    public string? HttpPortProblem { get; private set; }

    public string? WebSocketPortProblem { get; private set; }

    /// <summary>Whether the ports are what every real board has.</summary>
    public bool HasUsualPorts => (HttpPort, WebSocketPort) == (80, 81);

    /// <summary>Begins with what is registered.</summary>
    public static ControllerEntry Of(Controller controller) => new()
    {
        Name = controller.Name,
        Host = controller.Host,
        HttpPort = controller.HttpPort,
        WebSocketPort = controller.WebSocketPort,
    };

    /// <summary>Finds what is wrong; whether nothing is.</summary>
    public bool Check(bool nameNeeded)
    {
        NameProblem = nameNeeded || Name.Trim().Length > 0 ? Checks.Name(Name) : null;
        HostProblem = Checks.Host(Host);
        HttpPortProblem = Checks.Port(HttpPort);
        WebSocketPortProblem = Checks.Port(WebSocketPort);
        return (NameProblem ?? HostProblem ?? HttpPortProblem ?? WebSocketPortProblem) is null;
    }

    /// <summary>A new board of it, once it is checked.</summary>
    public ControllerDraft Draft() =>
        new(Host.Trim(), HttpPort!.Value, WebSocketPort!.Value, Name.Trim() is { Length: > 0 } name ? name : null);

    /// <summary>A change of a board of it, once it is checked.</summary>
    public ControllerEdit Edit() => new(Name.Trim(), Host.Trim(), HttpPort, WebSocketPort);
}
