using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Postgres
{
    /// <summary>
    /// The tables by which silos and gateways find each other, and the statements with which Orleans' ADO.NET provider asks them: it reads
    /// these from OrleansQuery and knows no others. A silo's row changes only together with the cluster's version, and only from the version
    /// that the silo has seen: so each statement locks the version's row, and whoever comes second finds another version.
    /// </summary>
    public partial class ExpandMembership : Migration
    {
        // A row is one start of a silo: a silo that starts again at the same address has a higher generation.
        private const string IsThisSilo =
            "DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation";

        private const string Columns =
            "v.DeploymentId, s.Address, s.Port, s.Generation, s.SiloName, s.HostName, s.Status, s.ProxyPort, s.SuspectTimes, s.StartTime, s.IAmAliveTime, v.Version";

        private const string Raise =
            "UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = @DeploymentId AND Version = @Version";

        private static readonly (string Key, string Text)[] s_statements =
        [
            ("InsertMembershipVersionKey",
                """
                WITH made AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
                SELECT count(*)::integer FROM made
                """),
            ("InsertMembershipKey",
                $"""
                WITH raised AS ({Raise} AND NOT EXISTS (SELECT 1 FROM OrleansMembershipTable WHERE {IsThisSilo}) RETURNING 1),
                made AS (
                    INSERT INTO OrleansMembershipTable
                        (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
                    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
                    FROM raised RETURNING 1)
                SELECT count(*)::integer FROM made
                """),
            ("UpdateMembershipKey",
                $"""
                WITH silo AS (SELECT 1 FROM OrleansMembershipTable WHERE {IsThisSilo} FOR UPDATE),
                raised AS ({Raise} AND EXISTS (SELECT 1 FROM silo) RETURNING 1),
                changed AS (
                    UPDATE OrleansMembershipTable SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
                    FROM raised WHERE {IsThisSilo} RETURNING 1)
                SELECT count(*)::integer FROM changed
                """),
            ("UpdateIAmAlivetimeKey", $"UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime WHERE {IsThisSilo}"),
            ("MembershipReadRowKey",
                $"""
                SELECT {Columns} FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable s
                    ON s.DeploymentId = v.DeploymentId AND s.Address = @Address AND s.Port = @Port AND s.Generation = @Generation
                WHERE v.DeploymentId = @DeploymentId
                """),
            ("MembershipReadAllKey",
                $"""
                SELECT {Columns} FROM OrleansMembershipVersionTable v LEFT JOIN OrleansMembershipTable s ON s.DeploymentId = v.DeploymentId
                WHERE v.DeploymentId = @DeploymentId
                """),
            ("GatewaysQueryKey",
                """
                SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
                WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
                """),
            ("DeleteMembershipTableEntriesKey",
                """
                DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
                DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
                """),

            // Dead ones only (6): one that is slow to join would come back to find itself gone.
            ("CleanupDefunctSiloEntriesKey",
                "DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status = 6"),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                CREATE TABLE OrleansQuery (
                    QueryKey varchar(64) PRIMARY KEY,
                    QueryText varchar(8000) NOT NULL);

                CREATE TABLE OrleansMembershipVersionTable (
                    DeploymentId varchar(150) PRIMARY KEY,
                    Timestamp timestamptz(3) NOT NULL DEFAULT now(),
                    Version integer NOT NULL DEFAULT 0);

                CREATE TABLE OrleansMembershipTable (
                    DeploymentId varchar(150) NOT NULL REFERENCES OrleansMembershipVersionTable,
                    Address varchar(45) NOT NULL,
                    Port integer NOT NULL,
                    Generation integer NOT NULL,
                    SiloName varchar(150) NOT NULL,
                    HostName varchar(150) NOT NULL,
                    Status integer NOT NULL,
                    ProxyPort integer,
                    SuspectTimes varchar(8000),
                    StartTime timestamptz(3) NOT NULL,
                    IAmAliveTime timestamptz(3) NOT NULL,
                    PRIMARY KEY (DeploymentId, Address, Port, Generation));
                """);
            foreach (var (key, text) in s_statements)
            {
                migrationBuilder.InsertData("orleansquery", ["querykey", "querytext"], ["varchar(64)", "varchar(8000)"], [key, text]);
            }
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("DROP TABLE OrleansQuery; DROP TABLE OrleansMembershipTable; DROP TABLE OrleansMembershipVersionTable;");
    }
}
