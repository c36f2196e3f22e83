using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace RailHub.Contracts.Serialization;

/// <summary>
/// How the hub writes and reads the contracts, over every protocol: as <see cref="ContractsJson"/>, with what has its default, or is none, left out.
/// What a client sends is read strictly: a member that is not known, is there twice, is missing or is null where it must not be, is
/// refused by name.
/// </summary>
public static class WireJson
{
    /// <summary>The options of the hub's JSON.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Gives other options the same rules.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.PropertyNameCaseInsensitive = false;
        ReadStrictly(options);
        options.TypeInfoResolverChain.Insert(0, ContractsJson.Default.WithAddedModifier(LeaveOutDefaults));
    }

    /// <summary>
    /// Nothing that was sent is passed over, nothing that is missing is made up. For who is asked something; who is told something has to
    /// bear members that a newer gateway sends.
    /// </summary>
    public static void ReadStrictly(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectRequiredConstructorParameters = true;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }

    // The defaults stand in one place: where the contract declares them. Reading puts them back from there, and none where none may be.
    private static void LeaveOutDefaults(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { HasDefaultValue: true } parameter)
            {
                var usual = parameter.DefaultValue;
                property.ShouldSerialize = (_, value) => !Equals(value, usual);
            }
            else if (property.AssociatedParameter is { IsNullable: true })
            {
                property.IsRequired = false;
            }
        }
    }
}
