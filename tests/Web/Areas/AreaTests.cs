using System.Net;
using Bunit;
using RailHub.Contracts;
using RailHub.Web.Areas;

namespace RailHub.Web.Tests.Areas;

public sealed class AreaTests : WebTest
{
    private static readonly Area Town = new(new AreaId(new Guid("01940000-0000-7000-8000-00000000000a")), "Old town", 1);
    private static readonly string TownJson = $$"""{"id":"{{Town.Id}}","name":"Old town","version":1}""";

    private readonly LayoutSnapshot _view = Sample.Snapshot() with { Areas = [Town], Lamps = new LampList(1, [new Lamp(Sample.Station, 4, Area: Town.Id)]) };

    [Fact]
    public void A_new_area_takes_the_lamps_that_were_picked()
    {
        Gateway.Answer = request => request.Method == HttpMethod.Post
            ? FakeGateway.Json(HttpStatusCode.Created, TownJson)
            : FakeGateway.Json(HttpStatusCode.OK, """{"version":1,"lamps":[]}""");
        var part = Part(Sample.Snapshot());
        part.Find(Of("add-area")).Click();
        part.Find(Of("area-name")).Input("Old town");
        part.Find(Of("area-search")).Input("fair");
        part.FindAll(Of("area-pick"))[0].Click();

        part.Find("form").Submit();

        part.WaitForAssertion(() => Assert.Empty(part.FindAll(Of("area-dialog"))), TimeSpan.FromSeconds(30));
        Assert.Equal([$"POST /api/layouts/{Sample.LayoutId}/areas", $"PATCH /api/layouts/{Sample.LayoutId}/lamps"], Gateway.Asked);
        Assert.Equal($$"""{"lamps":[{"controller":"AA:BB:CC:00:00:02","pin":12,"area":"{{Town.Id}}"}]}""", Gateway.Bodies[1]);
    }

    [Fact]
    public void A_lamp_that_is_taken_out_of_its_area_is_unsorted_and_the_area_is_left_alone()
    {
        Gateway.Answer = _ => FakeGateway.Json(HttpStatusCode.OK, """{"version":2,"lamps":[]}""");
        var part = Part(_view);
        part.Find(Of("area-edit")).Click();
        part.Find($"{Of("area-pick")}[aria-pressed=true]").Click();

        part.Find("form").Submit();

        part.WaitForAssertion(() => Assert.Equal([$"PATCH /api/layouts/{Sample.LayoutId}/lamps"], Gateway.Asked), TimeSpan.FromSeconds(30));
        Assert.Equal("""{"lamps":[{"controller":"AA:BB:CC:00:00:01","pin":4,"area":null}]}""", Gateway.Bodies[0]);
    }

    [Fact]
    public async Task A_deleted_area_comes_back_with_its_lamps()
    {
        Gateway.Answer = request => request.Method.Method switch
        {
            "DELETE" => new HttpResponseMessage(HttpStatusCode.NoContent),
            "POST" => FakeGateway.Json(HttpStatusCode.Created, TownJson),
            _ => FakeGateway.Json(HttpStatusCode.OK, """{"version":1,"lamps":[]}"""),
        };
        await Part(_view).Find(Of("area-delete")).ClickAsync();

        await Assert.Single(Toasts.Toasts).Undo!();

        Assert.Equal("""{"name":"Old town","position":0}""", Gateway.Bodies[1]);
        Assert.Equal($$"""{"lamps":[{"controller":"AA:BB:CC:00:00:01","pin":4,"area":"{{Town.Id}}"}]}""", Gateway.Bodies[2]);
    }

    private IRenderedComponent<AreasPart> Part(LayoutSnapshot view) =>
        Render<AreasPart>(parameters => parameters.Add(part => part.View, view).Add(part => part.Lamps, Sample.Book(view)));
}
