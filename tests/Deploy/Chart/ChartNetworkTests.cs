using System.Net;

namespace RailHub.Deploy.Tests.Chart;

/// <summary>Who reaches whom where the network policy is on.</summary>
public sealed class ChartNetworkTests
{
    private const int FirstBoard = 8100;
    private const int LastBoard = FirstBoard + (2 * 12) - 1;

    [Fact]
    public async Task Pods_reach_those_that_they_need_and_no_others()
    {
        var objects = await HelmChart.RenderAsync("restricted");
        var pods = objects.Select(made => made.Pod).OfType<RenderedPod>().ToDictionary(pod => pod.Component);
        var network = new Reachability(objects);

        (string From, string To, int Port)[] needed =
        [
            ("silo", "silo", 11111), ("gateway", "silo", 30000), ("test", "gateway", 8080), ("silo", "boards", FirstBoard), ("silo", "boards", LastBoard),
        ];
        var all = from one in pods.Keys
                  from other in pods.Keys
                  from port in (int[])[8080, 9464, 11111, 30000, FirstBoard, LastBoard, LastBoard + 1]
                  select (one, other, port);

        Assert.Equal(needed.Order(), all.Where(way => network.Allows(pods[way.one], pods[way.other], way.port)).Order());
    }

    [Theory]
    [InlineData("silo", "192.168.10.7", 80, true)]
    [InlineData("silo", "192.168.10.7", 81, true)]
    [InlineData("silo", "192.168.11.100", 8080, true)]
    [InlineData("silo", "192.168.11.200", 80, false)]
    [InlineData("silo", "192.168.10.7", 22, false)]
    [InlineData("gateway", "192.168.10.7", 80, false)]
    [InlineData("migrate", "192.168.10.7", 80, false)]
    [InlineData("silo", "10.0.0.5", 6432, true)]
    [InlineData("gateway", "10.0.0.5", 6432, true)]
    [InlineData("migrate", "10.0.0.5", 6432, true)]
    [InlineData("boards", "10.0.0.5", 6432, false)]
    [InlineData("test", "10.0.0.5", 6432, false)]
    [InlineData("gateway", "10.0.0.6", 6432, false)]
    [InlineData("silo", "10.0.0.5", 5432, false)]
    [InlineData("silo", "10.0.0.10", 53, true)]
    [InlineData("silo", "10.0.0.10", 8053, true)]
    [InlineData("boards", "10.0.0.10", 8053, false)]
    [InlineData("test", "10.0.0.10", 53, true)]
    [InlineData("gateway", "203.0.113.8", 8443, true)]
    [InlineData("gateway", "203.0.113.8", 443, false)]
    [InlineData("gateway", "203.0.113.9", 8443, false)]
    [InlineData("silo", "203.0.113.8", 8443, false)]
    [InlineData("boards", "10.0.0.10", 53, false)]
    public async Task Addresses_outside_are_reached_by_those_that_need_them(string component, string address, int port, bool isReached)
    {
        var objects = await HelmChart.RenderAsync("restricted");
        var pod = objects.Select(made => made.Pod).OfType<RenderedPod>().Single(pod => pod.Component == component);

        Assert.Equal(isReached, new Reachability(objects).Allows(pod, IPAddress.Parse(address), port));
    }

    [Fact]
    public async Task Names_of_boards_are_asked_for_by_silos_and_boards_answer()
    {
        var objects = await HelmChart.RenderAsync("restricted");
        var pods = objects.Select(made => made.Pod).OfType<RenderedPod>().ToDictionary(pod => pod.Component);
        var network = new Reachability(objects);
        var group = IPAddress.Parse("224.0.0.251");

        Assert.Equal(["silo"], pods.Keys.Where(component => network.Allows(pods[component], group, 5353, "UDP")));
        Assert.Equal(["silo"], pods.Keys.Where(component => network.Allows(IPAddress.Parse("192.168.10.7"), pods[component], 40123, "UDP")));
    }

    [Theory]
    [InlineData("http://otel-collector.monitoring:4317", 4317)]
    [InlineData("http://10.1.1.1", 80)]
    [InlineData("https://10.1.1.1/otlp", 443)]
    [InlineData("http://[fd00::1]:4318", 4318)]
    public async Task The_collector_is_reached_at_the_port_of_its_address(string collector, int port)
    {
        var objects = await HelmChart.RenderAsync("observability", "--set", $"telemetry.otlp.endpoint={collector}");
        var pods = objects.Select(made => made.Pod).OfType<RenderedPod>().ToDictionary(pod => pod.Component);
        var network = new Reachability(objects);

        Assert.Equal(["gateway", "silo"], pods.Keys.Where(component => network.Allows(pods[component], IPAddress.Parse("10.1.1.1"), port)).Order());
    }
}
