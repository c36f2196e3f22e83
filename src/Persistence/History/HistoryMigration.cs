using Microsoft.EntityFrameworkCore.Migrations;

namespace RailHub.Persistence;

/// <summary>What the migration to the one history of the club makes of rows from before.</summary>
internal static class HistoryMigration
{
    /// <summary>
    /// Rows from before sign-in have an address at most, all were done, and each is found by its subject. Of letters beyond A to Z the
    /// databases make no capitals alike, so that such old names are found as they were written in capitals only.
    /// </summary>
    public static void Fill(MigrationBuilder migration) => migration.Sql(
        """
        UPDATE history SET
            times = 1,
            result = 'Done',
            actor_kind = CASE WHEN "by" IS NULL THEN 'Platform' ELSE 'Anonymous' END,
            words = UPPER(COALESCE(subject, '') || ' ' || COALESCE("by", '')),
            topic = CASE WHEN kind IN (
                'SceneRecalled', 'TargetsApplied', 'ChasingGroupStarted', 'ChasingGroupStopped', 'LampGroupSet', 'AllOff', 'AllOffUndone',
                'ShowPlayed', 'ShowStopped', 'ShowReleased', 'BlackoutPut', 'BlackoutLifted', 'LampsParked', 'LampsUnparked', 'LampsSoloed',
                'LampsUnsoloed') THEN 'Commands' ELSE 'Edits' END
        """);
}
