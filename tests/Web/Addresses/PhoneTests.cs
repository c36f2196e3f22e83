using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Web.Addresses;
using RailHub.Web.Resources;
using RailHub.Web.Shell;
using RailHub.Web.Wall;

namespace RailHub.Web.Tests.Addresses;

public sealed class PhoneTests : WebTest
{
    private readonly NavigationManager _navigation;

    public PhoneTests()
    {
        _navigation = Services.GetRequiredService<NavigationManager>();
        Gateway.Answer = _ => FakeGateway.Json(new PhoneAddresses(["http://192.168.1.20:8080", "http://10.0.0.5:8080"]));
    }

    [Fact]
    public void The_code_is_of_this_page_at_the_gateways_address_where_the_page_is_from_the_loopback()
    {
        _navigation.NavigateTo("l/7/scenes?at=scene-1");
        var dialog = Render<PhoneDialog>();

        Assert.Equal("http://192.168.1.20:8080/l/7/scenes", dialog.Find(Of("phone-address")).TextContent);
        Assert.Equal("api/addresses/qr?address=http%3A%2F%2F192.168.1.20%3A8080%2Fl%2F7%2Fscenes", dialog.Find(Of("phone-code")).GetAttribute("src"));
        dialog.Find(Of("phone-origin")).Change("http://10.0.0.5:8080");
        Assert.Equal("http://10.0.0.5:8080/l/7/scenes", dialog.Find(Of("phone-address")).TextContent);
    }

    [Theory]
    [InlineData(AddressProblem.OnlyHere, "--urls")]
    [InlineData(AddressProblem.NoNetwork, "network")]
    [InlineData(AddressProblem.Hidden, "proxy")]
    public void There_is_no_code_that_cannot_work_but_what_to_do(AddressProblem problem, string word)
    {
        Gateway.Answer = _ => FakeGateway.Json(new PhoneAddresses([], problem));
        var dialog = Render<PhoneDialog>();

        Assert.Contains(word, dialog.Find(Of("phone-problem")).TextContent, StringComparison.Ordinal);
        Assert.Empty(dialog.FindAll("img"));
        Assert.Empty(Render<WallCode>(parameters => parameters.Add(code => code.Layout, Sample.LayoutId)).FindAll("img"));
    }

    [Fact]
    public void A_gateway_that_does_not_answer_is_told()
    {
        Gateway.Answer = _ => throw new HttpRequestException("Nothing listens.");

        Assert.Equal(Texts.Refusal_gatewayAway, Render<PhoneDialog>().Find(Of("phone-problem")).TextContent);
    }

    [Fact]
    public void A_wall_screen_has_the_code_of_its_layout()
    {
        var code = Render<WallCode>(parameters => parameters.Add(one => one.Layout, Sample.LayoutId)).Find("img");

        Assert.Equal($"api/addresses/qr?address=http%3A%2F%2F192.168.1.20%3A8080%2Fl%2F{Sample.LayoutId}", code.GetAttribute("src"));
    }

    [Fact]
    public void It_is_in_the_menu_of_every_page()
    {
        var menu = Render<TopBar>(parameters => parameters.Add(bar => bar.Title, "Altstadt"));
        menu.Find(Of("phone-open")).Click();

        Assert.Single(menu.FindAll(Of("phone-code")));
        menu.Find(Of("dialog-close")).Click();
        Assert.Empty(menu.FindAll(Of("phone-dialog")));
    }
}
