using RailHub.Firmware.Conformance.Documents;
using RailHub.Firmware.Conformance.Net;

namespace RailHub.Firmware.Conformance;

/// <summary>Puts a board back as it was found, with no more commands than differ.</summary>
internal sealed class Restorer(Status found)
{
    private const int Rounds = 2;

    /// <summary>Puts back what differs, or everything, and says what could not be put back.</summary>
    public async Task<IReadOnlyList<string>> RestoreAsync(Bench bench, bool everything)
    {
        var now = await bench.StatusAsync();
        for (var round = 0; round < Rounds && (everything || !IsAsFound(now)); round++)
        {
            await RestoreGroupsAsync(bench, now, everything);
            await RestoreOutputsAsync(bench, await bench.StatusAsync(), everything);
            now = await bench.StatusAsync();
            everything = false;
        }

        return [.. Differences(now)];
    }

    private bool IsAsFound(Status now) => !Differences(now).Any();

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

    private async Task RestoreGroupsAsync(Bench bench, Status now, bool everything)
    {
        foreach (var group in (now.Groups ?? []).Where(group => found.Group(group.Id) is null))
            await bench.PostAsync("/api/chasing/delete", $$"""{"groupId":{{group.Id}}}""");

        foreach (var group in found.Groups ?? [])
        {
            if (everything || now.Group(group.Id) is not { } actual || !group.IsAs(actual))
            {
                await bench.PostAsync("/api/chasing/create", $$"""
                    {"groupId":{{group.Id}},"interval":{{group.Interval}},"outputs":[{{string.Join(',', group.Pins)}}],"name":{{JsonText.Of(group.Name)}}}
                    """);
            }
        }
    }

    private async Task RestoreOutputsAsync(Bench bench, Status now, bool everything)
    {
        foreach (var output in found.Outputs)
        {
            var actual = now.Output(output.Pin);
            if (everything || actual.Name != output.Name)
                await bench.PostAsync("/api/name", $$"""{"pin":{{output.Pin}},"name":{{JsonText.Of(output.Name)}}}""");
            if (everything || actual.Interval != output.Interval)
                await bench.PostAsync("/api/interval", $$"""{"pin":{{output.Pin}},"interval":{{output.Interval}}}""");
            if (everything || actual.Active != output.Active || actual.Brightness != output.Brightness)
                await RestoreLightAsync(bench, output);
        }
    }

    // One step brighter is what a board that truncates takes for the brightness it reported (protocol 4.2).
    private static async Task RestoreLightAsync(Bench bench, Output output)
    {
        await ControlAsync(bench, output, output.Brightness);
        if ((await bench.OutputAsync(output.Pin)).Brightness == output.Brightness - 1)
            await ControlAsync(bench, output, output.Brightness + 1);
    }

    private static Task<HttpAnswer> ControlAsync(Bench bench, Output output, int brightness) => bench.PostAsync(
        "/api/control", $$"""{"pin":{{output.Pin}},"active":{{JsonText.Of(output.Active)}},"brightness":{{brightness}}}""");
}
