using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance;

/// <summary>Puts a board back as it was found, with no more commands than differ.</summary>
internal sealed class Restorer(Status found)
{
    private const int Rounds = 2;

    /// <summary>Puts back what differs, or everything, and says what could not be put back.</summary>
    /// <exception cref="CheckFailure">The board does not answer.</exception>
    public async Task<IReadOnlyList<string>> RestoreAsync(Bench bench, bool everything)
    {
        var now = await ReadAsync(bench);
        for (var round = 0; round < Rounds && (everything || !IsAsFound(now)); round++)
        {
            await RestoreGroupsAsync(bench, now, everything);
            await RestoreOutputsAsync(bench, await ReadAsync(bench), everything);
            now = await ReadAsync(bench);
            everything = false;
        }

        return now is null ? ["its status cannot be read"] : [.. Differences(now)];
    }

    private bool IsAsFound(Status? now) => now is not null && !Differences(now).Any();

    // A name of a check may be what the board cannot write properly. It must get its own names back all the same.
    private static async Task<Status?> ReadAsync(Bench bench)
    {
        var answer = await bench.GetAsync("/api/status");
        try
        {
            return Status.Read(answer.Body);
        }
        catch (CheckFailure)
        {
            return null;
        }
    }

    private IEnumerable<string> Differences(Status now)
    {
        foreach (var output in found.Outputs)
        {
            var actual = now.Outputs.FirstOrDefault(other => other.Pin == output.Pin);
            if (actual is null || !output.IsAs(actual))
                yield return $"{output} is now {actual}";
        }

        foreach (var group in found.Groups ?? [])
        {
            if (now.Group(group.Id) is not { } actual || !group.IsAs(actual))
                yield return $"group {group.Id} \"{group.Name}\" is not as it was";
        }

        foreach (var group in (now.Groups ?? []).Where(group => found.Group(group.Id) is null))
            yield return $"group {group.Id} \"{group.Name}\" was not there";
    }

    private async Task RestoreGroupsAsync(Bench bench, Status? now, bool everything)
    {
        if (found.Groups is null)
            return;

        var strangers = now is null ? Bench.GroupsOfChecks(found) : now.Groups!.Select(group => group.Id);
        foreach (var id in strangers.Where(id => found.Group(id) is null))
            await bench.PostAsync("/api/chasing/delete", $$"""{"groupId":{{id}}}""");

        foreach (var group in found.Groups)
        {
            if (everything || now?.Group(group.Id) is not { } actual || !group.IsAs(actual))
            {
                await bench.PostAsync("/api/chasing/create", $$"""
                    {"groupId":{{group.Id}},"interval":{{group.Interval}},"outputs":[{{string.Join(',', group.Pins)}}],"name":{{JsonText.Of(group.Name)}}}
                    """);
            }
        }
    }

    private async Task RestoreOutputsAsync(Bench bench, Status? now, bool everything)
    {
        foreach (var output in found.Outputs)
        {
            var actual = everything ? null : now?.Output(output.Pin);
            if (actual?.Name != output.Name)
                await bench.PostAsync("/api/name", $$"""{"pin":{{output.Pin}},"name":{{JsonText.Of(output.Name)}}}""");
            if (actual?.Interval != output.Interval)
                await bench.PostAsync("/api/interval", $$"""{"pin":{{output.Pin}},"interval":{{output.Interval}}}""");
            if (actual?.Active != output.Active || actual.Brightness != output.Brightness)
                await RestoreLightAsync(bench, output);
        }
    }

    // One step brighter is what a board that truncates takes for the brightness it reported (protocol 4.2).
    private static async Task RestoreLightAsync(Bench bench, Output output)
    {
        await ControlAsync(bench, output, output.Brightness);
        if ((await ReadAsync(bench))?.Output(output.Pin).Brightness == output.Brightness - 1)
            await ControlAsync(bench, output, output.Brightness + 1);
    }

    private static Task<HttpAnswer> ControlAsync(Bench bench, Output output, int brightness) => bench.PostAsync(
        "/api/control", $$"""{"pin":{{output.Pin}},"active":{{JsonText.Of(output.Active)}},"brightness":{{brightness}}}""");
}
