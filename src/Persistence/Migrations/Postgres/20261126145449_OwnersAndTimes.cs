using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class OwnersAndTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_wishes",
                table: "wishes");

            migrationBuilder.AddColumn<int>(
                name: "ordinal",
                table: "wishes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "curve",
                table: "wishes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "duration",
                table: "wishes",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "origin",
                table: "wishes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "starts_at",
                table: "wishes",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AlterColumn<int>(
                name: "number",
                table: "group_runs",
                type: "integer",
                nullable: true,
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AddPrimaryKey(
                name: "pk_wishes",
                table: "wishes",
                columns: new[] { "controller", "pin", "ordinal" });

            migrationBuilder.CreateTable(
                name: "owners",
                columns: table => new
                {
                    grain = table.Column<string>(type: "text", nullable: false),
                    epoch = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_owners", x => x.grain);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "owners");

            migrationBuilder.DropPrimaryKey(
                name: "pk_wishes",
                table: "wishes");

            migrationBuilder.DropColumn(
                name: "ordinal",
                table: "wishes");

            migrationBuilder.DropColumn(
                name: "curve",
                table: "wishes");

            migrationBuilder.DropColumn(
                name: "duration",
                table: "wishes");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "wishes");

            migrationBuilder.DropColumn(
                name: "starts_at",
                table: "wishes");

            migrationBuilder.AlterColumn<int>(
                name: "number",
                table: "group_runs",
                type: "integer",
                nullable: false,
                defaultValue: 0,
                oldClrType: typeof(int),
                oldType: "integer",
                oldNullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_wishes",
                table: "wishes",
                columns: new[] { "controller", "pin" });
        }
    }
}
