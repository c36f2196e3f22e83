using System.Text;
using RailHub.Firmware.Settings;

namespace RailHub.Firmware.Tests.Settings;

/// <summary>Protocol 4.8 and 4.9: a restart is a new board on the same store, at any time.</summary>
public class SettingsTests
{
    [Fact]
    public void Everything_that_was_told_survives_a_restart()
    {
        var board = TestBoard.RailHub8266();
        board.Post("/api/control", """{"pin":13,"active":true,"brightness":33}""");
        board.Post("/api/control", """{"pin":14,"active":false,"brightness":66}""");
        board.Post("/api/interval", """{"pin":13,"interval":250}""");
        board.Post("/api/name", """{"pin":16,"name":"Bahnhofsuhr"}""");
        board.Post("/api/chasing/create", """{"groupId":3,"interval":123456,"outputs":[12,5,4],"name":"Läufer"}""");

        Assert.Equal(board.Status(), board.Restarted().Status());
    }

    [Fact]
    public void The_lights_are_back_before_there_is_a_network()
    {
        var store = new TestStore();
        TestBoard.RailHub32(store).Board.Control(4, true, 75, 0);
        var hardware = new TestHardware();

        _ = new Board(BoardProfile.RailHub32, hardware, store, new FirstStart(null, null), 0);

        Assert.Equal(191, hardware.Levels[1]);
    }

    [Fact]
    public void A_change_is_stored_before_the_answer_and_no_change_is_not()
    {
        var board = TestBoard.RailHub32();
        const string On = """{"pin":4,"active":true,"brightness":75}""";

        board.Post("/api/control", On);
        var saves = board.Store.Saves;
        board.Post("/api/control", On);

        Assert.Equal(191, new TestBoard(BoardProfile.RailHub32, board.Store).Level(4));
        Assert.Equal(saves, board.Store.Saves);
    }

    [Fact]
    public void A_slider_writes_once_in_a_window_and_its_last_value_is_kept()
    {
        var board = TestBoard.RailHub32();

        for (var percent = 1; percent <= 100; percent++)
        {
            board.Post("/api/control", $$"""{"pin":4,"active":true,"brightness":{{percent}}}""");
            board.Advance(100);
        }

        Assert.InRange(board.Store.Saves, 1, 10_000 / SettingsSaver.Window + 1);
        Assert.Equal(255, board.Restarted().Level(4));
    }

    [Fact]
    public void What_gathers_is_written_when_the_window_ends_and_not_again()
    {
        var board = TestBoard.RailHub32();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        board.Post("/api/name", """{"pin":4,"name":"Shed"}""");

        board.Advance(SettingsSaver.Window - 1);
        Assert.Equal(1, board.Store.Saves);
        board.Advance(1);
        Assert.Equal(2, board.Store.Saves);
        board.Advance(10 * SettingsSaver.Window);
        Assert.Equal(2, board.Store.Saves);
    }

    [Fact]
    public void A_host_that_stops_in_order_loses_nothing()
    {
        var board = TestBoard.RailHub32();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        board.Post("/api/control", """{"pin":5,"active":true,"brightness":75}""");

        Assert.True(board.Board.SaveNow(board.Now));

        Assert.Equal([4, 5], new TestBoard(BoardProfile.RailHub32, board.Store).LitPins());
    }

    [Fact]
    public void What_could_not_be_stored_is_tried_again_without_a_further_command()
    {
        var board = TestBoard.RailHub32();
        board.Store.IsBroken = true;
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        board.Advance(3 * SettingsSaver.Window);
        Assert.Equal(500, board.Post("/api/control", """{"pin":5,"active":true,"brightness":75}""").Status);
        board.Store.IsBroken = false;

        Assert.Equal([4, 5], board.Restarted().LitPins());
    }

    [Fact]
    public void Settings_of_a_later_version_are_not_opened_and_not_touched_by_a_start()
    {
        var board = TestBoard.RailHub32();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        byte[] later = [.. board.Store.Image!];
        later[2]++;
        var store = new TestStore { Image = later };

        var started = TestBoard.RailHub32(store);
        started.Advance(10 * SettingsSaver.Window);

        Assert.Empty(started.LitPins());
        Assert.Same(later, store.Image);
    }

