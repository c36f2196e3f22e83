using System.Text.Encodings.Web;
using System.Text.Json;

namespace RailHub.Firmware.Conformance.Documents;

/// <summary>Values as clients write them: only what must be escaped is.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string text) => JsonSerializer.Serialize(text, Plain);

    public static string Of(bool value) => value ? "true" : "false";
}
