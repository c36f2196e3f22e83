namespace RailHub.Protocol;

/// <summary>An output as far as one document tells of it; null is absent.</summary>
internal struct OutputDraft
{
    public int Pin;
    public bool? Active;
    public int? Brightness;
    public long? Interval;
    public TextSlice? Name;
    public int? ChasingGroup;
}

/// <summary>A group as far as one document tells of it; null is absent. Members are pins or indexes, by <see cref="MembersArePins"/>.</summary>
internal struct GroupDraft
{
    public int Id;
    public bool MembersArePins;
    public TextSlice? Name;
    public long? Interval;
    public Range? Members;
}

/// <summary>What one document says, in memory that is used again for the next. Filled by <see cref="StatusReader"/>.</summary>
internal sealed class StatusDraft
{
    public readonly TextScratch Texts = new();
    public readonly Scratch<OutputDraft> Outputs = new(16);
    public readonly Scratch<GroupDraft> Groups = new(4);
    public readonly Scratch<int> Members = new(32);

    public TextSlice? MacAddress;
    public TextSlice? Name;
    public TextSlice? WifiMode;
    public TextSlice? Ip;
    public TextSlice? Ssid;
    public bool HasGroups;

    /// <summary>Members that only the RailHub32 has.</summary>
    public bool LooksLikeRailHub32;

    /// <summary>Members that both firmwares have and the seed has not.</summary>
    public bool LooksLikeFirmware;

    public uint Uptime;
    public long FreeHeap;
    public int? WebSocketClients;
    public int? ApClients;

    public void Clear()
    {
        Texts.Clear();
        Outputs.Clear();
        Groups.Clear();
        Members.Clear();
        MacAddress = Name = WifiMode = Ip = Ssid = null;
        HasGroups = LooksLikeRailHub32 = LooksLikeFirmware = false;
        Uptime = 0;
        FreeHeap = 0;
        WebSocketClients = ApClients = null;
    }
}
