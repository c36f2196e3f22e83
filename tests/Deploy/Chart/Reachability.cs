using System.Net;
using System.Text.Json.Nodes;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>Who may speak to whom by network policies, as Kubernetes reads them: of pods that no policy names, everybody.</summary>
internal sealed class Reachability(IReadOnlyList<RenderedObject> objects)
{
    private readonly RenderedObject[] _policies = [.. objects.Where(made => made.Kind == "NetworkPolicy")];

    /// <summary>Whether one pod reaches a port of another one of this namespace.</summary>
    public bool Allows(RenderedPod from, RenderedPod to, int port, string protocol = "TCP") =>
        Allows(from, "Egress", rule => PeersHave(rule["to"], to) && PortsHave(rule, to, port, protocol))
        && Allows(to, "Ingress", rule => PeersHave(rule["from"], from) && PortsHave(rule, to, port, protocol));

    /// <summary>Whether a pod reaches a port of an address outside the cluster.</summary>
    public bool Allows(RenderedPod from, IPAddress to, int port, string protocol = "TCP") =>
        Allows(from, "Egress", rule => PeersHave(rule["to"], to) && PortsHave(rule, null, port, protocol));

    /// <summary>Whether an address outside the cluster reaches a port of a pod.</summary>
    public bool Allows(IPAddress from, RenderedPod to, int port, string protocol = "TCP") =>
        Allows(to, "Ingress", rule => PeersHave(rule["from"], from) && PortsHave(rule, to, port, protocol));

    private bool Allows(RenderedPod pod, string direction, Func<JsonNode, bool> matches)
    {
        var policies = _policies.Where(policy => pod.Matches(policy.Spec["podSelector"]!["matchLabels"])
            && policy.Spec["policyTypes"]!.AsArray().Any(type => type!.GetValue<string>() == direction)).ToArray();
        return policies.Length == 0
            || policies.Any(policy => policy.Spec[direction.ToLowerInvariant()]?.AsArray().Any(rule => matches(rule!)) ?? false);
    }

    private static bool PeersHave(JsonNode? peers, RenderedPod pod) =>
        peers is null || peers.AsArray().Any(peer => peer!["namespaceSelector"] is null && peer["podSelector"] is { } selector && pod.Matches(selector["matchLabels"]));

    private static bool PeersHave(JsonNode? peers, IPAddress address) =>
        peers is null || peers.AsArray().Any(peer => peer!["ipBlock"] is { } block && IPNetwork.Parse(block["cidr"]!.GetValue<string>()).Contains(address));

    private static bool PortsHave(JsonNode rule, RenderedPod? pod, int port, string protocol) =>
        rule["ports"] is not JsonArray ports || ports.Any(allowed =>
            (allowed!["protocol"]?.GetValue<string>() ?? "TCP") == protocol
            && (pod is null ? allowed["port"]!.GetValue<int>() : pod.Port(allowed["port"]!)) is { } first
            && port >= first && port <= (allowed["endPort"]?.GetValue<int>() ?? first));
}
