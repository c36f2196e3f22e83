using RailHub.Contracts;
using RailHub.Web.Dashboards;
using RailHub.Web.Resources;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>
/// Dims the lit lamps of an area together: the brightest becomes what is asked for, and each other one keeps its share of it, by what they were
/// when somebody began. Of a slider that is dragged only its newest place is sent, one after the other; all of it is told, and taken back, as one.
/// </summary>
/// <param name="commands">Sets them.</param>
public sealed class AreaDimmer(LayoutCommands commands)
{
    /// <summary>The lowest level, in percent: lamps at none would have no share to come back by.</summary>
    public const int Least = 1;

    private readonly Dictionary<OutputAddress, SceneTarget> _before = [];
    private Dictionary<OutputAddress, int>? _began;
    private IReadOnlyList<LampView> _lamps = [];
    private IReadOnlyList<TargetResult> _results = [];
    private Task _setting = Task.CompletedTask;
    private int? _next;

    /// <summary>The level that was asked for last, 1..100 percent; null before somebody asks.</summary>
    public int? Level { get; private set; }

    /// <summary>Whether it is dimmed with the others: who is held at the desk or runs in a chase would not follow, and of a silent board nobody knows.</summary>
    public static bool IsDimmed(LampView lamp) => lamp is { IsLit: true, Parked: null, ChasedBy: null } && lamp.Output.Shown.Brightness >= Least;

    /// <summary>The level of the brightest of the lamps that are dimmed; 0 when none is.</summary>
    public static int LevelOf(IEnumerable<LampView> lamps) => lamps.Where(IsDimmed).Select(lamp => lamp.Output.Shown.Brightness).DefaultIfEmpty().Max();

    /// <summary>Takes the lamps as they are now: what was switched off meanwhile stays off.</summary>
    public void Follow(IReadOnlyList<LampView> lamps) => _lamps = lamps;

    /// <summary>Dims them.</summary>
    /// <param name="level">What the brightest is to be, 1..100 percent.</param>
    public Task SetAsync(int level)
    {
        _began ??= _lamps.Where(IsDimmed).ToDictionary(lamp => lamp.Address, lamp => lamp.Output.Shown.Brightness);
        _next = Level = Math.Clamp(level, Least, 100);
        return _setting.IsCompleted ? _setting = SendAsync() : _setting;
    }

    /// <summary>Tells what was done, if anything was.</summary>
    /// <param name="name">The area's name.</param>
    public async Task EndAsync(string name)
    {
        await _setting;
        if (_before.Count > 0)
        {
            commands.TellDone(Texts.Area_Dimmed.With(name, Level), new Recall(_results, [.. _before.Values]));
        }
    }

    private async Task SendAsync()
    {
        while (_next is { } next)
        {
            _next = null;
            if (Targets(next) is { Count: > 0 } targets && await commands.SetLevelsAsync(targets, () => _next is null) is { } recall)
            {
                _results = recall.Results;
                foreach (var target in recall.Before)
                {
                    _before.TryAdd(new OutputAddress(target.Controller, target.Pin), target);
                }
            }
        }
    }

    private IReadOnlyList<SceneTarget> Targets(int level)
    {
        var lit = _lamps.Where(lamp => lamp.Output.Shown.Active && IsDimmed(lamp) && _began!.ContainsKey(lamp.Address)).ToArray();
        var brightest = lit.Select(lamp => _began![lamp.Address]).DefaultIfEmpty(Least).Max();
        return
        [
            .. from lamp in lit
               let share = (double)_began![lamp.Address] / brightest
               let brightness = Math.Max((int)Math.Round(level * share, MidpointRounding.AwayFromZero), Least)
               select new SceneTarget(lamp.Controller.Id, lamp.Output.Pin, Active: true, brightness),
        ];
    }
}
