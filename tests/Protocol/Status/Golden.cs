using System.Text;
using System.Text.RegularExpressions;

namespace RailHub.Protocol.Tests.Status;

/// <summary>
/// The documents of protocol 9, broken into lines for the eye and joined again; <see cref="GoldenTests"/> guards their exact sizes.
/// </summary>
internal static partial class Golden
{
    public static readonly string RailHub32Http = Join(
        """
        {"macAddress":"9C:9C:1F:18:9E:BC","name":"ESP32-Controller-01","wifiMode":"STA","ip":"192.168.1.100","ssid":"MyWiFi",
        "apClients":0,"wsClients":1,"freeHeap":248576,"uptime":123456,"buildDate":"Nov 15 2025 10:20:30",
        "flashUsed":971776,"flashFree":1310720,"flashPartition":2282496,
        """, RailHub32Outputs);

    public static readonly string RailHub32Socket = Join(
        """
        {"ip":"192.168.1.100","macAddress":"9C:9C:1F:18:9E:BC","uptime":123456,"freeHeap":248576,
        "apClients":0,"wsClients":1,"buildDate":"Nov 15 2025 10:20:30",
        "flashUsed":971776,"flashFree":1310720,"flashPartition":2282496,"cpuLoad0":66.75,"cpuLoad1":33,
        """, RailHub32Outputs);

    public static readonly string RailHub8266AHttp = Join(
        """
        {"macAddress":"5C:CF:7F:12:34:56","name":"ESP8266-Controller-01","wifiMode":"STA","ip":"192.168.1.101","ssid":"MyWiFi",
        "apClients":0,"freeHeap":28672,"uptime":87654,"flashTotal":4194304,"flashUsed":421888,"flashFree":2723840,
        """, RailHub8266Outputs);

    public static readonly string RailHub8266Socket = Join(
        """
        {"macAddress":"5C:CF:7F:12:34:56","name":"ESP8266-Controller-01","wifiMode":"STA","ip":"192.168.1.101","ssid":"MyWiFi",
        "apClients":0,"freeHeap":28672,"uptime":87654,"buildDate":"Nov 19 2025 10:20:30",
        "flashUsed":421888,"flashFree":2723840,"flashPartition":1044464,
        """, RailHub8266Outputs);

    public static readonly string RailHub8266BHttp = RailHub8266Socket[..^1] + ""","flashTotal":4194304}""";

    /// <summary>A group as the firmwares write it: members are pins (G11).</summary>
    public const string FirmwareGroup = """{"groupId":1,"name":"Runway Lights","interval":300,"outputCount":3,"outputs":[4,5,12]}""";

    /// <summary>The same group as the seed writes it: members are indexes (G12).</summary>
    public const string SeedGroup = """{"id":1,"active":true,"name":"Runway Lights","outputs":[0,1,2],"interval":300,"currentStep":0}""";

    /// <summary>The periodic message after a group was created (G11).</summary>
    public static readonly string RailHub8266Chasing = RailHub8266Socket
        .With("""{"pin":4,"active":true,"brightness":100,"name":"","interval":0,"chasingGroup":1}""")
        .With("""{"pin":5,"active":true,"brightness":100,"name":"","interval":0,"chasingGroup":1}""")
        .With("""{"pin":12,"active":true,"brightness":100,"name":"","interval":0,"chasingGroup":1}""")
        .WithGroups(FirmwareGroup);

    /// <summary>An ESP8266 built to the seed's letter: its members, its order, its group shape.</summary>
    public static readonly string Seed = Join(
        """
        {"macAddress":"5C:CF:7F:AB:CD:EF","name":"Yard","wifiMode":"STA","ip":"192.168.1.102","ssid":"MyWiFi",
        "apClients":0,"freeHeap":30000,"uptime":5000,
        """,
        """
        "outputs":[{"pin":4,"active":true,"brightness":80,"interval":0,"chasingGroup":1,"name":"Gate"},
        {"pin":5,"active":false,"brightness":0,"interval":500,"chasingGroup":1,"name":""},
        {"pin":12,"active":true,"brightness":100,"interval":0,"chasingGroup":1,"name":""}],
        "chasingGroups":[{"id":1,"active":true,"name":"Runway Lights","outputs":[0,1,2],"interval":300,"currentStep":0}]}
        """);

    public static TheoryData<string> All => [RailHub32Http, RailHub32Socket, RailHub8266AHttp, RailHub8266Socket, RailHub8266BHttp, RailHub8266Chasing, Seed];

    private const string RailHub32Outputs =
        """
        "outputs":[{"pin":2,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":4,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":5,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":18,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":19,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":21,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":22,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":23,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":25,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":26,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":27,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":32,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":33,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":12,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":13,"active":false,"brightness":100,"name":"","interval":0},
        {"pin":14,"active":false,"brightness":100,"name":"","interval":0}]}
        """;

    private const string RailHub8266Outputs =
        """
        "outputs":[{"pin":4,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1},
        {"pin":5,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1},
        {"pin":12,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1},
        {"pin":13,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1},
        {"pin":14,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1},
        {"pin":16,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1},
        {"pin":2,"active":false,"brightness":100,"name":"","interval":0,"chasingGroup":-1}],"chasingGroups":[]}
        """;

    /// <summary>The document with another object for the output of that pin: "base with …" of protocol 9.</summary>
    public static string With(this string document, string output)
    {
        var pin = PinOf().Match(output).Value;
        var start = document.IndexOf(pin, StringComparison.Ordinal);
        Assert.True(start >= 0, $"no output {pin} in the document");
        return document[..start] + output + document[(document.IndexOf('}', start) + 1)..];
    }

    /// <summary>The document with these objects as its groups.</summary>
    public static string WithGroups(this string document, params string[] groups) =>
        document[..document.IndexOf("\"chasingGroups\"", StringComparison.Ordinal)] + $$"""
            "chasingGroups":[{{string.Join(',', groups)}}]}
            """;

    public static byte[] Utf8(this string document) => Encoding.UTF8.GetBytes(document);

    private static string Join(params string[] parts) => string.Concat(parts).ReplaceLineEndings("");

    [GeneratedRegex("^\\{\"pin\":[0-9]+,")]
    private static partial Regex PinOf();
}
