using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Audit : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "actor_id",
                table: "history",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "actor_kind",
                table: "history",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "actor_name",
                table: "history",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "code",
                table: "history",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "result",
                table: "history",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<int>(
                name: "times",
                table: "history",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "topic",
                table: "history",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "value",
                table: "history",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "words",
                table: "history",
                type: "TEXT",
                nullable: false,
                defaultValue: "");

            // Before SQLite makes the table anew, which it does once, at the end.
            HistoryMigration.Fill(migrationBuilder);

            migrationBuilder.DropForeignKey(
                name: "fk_history_layouts_layout_id",
                table: "history");

            migrationBuilder.AlterColumn<Guid>(
                name: "layout_id",
                table: "history",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "TEXT");

            migrationBuilder.CreateIndex(
                name: "ix_history_actor_id_at",
                table: "history",
                columns: new[] { "actor_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_history_at",
                table: "history",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_history_layout_id_topic_at",
                table: "history",
                columns: new[] { "layout_id", "topic", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_history_topic_at",
                table: "history",
                columns: new[] { "topic", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_history_actor_id_at",
                table: "history");

            migrationBuilder.DropIndex(
                name: "ix_history_at",
                table: "history");

            migrationBuilder.DropIndex(
                name: "ix_history_layout_id_topic_at",
                table: "history");

            migrationBuilder.DropIndex(
                name: "ix_history_topic_at",
                table: "history");

            migrationBuilder.DropColumn(
                name: "actor_id",
                table: "history");

            migrationBuilder.DropColumn(
                name: "actor_kind",
                table: "history");

            migrationBuilder.DropColumn(
                name: "actor_name",
                table: "history");

            migrationBuilder.DropColumn(
                name: "code",
                table: "history");

            migrationBuilder.DropColumn(
                name: "result",
                table: "history");

            migrationBuilder.DropColumn(
                name: "times",
                table: "history");

            migrationBuilder.DropColumn(
                name: "topic",
                table: "history");

            migrationBuilder.DropColumn(
                name: "value",
                table: "history");

            migrationBuilder.DropColumn(
                name: "words",
                table: "history");

            migrationBuilder.AlterColumn<Guid>(
                name: "layout_id",
                table: "history",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "TEXT",
                oldNullable: true);

            migrationBuilder.AddForeignKey(
                name: "fk_history_layouts_layout_id",
                table: "history",
                column: "layout_id",
                principalTable: "layouts",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }
    }
}
