using RailHub.Firmware.SelfTest;

namespace RailHub.Firmware.Tests.SelfTest;

public sealed class SelfTestTests
{
    [Fact]
    public void The_plain_program_passes_and_comes_to_its_end()
    {
        var lines = new List<string>();
        new SelfTests(lines.Add).Run();

        Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.Equal([$"{lines.Count - 2} passed, 0 failed", SelfTests.EndMarker], lines[^2..]);
        Assert.InRange(lines.Count, 15, int.MaxValue);
    }
}
