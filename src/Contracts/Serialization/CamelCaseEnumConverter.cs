using System.Text.Json;
using System.Text.Json.Serialization;

namespace RailHub.Contracts.Serialization;

/// <summary>Writes an enum by its name in camel case, as the members of the documents are written.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
