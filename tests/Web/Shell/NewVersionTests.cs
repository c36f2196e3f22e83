using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Shell;

public sealed class NewVersionTests : WebTest
{
    public NewVersionTests() => JSInterop.Setup<string?>("railhub.version").SetResult("first");

    [Fact]
    public async Task A_new_version_is_offered_once_the_server_is_back_with_it_and_loaded_when_somebody_wants_it()
    {
        var bar = Render<NewVersion>();
        Assert.Empty(bar.FindAll(Of("new-version")));

        await ServeAsync("second");
        await bar.Find(Of("version-load")).ClickAsync(new());

        JSInterop.VerifyInvoke("railhub.loadAgain");
    }

    [Fact]
    public async Task Who_does_not_want_it_now_is_not_asked_again_before_the_next()
    {
        var bar = Render<NewVersion>();
        await ServeAsync("second");
        await bar.Find(Of("version-later")).ClickAsync(new());

        await ServeAsync("second");
        Assert.Empty(bar.FindAll(Of("new-version")));

        await ServeAsync("third");
        Assert.Single(bar.FindAll(Of("new-version")));
    }

    [Fact]
    public async Task One_that_is_taken_back_is_offered_no_longer()
    {
        var bar = Render<NewVersion>();
        await ServeAsync("second");

        await ServeAsync("first");

        Assert.Empty(bar.FindAll(Of("new-version")));
    }

    [Fact]
    public async Task The_wall_takes_it_by_itself()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"wall/{Sample.LayoutId}");
        var bar = Render<NewVersion>();

        await ServeAsync("second");

        Assert.Empty(bar.FindAll(Of("new-version")));
        Assert.Equal("second", JSInterop.Invocations["railhub.followVersion"][^1].Arguments[0]);
        JSInterop.VerifyNotInvoke("railhub.loadAgain");
    }

    private Task ServeAsync(string version)
    {
        Hub.DashboardVersion = version;
        return Connection.AskAgainAsync();
    }
}
