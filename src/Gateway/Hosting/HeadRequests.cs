namespace RailHub.Gateway.Hosting;

/// <summary><c>HEAD</c> is answered wherever <c>GET</c> is (RFC 9110 9.3.2); the server leaves the body out by itself.</summary>
internal static class HeadRequests
{
    public static T AnswerHead<T>(this T endpoints)
        where T : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().LastOrDefault() is { } methods
                && methods.HttpMethods.Contains(HttpMethods.Get) && !methods.HttpMethods.Contains(HttpMethods.Head))
            {
                endpoint.Metadata.Remove(methods);
                endpoint.Metadata.Add(new HttpMethodMetadata([.. methods.HttpMethods, HttpMethods.Head]));
            }
        });
        return endpoints;
    }
}
