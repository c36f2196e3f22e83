using System.Text;
using CsCheck;
using RailHub.Protocol.Tests.Status;

namespace RailHub.Protocol.Tests.Commands;

public sealed class BoardRulesTests
{
    /// <summary>The round trips of protocol 4.2, computed as the firmwares do.</summary>
    [Fact]
    public void Every_percentage_is_confirmed_by_every_firmwares_report()
    {
        for (var percent = 0; percent <= 100; percent++)
        {
            Assert.True(BoardRules.BrightnessConfirms(percent, RailHub32(percent)));
            Assert.True(BoardRules.BrightnessConfirms(percent, RailHub8266(percent)));
            Assert.Equal(percent, BoardRules.BrightnessFromReport(RailHub8266(percent), Dialect.RailHub8266));
        }
    }

    [Fact]
    public void Sending_back_what_a_RailHub32_reported_keeps_the_brightness()
    {
        for (var percent = 0; percent <= 100; percent++)
        {
            var reported = RailHub32(percent);
            Assert.Equal(reported, RailHub32(BoardRules.BrightnessFromReport(reported, Dialect.RailHub32)));
        }
    }

    [Theory]
    [InlineData(75, 74, true)]
    [InlineData(75, 75, true)]
    [InlineData(75, 73, false)]
    [InlineData(75, 76, false)]
    [InlineData(0, 100, false)]
    public void A_report_confirms_what_was_sent_or_one_less(int sent, int reported, bool confirms) =>
        Assert.Equal(confirms, BoardRules.BrightnessConfirms(sent, reported));

    [Theory]
    [InlineData(0u, true)]
    [InlineData(1u, false)]
    [InlineData(9u, false)]
    [InlineData(10u, true)]
    [InlineData(65535u, true)]
    [InlineData(65536u, false)]
    public void A_blink_interval_is_zero_or_what_every_board_keeps(uint milliseconds, bool portable) =>
        Assert.Equal(portable, BoardRules.IsPortableBlink(milliseconds));

    [Theory]
    [InlineData("", null)]
    [InlineData("Einfahrsignal Nord 1", null)] // 20 bytes
    [InlineData("Einfahrsignal Nord 12", NameProblem.TooLong)]
    [InlineData("Einfahrsignal Nord Ü", NameProblem.TooLong)] // 20 characters, 21 bytes
    [InlineData(" Gate", NameProblem.Untrimmed)]
    [InlineData("Gate\u00a0", NameProblem.Untrimmed)]
    [InlineData("Ga\u0007te", NameProblem.ControlCharacter)]
    [InlineData("Übergang", NameProblem.LostAtRestart)]
    [InlineData("Süd", null)]
    public void A_name_is_checked(string name, NameProblem? problem) => Assert.Equal(problem, BoardRules.CheckName(name));

    [Theory]
    [InlineData("  Station Süd ", "Station Süd")]
    [InlineData("Einfahrsignal Nord Ü1", "Einfahrsignal Nord")]
    [InlineData("Einfahrsignal Nor Ü1", "Einfahrsignal Nor Ü")]
    [InlineData("1234567890123456🚂", "1234567890123456🚂")]
    [InlineData("12345678901234567🚂", "12345678901234567")]
    [InlineData("a\u0001b\nc", "abc")]
    [InlineData("   ", "")]
    public void A_name_is_trimmed_to_what_boards_keep(string name, string kept) => Assert.Equal(kept, BoardRules.TrimToPortable(name));

    [Fact]
    public void A_trimmed_name_has_no_problem_that_trimming_could_cure() => Gen.String.Sample(name =>
    {
        var kept = BoardRules.TrimToPortable(name);
        Assert.True(BoardRules.CheckName(kept) is null or NameProblem.LostAtRestart, kept);
        Assert.InRange(Encoding.UTF8.GetByteCount(kept), 0, BoardRules.MaxNameBytes);
        Assert.Equal(kept, BoardRules.TrimToPortable(kept));
    });

    [Theory]
    [InlineData(new[] { 13, 14 }, 300, null)]
    [InlineData(new[] { 13, 14, 16, 2 }, 50, null)]
    [InlineData(new[] { 13, 14 }, 65535, null)]
    [InlineData(new[] { 13, 14 }, 49, GroupProblem.IntervalOutOfRange)]
    [InlineData(new[] { 13, 14 }, 65536, GroupProblem.IntervalOutOfRange)]
    [InlineData(new int[0], 300, GroupProblem.TooFewOutputs)]
    [InlineData(new[] { 13 }, 300, GroupProblem.TooFewOutputs)]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }, 300, GroupProblem.TooManyOutputs)]
    [InlineData(new[] { 13, 0 }, 300, GroupProblem.UnknownPin)]
    [InlineData(new[] { 13, 14, 13 }, 300, GroupProblem.DuplicatePin)]
    [InlineData(new[] { 13, 4 }, 300, GroupProblem.PinInOtherGroup)]
    public void A_group_is_checked_against_the_board(int[] pins, int interval, GroupProblem? problem) =>
        Assert.Equal(problem, BoardRules.CheckGroup(Chasing(), pins, interval));

    [Fact]
    public void A_group_that_takes_the_place_of_another_may_use_its_pins() =>
        Assert.Null(BoardRules.CheckGroup(Chasing(), [4, 5], 300, replacing: 1));

    [Fact]
    public void A_board_without_chasing_gets_no_group()
    {
        var board = Parse(Golden.RailHub32Http);

        Assert.Equal(GroupProblem.NotSupported, BoardRules.CheckGroup(board, [2, 4], 300));
        Assert.Null(BoardRules.FreeGroupId(board));
    }

    [Theory]
    [InlineData(new int[0], 1)]
    [InlineData(new[] { 1 }, 2)]
    [InlineData(new[] { 3, 1 }, 2)]
    [InlineData(new[] { 0, 1, 2 }, 3)]
    [InlineData(new[] { 1, 2, 3 }, null)]
    [InlineData(new[] { 7, 8, 9, 10 }, null)]
    public void The_first_free_id_is_offered_while_a_slot_is_free(int[] used, int? free)
    {
        var groups = used.Select(id => $$"""{"groupId":{{id}},"name":"G","interval":300,"outputCount":2,"outputs":[4,5]}""");

        Assert.Equal(free, BoardRules.FreeGroupId(Parse(Golden.RailHub8266Socket.WithGroups([.. groups]))));
    }

    private static int RailHub32(int percent) => percent * 255 / 100 * 100 / 255;

    private static int RailHub8266(int percent) => (((((percent * 255) + 50) / 100) * 100) + 127) / 255;

    private static StatusSnapshot Chasing() => Parse(Golden.RailHub8266Chasing);

    private static StatusSnapshot Parse(string document) => new StatusParser().Parse(document.Utf8(), null).Snapshot!;
}
