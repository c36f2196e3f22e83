namespace RailHub.Firmware.Tests.Guard;

/// <summary>
/// What the board's interpreter runs wrongly is found in what was compiled against the declarations, for there the
/// compiler adds nothing of .NET's own. What a board's library lacks does not compile there in the first place.
/// </summary>
public sealed class NanoSubsetTests
{
    public static TheoryData<string> Rules => [.. NanoRules.All.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_firmware_runs_on_a_board(string rule)
    {
        using var firmware = new NanoAssembly("RailHub.Firmware.OnNano");
        using var onCoreLibrary = new NanoAssembly("RailHub.Firmware.OnCoreLibrary");

        Assert.Equal([], NanoRules.All[rule](firmware));
        Assert.Equal([], NanoRules.All[rule](onCoreLibrary));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_finds_its_offender_and_no_other(string rule)
    {
        using var offenders = new NanoAssembly("RailHub.Firmware.Offenders");

        var found = NanoRules.All[rule](offenders).ToList();

        Assert.Contains(found, place => place.StartsWith(rule, StringComparison.Ordinal));
        Assert.All(found, place => Assert.True(place.StartsWith(rule, StringComparison.Ordinal) || place.StartsWith("a type", StringComparison.Ordinal), place));
    }

    [Fact]
    public void The_scan_reads_the_whole_firmware()
    {
        using var firmware = new NanoAssembly("RailHub.Firmware.OnNano");

        Assert.Contains(firmware.Types, type => firmware.NameOf(type) == nameof(Board));
        Assert.InRange(firmware.Methods.Sum(method => firmware.CodeOf(method).Count()), 5000, int.MaxValue);
    }
}
