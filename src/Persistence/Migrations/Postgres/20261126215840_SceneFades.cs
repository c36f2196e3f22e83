using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class SceneFades : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "fade",
                table: "scenes",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "delay",
                table: "scene_targets",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "fade",
                table: "scene_targets",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "fade",
                table: "scenes");

            migrationBuilder.DropColumn(
                name: "delay",
                table: "scene_targets");

            migrationBuilder.DropColumn(
                name: "fade",
                table: "scene_targets");
        }
    }
}
