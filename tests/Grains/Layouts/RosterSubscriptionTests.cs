namespace RailHub.Grains.Tests.Layouts;

public sealed class RosterSubscriptionTests
{
    [Fact]
    public async Task Who_names_the_roster_and_the_shows_that_it_has_gets_none_unless_there_is_a_newer_one()
    {
        await using var club = await TestClub.StartAsync();
        var layout = await club.CreateLayoutAsync();
        var grain = club.Grain(layout);
        var observer = club.Client.CreateObjectReference<ILayoutObserver>(new Deaf());
        var known = await AskAsync(0, 0, 0);
        var (epoch, version) = (known.Epoch, known.Roster!.Version);

        Assert.Equal(new LayoutReport(epoch, null), await AskAsync(epoch, version, version));
        Assert.NotNull((await AskAsync(epoch - 1, version, version)).Roster);

        var show = (await grain.CreateShow(new ShowDraft("Evening", []))).Expect();
        var made = (await AskAsync(epoch, version, version)).Roster!.Version;
        await grain.NoteRun(show.Id, new ShowRun(ShowMode.Playing, null, null, null, null, 0, club.Time.GetUtcNow(), 100, 1, CanRelease: false, []));
        var run = (await AskAsync(epoch, made, made)).Roster!;

        Assert.True(run.Version > made);
        Assert.NotNull(Assert.Single(run.Shows).Run);
        Assert.Null((await AskAsync(epoch, made, run.Version)).Roster);
        Assert.NotNull((await AskAsync(epoch, made - 1, run.Version)).Roster);

        async Task<LayoutReport> AskAsync(long ofEpoch, long roster, long shows) => (await grain.Subscribe(observer, ofEpoch, roster, shows)).Expect();
    }

    [Fact]
    public async Task Who_names_the_layouts_that_it_has_gets_none_unless_there_are_newer_ones()
    {
        await using var club = await TestClub.StartAsync();
        var observer = club.Client.CreateObjectReference<IClubObserver>(new Deaf());
        var known = (await club.Club.Subscribe(observer, 0, 0))!;

        Assert.Null(await club.Club.Subscribe(observer, known.Epoch, known.Version));
        Assert.NotNull(await club.Club.Subscribe(observer, known.Epoch - 1, known.Version));
        var layout = await club.CreateLayoutAsync();
        Assert.Equal([layout], (await club.Club.Subscribe(observer, known.Epoch, known.Version))!.Layouts);
    }

    private sealed class Deaf : ILayoutObserver, IClubObserver
    {
        public void OnLayoutChanged(LayoutRoster roster)
        {
            // What matters here is what is answered.
        }

        public void OnShowsChanged(LayoutId layout, long epoch, long version, IReadOnlyList<ShowSummary> shows)
        {
            // As above.
        }

        public void OnClubChanged(ClubRoster roster)
        {
            // As above.
        }
    }
}
