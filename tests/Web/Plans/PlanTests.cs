using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.AspNetCore.Components.Web;
using RailHub.Contracts;
using RailHub.Web.Plans;
using RailHub.Web.Resources;

namespace RailHub.Web.Tests.Plans;

public sealed class PlanTests : WebTest
{
    private static readonly LayoutSnapshot View = Sample.Snapshot() with
    {
        Plan = new Plan("image/png", 800, 600, 1000, 7),
        Lamps = new LampList(1, [new Lamp(Sample.Station, 5, Place: new PlanPlace(.25, .5))]),
    };

    [Fact]
    public void Lamps_glow_where_they_stand_and_a_tap_switches_them()
    {
        var plan = Panel(View);
        var lamp = plan.Find(Of("plan-lamp"));
        Assert.Contains("left: 25%; top: 50%", lamp.GetAttribute("style"), StringComparison.Ordinal);
        Assert.Equal("true", lamp.GetAttribute("data-active"));
        Assert.EndsWith("/plan?v=7", plan.Find("img").GetAttribute("src"), StringComparison.Ordinal);

        plan.Find("[role=switch]").Click();

        Assert.Equal([(Sample.Station, 5, new OutputChange(Active: false))], Hub.Commands);
    }

    [Fact]
    public void A_lamp_is_placed_by_picking_it_and_a_tap_and_taken_off_by_a_second_tap_on_it()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, """{"version":1,"lamps":[]}""");
        JSInterop.Setup<double[]>("railhub.placeIn", _ => true).SetResult([.75, .125]);
        var plan = Panel(View);
        plan.Find(Of("plan-place")).Click();
        plan.Find(Of("plan-pick")).Click();
        plan.Find(Of("plan")).Click(new MouseEventArgs { ClientX = 10, ClientY = 10 });
        plan.WaitForAssertion(() => Assert.Single(Gateway.Bodies), TimeSpan.FromSeconds(30));
        Assert.Equal("""{"lamps":[{"controller":"AA:BB:CC:00:00:01","pin":4,"place":{"x":0.75,"y":0.125}}]}""", Gateway.Bodies[0]);

        plan.Find("[role=switch]").Click();
        plan.Find("[role=switch]").Click();

        plan.WaitForAssertion(() => Assert.Equal("""{"lamps":[{"controller":"AA:BB:CC:00:00:01","pin":5,"place":null}]}""", Gateway.Bodies[1]), TimeSpan.FromSeconds(30));
        Assert.Empty(Hub.Commands);
    }

    [Fact]
    public async Task Another_picture_is_told_and_the_one_before_comes_back_with_undo()
    {
        Gateway.Answer = request => request.Method.Method == "GET"
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("before") }
            : FakeGateway.Json(HttpStatusCode.OK, """{"contentType":"image/png","width":4,"height":3,"bytes":5,"version":8}""");
        var plan = Panel(View);
        await plan.Find(Of("plan-place")).ClickAsync(new());

        plan.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("after", "plan.png"));
        plan.WaitForAssertion(() => Assert.Single(Toasts.Toasts), TimeSpan.FromSeconds(30));
        await Toasts.Toasts[0].Undo!();

        Assert.Equal(["", "after", "before"], Gateway.Bodies);
        Assert.Equal([$"PUT /api/layouts/{Sample.LayoutId}/plan \"7\"", $"PUT /api/layouts/{Sample.LayoutId}/plan \"8\""], Gateway.Asked[1..]);
    }

    [Fact]
    public async Task A_newer_picture_is_not_thrown_away_by_undo()
    {
        Gateway.Answer = request => request.Method.Method == "GET" ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("before") }
            : $"{request.Headers.IfMatch}" == "\"7\"" ? FakeGateway.Json(HttpStatusCode.OK, """{"contentType":"image/png","width":4,"height":3,"bytes":5,"version":8}""")
            : FakeGateway.Refuse(412, RefusalCodes.Outdated);
        var plan = Panel(View);
        await plan.Find(Of("plan-place")).ClickAsync(new());
        plan.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("after", "plan.png"));
        plan.WaitForAssertion(() => Assert.Single(Toasts.Toasts), TimeSpan.FromSeconds(30));

        await Toasts.Toasts[0].Undo!();

        Assert.Equal(Texts.Refusal_outdated, Toasts.Toasts[^1].Text);
    }

    [Fact]
    public async Task The_first_picture_is_taken_away_again_with_undo()
    {
        Gateway.Answer = request => request.Method.Method == "DELETE"
            ? new HttpResponseMessage(HttpStatusCode.NoContent)
            : FakeGateway.Json(HttpStatusCode.OK, """{"contentType":"image/png","width":4,"height":3,"bytes":5,"version":8}""");
        var plan = Panel(View with { Plan = null });

        plan.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText("first", "plan.png"));
        plan.WaitForAssertion(() => Assert.Single(Toasts.Toasts), TimeSpan.FromSeconds(30));
        await Toasts.Toasts[0].Undo!();

        Assert.Equal($"DELETE /api/layouts/{Sample.LayoutId}/plan \"8\"", Gateway.Asked[^1]);
    }

    private IRenderedComponent<PlanPanel> Panel(LayoutSnapshot view) =>
        Render<PlanPanel>(parameters => parameters.Add(panel => panel.View, view).Add(panel => panel.Lamps, Sample.Book(view)));
}
