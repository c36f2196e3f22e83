using CsCheck;
using RailHub.Protocol;

namespace RailHub.Grains.Tests;

public sealed class RulesTests
{
    private static readonly MacAddress s_board = new(1);

    [Theory]
    [InlineData("Main line")]
    [InlineData("  padded  ")]
    [InlineData("x")]
    public void A_name_of_one_to_sixty_characters_is_fine(string name) => Assert.Null(Rules.CheckName(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("two\nlines")]
    [InlineData("half \uD83D a pair")]
    public void A_name_needs_characters_that_can_be_shown(string? name) =>
        Refused(Rules.CheckName(name), "name", RefusalCodes.NameInvalid);

    [Fact]
    public void The_sixty_first_character_is_one_too_many()
    {
        Assert.Null(Rules.CheckName(new string('n', 60)));
        Refused(Rules.CheckName(new string('n', 61)), "name", RefusalCodes.NameInvalid);
    }

    [Theory]
    [InlineData("\u200B")] // zero width space
    [InlineData(" \u00AD\uFEFF ")] // soft hyphen, byte order mark
    [InlineData("\u3164")] // Hangul filler
    [InlineData("\u2800")] // Braille blank
    [InlineData("\uFFFE")]
    public void A_name_of_what_nobody_sees_is_none(string name)
    {
        Refused(Rules.CheckName(name), "name", RefusalCodes.NameInvalid);
        Refused(Rules.CheckBoardName(name, mayBeEmpty: true), "name", RefusalCodes.NameInvalid);
        Refused(Rules.CheckBoardName(name, mayBeEmpty: false), "name", RefusalCodes.NameInvalid);
    }

    [Fact]
    public void What_nobody_sees_of_a_name_does_not_count()
    {
        Assert.Null(Rules.CheckName(string.Concat(Enumerable.Repeat("o\u0308\u200B", 60))));
        Assert.Null(Rules.CheckBoardName(string.Concat(Enumerable.Repeat("o\u0308\u200B", 10)), mayBeEmpty: false));
        Refused(Rules.CheckName(string.Concat(Enumerable.Repeat("o\u0308\u200B", 61))), "name", RefusalCodes.NameInvalid);
        Refused(Rules.CheckBoardName(string.Concat(Enumerable.Repeat("o\u0308\u200B", 11)), mayBeEmpty: false), "name", RefusalCodes.NameInvalid);
    }

    [Fact]
    public void A_full_disk_is_called_so_and_any_other_trouble_of_the_database_is_not()
    {
        var full = Rules.Away(new InvalidOperationException("Saving failed.", new Microsoft.Data.Sqlite.SqliteException("SQLite said so.", 13)));
        var away = Rules.Away(new InvalidOperationException("Saving failed.", new Microsoft.Data.Sqlite.SqliteException("SQLite said so.", 14)));

        Assert.Equal(RefusalCodes.DatabaseAway, full.Code);
        Assert.Equal(RefusalKind.Unavailable, full.Kind);
        Assert.Contains("the disk is full", full.Detail, StringComparison.Ordinal);
        Assert.Equal(Rules.DatabaseAway, away);
    }

    [Fact]
    public void A_board_keeps_twenty_bytes_of_a_name()
    {
        Assert.Null(Rules.CheckBoardName(new string('n', 20), mayBeEmpty: false));
        Assert.Null(Rules.CheckBoardName(new string('ü', 10), mayBeEmpty: false));
        Refused(Rules.CheckBoardName(new string('n', 21), mayBeEmpty: false), "name", RefusalCodes.NameInvalid);
        Refused(Rules.CheckBoardName(new string('ü', 11), mayBeEmpty: false), "name", RefusalCodes.NameInvalid);
        Refused(Rules.CheckBoardName("\uDE00", mayBeEmpty: false), "name", RefusalCodes.NameInvalid);
        Refused(Rules.CheckBoardName("bell\u0007", mayBeEmpty: false), "name", RefusalCodes.NameInvalid);
    }

    [Fact]
    public void An_output_may_have_no_name_and_a_group_may_not()
    {
        Assert.Null(Rules.CheckBoardName("", mayBeEmpty: true));
        Refused(Rules.CheckBoardName("", mayBeEmpty: false), "name", RefusalCodes.NameInvalid);
        Refused(Rules.CheckBoardName(null, mayBeEmpty: true), "name", RefusalCodes.NameInvalid);
    }

    [Fact]
    public void A_change_must_change_something() => Refused(Rules.Check(new OutputChange(), null), "active", RefusalCodes.NothingToChange);

    [Fact]
    public void Brightness_is_0_to_100() => Gen.Int[-1000, 1000].Sample(percent =>
    {
        var refusal = Rules.Check(new OutputChange(Brightness: percent), null);
        Assert.Equal(percent is >= 0 and <= 100 ? null : ("brightness", RefusalCodes.BrightnessInvalid), Named(refusal));
    });

    [Theory]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(65535, true)]
    [InlineData(-1, false)]
    [InlineData(9, false)]
    [InlineData(65536, false)]
    public void A_blink_interval_is_steady_or_10_to_65535_ms(long interval, bool isFine)
    {
        var refusal = Rules.Check(new OutputChange(Interval: interval), null);
        Assert.Equal(isFine ? null : ("interval", RefusalCodes.IntervalInvalid), Named(refusal));
        Assert.Equal(isFine, BoardRules.IsPortableBlink((uint)interval));
    }

