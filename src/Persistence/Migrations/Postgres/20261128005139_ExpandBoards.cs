using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ExpandBoards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "ended_groups",
                columns: table => new
                {
                    controller = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    interval = table.Column<long>(type: "bigint", nullable: false),
                    pins = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ended_groups", x => new { x.controller, x.ordinal });
                    table.ForeignKey(
                        name: "fk_ended_groups_controllers_controller",
                        column: x => x.controller,
                        principalTable: "controllers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "fade_days",
                columns: table => new
                {
                    controller = table.Column<long>(type: "bigint", nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fade_days", x => x.controller);
                    table.ForeignKey(
                        name: "fk_fade_days_controllers_controller",
                        column: x => x.controller,
                        principalTable: "controllers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ended_groups");

            migrationBuilder.DropTable(
                name: "fade_days");
        }
    }
}
