namespace RailHub.Firmware.Json
{
    public enum JsonKind
    {
        Null,
        Boolean,
        Number,
        Text,
        Array,
        Object,
    }
}
