using RailHub.Grains.Controllers;

namespace RailHub.Grains.Tests.Controllers;

public sealed class EffectWindowTests
{
    [Fact]
    public void The_median_is_that_of_the_last_128_and_of_none_there_is_none()
    {
        var window = new EffectWindow();
        Assert.Null(window.Median);

        Add(window, 500, 9);
        Assert.Equal(TimeSpan.FromMilliseconds(500), window.Median);

        Add(window, 20, 128);
        Assert.Equal(TimeSpan.FromMilliseconds(20), window.Median);

        Add(window, 30, 65);
        Assert.Equal(TimeSpan.FromMilliseconds(30), window.Median);

        window.Clear();
        Assert.Null(window.Median);
    }

    private static void Add(EffectWindow window, int milliseconds, int count)
    {
        for (var added = 0; added < count; added++)
        {
            window.Add(TimeSpan.FromMilliseconds(milliseconds));
        }
    }
}
