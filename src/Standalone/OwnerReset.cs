using RailHub.Hosting;
using RailHub.Persistence;

namespace RailHub.Standalone;

/// <summary>The command <c>reset-owner</c>, while the club runs or not. The result is the exit code of the process.</summary>
internal static class OwnerReset
{
    public static Task<int> RunAsync(DirectoryInfo data, TextWriter output, TextWriter error) => Launch.RunAsync(
        async stop =>
        {
            var database = DataDirectory.DatabaseOf(data.FullName);
            if (!File.Exists(database))
            {
                throw new StartFailedException($"There is no club in {data.FullName}. Say where it is with --data.");
            }

            using var alone = DataDirectory.TryOpen(data);
            await OwnerCodes.ResetAsync(DatabaseOptions.Sqlite(database), alone is not null, output, stop);
        },
        error,
        "make a code");
}
