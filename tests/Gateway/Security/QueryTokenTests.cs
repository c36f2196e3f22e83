using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Gateway.Security;

namespace RailHub.Gateway.Tests.Security;

public sealed class QueryTokenTests
{
    [Theory]
    [InlineData("/hub", "?access_token=rh_1%2B2", "", "Bearer rh_1+2")]
    [InlineData("/hub", "?id=a%20b&access_token=rh_1&x", "?id=a%20b&x=", "Bearer rh_1")]
    [InlineData("/hub/negotiate", "?Access%5FToken=rh_1", "", "Bearer rh_1")]
    [InlineData("/hub", "?access_token=rh_1&access_token=rh_2", "", "Bearer rh_2")]
    [InlineData("/hub", "?id=1", "?id=1", "")]
    [InlineData("/api/layouts", "?access_token=rh_1", "", "")]
    [InlineData("/hubs", "?access_token=rh_1", "", "")]
    public void A_token_leaves_the_address_and_is_of_use_for_the_hub_only(string path, string query, string left, string header)
    {
        var http = Create(path, query);

        Assert.Equal((left, header), (http.Request.QueryString.Value, http.Request.Headers.Authorization.ToString()));
        Assert.Equal(path + left, http.Features.Get<IHttpRequestFeature>()!.RawTarget);
    }

    [Fact]
    public void The_header_goes_before_it() =>
        Assert.Equal("Bearer rh_0", Create("/hub", "?access_token=rh_1", "Bearer rh_0").Request.Headers.Authorization.ToString());

    private static HttpContext Create(string path, string query, string? header = null)
    {
        var request = new HttpRequestFeature { Path = path, QueryString = query, RawTarget = path + query };
        request.Headers.Authorization = header;
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        return new QueryToken(new ServiceCollection().AddOptions().BuildServiceProvider()).Create(features);
    }
}
