using RailHub.Contracts;
using RailHub.Web.Dashboards;

namespace RailHub.Web.Tests.Dashboards;

public sealed class ClubStoreTests
{
    private readonly FakeHub _hub = new();
    private readonly ClubStore _store;

    public ClubStoreTests() => _store = new ClubStore(_hub);

    [Fact]
    public async Task A_newer_frame_replaces_the_list()
    {
        await _store.RefreshAsync();

        _store.Receive(Frame(2, "Altstadt"));

        Assert.Equal(["Altstadt"], Names());
    }

    [Fact]
    public async Task An_older_frame_does_not()
    {
        _hub.Club = Frame(5, "Altstadt");
        await _store.RefreshAsync();

        _store.Receive(Frame(4, "Old"));

        Assert.Equal(["Altstadt"], Names());
    }

    [Fact]
    public async Task Another_gateway_that_counts_from_the_start_is_believed()
    {
        _hub.Club = Frame(500, "Altstadt");
        await _store.RefreshAsync();
        _hub.Club = Frame(1, "Altstadt", "Neustadt");

        await _store.RefreshAsync();

        Assert.Equal(["Altstadt", "Neustadt"], Names());
    }

    [Fact]
    public async Task A_gateway_that_has_not_heard_of_the_club_keeps_what_was_known_and_nothing_looks_live()
    {
        var lost = new Contact(Sample.Noon);
        _hub.Club = new ClubFrame(5, [new LayoutSummary(Sample.Layout, 6, 4, 1, 20, 60)]);
        await _store.RefreshAsync();
        _hub.Club = new ClubFrame(1, [], lost);

        await _store.RefreshAsync();

        Assert.Equal([new LayoutSummary(Sample.Layout, 6, 0, 5, 0, 60)], _store.Layouts);
        Assert.Equal(lost, _store.Contact);
        _store.Receive(new ClubFrame(2, []));
        Assert.Empty(_store.Layouts!);
        Assert.Null(_store.Contact);
    }

    private static ClubFrame Frame(long frame, params string[] names) => new(
        frame,
        [.. names.Select(name => new LayoutSummary(new Layout(new LayoutId(Guid.NewGuid()), name, 1), 0, 0, 0, 0, 0))]);

    private IEnumerable<string> Names() => _store.Layouts!.Select(layout => layout.Layout.Name);
}
