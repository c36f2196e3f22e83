using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace RailHub.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AreasLampsAndHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "lamps_version",
                table: "layouts",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "areas",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    layout_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    name_key = table.Column<string>(type: "TEXT", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_areas", x => x.id);
                    table.ForeignKey(
                        name: "fk_areas_layouts_layout_id",
                        column: x => x.layout_id,
                        principalTable: "layouts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "history",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    layout_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    by = table.Column<string>(type: "TEXT", nullable: true),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: true),
                    count = table.Column<int>(type: "INTEGER", nullable: false),
                    undo = table.Column<string>(type: "TEXT", nullable: true),
                    is_undone = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_history", x => x.id);
                    table.ForeignKey(
                        name: "fk_history_layouts_layout_id",
                        column: x => x.layout_id,
                        principalTable: "layouts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lamp_groups",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    layout_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    name_key = table.Column<string>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lamp_groups", x => x.id);
                    table.ForeignKey(
                        name: "fk_lamp_groups_layouts_layout_id",
                        column: x => x.layout_id,
                        principalTable: "layouts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plans",
                columns: table => new
                {
                    layout_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    content_type = table.Column<string>(type: "TEXT", nullable: false),
                    width = table.Column<int>(type: "INTEGER", nullable: false),
                    height = table.Column<int>(type: "INTEGER", nullable: false),
                    bytes = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    content = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_plans", x => x.layout_id);
                    table.ForeignKey(
                        name: "fk_plans_layouts_layout_id",
                        column: x => x.layout_id,
                        principalTable: "layouts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "removed_controllers",
                columns: table => new
                {
                    layout_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    controller = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    host = table.Column<string>(type: "TEXT", nullable: false),
                    http_port = table.Column<int>(type: "INTEGER", nullable: false),
                    web_socket_port = table.Column<int>(type: "INTEGER", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    removed_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_removed_controllers", x => new { x.layout_id, x.controller });
                    table.ForeignKey(
                        name: "fk_removed_controllers_layouts_layout_id",
                        column: x => x.layout_id,
                        principalTable: "layouts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lamps",
                columns: table => new
                {
                    layout_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    controller = table.Column<long>(type: "INTEGER", nullable: false),
                    pin = table.Column<int>(type: "INTEGER", nullable: false),
                    alias = table.Column<string>(type: "TEXT", nullable: true),
                    area_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    hidden = table.Column<bool>(type: "INTEGER", nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    place_x = table.Column<double>(type: "REAL", nullable: true),
                    place_y = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lamps", x => new { x.layout_id, x.controller, x.pin });
                    table.ForeignKey(
                        name: "fk_lamps_areas_area_id",
                        column: x => x.area_id,
                        principalTable: "areas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_lamps_layouts_layout_id",
                        column: x => x.layout_id,
                        principalTable: "layouts",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "lamp_group_members",
                columns: table => new
                {
                    group_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    controller = table.Column<long>(type: "INTEGER", nullable: false),
                    pin = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lamp_group_members", x => new { x.group_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_lamp_group_members_lamp_groups_group_id",
                        column: x => x.group_id,
                        principalTable: "lamp_groups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "removed_runs",
                columns: table => new
                {
                    layout_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    controller = table.Column<long>(type: "INTEGER", nullable: false),
                    group_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_removed_runs", x => new { x.layout_id, x.controller, x.group_id });
                    table.ForeignKey(
                        name: "fk_removed_runs_chasing_groups_group_id",
                        column: x => x.group_id,
                        principalTable: "chasing_groups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_removed_runs_removed_controllers_layout_id_controller",
                        columns: x => new { x.layout_id, x.controller },
                        principalTable: "removed_controllers",
                        principalColumns: new[] { "layout_id", "controller" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_areas_layout_id_name_key",
                table: "areas",
                columns: new[] { "layout_id", "name_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_history_layout_id_at",
                table: "history",
                columns: new[] { "layout_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_lamp_groups_layout_id_name_key",
                table: "lamp_groups",
                columns: new[] { "layout_id", "name_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_lamps_area_id",
                table: "lamps",
                column: "area_id");

            migrationBuilder.CreateIndex(
                name: "ix_removed_runs_group_id",
                table: "removed_runs",
                column: "group_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "history");

            migrationBuilder.DropTable(
                name: "lamp_group_members");

            migrationBuilder.DropTable(
                name: "lamps");

            migrationBuilder.DropTable(
                name: "plans");

            migrationBuilder.DropTable(
                name: "removed_runs");

            migrationBuilder.DropTable(
                name: "lamp_groups");

            migrationBuilder.DropTable(
                name: "areas");

            migrationBuilder.DropTable(
                name: "removed_controllers");

            migrationBuilder.DropColumn(
                name: "lamps_version",
                table: "layouts");
        }
    }
}
