namespace RailHub.Protocol;

/// <summary>Takes a status document apart by member names; order and unknown members do not matter (protocol 3.4, 7 #2-4).</summary>
internal static class StatusReader
{
    private const int MaxOutputs = 256;
    private const int MaxGroups = 64;
    private const int MaxMembers = 256;

    /// <summary>Fills the draft; returns what is wrong with the document, or null.</summary>
    public static string? Read(ReadOnlySpan<byte> utf8, StatusDraft draft)
    {
        draft.Clear();
        var reader = new LenientJsonReader(utf8, draft.Texts);
        if (!reader.TryEnterObject())
        {
            return utf8.IsEmpty ? "an empty message" : "not a JSON object";
        }

        while (reader.NextMember(out var name))
        {
            ReadMember(ref reader, name, draft);
        }

        if (!reader.End())
        {
            return reader.Error;
        }
        // A board without outputs is none; one short of memory may leave the list empty.
        return draft.Outputs.Count > 0 ? null : "no outputs";
    }

    private static void ReadMember(ref LenientJsonReader reader, ReadOnlySpan<byte> name, StatusDraft draft)
    {
        if (name.SequenceEqual("macAddress"u8))
        {
            draft.MacAddress = reader.ReadText();
        }
        else if (name.SequenceEqual("name"u8))
        {
            draft.Name = reader.ReadText();
        }
        else if (name.SequenceEqual("wifiMode"u8))
        {
            draft.WifiMode = reader.ReadText();
        }
        else if (name.SequenceEqual("ip"u8))
        {
            draft.Ip = reader.ReadText();
        }
        else if (name.SequenceEqual("ssid"u8))
        {
            draft.Ssid = reader.ReadText();
        }
        else if (name.SequenceEqual("outputs"u8))
        {
            ReadOutputs(ref reader, draft);
        }
        else if (name.SequenceEqual("chasingGroups"u8))
        {
            ReadGroups(ref reader, draft);
        }
        else if (name.SequenceEqual("uptime"u8))
        {
            draft.Uptime = (uint)Math.Clamp(reader.ReadInteger() ?? 0, 0, uint.MaxValue);
        }
        else if (name.SequenceEqual("freeHeap"u8))
        {
            draft.FreeHeap = Math.Max(0, reader.ReadInteger() ?? 0);
        }
        else if (name.SequenceEqual("apClients"u8))
        {
            draft.ApClients = ToInt(reader.ReadInteger());
        }
        else if (name.SequenceEqual("wsClients"u8))
        {
            draft.WebSocketClients = ToInt(reader.ReadInteger());
            draft.LooksLikeRailHub32 = true;
        }
        else
        {
            draft.LooksLikeRailHub32 |= name.SequenceEqual("cpuLoad0"u8);
            draft.LooksLikeFirmware |= name.SequenceEqual("buildDate"u8) || name.SequenceEqual("flashUsed"u8);
            reader.Skip();
        }
    }

    private static void ReadOutputs(ref LenientJsonReader reader, StatusDraft draft)
    {
        draft.Outputs.Clear();
        if (!reader.TryEnterArray())
        {
            reader.Skip();
            return;
        }

        while (reader.NextElement())
        {
            if (ReadOutput(ref reader) is not { } output)
            {
                return;
            }

            if (draft.Outputs.Count == MaxOutputs)
            {
                reader.Fail("more outputs than any board has");
                return;
            }

            foreach (ref readonly var other in draft.Outputs.Items)
            {
                if (other.Pin == output.Pin)
                {
                    reader.Fail("two outputs on one pin");
                    return;
                }
            }

            draft.Outputs.Add(output);
        }
    }

    private static OutputDraft? ReadOutput(ref LenientJsonReader reader)
    {
        if (!reader.TryEnterObject())
        {
            reader.Fail("an output that is no object");
            return null;
        }

        var output = new OutputDraft();
        int? pin = null;
        while (reader.NextMember(out var name))
        {
            if (name.SequenceEqual("pin"u8))
            {
                pin = ToInt(reader.ReadInteger());
            }
            else if (name.SequenceEqual("active"u8))
            {
                output.Active = reader.ReadBool();
            }
            else if (name.SequenceEqual("brightness"u8))
            {
                output.Brightness = reader.ReadInteger() is { } percent ? (int)Math.Clamp(percent, 0, 100) : null;
            }
            else if (name.SequenceEqual("name"u8))
            {
                output.Name = reader.ReadText();
            }
            else if (name.SequenceEqual("interval"u8))
            {
                output.Interval = reader.ReadInteger() is { } interval ? Math.Clamp(interval, 0, uint.MaxValue) : null;
            }
            else if (name.SequenceEqual("chasingGroup"u8))
            {
                output.ChasingGroup = ToInt(reader.ReadInteger());
            }
            else
            {
                reader.Skip();
            }
        }

        if (pin is null)
        {
            reader.Fail("an output without a pin");
            return null;
        }

        output.Pin = pin.Value;
        return output;
    }

    private static void ReadGroups(ref LenientJsonReader reader, StatusDraft draft)
    {
        draft.Groups.Clear();
        draft.HasGroups = reader.TryEnterArray();
        if (!draft.HasGroups)
        {
            reader.Skip();
            return;
        }

        while (reader.NextElement())
        {
            if (ReadGroup(ref reader, draft.Members) is not { } group)
            {
                return;
            }

            if (draft.Groups.Count == MaxGroups)
            {
                reader.Fail("more groups than any board has");
                return;
            }

            draft.Groups.Add(group);
        }
    }

    private static GroupDraft? ReadGroup(ref LenientJsonReader reader, Scratch<int> members)
    {
        if (!reader.TryEnterObject())
        {
            reader.Fail("a group that is no object");
            return null;
        }

        var group = new GroupDraft();
        int? groupId = null;
        int? id = null;
        while (reader.NextMember(out var name))
        {
            if (name.SequenceEqual("groupId"u8))
            {
                groupId = ToInt(reader.ReadInteger());
            }
            else if (name.SequenceEqual("id"u8))
            {
                id = ToInt(reader.ReadInteger());
            }
            else if (name.SequenceEqual("name"u8))
            {
                group.Name = reader.ReadText();
            }
            else if (name.SequenceEqual("interval"u8))
            {
                group.Interval = reader.ReadInteger() is { } interval ? Math.Clamp(interval, 0, uint.MaxValue) : null;
            }
            else if (name.SequenceEqual("outputs"u8))
            {
                group.Members = ReadMembers(ref reader, members);
            }
            else
            {
                reader.Skip();
            }
        }

        if ((groupId ?? id) is not { } known)
        {
            reader.Fail("a group without an id");
            return null;
        }

        group.Id = known;
        group.MembersArePins = groupId is not null;
        return group;
    }

    private static Range? ReadMembers(ref LenientJsonReader reader, Scratch<int> members)
    {
        if (!reader.TryEnterArray())
        {
            reader.Skip();
            return null;
        }

        var start = members.Count;
        while (reader.NextElement())
        {
            if (ToInt(reader.ReadInteger()) is { } member)
            {
                members.Add(member);
            }

            if (members.Count - start > MaxMembers)
            {
                reader.Fail("more members than any group has");
            }
        }

        return start..members.Count;
    }

    private static int? ToInt(long? value) => value is { } known ? (int)Math.Clamp(known, int.MinValue, int.MaxValue) : null;
}
