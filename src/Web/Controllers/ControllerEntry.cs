using RailHub.Contracts;
using RailHub.Web.Shell;

namespace RailHub.Web.Controllers;

/// <summary>What somebody enters for a board, with what is wrong with it.</summary>
public sealed class ControllerEntry
{
    private (string, string, int?, int?) _begun = (string.Empty, string.Empty, 80, 81);

    public string Name { get; set; } = string.Empty;

    public string Host { get; set; } = string.Empty;

    public int? HttpPort { get; set; } = 80;

    public int? WebSocketPort { get; set; } = 81;

    public string? NameProblem { get; private set; }

    public string? HostProblem { get; private set; }

    public string? HttpPortProblem { get; private set; }

    public string? WebSocketPortProblem { get; private set; }

    /// <summary>Whether somebody has changed something.</summary>
    public bool IsEdited => Entered != _begun;

    /// <summary>Whether the ports are what every real board has.</summary>
    public bool HasUsualPorts => (HttpPort, WebSocketPort) == (80, 81);

    private (string, string, int?, int?) Entered => (Name, Host, HttpPort, WebSocketPort);

    /// <summary>Begins with what is registered.</summary>
    public static ControllerEntry Of(Controller controller)
    {
        var entry = new ControllerEntry
        {
            Name = controller.Name,
            Host = controller.Host,
            HttpPort = controller.HttpPort,
            WebSocketPort = controller.WebSocketPort,
        };
        entry._begun = entry.Entered;
        return entry;
    }

    /// <summary>Puts what was pasted as one where it belongs: the host, and the ports that it names.</summary>
    public void Understand()
    {
        if (BoardAddress.Parse(Host) is { } address)
        {
            (Host, HttpPort, WebSocketPort) = (address.Host, address.HttpPort ?? HttpPort, address.WebSocketPort ?? WebSocketPort);
        }
    }

    /// <summary>Finds what is wrong; whether nothing is.</summary>
    public bool Check(bool nameNeeded)
    {
        Understand();
        NameProblem = nameNeeded || Name.Trim().Length > 0 ? Checks.Name(Name) : null;
        HostProblem = Checks.Host(Host);
        return CheckPorts() && (NameProblem ?? HostProblem) is null;
    }

    /// <summary>Checks the ports alone.</summary>
    public bool CheckPorts()
    {
        HttpPortProblem = Checks.Port(HttpPort);
        WebSocketPortProblem = Checks.Port(WebSocketPort);
        return (HttpPortProblem ?? WebSocketPortProblem) is null;
    }

    /// <summary>A new board of it, once it is checked.</summary>
    public ControllerDraft Draft() =>
        new(Host.Trim(), HttpPort!.Value, WebSocketPort!.Value, Name.Trim() is { Length: > 0 } name ? name : null);

    /// <summary>A change of a board of it, once it is checked.</summary>
    public ControllerEdit Edit() => new(Name.Trim(), Host.Trim(), HttpPort, WebSocketPort);
}
