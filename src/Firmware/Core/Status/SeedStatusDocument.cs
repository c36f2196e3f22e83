using RailHub.Firmware.Chasing;
using RailHub.Firmware.Json;
using RailHub.Firmware.Outputs;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Status
{
    /// <summary>
    /// The document of the WebSocket feature description, the same over HTTP and WebSocket, in the order of its
    /// examples (protocol 3.4, "Seed"). Writing it allocates nothing once the buffer has grown.
    /// </summary>
    public sealed class SeedStatusDocument : IStatusDocument
    {
        public void Write(Board board, ByteBuffer target, long now)
        {
            target.AddAscii("{\"macAddress\":");
            JsonText.AddString(target, board.Network.MacAddress);
            target.AddAscii(",\"name\":");
            JsonText.AddString(target, board.DeviceName);
            target.AddAscii(",\"wifiMode\":");
            JsonText.AddString(target, board.Network.WifiMode);
            target.AddAscii(",\"ip\":");
            JsonText.AddString(target, board.Network.Ip);
            target.AddAscii(",\"ssid\":");
            JsonText.AddString(target, board.Network.Ssid);
            target.AddAscii(",\"apClients\":");
            target.AddNumber(board.Network.ApClients);
            target.AddAscii(",\"freeHeap\":");
            target.AddNumber(board.FreeHeap);
            target.AddAscii(",\"uptime\":");
            target.AddNumber(board.Uptime(now));
            WriteOutputs(board, target);
            if (board.Profile.HasGroups)
                WriteGroups(board.Groups, target);
            target.Add((byte)'}');
        }

        private static void WriteOutputs(Board board, ByteBuffer target)
        {
            target.AddAscii(",\"outputs\":[");
            for (var i = 0; i < board.Outputs.Count; i++)
            {
                if (i > 0)
                    target.Add((byte)',');
                WriteOutput(board.Outputs[i], board.Profile.HasGroups, target);
            }

            target.Add((byte)']');
        }

        private static void WriteOutput(Output output, bool withGroup, ByteBuffer target)
        {
            target.AddAscii("{\"pin\":");
            target.AddNumber(output.Pin);
            target.AddAscii(",\"active\":");
            JsonText.AddBoolean(target, output.Active);
            target.AddAscii(",\"brightness\":");
            target.AddNumber(output.Percent);
            target.AddAscii(",\"interval\":");
            target.AddNumber(output.Interval);
            if (withGroup)
            {
                target.AddAscii(",\"chasingGroup\":");
                target.AddNumber(output.Group);
            }

            target.AddAscii(",\"name\":");
            JsonText.AddString(target, output.Name);
            target.Add((byte)'}');
        }

        private static void WriteGroups(ChasingGroups groups, ByteBuffer target)
        {
            target.AddAscii(",\"chasingGroups\":[");
            var isFirst = true;
            for (var i = 0; i < groups.SlotCount; i++)
            {
                if (!groups[i].IsRunning)
                    continue;
                if (!isFirst)
                    target.Add((byte)',');
                isFirst = false;
                WriteGroup(groups[i], target);
            }

            target.Add((byte)']');
        }

        private static void WriteGroup(ChasingGroup group, ByteBuffer target)
        {
            target.AddAscii("{\"id\":");
            target.AddNumber(group.Id);
            target.AddAscii(",\"active\":true,\"name\":");
            JsonText.AddString(target, group.Name);
            target.AddAscii(",\"outputs\":[");
            for (var i = 0; i < group.MemberCount; i++)
            {
                if (i > 0)
                    target.Add((byte)',');
                target.AddNumber(group.MemberAt(i));
            }

            target.AddAscii("],\"interval\":");
            target.AddNumber(group.Interval);
            target.AddAscii(",\"currentStep\":");
            target.AddNumber(group.Step);
            target.Add((byte)'}');
        }
    }
}
