using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "delay",
                table: "scene_targets",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "fade",
                table: "scene_targets",
                type: "INTEGER",
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
