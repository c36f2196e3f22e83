using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Contracts;
using RailHub.Gateway.History;
using RailHub.Gateway.Tests.Hosting;
using RailHub.Persistence;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.History;

/// <summary>No lamp waits for what is written down of it, whatever becomes of the database.</summary>
public sealed class AuditTroubleTests
{
    [Theory]
    [MemberData(nameof(DatabaseTroubleTests.Troubles), MemberType = typeof(DatabaseTroubleTests))]
    public async Task Lamps_are_switched_at_once_and_all_of_it_is_told_when_the_database_is_back(DatabaseProvider provider, DatabaseTrouble trouble)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        var (layout, board) = await gateway.LayoutWithBoardAsync();
        var path = $"/api/layouts/{layout.Id}";
        await SwitchAsync(4, active: true);
        Begin(gateway.Database, trouble);

        // Time stands still while a lamp is switched: whoever waited for the database would wait for ever.
        var passing = new List<Task>();
        for (var part = 0; part < 3; part++)
        {
            await SwitchAsync(4, active: part % 2 == 0);
            await SwitchAsync(5, active: part % 2 == 0);

            // Of a hung file whatever looks at it when its time has come keeps the thread.
            passing.Add(Task.Run(() => gateway.Time.Advance(Audit.Rest)));
            await (trouble == DatabaseTrouble.Hung ? gateway.Database.Waiting() : passing[^1]);
        }

        gateway.Database.ComeBack();
        await Task.WhenAll(passing);
        var told = await AuditTests.UntilAsync(gateway, $"{path}/audit?topic=touches", events => events.Sum(done => done.Times) == 7);
        Assert.Equal([3, 4], told.Select(done => done.Times).Order());
        Assert.DoesNotContain(
            (await gateway.Api.GetAsync("/api/audit?topic=club")).Expect<AuditPage>(200).Events, done => done.Kind == HistoryKind.EntriesLost);

        async Task SwitchAsync(int pin, bool active) => (await gateway.Api.PatchAsync(
            $"{path}/controllers/{board.Id}/outputs/{pin}", $$"""{"active":{{(active ? "true" : "false")}}}""")).Expect<CommandAnswer>(200);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task What_does_not_fit_is_counted_and_told_and_leaves_room_for_what_is_done_to_the_club(DatabaseProvider provider)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        var audit = gateway.Services.GetRequiredService<Audit>();
        long lost = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "railhub.gateway.audit.lost")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => Interlocked.Add(ref lost, measurement));
        listener.Start();
        gateway.Database.GoAway();

        var by = new Actor(ActorKind.Member, "Anna", Guid.NewGuid(), "192.0.2.7");
        for (var number = 0; number < Audit.MostMerged + 5; number++)
        {
            audit.Note(new AuditEntry(HistoryKind.OutputSet) { By = by, Subject = $"Lamp {number}" });
        }

        audit.Note(new AuditEntry(HistoryKind.MemberMade) { By = by, Subject = "Berta" });
        Assert.Equal(5, lost);

        gateway.Database.ComeBack();
        var told = await AuditTests.UntilAsync(gateway, "/api/audit?topic=club", events => events.Any(done => done.Kind == HistoryKind.MemberMade));
        Assert.Equal(5, Assert.Single(told, done => done.Kind == HistoryKind.EntriesLost).Count);
        await gateway.Club.UntilStoredAsync(
            async database => (await database.FindHistoryAsync(new HistorySearch { Text = "lamp" }, 9_000, CancellationToken.None)).Count == Audit.MostMerged,
            "all that fits to be told");
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task What_is_asked_while_the_database_is_away_is_said_to_be_so(DatabaseProvider provider)
    {
        await using var gateway = await TestGateway.StartAsync(provider: provider);
        gateway.Database.GoAway();
        (await gateway.Api.GetAsync("/api/audit")).ExpectProblem(503, "databaseAway");
        (await gateway.Api.GetAsync("/api/audit?format=csv")).ExpectProblem(503, "databaseAway");
    }

    [Fact]
    public async Task What_was_done_just_before_the_end_is_told_after_it()
    {
        await using var club = await TestClub.StartAsync();
        await using (var gateway = await TestGateway.JoinAsync(club))
        {
            gateway.Services.GetRequiredService<Audit>().Note(new AuditEntry(HistoryKind.MemberMade) { By = Actor.Platform, Subject = "Anna" });
        }

        Assert.Single(await club.ReadStoredAsync(
            database => database.FindHistoryAsync(new HistorySearch { Text = "anna" }, 9, CancellationToken.None)));
    }

    private static void Begin(DatabaseSwitch database, DatabaseTrouble trouble)
    {
        switch (trouble)
        {
            case DatabaseTrouble.Away:
                database.GoAway();
                break;
            case DatabaseTrouble.Hung:
                database.Hang();
                break;
            default:
                database.GoReadOnly();
                break;
        }
    }
}
