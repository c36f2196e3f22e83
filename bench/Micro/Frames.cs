using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;

namespace RailHub.Bench.Micro;

/// <summary>What one lamp that changed costs on its way to the viewers, once for all of them, and at each.</summary>
[MemoryDiagnoser]
public class Frames
{
    private static readonly JsonTypeInfo<LayoutDelta> s_delta = (JsonTypeInfo<LayoutDelta>)WireJson.Options.GetTypeInfo(typeof(LayoutDelta));

    private readonly LayoutSnapshot _layout;
    private readonly ControllerState _after;
    private readonly LayoutFrame _frame;
    private readonly LayoutFrame _next;

    /// <summary>A layout of 24 boards with 16 outputs each.</summary>
    public Frames()
    {
        var layout = new Layout(LayoutId.Create(DateTimeOffset.UnixEpoch), "Main line", 1);
        _layout = new LayoutSnapshot(1, 41, layout, [.. Enumerable.Range(1, 24).Select(number => Board(layout, number))], [], [], [], LampList.None, [], null, []);
        var before = _layout.Controllers[12];
        _after = before with
        {
            Outputs = [.. before.Outputs.Select(output => output.Pin == 4 ? output with { Reported = new OutputValues(true, 40) } : output)],
        };
        var changed = new Dictionary<MacAddress, ControllerDelta> { [before.Controller.Id] = ControllerDelta.Between(before, _after)! };
        _frame = new LayoutFrame(1, 42, new LayoutDelta(Changed: changed));
        _next = new LayoutFrame(1, 43, new LayoutDelta(Changed: changed));
    }

    /// <summary>In the grain: what lies between two states of a board.</summary>
    [Benchmark]
    public ControllerDelta? Between() => ControllerDelta.Between(_layout.Controllers[12], _after);

    /// <summary>In the gateway: the delta as JSON.</summary>
    [Benchmark]
    public byte[] Encode() => JsonSerializer.SerializeToUtf8Bytes(_frame.Delta, s_delta);

    /// <summary>In the gateway, for those who fell behind: two frames as one.</summary>
    [Benchmark]
    public LayoutFrame? Merge() => _frame.Then(_next);

    /// <summary>In the gateway and in each browser: the layout after a frame.</summary>
    [Benchmark]
    public LayoutSnapshot? Reduce() => _layout.With(_frame);

    private static ControllerState Board(Layout layout, int number) => new(
        new Controller(new MacAddress((ulong)number), layout.Id, $"Board {number}", "192.168.1.40", 80, 81, 1),
        new LinkStatus(LinkState.Live, DateTimeOffset.UnixEpoch),
        "railhub",
        HasChasing: true,
        [.. Enumerable.Range(1, 16).Select(pin => new OutputState(pin, new OutputValues(Name: $"Lamp {pin}")))],
        [],
        []);
}
