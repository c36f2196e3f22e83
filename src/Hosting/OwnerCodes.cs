using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RailHub.Persistence;

namespace RailHub.Hosting;

/// <summary>Shows the code by which an owner of the club is made to whoever sees the server's console.</summary>
public static class OwnerCodes
{
    /// <summary>The command that makes one more owner when all are lost.</summary>
    public const string Reset = "reset-owner";

    /// <summary>Makes the code of a club without an owner; null when it has one, or another process shows the code.</summary>
    /// <param name="services">The program's services, with a database that was migrated.</param>
    /// <param name="renew">Whether this is the club's only process, so that a code that was shown before may be replaced.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<string?> OfferOwnerCodeAsync(this IServiceProvider services, bool renew, CancellationToken cancellation) =>
        OwnerCode.OfferAsync(
            services.GetRequiredService<IDbContextFactory<RailHubDb>>(), services.GetRequiredService<TimeProvider>().GetUtcNow(), renew, cancellation);

    /// <summary>Makes a code for one more owner and shows it.</summary>
    /// <param name="database">The club's database.</param>
    /// <param name="isAlone">Whether no other process has it, so that it may be brought to this program's schema first.</param>
    /// <param name="output">Where it is shown.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DatabaseUnusableException">The database cannot be used.</exception>
    public static async Task ResetAsync(DatabaseOptions database, bool isAlone, TextWriter output, CancellationToken cancellation)
    {
        if (isAlone)
        {
            await database.MigrateAsync(cancellation);
        }

        await using var services = new ServiceCollection().AddRailHubPersistence(database).BuildServiceProvider();
        var code = await OwnerCode.ReplaceAsync(
            services.GetRequiredService<IDbContextFactory<RailHubDb>>(), TimeProvider.System.GetUtcNow(), cancellation);
        await output.WriteLineAsync($"The code for an owner is {code}. It works once, for a day.");
        await output.WriteLineAsync("Open the club's page with /welcome behind its address, and give the code: a new user name makes a new administrator, a known one gets a new password.");
    }
}
