using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace RailHub.Persistence;

// `dotnet ef` makes its contexts here; it compares models and writes migrations without a database.
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteRailHubDb>
{
    public SqliteRailHubDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteRailHubDb>().UseSqlite("Data Source=design-time.db").Options);
}

internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresRailHubDb>
{
    public PostgresRailHubDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresRailHubDb>().UseNpgsql("Host=localhost;Database=design-time").Options);
}
