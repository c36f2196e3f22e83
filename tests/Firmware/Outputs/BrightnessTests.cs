using RailHub.Firmware.Outputs;

namespace RailHub.Firmware.Tests.Outputs;

public class BrightnessTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 3)]
    [InlineData(5, 13)]
    [InlineData(10, 26)]
    [InlineData(20, 51)]
    [InlineData(25, 64)]
    [InlineData(30, 77)]
    [InlineData(33, 84)]
    [InlineData(40, 102)]
    [InlineData(50, 128)]
    [InlineData(60, 153)]
    [InlineData(66, 168)]
    [InlineData(70, 179)]
    [InlineData(75, 191)]
    [InlineData(80, 204)]
    [InlineData(90, 230)]
    [InlineData(99, 252)]
    [InlineData(100, 255)]
    public void Percent_becomes_raw_as_in_the_table_of_protocol_4_2(int percent, byte raw)
    {
        Assert.Equal(raw, Brightness.ToRaw(percent));
    }

    [Fact]
    public void Every_percentage_comes_back_as_it_was_sent()
    {
        for (var percent = 0; percent <= 100; percent++)
            Assert.Equal(percent, Brightness.ToPercent(Brightness.ToRaw(percent)));
    }
}
