using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FollowingBoards : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "follows_boards",
                table: "layouts",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "follows_boards",
                table: "layouts");
        }
    }
}
