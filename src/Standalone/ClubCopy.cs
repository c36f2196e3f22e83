using RailHub.Hosting;
using RailHub.Persistence;

namespace RailHub.Standalone;

/// <summary>The commands <c>backup</c> and <c>restore</c>. The result is the exit code of the process.</summary>
internal static class ClubCopy
{
    public static Task<int> BackUpAsync(DirectoryInfo data, FileInfo file, bool overwrite, TextWriter output, TextWriter error) =>
        Launch.RunAsync(
            async stop =>
            {
                var database = DataDirectory.DatabaseOf(data.FullName);
                if (!File.Exists(database))
                {
                    throw new StartFailedException($"There is no club in {data.FullName}. Say where it is with --data.");
                }

                if (Directory.Exists(file.FullName))
                {
                    throw new StartFailedException($"{file.FullName} is a directory. Give a file in it.");
                }

                // A stick that is not in its place is no directory, and its place is on the club's own disk.
                if (!file.Directory!.Exists)
                {
                    throw new StartFailedException($"There is no directory {file.DirectoryName}.");
                }

                if (file.Exists && !overwrite)
                {
                    throw new StartFailedException($"{file.FullName} is there already. Give another name, or replace it with --overwrite.");
                }

                using var alone = DataDirectory.TryOpen(data);
                await SqliteBackup.BackUpAsync(database, file.FullName, isAlone: alone is not null, stop);
                file.Refresh();
                await output.WriteLineAsync($"The club in {data.FullName} is in {file.FullName}: {file.Length / 1024.0:N0} KiB, read through without a fault.");
            },
            error,
            "back up");

    public static Task<int> RestoreAsync(DirectoryInfo data, FileInfo file, TextWriter output, TextWriter error) =>
        Launch.RunAsync(
            async stop =>
            {
                using var alone = DataDirectory.Open(data);
                var aside = await SqliteBackup.RestoreAsync(alone.Database, file.FullName, stop);
                await output.WriteLineAsync($"The club of {file.FullName} is in {data.FullName}.");
                if (aside is not null)
                {
                    await output.WriteLineAsync($"What was there before is kept as {aside}.");
                }
            },
            error,
            "restore");
}
