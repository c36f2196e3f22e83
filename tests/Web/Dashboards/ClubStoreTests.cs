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

    private static ClubFrame Frame(long frame, params string[] names) => new(
        frame,
        [.. names.Select(name => new LayoutSummary(new Layout(new LayoutId(Guid.NewGuid()), name, 1), 0, 0, 0, 0, 0))]);

    private IEnumerable<string> Names() => _store.Layouts!.Select(layout => layout.Layout.Name);
}