    [Theory]
    [InlineData("  Anlage Süd ", "Anlage Süd")]
    [InlineData("0123456789012345678901234567890123456789", "012345678901234567890123456789012345678")]
    [InlineData("01234567890123456789012345678901234567ü", "01234567890123456789012345678901234567")]
    [InlineData(" ", "ESP32-Controller-01")]
    public void A_device_name_is_kept(string name, string kept)
    {
        var board = TestBoard.RailHub32();
        var listener = board.Join();

        Assert.Equal(CommandResult.Done, board.Board.RenameDevice(Encoding.UTF8.GetBytes(name), board.Now));
        board.Advance(0);

        Assert.Contains($"\"name\":\"{kept}\",\"wifiMode\"", listener.ReadStatus());
        Assert.Equal(kept, Encoding.UTF8.GetString(new TestBoard(BoardProfile.RailHub32, board.Store).Board.DeviceName));
    }

    [Fact]
    public void Chasing_groups_can_be_switched_on_and_off_and_nothing_is_lost()
    {
        var with = new TestBoard(BoardProfile.RailHub32.WithGroups());
        with.Post("/api/control", """{"pin":18,"active":true,"brightness":60}""");
        with.Post("/api/name", """{"pin":18,"name":"Mill"}""");
        Assert.Equal(200, with.Post("/api/chasing/create", """{"groupId":1,"interval":300,"outputs":[4,5,33],"name":"Runway"}""").Status);
        with.Advance(SettingsSaver.Window);

        var without = new TestBoard(BoardProfile.RailHub32, with.Store);
        Assert.DoesNotContain("chasing", without.Status());
        Assert.Contains("Mill", without.Output(18));
        without.Post("/api/control", """{"pin":19,"active":true,"brightness":60}""");
        without.Advance(SettingsSaver.Window);

        var again = new TestBoard(BoardProfile.RailHub32.WithGroups(), with.Store);
        Assert.Contains("\"name\":\"Runway\",\"outputs\":[1,2,12]", again.Groups());
        Assert.Contains("\"active\":true", again.Output(19));
        Assert.Equal(204, again.Get("/favicon.ico").Status);
    }

    [Fact]
    public void Names_of_the_first_start_are_used_until_others_are_told()
    {
        var firstStart = new FirstStart("  Signal box Ä ", ["Home signal", null, "A name that is longer than its place"]);
        var store = new TestStore();
        var board = new TestBoard(BoardProfile.RailHub32, store, firstStart);

        Assert.Equal("Signal box Ä", Encoding.UTF8.GetString(board.Board.DeviceName));
        Assert.Equal(["Home signal", "", "A name that is longe", ""], board.Board.OutputNames(4));

        board.Post("/api/name", """{"pin":2,"name":"Exit signal"}""");
        Assert.Equal("Exit signal", new TestBoard(BoardProfile.RailHub32, store, firstStart).Board.OutputNames(1)[0]);
    }

    [Fact]
    public void Reset_leaves_the_running_state_and_forgets_it_at_the_next_start()
    {
        var board = TestBoard.RailHub8266();
        var untouched = board.Status();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        board.Post("/api/name", """{"pin":4,"name":"Shed"}""");
        board.Post("/api/chasing/create", """{"groupId":3,"interval":300,"outputs":[12,5]}""");
        var before = board.Status();
        var listener = board.Join();

        Assert.Equal("""{"status":"reset_complete"}""", board.Post("/api/reset", "").Body);

        Assert.Null(listener.ReadStatus());
        Assert.Equal(before, board.Status());
        Assert.Equal(untouched, board.Restarted().Status());
    }

    [Fact]
    public void A_command_after_a_reset_stores_itself_and_nothing_else()
    {
        var board = TestBoard.RailHub8266();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        board.Post("/api/name", """{"pin":5,"name":"Shed"}""");
        board.Post("/api/chasing/create", """{"groupId":3,"interval":300,"outputs":[12,14]}""");
        board.Post("/api/reset", "");

        board.Post("/api/control", """{"pin":5,"active":true,"brightness":10}""");
        board.Post("/api/chasing/create", """{"groupId":1,"interval":400,"outputs":[13,16]}""");

        var restarted = board.Restarted();
        Assert.Equal("""{"pin":4,"active":false,"brightness":100,"interval":0,"chasingGroup":-1,"name":""}""", restarted.Output(4));
        Assert.Equal("""{"pin":5,"active":true,"brightness":10,"interval":0,"chasingGroup":-1,"name":""}""", restarted.Output(5));
        Assert.Equal("""[{"id":1,"active":true,"name":"Group 1","outputs":[3,5],"interval":400,"currentStep":0}]""", restarted.Groups());
    }