    [Fact]
    public void What_no_board_can_be_told_is_left_out_of_a_change()
    {
        var shown = new OutputValues(false, 100, 5, "Br\uFFFD");
        Assert.Equal(new OutputChange(Active: true), Rules.Writable(new OutputChange(Active: true, Name: shown.Name), shown));
        Assert.Equal(new OutputChange(Active: true, Interval: 5), Rules.Writable(new OutputChange(Active: true, Interval: 5), shown));
        Assert.Equal(new OutputChange(Active: true), Rules.Writable(new OutputChange(Active: true, Interval: 5), shown with { Interval = 500 }));
    }

    [Fact]
    public void Targets_must_be_there()
    {
        Refused(Rules.CheckTargets(null, static (_, _) => false), "targets", RefusalCodes.SceneEmpty);
        Refused(Rules.CheckTargets([], static (_, _) => false), "targets", RefusalCodes.SceneEmpty);
        Refused(Rules.CheckTargets([null!], static (_, _) => false), "targets[0]", RefusalCodes.Malformed);
    }

    [Fact]
    public void A_thousand_targets_are_the_most()
    {
        Assert.Null(Rules.CheckTargets(Many(5000), static (_, _) => false));
        Refused(Rules.CheckTargets(Many(5001), static (_, _) => false), "targets", RefusalCodes.TooMany);

        static SceneTarget[] Many(int count) => [.. Enumerable.Range(0, count).Select(pin => new SceneTarget(s_board, pin, true, 100))];
    }

    [Fact]
    public void The_target_at_fault_is_named()
    {
        var fine = new SceneTarget(s_board, 4, true, 100);
        Refused(Rules.CheckTargets([fine, fine], static (_, _) => false), "targets[1]", RefusalCodes.OutputTwice);
        Refused(Rules.CheckTargets([fine, fine with { Pin = 5, Brightness = 101 }], static (_, _) => false), "targets[1].brightness", RefusalCodes.BrightnessInvalid);
        Refused(Rules.CheckTargets([fine with { Interval = 5 }], static (_, _) => false), "targets[0].interval", RefusalCodes.IntervalInvalid);
        Assert.Null(Rules.CheckTargets([fine with { Interval = 5 }, fine with { Pin = 5, Interval = 70_000 }], static (_, _) => true));
        Refused(Rules.CheckTargets([fine with { Interval = -1 }], static (_, _) => true), "targets[0].interval", RefusalCodes.IntervalInvalid);
        Assert.Null(Rules.CheckTargets([fine, fine with { Controller = new MacAddress(2) }], static (_, _) => false));
    }

    [Theory]
    [InlineData("railhub32.local", true)]
    [InlineData("192.168.1.20", true)]
    [InlineData(" board ", true)]
    [InlineData("fe80::1", true)]
    [InlineData("[fe80::1]", true)]
    [InlineData("fe80::1%3", true)]
    [InlineData("müller.local", true)]
    [InlineData("mu\u0308ller.local", true)]
    [InlineData("駅.local", true)]
    [InlineData("xn--mller-kva.local", true)]
    [InlineData("board.local.", true)]
    [InlineData("board..local", false)]
    [InlineData("board_1.local", true)]
    [InlineData(".", false)]
    [InlineData("[board]", false)]
    [InlineData("[fe80::1", false)]
    [InlineData("fe80::1]", false)]
    [InlineData("[fe80::1]:80", false)]
    [InlineData("board/path", false)]
    [InlineData("user@board", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("http://board", false)]
    [InlineData("board:80", false)]
    [InlineData("two words", false)]
    public void A_host_is_a_name_or_an_address(string? host, bool isFine) =>
        Assert.Equal(isFine ? null : ("host", RefusalCodes.HostInvalid), Named(Rules.CheckHost(host)));

    [Theory]
    [InlineData(null, true)]
    [InlineData(1, true)]
    [InlineData(65535, true)]
    [InlineData(0, false)]
    [InlineData(65536, false)]
    [InlineData(-80, false)]
    public void A_port_is_1_to_65535(int? port, bool isFine) =>
        Assert.Equal(isFine ? null : ("httpPort", RefusalCodes.PortInvalid), Named(Rules.CheckPort(port, "httpPort")));

    [Fact]
    public void An_edit_of_an_older_version_is_told_the_version_now()
    {
        Assert.Null(Rules.CheckVersion(null, 3));
        Assert.Null(Rules.CheckVersion(3, 3));
        Assert.Equal((RefusalKind.Outdated, 3L), (Rules.CheckVersion(2, 3)!.Kind, Rules.CheckVersion(2, 3)!.CurrentVersion));
    }

    internal static void Refused(Refusal? refusal, string field, string code) => Assert.Equal((field, code), Named(refusal));

    internal static (string? Field, string Code)? Named(Refusal? refusal) => refusal is null ? null : (refusal.Field, refusal.Code);
}
