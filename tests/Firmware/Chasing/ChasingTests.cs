using System.Text;
using RailHub.Firmware.WebSockets;

namespace RailHub.Firmware.Tests.Chasing;

/// <summary>Protocol 4.5 and the golden examples G11 to G19, without the bugs of 8.3.</summary>
public class ChasingTests
{
    private const string Runway = """{"groupId":1,"interval":300,"outputs":[4,5,12],"name":"Runway Lights"}""";

    private readonly TestBoard _board = TestBoard.RailHub8266();

    [Fact]
    public void Creating_a_group_lights_its_members_one_after_the_other()
    {
        Assert.Equal("""{"success":true}""", Create(Runway).Body);

        var lit = new List<int[]>();
        for (var i = 0; i < 4; i++)
        {
            lit.Add(_board.LitPins());
            _board.Advance(300);
        }

        Assert.Equal([[4], [5], [12], [4]], lit);
    }

    [Fact]
    public void The_step_is_reported()
    {
        Create(Runway);
        _board.Advance(650);

        Assert.Equal("""[{"id":1,"active":true,"name":"Runway Lights","outputs":[0,1,2],"interval":300,"currentStep":2}]""", _board.Groups());
    }

    [Theory]
    [InlineData("{", "Invalid JSON")]
    [InlineData("""{"interval":300,"outputs":[4,5]}""", "Missing or invalid groupId")]
    [InlineData("""{"groupId":"1","interval":300,"outputs":[4,5]}""", "Missing or invalid groupId")]
    [InlineData("""{"groupId":1.0,"interval":300,"outputs":[4,5]}""", "Missing or invalid groupId")]
    [InlineData("""{"groupId":256,"interval":300,"outputs":[4,5]}""", "Missing or invalid groupId")]
    [InlineData("""{"groupId":-1,"interval":300,"outputs":[4,5]}""", "Missing or invalid groupId")]
    [InlineData("""{"groupId":0,"interval":300,"outputs":[4,5]}""", "GroupId must be 1-255")]
    [InlineData("""{"groupId":1,"outputs":[4,5]}""", "Missing or invalid interval")]
    [InlineData("""{"groupId":1,"interval":-5,"outputs":[4,5]}""", "Missing or invalid interval")]
    [InlineData("""{"groupId":1,"interval":300.5,"outputs":[4,5]}""", "Missing or invalid interval")]
    [InlineData("""{"groupId":1,"interval":49,"outputs":[4,5]}""", "Interval must be at least 50ms")]
    [InlineData("""{"groupId":1,"interval":300}""", "Missing or invalid outputs array")]
    [InlineData("""{"groupId":1,"interval":300,"outputs":{"0":4}}""", "Missing or invalid outputs array")]
    [InlineData("""{"groupId":1,"interval":300,"outputs":[]}""", "At least one output required")]
    [InlineData("""{"groupId":1,"interval":300,"outputs":[4,5,12,13,14,16,2,4,5]}""", "Too many outputs (max 8)")]
    [InlineData("""{"groupId":1,"interval":300,"outputs":[4,"5"]}""", "Invalid output format")]
    [InlineData("""{"groupId":1,"interval":300,"outputs":[0,1,2]}""", "Invalid GPIO pin")]
    [InlineData("""{"groupId":1,"interval":300,"outputs":[4,4]}""", "Duplicate GPIO pin")]
    [InlineData("""{"groupId":1,"interval":300,"outputs":[4,5,12,13,14,16,2,2]}""", "Duplicate GPIO pin")]
    public void A_wrong_request_is_refused_with_the_texts_of_protocol_2_5(string body, string error)
    {
        var answer = Create(body);

        Assert.Equal((400, $$"""{"error":"{{error}}"}"""), (answer.Status, answer.Body));
        Assert.Equal("[]", _board.Groups());
    }

    [Fact]
    public void A_fifth_group_is_refused()
    {
        for (var id = 1; id <= 4; id++)
            Assert.Equal(200, Create($$"""{"groupId":{{id}},"interval":300,"outputs":[{{new[] { 4, 5, 12, 13 }[id - 1]}}]}""").Status);
        var before = _board.Status();

        var answer = Create("""{"groupId":5,"interval":300,"outputs":[14,16]}""");

        Assert.Equal((400, """{"error":"Group limit reached (max 4)"}"""), (answer.Status, answer.Body));
        Assert.Equal(before, _board.Status());
    }

    [Fact]
    public void Large_ids_are_reported_as_they_are()
    {
        Create("""{"groupId":200,"interval":300,"outputs":[13,14],"name":"X"}""");

        Assert.Contains("\"chasingGroup\":200", _board.Output(13), StringComparison.Ordinal);
        Assert.Equal("""[{"id":200,"active":true,"name":"X","outputs":[3,4],"interval":300,"currentStep":0}]""", _board.Groups());
    }

