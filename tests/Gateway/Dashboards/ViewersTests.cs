using RailHub.Contracts;
using RailHub.Gateway.Dashboards;

namespace RailHub.Gateway.Tests.Dashboards;

public sealed class ViewersTests
{
    private readonly Viewers _viewers = new();

    [Fact]
    public async Task All_viewers_get_every_frame()
    {
        var (one, other) = (Join(), Join());

        Send(1);
        Send(2);

        foreach (var viewer in (FakeViewer[])[one, other])
        {
            Assert.Equal(1, (await viewer.Read<LayoutDelta>()).Frame);
            Assert.Equal(2, (await viewer.Read<LayoutDelta>()).Frame);
        }
    }

    [Fact]
    public async Task A_viewer_that_is_added_twice_gets_every_frame_once()
    {
        var viewer = Join();
        _viewers.Add(viewer.Connection);

        Send(1);

        Assert.Equal(1, _viewers.Count);
        Assert.Equal(1, (await viewer.Read<LayoutDelta>()).Frame);
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
    public async Task A_slow_viewer_gets_the_newest_frame_that_it_missed_and_nobody_waits_for_it()
    {
        var (slow, quick) = (Join(room: 1), Join());

        Send(1);
        Send(2);
        Send(3);
        Send(4);

        for (var frame = 1; frame <= 4; frame++)
        {
            Assert.Equal(frame, (await quick.Read<LayoutDelta>()).Frame);
        }

        Assert.Equal(1, (await slow.Read<LayoutDelta>()).Frame);
        Assert.Equal(4, (await slow.Read<LayoutDelta>()).Frame);
        Assert.False(slow.HasUnread);
    }

    [Fact]
    public async Task A_viewer_that_missed_one_frame_gets_just_that_one_with_all_that_is_in_it()
    {
        var slow = Join(room: 1);

        Send(1);
        _viewers.Send(nameof(IDashboard.LayoutChanged), new LayoutDelta(Sample.Layout.Id, 2, Removed: [Sample.Board]));

        Assert.Equal(1, (await slow.Read<LayoutDelta>()).Frame);
        var missed = await slow.Read<LayoutDelta>();
        Assert.Equal(2, missed.Frame);
        Assert.Equal([Sample.Board], missed.Removed);
    }

    [Fact]
    public async Task A_viewer_that_has_caught_up_is_written_to_as_before()
    {
        var slow = Join(room: 1);
        Send(1);
        Send(2);
        await slow.Read<LayoutDelta>();
        await slow.Read<LayoutDelta>();

        Send(3);

        Assert.Equal(3, (await slow.Read<LayoutDelta>()).Frame);
    }

    [Fact]
    public async Task However_a_slow_viewer_reads_it_ends_with_the_last_frame()
    {
        const int last = 2000;
        var slow = Join(room: 1);
        var reading = Task.Run(
            async () =>
            {
                long frame;
                do
                {
                    frame = (await slow.Read<LayoutDelta>()).Frame;
                }
                while (frame < last);
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
            Assert.Equal(frame, (await staying.Read<LayoutDelta>()).Frame);
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

    private void Send(long frame) => _viewers.Send(nameof(IDashboard.LayoutChanged), new LayoutDelta(Sample.Layout.Id, frame));
}
