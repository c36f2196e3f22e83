using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using RailHub.Contracts;
using RailHub.Grains.History;
using RailHub.Grains.Layouts;
using RailHub.Grains.Owners;
using RailHub.Persistence;

namespace RailHub.Grains.Plans;

/// <summary>The picture of a layout's plan. Its bytes stay in the database: a grain keeps only what it is.</summary>
internal sealed class PlanBook(LayoutContent layout, OwnedRows rows, HistoryBook history, IDbContextFactory<RailHubDb> databases)
{
    private static readonly Refusal s_missing = Refusal.NotFound(RefusalCodes.PlanMissing, "The layout's plan has no picture.");

    public async Task<Outcome<PlanPicture>> Get()
    {
        if (layout.Plan is null)
        {
            return layout.Exists ? s_missing : LayoutGrain.Unknown;
        }

        using var limit = rows.Limited();
        try
        {
            await using var database = await databases.CreateDbContextAsync(limit.Token);
            return await database.Plans.AsNoTracking().SingleOrDefaultAsync(row => row.LayoutId == layout.Id, limit.Token) is { } row
                ? new PlanPicture(row.ToContract(), row.Content)
                : s_missing;
        }
        catch (Exception failure) when (DatabaseErrors.IsAway(failure) || (failure is OperationCanceledException && limit.IsCancellationRequested))
        {
            return Rules.Away(failure);
        }
    }

    public async Task<Outcome<Plan>> Set(byte[] content, IfVersion? ifVersion) => !Picture.Read(content).Succeeded(out var picture, out var invalid)
        ? invalid
        : await rows.EditAsync<Plan>(async (database, cancellation) =>
        {
            if (!layout.Exists)
            {
                return LayoutGrain.Unknown;
            }

            if (Rules.CheckVersion(ifVersion, layout.Plan?.Version ?? 0) is { } refusal)
            {
                return refusal;
            }

            var row = await database.Plans.SingleOrDefaultAsync(row => row.LayoutId == layout.Id, cancellation);
            if (row is null)
            {
                row = new PlanRow { LayoutId = layout.Id };
                database.Plans.Add(row);
            }

            row.Content = content[..picture.Length];
            row.Version = VersionOf(row.Content);
            (row.ContentType, row.Width, row.Height, row.Bytes) = (picture.ContentType, picture.Width, picture.Height, picture.Length);
            await database.SaveChangesAsync(cancellation);
            var plan = row.ToContract();
            return history.With(new Edited<Plan>(plan, () => layout.Plan = plan), HistoryKind.PlanSet, subject: null);
        });

    public Task<Outcome<Done>> Delete(IfVersion? ifVersion) => rows.EditAsync<Done>(async (database, cancellation) =>
    {
        if (!layout.Exists)
        {
            return LayoutGrain.Unknown;
        }

        if ((layout.Plan is { } plan ? Rules.CheckVersion(ifVersion, plan.Version) : s_missing) is { } refusal)
        {
            return refusal;
        }

        await database.Plans.Where(row => row.LayoutId == layout.Id).ExecuteDeleteAsync(cancellation);
        return history.With(new Edited<Done>(Done.Instance, () => layout.Plan = null), HistoryKind.PlanDeleted, subject: null);
    });

    // 48 bits, which every reader of JSON keeps whole; 0 stays free for no picture.
    private static long VersionOf(byte[] content) => (BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(content)) & 0xFFFF_FFFF_FFFF) | 1;
}
