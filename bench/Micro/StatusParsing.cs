using System.Text;
using BenchmarkDotNet.Attributes;
using RailHub.Protocol;

namespace RailHub.Bench.Micro;

/// <summary>
/// What every status message of every board costs: parse, and compare with the one before. A quiet board must cost no allocation.
/// </summary>
[MemoryDiagnoser]
public class StatusParsing
{
    private readonly StatusParser _parser = new();
    private byte[][] _documents = [];
    private StatusSnapshot _known = new();
    private int _turn;

    /// <summary>The two families of boards in the field.</summary>
    [Params(Dialect.RailHub32, Dialect.RailHub8266)]
    public Dialect Board { get; set; }

    /// <summary>Two documents that differ in one output.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _documents = [Document(isFirstActive: false), Document(isFirstActive: true)];
        _known = _parser.Parse(_documents[0], null).Snapshot!;
    }

    /// <summary>The document that is already known.</summary>
    [Benchmark(Baseline = true)]
    public ParseOutcome Unchanged() => _parser.Parse(_documents[0], _known).Outcome;

    /// <summary>A document in which one output changed since the last.</summary>
    [Benchmark]
    public ParseOutcome OneOutputChanged()
    {
        var result = _parser.Parse(_documents[++_turn & 1], _known);
        _known = result.Snapshot!;
        return result.Outcome;
    }

    private byte[] Document(bool isFirstActive)
    {
        var isRailHub32 = Board == Dialect.RailHub32;
        int[] pins = isRailHub32 ? [2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14] : [4, 5, 12, 13, 14, 16, 2];
        var head = isRailHub32
            ? """{"ip":"192.168.1.100","macAddress":"9C:9C:1F:18:9E:BC","uptime":123456,"freeHeap":248576,"apClients":0,"wsClients":1,"buildDate":"Nov 15 2025 10:20:30","flashUsed":971776,"flashFree":1310720,"flashPartition":2282496,"cpuLoad0":66.75,"cpuLoad1":33"""
            : """{"macAddress":"5C:CF:7F:12:34:56","name":"ESP8266-Controller-01","wifiMode":"STA","ip":"192.168.1.101","ssid":"MyWiFi","apClients":0,"freeHeap":28672,"uptime":87654,"buildDate":"Nov 19 2025 10:20:30","flashUsed":421888,"flashFree":2723840,"flashPartition":1044464""";
        var tail = isRailHub32
            ? "]}"
            : """],"chasingGroups":[{"groupId":1,"name":"Runway Lights","interval":300,"outputCount":3,"outputs":[4,5,12]}]}""";
        var group = isRailHub32 ? "" : ""","chasingGroup":-1""";

        var outputs = pins.Select((pin, i) =>
            $$"""{"pin":{{pin}},"active":{{(isFirstActive && i == 0 ? "true" : "false")}},"brightness":100,"name":"Station {{i}}","interval":0{{group}}}""");
        return Encoding.UTF8.GetBytes($$"""{{head}},"outputs":[{{string.Join(',', outputs)}}{{tail}}""");
    }
}
