using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ChaseStepsAreLong : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "interval",
                table: "chasing_groups",
                type: "bigint",
                nullable: false,
                oldClrType: typeof(int),
                oldType: "integer");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<int>(
                name: "interval",
                table: "chasing_groups",
                type: "integer",
                nullable: false,
                oldClrType: typeof(long),
                oldType: "bigint");
        }
    }
}
