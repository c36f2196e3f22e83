using RailHub.Contracts;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class ViewersTests
{
    private readonly Viewers<LayoutFrame> _viewers = Viewers(static (missed, frame) => missed.Then(frame) ?? frame);

    [Fact]
    public async Task All_viewers_get_every_frame()
    {
        var (one, other) = (Join(), Join());

        Send(1);
        Send(2);

        foreach (var viewer in (FakeViewer[])[one, other])
        {
            Assert.Equal(1, (await viewer.Read<LayoutFrame>()).Number);
            Assert.Equal(2, (await viewer.Read<LayoutFrame>()).Number);
        }
    }

    [Fact]
    public async Task A_viewer_that_is_added_twice_gets_every_frame_once()
    {
        var viewer = Join();
        _viewers.Add(viewer.Connection);

        Send(1);

        Assert.Equal(1, _viewers.Count);
        Assert.Equal(1, (await viewer.Read<LayoutFrame>()).Number);
        Assert.False(viewer.HasUnread);
    }

    [Fact]
    public void A_viewer_that_was_removed_gets_nothing()
    {
        var viewer = Join();
        _viewers.Remove(viewer.Connection.ConnectionId);

        Send(1);

        Assert.Equal(0, _viewers.Count);
        Assert.False(viewer.HasUnread);
    }

    [Fact]
    public async Task A_slow_viewer_gets_all_that_it_missed_as_one_frame_and_nobody_waits_for_it()
    {
        var (slow, quick) = (Join(room: 1), Join());

        Send(1);
        Send(2, Sample.Change(4, 10));
        Send(3, Sample.Change(5, 20));
        Send(4, Sample.Change(4, 30));

        for (var frame = 1; frame <= 4; frame++)
        {
            Assert.Equal(frame, (await quick.Read<LayoutFrame>()).Number);
        }

        Assert.Equal(1, (await slow.Read<LayoutFrame>()).Number);
        var missed = await slow.Read<LayoutFrame>();
        Assert.Equal((1, 4), (missed.BuildsOn, missed.Number));
        Assert.Equal([Sample.Change(4, 30), Sample.Change(5, 20)], Assert.Single(missed.Delta.Changed!).Value.Outputs);
        Assert.False(slow.HasUnread);
    }

    [Fact]
    public async Task A_viewer_that_missed_one_frame_gets_just_that_one()
    {
        var slow = Join(room: 1);

        Send(1);
        Send(2, Sample.Change(4, 10));

        Assert.Equal(1, (await slow.Read<LayoutFrame>()).Number);
        var missed = await slow.Read<LayoutFrame>();
        Assert.Equal((2, null), (missed.Number, missed.Delta.Since));
        Assert.Equal([Sample.Change(4, 10)], Assert.Single(missed.Delta.Changed!).Value.Outputs);
    }

    [Fact]
    public async Task Those_who_fell_behind_at_the_same_frame_share_what_they_missed()
    {
        var merges = 0;
        var viewers = Viewers((missed, frame) =>
        {
            merges++;
            return missed.Then(frame)!;
        });
        FakeViewer[] slow = [.. Enumerable.Range(0, 20).Select(_ => new FakeViewer(room: 1))];
        foreach (var viewer in slow)
        {
            viewers.Add(viewer.Connection);
        }

        for (var frame = 1; frame <= 4; frame++)
        {
            viewers.Send(new LayoutFrame(1, frame, new LayoutDelta()));
        }

        Assert.Equal(2, merges);
        foreach (var viewer in slow)
        {
            await viewer.Read<LayoutFrame>();
            Assert.Equal((1, 4), await ReadSpan(viewer));
        }
    }

    [Fact]
    public async Task However_many_fell_behind_at_different_frames_the_work_for_a_frame_is_bounded_and_nobody_misses_anything()
    {
        var merges = 0;
        var viewers = Viewers((missed, frame) =>
        {
            merges++;
            return missed.Then(frame)!;
        });
        var slow = new List<FakeViewer>();
        for (var frame = 1; frame <= 40; frame++)
        {
            slow.Add(new FakeViewer(room: 1));
            viewers.Add(slow[^1].Connection);
            viewers.Send(new LayoutFrame(1, frame, new LayoutDelta()));
        }

        merges = 0;
        viewers.Send(new LayoutFrame(1, 41, new LayoutDelta()));

        Assert.InRange(merges, 1, 10);
        for (var first = 1; first <= 40; first++)
        {
            var viewer = slow[first - 1];
            Assert.Equal(first, (await viewer.Read<LayoutFrame>()).Number);
            var (since, frame) = await ReadSpan(viewer);
            Assert.InRange(since, 0, first);
            Assert.Equal(41, frame);
            Assert.False(viewer.HasUnread);
        }
    }

    [Fact]
    public async Task A_viewer_that_stopped_watching_while_it_was_behind_gets_nothing_of_what_it_missed()
    {
        var slow = Join(room: 1);
        Send(1);
        Send(2);

        _viewers.Remove(slow.Connection.ConnectionId);

        Assert.Equal(1, (await slow.Read<LayoutFrame>()).Number);
        Assert.False(slow.HasUnread);
    }

    [Fact]
    public async Task A_viewer_that_has_caught_up_is_written_to_as_before()
    {
        var slow = Join(room: 1);
        Send(1);
        Send(2);
        await slow.Read<LayoutFrame>();
        await slow.Read<LayoutFrame>();

        Send(3);

        Assert.Equal(3, (await slow.Read<LayoutFrame>()).Number);
    }

    [Fact]
    public async Task However_a_slow_viewer_reads_it_misses_nothing_and_ends_with_the_last_frame()
    {
        const int last = 2000;
        var slow = Join(room: 1);
        var reading = Task.Run(
            async () =>
            {
                long known = 0;
                while (known < last)
                {
                    var frame = await slow.Read<LayoutFrame>();
                    Assert.Equal(known, frame.BuildsOn);
                    known = frame.Number;
                }
            },
            TestContext.Current.CancellationToken);

        for (var frame = 1; frame <= last; frame++)
        {
            Send(frame);
        }

        await reading;
    }

    [Fact]
    public async Task A_viewer_that_leaves_in_the_middle_of_a_frame_does_no_harm()
    {
        var (leaving, staying) = (Join(room: 1), Join());
        Send(1);
        Send(2);

        await leaving.Leave();
        Send(3);

        for (var frame = 1; frame <= 3; frame++)
        {
            Assert.Equal(frame, (await staying.Read<LayoutFrame>()).Number);
        }
    }

    [Fact]
    public async Task A_connection_that_has_ended_is_not_kept()
    {
        var viewer = new FakeViewer();
        await viewer.Leave();

        _viewers.Add(viewer.Connection);

        Assert.Equal(0, _viewers.Count);
    }

    private FakeViewer Join(int room = 0)
    {
        var viewer = new FakeViewer(room);
        _viewers.Add(viewer.Connection);
        return viewer;
    }

    private void Send(long number, params KeyValuePair<int, OutputDelta>[] outputs) => _viewers.Send(new LayoutFrame(
        1,
        number,
        new LayoutDelta(Changed: outputs.Length == 0 ? null : new Dictionary<MacAddress, ControllerDelta> { [Sample.Board] = Sample.Delta(outputs) })));

    private static Viewers<LayoutFrame> Viewers(Func<LayoutFrame, LayoutFrame, LayoutFrame> merge) =>
        new(nameof(IDashboard.LayoutChanged), static frame => [frame.Feed, frame.Number, frame.Delta], merge, Sample.Instruments());

    private static async Task<(long Since, long Frame)> ReadSpan(FakeViewer viewer)
    {
        var frame = await viewer.Read<LayoutFrame>();
        return (frame.BuildsOn, frame.Number);
    }
}
