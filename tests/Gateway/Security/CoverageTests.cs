using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.Dashboards;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

/// <summary>Fails when somebody adds a way in and forgets to say who may use it.</summary>
[Collection(SharedGateway.Name)]
public sealed class CoverageTests(TestGateway gateway)
{
    private static readonly string[] s_open = ["/health/live", "/health/ready", "/openapi/", "/docs"];

    // How one gets in.
    private static readonly string[] s_entry = ["/api/session", "/api/founding", "/api/password", "/api/guest", "/api/screens"];

    [Fact]
    public void Every_endpoint_of_the_api_and_the_hub_asks_for_a_right()
    {
        var guarded = Endpoints().Where(endpoint => (IsBelow(endpoint, "/api") && !IsEntry(endpoint)) || IsBelow(endpoint, "/hub")).ToArray();

        Assert.True(guarded.Length > 25);
        Assert.All(guarded, endpoint =>
        {
            Assert.Null(endpoint.Metadata.GetMetadata<IAllowAnonymous>());
            Assert.Contains(endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), rule => rule.Policy is { } policy && Rights.All.Contains(policy));
        });
    }

    [Fact]
    public void What_is_open_to_all_is_health_the_description_and_the_dashboards_files()
    {
        var open = Endpoints().Where(endpoint => endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Count == 0);

        Assert.All(open, endpoint => Assert.True(
            s_open.Any(prefix => IsBelow(endpoint, prefix.TrimEnd('/'))) || IsEntry(endpoint) || IsReadOnly(endpoint), $"{endpoint.RoutePattern.RawText} is open to all."));
    }

    [Fact]
    public void Every_method_of_the_hub_asks_for_a_right()
    {
        var methods = typeof(DashboardHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method && !method.IsSpecialName)
            .ToArray();

        Assert.Equal(
            typeof(IDashboardHub).GetMethods().Select(method => method.Name).Order(), methods.Select(method => method.Name).Order());
        Assert.All(methods, method => Assert.Contains(method.GetCustomAttribute<RightAttribute>()?.Right, Rights.All));
    }

    [Fact]
    public void What_changes_something_asks_for_more_than_a_look()
    {
        var changing = Endpoints().Where(endpoint => IsBelow(endpoint, "/api")
            && endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is { } methods && !methods.HttpMethods.Contains("GET"));

        Assert.All(changing, endpoint => Assert.DoesNotContain(
            endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>(), rule => rule.Policy == Rights.View));
    }

    private static bool IsBelow(RouteEndpoint endpoint, string prefix) =>
        $"/{endpoint.RoutePattern.RawText!.TrimStart('/')}" is var path
        && (path == prefix || path.StartsWith(prefix + "/", StringComparison.Ordinal));

    private static bool IsEntry(RouteEndpoint endpoint) => Array.Exists(s_entry, prefix => IsBelow(endpoint, prefix));

    private static bool IsReadOnly(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.All(method => method is "GET" or "HEAD") == true;

    private IEnumerable<RouteEndpoint> Endpoints() => gateway.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
}
