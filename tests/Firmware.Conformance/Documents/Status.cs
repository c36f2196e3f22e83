using System.Text;
using System.Text.Json;

namespace RailHub.Firmware.Conformance.Documents;

/// <summary>A status document. It is read strictly as JSON, and by the rules for clients (protocol 3.5): unknown members do not disturb.</summary>
internal sealed class Status
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private Status(string text, JsonElement root)
    {
        Text = text;
        Root = root;
        Outputs = [.. Array(root, "outputs").Select(ReadOutput)];
        if (root.TryGetProperty("chasingGroups", out _))
            Groups = [.. Array(root, "chasingGroups").Select(ReadGroup)];
    }

    public string Text { get; }

    public JsonElement Root { get; }

    public IReadOnlyList<Output> Outputs { get; }

    /// <summary>Groups in the order of the document; null when the board does not know groups.</summary>
    public IReadOnlyList<Group>? Groups { get; }

    /// <exception cref="CheckFailure">The bytes are no status document.</exception>
    public static Status Read(byte[] bytes)
    {
        try
        {
            var text = StrictUtf8.GetString(bytes);
            using var document = JsonDocument.Parse(text);
            return new Status(text, document.RootElement.Clone());
        }
        catch (ArgumentException)
        {
            throw new CheckFailure("a status in UTF-8", Encoding.Latin1.GetString(bytes));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckFailure("a status document in JSON", $"{e.Message} in {Encoding.UTF8.GetString(bytes)}");
        }
    }

    public Output Output(int pin) =>
        Outputs.FirstOrDefault(output => output.Pin == pin) ?? throw new CheckFailure($"an output on pin {pin}", $"pins {string.Join(",", Outputs.Select(output => output.Pin))}");

    public Group? Group(int id) => Groups?.FirstOrDefault(group => group.Id == id);

    public Group RequireGroup(int id) =>
        Group(id) ?? throw new CheckFailure($"group {id} in the status", $"groups {string.Join(",", (Groups ?? []).Select(group => group.Id))}");

    /// <summary>Value of a text member, or empty.</summary>
    public string TextOf(string member) =>
        Root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Members of an object of the document, in order.</summary>
    public static string[] Members(JsonElement value) => [.. value.EnumerateObject().Select(member => member.Name)];

    private static Output ReadOutput(JsonElement value) => new(
        Member(value, "pin").GetInt32(),
        Member(value, "active").GetBoolean(),
        Member(value, "brightness").GetInt32(),
        Member(value, "interval").GetInt64(),
        Member(value, "name").GetString() ?? "",
        value.TryGetProperty("chasingGroup", out var group) ? group.GetInt32() : null);

    // Members are pins where the id is called groupId, and indexes otherwise (protocol 3.5).
    private Group ReadGroup(JsonElement value)
    {
        var isByPin = value.TryGetProperty("groupId", out var id);
        if (!isByPin)
            id = Member(value, "id");
        var members = Array(value, "outputs").Select(member => member.GetInt32());
        return new Group(
            id.GetInt32(),
            Member(value, "name").GetString() ?? "",
            [.. isByPin ? members : members.Select(PinAt)],
            Member(value, "interval").GetInt64(),
            value.TryGetProperty("currentStep", out var step) ? step.GetInt32() : null);
    }

    private int PinAt(int index) => index >= 0 && index < Outputs.Count
        ? Outputs[index].Pin
        : throw new CheckFailure($"a member index of 0..{Outputs.Count - 1}", $"{index}");

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member)
            ? member
            : throw new CheckFailure($"the member '{name}'", value.ToString());

    private static JsonElement.ArrayEnumerator Array(JsonElement value, string name) => Member(value, name).EnumerateArray();
}
