using System.Reflection.Metadata;

namespace RailHub.Firmware.Counting;

/// <summary>A class of the firmware: where its fields are in an object, and which method answers to a name.</summary>
internal sealed class NanoType
{
    public required string Name { get; init; }

    public NanoType? Parent { get; init; }

    public List<object?> Defaults { get; } = [];

    public Dictionary<FieldDefinitionHandle, int> Places { get; } = [];

    /// <summary>Methods by name and number of parameters; the firmware has no two of one number that are called through a base.</summary>
    public Dictionary<(string Name, int Count), MethodDefinitionHandle> Methods { get; } = [];

    public MethodDefinitionHandle Find(string name, int count)
    {
        for (var type = this; type is not null; type = type.Parent)
        {
            if (type.Methods.TryGetValue((name, count), out var method))
                return method;
        }

        throw new MissingMethodException(Name, name);
    }

    public bool Is(string name)
    {
        for (var type = this; type is not null; type = type.Parent)
        {
            if (type.Name == name)
                return true;
        }

        return false;
    }
}
