using Bunit;
using RailHub.Web.Shell;

namespace RailHub.Web.Tests.Shell;

public sealed class SettingsMenuTests : WebTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whether_thumbs_are_on_the_left_is_this_browsers_own(bool isLeftHanded)
    {
        JSInterop.Setup<bool>("railhub.isLeftHanded").SetResult(isLeftHanded);
        var menu = Render<SettingsMenu>();
        Assert.Equal(isLeftHanded, menu.Find(Of("left-handed")).HasAttribute("checked"));

        menu.Find(Of("left-handed")).Change(!isLeftHanded);

        Assert.Equal([!isLeftHanded], JSInterop.VerifyInvoke("railhub.setLeftHanded").Arguments);
        Assert.Empty(Gateway.Asked);
    }
}
