using Microsoft.OpenApi;
using RailHub.Contracts;

namespace RailHub.Gateway.Hosting;

/// <summary>The OpenAPI document at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDescription
{
    private static readonly HashSet<Type> s_ids =
    [
        typeof(LayoutId), typeof(SceneId), typeof(ChasingGroupId), typeof(AreaId), typeof(LampGroupId), typeof(HistoryEventId), typeof(ModuleId),
        typeof(ShowId),
    ];

    public static IServiceCollection AddApiDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        // Every GET has its HEAD; saying each twice would help nobody.
        options.ShouldInclude = described => described.HttpMethod != HttpMethods.Head;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "RailHub Platform",
                Version = "v1",
                Description = "The one place for all lamps, signals and effects of a model-railway club. Refusals are problem details with "
                    + "a code; versions are ETags, and an edit may name those it builds on in If-Match. Members that are not known here are refused.",
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            // Requests are closed, but answers may have more one day, and both share their schemas.
            schema.AdditionalPropertiesAllowed = true;
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(MacAddress))
            {
                (schema.Type, schema.Pattern) = (JsonSchemaType.String, "^([0-9A-F]{2}:){5}[0-9A-F]{2}$");
            }
            else if (type == typeof(CueNumber))
            {
                (schema.Type, schema.Pattern) = (JsonSchemaType.String, @"^\d{1,4}(\.\d{1,3})?$");
            }
            else if (s_ids.Contains(type))
            {
                (schema.Type, schema.Format) = (JsonSchemaType.String, "uuid");
            }

            return Task.CompletedTask;
        });
    });
}
