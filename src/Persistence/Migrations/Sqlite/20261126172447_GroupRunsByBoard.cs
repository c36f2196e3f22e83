using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class GroupRunsByBoard : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_group_runs",
                table: "group_runs");

            migrationBuilder.AddColumn<string>(
                name: "problem",
                table: "group_runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_group_runs",
                table: "group_runs",
                columns: new[] { "group_id", "controller" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_group_runs",
                table: "group_runs");

            migrationBuilder.DropColumn(
                name: "problem",
                table: "group_runs");

            migrationBuilder.AddPrimaryKey(
                name: "pk_group_runs",
                table: "group_runs",
                column: "group_id");
        }
    }
}
