using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RailHub.Contracts;

namespace RailHub.Grains.Exchange;

/// <summary>
/// An object of a file while it is read. Each member is asked for once; what nobody asked for is not known, what is there twice or of
/// another type is a problem at its own place.
/// </summary>
internal sealed class FileObject
{
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _members = [];
    private bool _isWhole = true;

    public FileObject(JsonElement element, string path, FileProblems problems)
    {
        (_path, Problems) = (path, problems);
        IsObject = element.ValueKind == JsonValueKind.Object;
        if (!IsObject)
        {
            Fail(path, "An object is needed here: { … }.");
            return;
        }

        foreach (var member in element.EnumerateObject())
        {
            if (!TryRead(() => member.Name, out var name))
            {
                Fail(path, "A member has a name with half a character.");
            }
            else if (!_members.TryAdd(name, member.Value))
            {
                Fail(At(name), $"\"{name}\" is there twice.");
            }
        }
    }

    public FileProblems Problems { get; }

    /// <summary>Whether it is one at all.</summary>
    public bool IsObject { get; }

    /// <summary>All members that may be there were asked for; gives whether everything made sense.</summary>
    public bool End()
    {
        foreach (var name in _members.Keys)
        {
            Fail(At(name), $"\"{name}\" is not known here. Check how it is written.");
        }

        return _isWhole;
    }

    public string? Text(string name) => Take(name, out var member) ? TextOf(member, At(name)) : Missing<string>(name);

    public string? TextOrNone(string name) => Take(name, out var member) ? TextOf(member, At(name)) : null;

    public MacAddress Mac(string name) => Take(name, out var member) ? MacOf(member, At(name)) : Missing<MacAddress>(name);

    public CueNumber Cue(string name) => Take(name, out var member) ? CueOf(member, At(name)) : Missing<CueNumber>(name);

    public int Number(string name) => Take(name, out var member) ? NumberOf(member, At(name)) : Missing<int>(name);

    public int NumberOr(string name, int usual) => Take(name, out var member) ? NumberOf(member, At(name)) : usual;

    public long Long(string name) => Take(name, out var member) ? LongOf(member, At(name)) : Missing<long>(name);

    public long? LongOrNone(string name) => Take(name, out var member) ? LongOf(member, At(name)) : null;

    public double Share(string name) =>
        !Take(name, out var member) ? Missing<double>(name)
        : member.ValueKind == JsonValueKind.Number && member.TryGetDouble(out var number) ? number
        : Fail<double>(At(name), "A number is needed here.");

    public bool Flag(string name) => Take(name, out var member) ? FlagOf(member, At(name)) : Missing<bool>(name);

    public bool FlagOr(string name, bool usual) => Take(name, out var member) ? FlagOf(member, At(name)) : usual;

    public T ChoiceOr<T>(string name, T usual)
        where T : struct, Enum
    {
        if (!Take(name, out var member))
        {
            return usual;
        }

        var text = TextOf(member, At(name));
        var choices = Enum.GetValues<T>().Select(choice => (Value: choice, Name: JsonNamingPolicy.CamelCase.ConvertName(choice.ToString()))).ToArray();
        foreach (var (value, known) in choices)
        {
            if (known == text)
            {
                return value;
            }
        }

        return text is null ? usual
            : Fail<T>(At(name), $"This is {string.Join(", ", choices.SkipLast(1).Select(choice => choice.Name))} or {choices[^1].Name}; here it is \"{text}\".");
    }

    public T? ObjectOrNone<T>(string name, Func<FileObject, T> read)
        where T : class
    {
        if (!Take(name, out var member))
        {
            return null;
        }

        var made = ReadObject(member, At(name), read);
        _isWhole &= made is not null;
        return made;
    }

    /// <summary>The objects of a list; null stands for one that made no sense.</summary>
    public IReadOnlyList<T?> Objects<T>(string name, Func<FileObject, T> read)
        where T : class => ObjectsOrNone(name, read) ?? Missing<IReadOnlyList<T?>>(name) ?? [];

    public IReadOnlyList<T?>? ObjectsOrNone<T>(string name, Func<FileObject, T> read)
        where T : class => List(name, (element, path) => ReadObject(element, path, read));

    public IReadOnlyList<string?>? TextsOrNone(string name) => List(name, TextOf);

    public IReadOnlyList<MacAddress>? MacsOrNone(string name) => List(name, MacOf);

    private List<T>? List<T>(string name, Func<JsonElement, string, T> read)
    {
        if (!Take(name, out var member))
        {
            return null;
        }

        if (member.ValueKind != JsonValueKind.Array)
        {
            return Fail<List<T>>(At(name), "A list is needed here: [ … ].") ?? [];
        }

        return [.. member.EnumerateArray().Select((element, index) => read(element, $"{At(name)}[{index}]"))];
    }

    private T? ReadObject<T>(JsonElement element, string path, Func<FileObject, T> read)
        where T : class
    {
        var entry = new FileObject(element, path, Problems);
        if (!entry.IsObject)
        {
            return null;
        }

        var made = read(entry);
        return entry.End() ? made : null;
    }

    private string? TextOf(JsonElement element, string path) =>
        element.ValueKind != JsonValueKind.String ? Fail<string>(path, "A text is needed here: \"…\".")
        : TryRead(element.GetString, out var text) ? text
        : Fail<string>(path, "This text has half a character.");

    private MacAddress MacOf(JsonElement element, string path) =>
        TextOf(element, path) is not { } text ? default
        : MacAddress.TryParse(text, out var mac) ? mac
        : Fail<MacAddress>(path, $"A MAC address is needed here, as 9C:9C:1F:18:9E:BC; this is \"{text}\".");

    private CueNumber CueOf(JsonElement element, string path) =>
        TextOf(element, path) is not { } text ? default
        : CueNumber.TryParse(text, provider: null, out var number) ? number
        : Fail<CueNumber>(path, $"The number of a cue is needed here, as \"12.5\", 0.001 to 9999.999; this is \"{text}\".");

    private int NumberOf(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : Fail<int>(path, "A whole number is needed here.");

    private long LongOf(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var number) ? number : Fail<long>(path, "A whole number is needed here.");

    private bool FlagOf(JsonElement element, string path) =>
        element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : Fail<bool>(path, "true or false is needed here.");

    // Half of a surrogate pair can be written as an escape, and is no text.
    private static bool TryRead(Func<string?> read, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = read();
        }
        catch (InvalidOperationException)
        {
            text = null;
        }

        return text is not null;
    }

    private bool Take(string name, out JsonElement member) => _members.Remove(name, out member);

    private string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private T? Missing<T>(string name) => Fail<T>(At(name), $"\"{name}\" is missing.");

    private T? Fail<T>(string path, string detail)
    {
        Fail(path, detail);
        return default;
    }

    private void Fail(string path, string detail)
    {
        _isWhole = false;
        Problems.Add(path, detail);
    }
}
