using System.Text;
using RailHub.Persistence;

namespace RailHub.Grains.Tests.Shows;

/// <summary>What tests of a layout's shows begin with: a layout with a board, and on it a scene and a chasing group for cues to use.</summary>
public abstract class ShowClubTests(DatabaseProvider provider) : IAsyncLifetime
{
    protected TestClub Club { get; private set; } = null!;

    protected TestBoard Board { get; private set; } = null!;

    /// <summary>The layout that a test is about; it may go on with another one.</summary>
    protected Layout Layout { get; set; } = null!;

    protected Scene Scene { get; private set; } = null!;

    protected ChasingGroup Group { get; private set; } = null!;

    protected ILayoutGrain Grain => Club.Grain(Layout);

    public async ValueTask InitializeAsync()
    {
        Club = await TestClub.StartAsync(provider: provider);
        Board = await Club.StartBoardAsync(BoardProfile.RailHub8266);
        Layout = await Club.CreateLayoutWithAsync(Board);
        Scene = (await Grain.CreateScene(new SceneDraft("Night", [Board.Target(4)]))).Expect();
        Group = (await Grain.CreateChasingGroup(new ChasingGroupDraft("Runway", 300, [Board.Output(12), Board.Output(13)]))).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        await Club.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static CueNumber At(int number) => CueNumber.Whole(number);

    protected static byte[] File(string parts) => Encoding.UTF8.GetBytes($$"""{ "format": "railhub-layout/1", {{parts}} }""");

    protected Cue Recall(int number) => new(At(number), Action: CueAction.Scene, Scene: Scene.Id);

    protected async Task<Show> CreateAsync(string name, params Cue[] cues) => (await Grain.CreateShow(new ShowDraft(name, cues))).Expect();
}