    [Fact]
    public void Intervals_have_32_bits()
    {
        Create("""{"groupId":1,"interval":70000,"outputs":[4,5]}""");

        Assert.Contains("\"interval\":70000", _board.Groups(), StringComparison.Ordinal);
        Assert.Contains("\"interval\":70000", _board.Restarted().Groups(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_keeps_the_name_and_frees_whom_it_drops()
    {
        Create(Runway);
        _board.Advance(700);
        Create("""{"groupId":1,"interval":200,"outputs":[5,4]}""");

        Assert.Equal("""[{"id":1,"active":true,"name":"Runway Lights","outputs":[1,0],"interval":200,"currentStep":0}]""", _board.Groups());
        Assert.Equal("""{"pin":12,"active":false,"brightness":100,"interval":0,"chasingGroup":-1,"name":""}""", _board.Output(12));
        Assert.Equal([5], _board.LitPins());
    }

    [Fact]
    public void An_output_changes_over_to_the_newest_group_that_names_it()
    {
        Create(Runway);
        Create("""{"groupId":2,"interval":300,"outputs":[12,13]}""");
        Create("""{"groupId":3,"interval":300,"outputs":[4]}""");
        Create("""{"groupId":4,"interval":300,"outputs":[5]}""");

        Assert.DoesNotContain("Runway", _board.Groups(), StringComparison.Ordinal);
        Assert.Contains("\"chasingGroup\":2", _board.Output(12), StringComparison.Ordinal);
        Assert.Contains("\"chasingGroup\":3", _board.Output(4), StringComparison.Ordinal);
        Assert.Equal(_board.Groups(), _board.Restarted().Groups());
    }

    [Fact]
    public void Deleting_darkens_and_frees_the_members_and_can_be_repeated()
    {
        var base_ = _board.Status();
        Create(Runway);

        Assert.Equal("""{"success":true}""", _board.Post("/api/chasing/delete", """{"groupId":1}""").Body);
        Assert.Equal(base_, _board.Status());
        Assert.Empty(_board.LitPins());
        Assert.Equal("""{"success":true}""", _board.Post("/api/chasing/delete", """{"groupId":1}""").Body);
    }

    [Theory]
    [InlineData("""{"groupId":1,"name":"Einfahrsignal Nord Ü1"}""", "Einfahrsignal Nord ")]
    [InlineData("""{"groupId":1,"name":" West"}""", " West")]
    [InlineData("""{"groupId":1,"name":""}""", "Group 1")]
    [InlineData("""{"groupId":1,"name":5}""", "Group 1")]
    [InlineData("""{"groupId":1}""", "Group 1")]
    public void Renaming_cuts_between_characters_and_falls_back_to_the_id(string body, string name)
    {
        Create(Runway);
        _board.Advance(StatusFeed.ChangePause);
        var listener = _board.Join();

        Assert.Equal("""{"success":true}""", _board.Post("/api/chasing/name", body).Body);
        Assert.Contains($"\"name\":\"{name}\",\"outputs\"", listener.ReadStatus(), StringComparison.Ordinal);
        Assert.Equal(name, Encoding.UTF8.GetString(_board.Restarted().Board.Groups[0].Name));
    }

    [Fact]
    public void Renaming_an_unknown_group_is_not_found_and_nothing_is_told()
    {
        var listener = _board.Join();

        var answer = _board.Post("/api/chasing/name", """{"groupId":77,"name":"x"}""");

        Assert.Equal((404, """{"error":"Group not found"}"""), (answer.Status, answer.Body));
        Assert.Null(listener.ReadStatus());
    }

    [Fact]
    public void Creating_and_deleting_are_told_at_once()
    {
        var listener = _board.Join();

        Create(Runway);
        Assert.Contains("Runway Lights", listener.ReadStatus(), StringComparison.Ordinal);
        _board.Advance(StatusFeed.ChangePause);
        _board.Post("/api/chasing/delete", """{"groupId":1}""");
        Assert.EndsWith("\"chasingGroups\":[]}", listener.ReadStatus(), StringComparison.Ordinal);
    }

    [Fact]
    public void Direct_control_of_a_member_lasts_until_the_next_step()
    {
        Create(Runway);
        _board.Post("/api/control", """{"pin":5,"active":false,"brightness":40}""");

        Assert.Equal("""{"pin":5,"active":false,"brightness":40,"interval":0,"chasingGroup":1,"name":""}""", _board.Output(5));
        _board.Advance(300);
        Assert.Equal(102, _board.Level(5));
        _board.Post("/api/control", """{"pin":12,"active":true,"brightness":100}""");
        Assert.Equal([5, 12], _board.LitPins());
        _board.Advance(300);
        Assert.Equal([12], _board.LitPins());
        _board.Advance(300);
        Assert.Equal([4], _board.LitPins());
    }

    [Fact]
    public void A_member_does_not_blink()
    {
        Create(Runway);
        _board.Post("/api/interval", """{"pin":4,"interval":100}""");
        _board.Advance(150);

        Assert.Equal([4], _board.LitPins());
    }

    [Fact]
    public void Late_steps_are_not_caught_up()
    {
        Create(Runway);

        _board.Board.Tick(1000);

        Assert.Equal([5], _board.LitPins());
        Assert.Equal(1300, _board.Board.NextDue());
    }

    [Fact]
    public void The_beat_does_not_drift_when_the_host_is_a_little_late()
    {
        Create(Runway);

        for (var step = 1; step <= 10; step++)
            _board.Board.Tick(300 * step + 7);

        Assert.Equal(3300, _board.Board.NextDue());
    }

    [Fact]
    public void A_restart_brings_the_groups_back_with_active_members()
    {
        Create(Runway);
        _board.Advance(400);

        var restarted = _board.Restarted();

        Assert.Equal("""[{"id":1,"active":true,"name":"Runway Lights","outputs":[0,1,2],"interval":300,"currentStep":0}]""", restarted.Groups());
        Assert.Equal("""{"pin":5,"active":true,"brightness":100,"interval":0,"chasingGroup":1,"name":""}""", restarted.Output(5));
        Assert.Equal([4], restarted.LitPins());
    }

    private Answer Create(string body) => _board.Post("/api/chasing/create", body);
}
