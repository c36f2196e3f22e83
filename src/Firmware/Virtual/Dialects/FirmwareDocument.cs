using RailHub.Firmware.Chasing;
using RailHub.Firmware.Json;
using RailHub.Firmware.Outputs;
using RailHub.Firmware.Status;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Virtual.Dialects;

/// <summary>
/// A status document of a firmware in the field: its members in its order (protocol 2.6 and 3.4). What a virtual board
/// has no value for is that of the golden examples (protocol 9).
/// </summary>
internal sealed class FirmwareDocument(string[] members, BoardProfile profile, Func<int> countListeners) : IStatusDocument
{
    private static readonly byte[] BuildDate32 = [.. "Nov 15 2025 10:20:30"u8];
    private static readonly byte[] BuildDate8266 = [.. "Nov 19 2025 10:20:30"u8];

    public void Write(Board board, ByteBuffer target, long now)
    {
        target.Add((byte)'{');
        for (var i = 0; i < members.Length; i++)
        {
            target.AddAscii(i == 0 ? "\"" : ",\"");
            target.AddAscii(members[i]);
            target.AddAscii("\":");
            WriteMember(members[i], board, target, now);
        }

        target.Add((byte)'}');
    }

    private void WriteMember(string member, Board board, ByteBuffer target, long now)
    {
        switch (member)
        {
            case "macAddress":
                JsonText.AddString(target, board.Network.MacAddress);
                break;
            case "name":
                JsonText.AddString(target, board.DeviceName);
                break;
            case "wifiMode":
                JsonText.AddString(target, board.Network.WifiMode);
                break;
            case "ip":
                JsonText.AddString(target, board.Network.Ip);
                break;
            case "ssid":
                JsonText.AddString(target, board.Network.Ssid);
                break;
            case "buildDate":
                JsonText.AddString(target, profile.HasGroups ? BuildDate8266 : BuildDate32);
                break;
            case "cpuLoad0":
                target.AddAscii("66.75");
                break;
            case "outputs":
                WriteList(target, board.Outputs.Count, i => WriteOutput(board.Outputs[i], target));
                break;
            case "chasingGroups":
                var groups = Enumerable.Range(0, board.Groups.SlotCount).Select(slot => board.Groups[slot]).Where(group => group.IsRunning).ToList();
                WriteList(target, groups.Count, i => WriteGroup(groups[i], board, target));
                break;
            default:
                target.AddNumber(NumberOf(member, board, now));
                break;
        }
    }

    private long NumberOf(string member, Board board, long now) => member switch
    {
        "apClients" => board.Network.ApClients,
        "wsClients" => countListeners(),
        "freeHeap" => board.FreeHeap,
        "uptime" => board.Uptime(now),
        "cpuLoad1" => 33,
        "flashTotal" => 4194304,
        "flashUsed" => profile.HasGroups ? 421888 : 971776,
        "flashFree" => profile.HasGroups ? 2723840 : 1310720,
        "flashPartition" => profile.HasGroups ? 1044464 : 2282496,
        _ => throw new ArgumentOutOfRangeException(nameof(member), member, "No such member"),
    };

    private void WriteOutput(Output output, ByteBuffer target)
    {
        target.AddAscii($"{{\"pin\":{output.Pin},\"active\":");
        JsonText.AddBoolean(target, output.Active);
        target.AddAscii($",\"brightness\":{(profile.HasGroups ? output.Percent : Truncated(output.Percent))},\"name\":");
        JsonText.AddString(target, output.Name);
        target.AddAscii($",\"interval\":{output.Interval}");
        if (profile.HasGroups)
            target.AddAscii($",\"chasingGroup\":{(sbyte)output.Group}");
        target.Add((byte)'}');
    }

    private static void WriteGroup(ChasingGroup group, Board board, ByteBuffer target)
    {
        target.AddAscii($"{{\"groupId\":{group.Id},\"name\":");
        JsonText.AddString(target, group.Name);
        target.AddAscii($",\"interval\":{group.Interval},\"outputCount\":{group.MemberCount},\"outputs\":");
        WriteList(target, group.MemberCount, i => target.AddNumber(board.Profile.PinAt(group.MemberAt(i))));
        target.Add((byte)'}');
    }

    private static void WriteList(ByteBuffer target, int count, Action<int> writeElement)
    {
        target.Add((byte)'[');
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                target.Add((byte)',');
            writeElement(i);
        }

        target.Add((byte)']');
    }

    // R32 truncates both ways (protocol 4.2). Core keeps every percentage exactly, so both can be done here.
    private static int Truncated(int percent) => percent * 255 / 100 * 100 / 255;
}
