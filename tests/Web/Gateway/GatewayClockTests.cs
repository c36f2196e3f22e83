using System.Net;

namespace RailHub.Web.Tests.Gateway;

public sealed class GatewayClockTests : WebTest
{
    [Fact]
    public void Clocks_that_may_be_right_are_taken_as_they_are()
    {
        Clock.Hear(Sample.Noon, Sample.Noon, Sample.Noon + TimeSpan.FromMilliseconds(40));

        Assert.Equal(TimeSpan.Zero, Clock.Ahead);
    }

    [Fact]
    public void A_gateway_that_is_an_hour_ahead_is_believed_and_each_answer_tells_it_better()
    {
        var hour = TimeSpan.FromHours(1);
        Clock.Hear(Sample.Noon + hour, Sample.Noon, Sample.Noon);
        Assert.InRange(Clock.Now, Sample.Noon + hour, Sample.Noon + hour + TimeSpan.FromSeconds(2));

        // Its second ends a moment later.
        var later = Sample.Noon + TimeSpan.FromMilliseconds(100);
        Clock.Hear(Sample.Noon + hour + TimeSpan.FromSeconds(1), later, later);

        Assert.InRange(Clock.Ahead, hour + TimeSpan.FromMilliseconds(900), hour + TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_clock_that_was_set_is_learnt_anew()
    {
        Clock.Hear(Sample.Noon + TimeSpan.FromHours(1), Sample.Noon, Sample.Noon);
        Clock.Hear(Sample.Noon, Sample.Noon, Sample.Noon);

        Assert.Equal(TimeSpan.Zero, Clock.Ahead);
    }

    [Fact]
    public async Task Every_answer_of_the_gateway_tells_its_time()
    {
        Gateway.Answer = _ =>
        {
            var answer = FakeGateway.Json(HttpStatusCode.OK, "[]");
            answer.Headers.Date = Sample.Noon - TimeSpan.FromMinutes(10);
            return answer;
        };

        Assert.True((await Api.GetScenes(Sample.LayoutId)).Succeeded(out _, out _));

        Assert.InRange(Clock.Ahead, TimeSpan.FromMinutes(-10), TimeSpan.FromMinutes(-10) + TimeSpan.FromSeconds(2));
    }
}