    [Fact]
    public void A_store_that_fails_is_not_kept_secret()
    {
        var board = TestBoard.RailHub32();
        board.Store.IsBroken = true;

        Assert.Equal(500, board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""").Status);
        Assert.Equal((500, """{"error":"Reset failed"}"""), (board.Post("/api/reset", "") is var answer ? answer.Status : 0, answer.Body));
    }

    [Fact]
    public void What_could_not_be_stored_is_stored_with_the_next_change()
    {
        var board = TestBoard.RailHub32();
        board.Store.IsBroken = true;
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        board.Store.IsBroken = false;
        board.Post("/api/control", """{"pin":5,"active":true,"brightness":75}""");

        Assert.Equal([4, 5], board.Restarted().LitPins());
    }

    [Fact]
    public void Any_single_flipped_bit_gives_a_new_board_instead_of_a_wrong_one()
    {
        var medium = new TestPlaces();
        var board = new Board(BoardProfile.RailHub8266, new TestHardware(), new SafeStore(medium), new FirstStart(null, null), 0);
        board.CreateGroup(3, 300, [2, 1], null, 0);
        var saved = medium.Places[0]!;

        for (var bit = 0; bit < saved.Length * 8; bit++)
        {
            byte[] damaged = [.. saved];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(new SafeStore(new TestPlaces { Places = { [0] = damaged } }).Load());
        }
    }

    [Fact]
    public void Settings_that_say_what_cannot_be_give_a_new_board()
    {
        var untouched = TestBoard.RailHub8266().Status();
        var board = TestBoard.RailHub8266();
        board.Post("/api/chasing/create", """{"groupId":3,"interval":300,"outputs":[12,5]}""");
        var image = board.Store.Image!;

        // The lengths of the device's, an output's and a group's name; the count of members; a member.
        foreach (var place in (int[])[5, 51, 248, 239, 240])
        {
            byte[] wrong = [.. image];
            wrong[place] = 200;
            Assert.Equal(untouched, TestBoard.RailHub8266(new TestStore { Image = wrong }).Status());
        }
    }

    [Fact]
    public void Settings_of_version_1_are_read_and_those_that_are_damaged_are_not()
    {
        var board = TestBoard.RailHub8266();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":50}""");
        byte[] old = [.. board.Store.Image!, 0, 0, 0, 0];
        old[2] = 1;
        BitConverter.TryWriteBytes(old.AsSpan(old.Length - 4), ReferenceCrc32.Of(old.AsSpan(0, old.Length - 4)));

        Assert.Equal(board.Status(), TestBoard.RailHub8266(new TestStore { Image = old }).Status());
        old[^1] ^= 1;
        Assert.Equal(TestBoard.RailHub8266().Status(), TestBoard.RailHub8266(new TestStore { Image = old }).Status());
    }

    [Fact]
    public void Truncated_and_foreign_settings_give_a_new_board()
    {
        var board = TestBoard.RailHub8266();
        var untouched = board.Status();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":75}""");
        var image = board.Store.Image!;

        for (var length = 0; length < image.Length; length++)
            Assert.Equal(untouched, TestBoard.RailHub8266(new TestStore { Image = image[..length] }).Status());
        Assert.Equal(untouched, TestBoard.RailHub8266(new TestStore { Image = [.. image, 0] }).Status());
        Assert.Equal(TestBoard.RailHub32().Status(), TestBoard.RailHub32(new TestStore { Image = image }).Status());
    }

    /// <summary>The layout is read by the next version of the firmware: it changes together with its version byte only.</summary>
    [Fact]
    public void The_stored_bytes_are_those_of_version_2()
    {
        var board = TestBoard.RailHub8266();
        board.Post("/api/control", """{"pin":4,"active":true,"brightness":50}""");
        board.Post("/api/interval", """{"pin":4,"interval":4660}""");
        board.Post("/api/name", """{"pin":4,"name":"Lamp"}""");
        board.Post("/api/chasing/create", """{"groupId":7,"interval":300,"outputs":[12,5],"name":"Run"}""");
        board.Advance(SettingsSaver.Window);

        var image = board.Store.Image!;
        Assert.Equal(374, image.Length);
        Assert.Equal("524802070415" + Convert.ToHexString("ESP8266-Controller-01"u8), Convert.ToHexString(image[..27]));
        Assert.Equal("0180" + "34120000" + "04" + "4C616D70", Convert.ToHexString(image[45..56]));
        Assert.Equal("07" + "2C010000" + "02" + "0201000000000000" + "03" + "52756E", Convert.ToHexString(image[234..252]));
    }
}
