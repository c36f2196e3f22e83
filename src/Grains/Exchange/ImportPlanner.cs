using RailHub.Contracts;
using RailHub.Grains.Chasing;
using RailHub.Grains.Controllers;
using RailHub.Grains.Lamps;
using RailHub.Grains.Layouts;
using RailHub.Grains.Shows;
using RailHub.Persistence;

namespace RailHub.Grains.Exchange;

/// <summary>Where a board of a file is already.</summary>
internal readonly record struct BoardElsewhere(string Layout, string Name);

/// <summary>
/// Says what a layout becomes by a file, or all that stands against that. It looks at nothing but its arguments, so that a dry run says
/// what an import does.
/// </summary>
internal sealed class ImportPlanner
{
    /// <summary>How many lamps, members and targets one import writes at most: they are one transaction, and an edit has four seconds.</summary>
    public const int MostRows = 20_000;

    private readonly LayoutFile _file;
    private readonly FileProblems _problems;
    private readonly ImportOrder _order;
    private readonly LayoutId _layout;
    private readonly LayoutParts _now;
    private readonly OtherShows _others;
    private readonly DateTimeOffset _moment;

    /// <param name="layout">The layout as it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="found">What is wrong with the file by itself.</param>
    /// <param name="order">How they become one.</param>
    /// <param name="others">The shows of other layouts, when the file's cues name any.</param>
    /// <param name="moment">When ids are made.</param>
    public ImportPlanner(LayoutContent layout, LayoutFile file, FileProblems found, ImportOrder order, OtherShows others, DateTimeOffset moment)
    {
        (_file, _problems, _order, _others, _moment) = (file, found.Copy(), order, others, moment);
        (_layout, _now) = (layout.Id, LayoutParts.Of(layout));
    }

    private bool IsVisit => _order.Mode == ImportMode.Visit;

    /// <param name="elsewhere">The boards of the file that other layouts of the club have.</param>
    public Outcome<Overhaul> Plan(IReadOnlyDictionary<MacAddress, BoardElsewhere> elsewhere)
    {
        var boards = Boards(elsewhere);
        var references = new BoardReferences(_file, boards, _problems);
        var (areas, areaNames) = Areas();
        var (lamps, lampGroups) = (Lamps(references, areas, areaNames), LampGroups(references));
        var (scenes, sceneNames) = Scenes(references);
        var (groups, groupNames) = ChasingGroups(references);
        var shows = Shows(references, boards, scenes, sceneNames, groups, groupNames);
        var after = new LayoutParts(boards, areas, lamps, lampGroups, scenes, groups, shows);
        if (_problems.Any)
        {
            return _problems.ToRefusal();
        }

        var overhaul = Overhaul.Between(_now, after);
        return overhaul.Rows <= MostRows ? overhaul : new Refusal(
            RefusalKind.Invalid,
            RefusalCodes.TooMany,
            $"An import writes {MostRows} lamps, members and targets at most; this one would write {overhaul.Rows}. Import the file in parts, some scenes at a time.");
    }

    private List<Controller> Boards(IReadOnlyDictionary<MacAddress, BoardElsewhere> elsewhere)
    {
        if (_file.Boards is null)
        {
            return [.. _now.Boards];
        }

        var known = _now.Boards.ToDictionary(board => board.Id);
        var names = _now.Boards.Select(board => NameKey.Of(board.Name)).ToHashSet();
        var seen = new HashSet<MacAddress>();
        var wanted = new List<Controller>();
        foreach (var (index, board) in _file.Boards.Index())
        {
            if (board is null)
            {
                continue;
            }

            var path = $"boards[{index}]";
            var was = known.GetValueOrDefault(board.Mac);
            Check(
                board.Mac.Problem is { } problem
                    ? Refusal.Invalid("mac", RefusalCodes.MacInvalid, $"{board.Mac} is {RosterRefusals.Explain(problem)}; no board has it.")
                : !seen.Add(board.Mac)
                    ? Refusal.Invalid("mac", RefusalCodes.ControllerTaken, $"The board {board.Mac} is in the file twice.")
                : elsewhere.TryGetValue(board.Mac, out var there)
                    ? RosterRefusals.Taken(board.Mac, there.Layout, there.Name, "mac")
                : null,
                path);

            // What is not changed is not checked: a name that a board brought along may break our rules.
            Check(board.Name == was?.Name ? null : Rules.CheckName(board.Name), path);
            Check(Rules.CheckHost(board.Host), path);
            Check(Rules.CheckPort(board.HttpPort, "httpPort"), path);
            Check(Rules.CheckPort(board.WebSocketPort, "webSocketPort"), path);
            var name = board.Name == was?.Name ? board.Name : NameText.Clean(board.Name);
            wanted.Add(
                was is not null && IsVisit ? was
                : was is not null ? was with { Name = name, Host = board.Host.Trim(), HttpPort = board.HttpPort, WebSocketPort = board.WebSocketPort }
                : new Controller(board.Mac, _layout, Free(name, names.Contains, NameChoice.ClubRoom), board.Host.Trim(), board.HttpPort, board.WebSocketPort, Version: 1));
        }

        return Together(_now.Boards, wanted, board => board.Id);
    }

    private (List<Area> Areas, Dictionary<string, Area> Names) Areas()
    {
        var wanted = new List<Area>();
        var names = new Dictionary<string, Area>();
        if (_file.Areas is not null)
        {
            var known = Known(_now.Areas, area => area.Name);
            foreach (var (index, name) in _file.Areas.Index())
            {
                if (name is not null && IsNew($"areas[{index}]", name, Rules.CheckName(name) is { } refusal ? refusal with { Field = null } : null, names))
                {
                    var area = Named(
                        known,
                        name,
                        area => area.Name,
                        NameChoice.ClubRoom,
                        (was, called) => was with { Name = called },
                        called => new Area(AreaId.Create(_moment), called, Version: 1));
                    wanted.Add(area);
                    names[NameKey.Of(name)] = area;
                }
            }
        }

        var after = _file.Areas is null ? [.. _now.Areas] : Together(_now.Areas, wanted, area => area.Id);
        CheckRoom(after.Count, LayoutBounds.Areas, "areas");

        // A lamp may be in an area that the file does not have and the layout does.
        foreach (var area in after)
        {
            names.TryAdd(NameKey.Of(area.Name), area);
        }

        return (after, names);
    }

    private List<Lamp> Lamps(BoardReferences references, List<Area> areas, Dictionary<string, Area> areaNames)
    {
        // A module has something to say of the lamps of the boards that it brings, and of no others.
        var brought = (_file.Boards ?? []).OfType<FileBoard>().Select(board => board.Mac).Except(_now.Boards.Select(board => board.Id)).ToHashSet();
        var known = _now.Lamps.Select(lamp => lamp.Output).ToHashSet();
        var seen = new HashSet<OutputAddress>();
        var wanted = new List<Lamp>();
        foreach (var (index, lamp) in (_file.Lamps ?? []).Index())
        {
            if (lamp is null)
            {
                continue;
            }

            var path = $"lamps[{index}]";
            Area? area = null;
            if (lamp.Area is not null && !areaNames.TryGetValue(NameKey.Of(lamp.Area), out area))
            {
                _problems.Add(Refusal.Invalid($"{path}.area", RefusalCodes.AreaUnknown, $"There is no area \"{lamp.Area}\" among \"areas\", nor in the layout."));
            }

            Check(LampBook.CheckKnown(lamp.Alias, lamp.Kind, lamp.Order, lamp.Place, path));
            if (Find(references, lamp.Board, lamp.Pin, path, seen) is { } output && !(IsVisit && (!brought.Contains(output.Controller) || known.Contains(output))))
            {
                wanted.Add(new Lamp(
                    output.Controller, output.Pin, LampBook.CleanAlias(lamp.Alias), area?.Id, lamp.Kind, lamp.Hidden, lamp.Order, lamp.Place));
            }
        }

        var stays = areas.Select(area => area.Id).ToHashSet();
        List<Lamp> after =
        [
            .. (_file.Lamps is null ? _now.Lamps : Together(_now.Lamps, wanted, lamp => lamp.Output))
                .Select(lamp => lamp.Area is { } area && !stays.Contains(area) ? lamp with { Area = null } : lamp).Where(LayoutParts.IsKnown),
        ];
        CheckRoom(after.Count, LayoutBounds.Lamps, "lamps");
        return after;
    }

    private List<LampGroup> LampGroups(BoardReferences references)
    {
        var (after, _) = ThingsOf(
            "lampGroups",
            _file.LampGroups,
            _now.LampGroups,
            group => group.Name,
            group => group.Name,
            group => group.Id,
            NameChoice.ClubRoom,
            (group, was, path) =>
            {
                var members = Outputs(references, group.Members, path);
                if (group.Members.Count is 0 or > LampGroupBook.MostMembers)
                {
                    _problems.Add(Refusal.Invalid(
                        $"{path}.members",
                        group.Members.Count == 0 ? RefusalCodes.LampGroupEmpty : RefusalCodes.TooMany,
                        $"A lamp group has 1 to {LampGroupBook.MostMembers} lamps; these are {group.Members.Count}."));
                }

                Check(group.Name == was?.Name ? null : Rules.CheckName(group.Name), path);
                return name => was is null ? new LampGroup(LampGroupId.Create(_moment), _layout, name, members, Version: 1) : was with { Name = name, Members = members };
            });
        CheckRoom(after.Count, LayoutBounds.LampGroups, "lampGroups");
        return after;
    }

    private (List<Scene> After, Dictionary<string, Scene> Names) Scenes(BoardReferences references) => ThingsOf(
        "scenes",
        _file.Scenes,
        _now.Scenes,
        scene => scene.Name,
        scene => scene.Name,
        scene => scene.Id,
        NameChoice.ClubRoom,
        (scene, was, path) =>
        {
            var targets = Targets(references, scene.Targets, was?.Targets ?? [], path, "A scene", RefusalCodes.SceneEmpty);
            Check((scene.Name == was?.Name ? null : Rules.CheckName(scene.Name)) ?? Rules.CheckFade(scene.Fade, "fade"), path);
            return name => was is null
                ? new Scene(SceneId.Create(_moment), _layout, name, targets, Version: 1, scene.Fade)
                : was with { Name = name, Targets = targets, Fade = scene.Fade };
        });

    private (List<ChasingGroup> After, Dictionary<string, ChasingGroup> Names) ChasingGroups(BoardReferences references) => ThingsOf(
        "chasingGroups",
        _file.ChasingGroups,
        _now.ChasingGroups,
        group => group.Name,
        group => group.Name,
        group => group.Id,
        NameChoice.BoardRoom,
        (group, was, path) =>
        {
            var members = Outputs(references, group.Members, path);
            if (members.Count == group.Members.Count)
            {
                Check(ChasingRules.Check(new ChasingGroupDraft(group.Name, group.Interval, members), was), path);
            }

            return name => was is null
                ? new ChasingGroup(ChasingGroupId.Create(_moment), _layout, name, group.Interval, members, Version: 1)
                : was with { Name = name, Interval = group.Interval, Members = members };
        });

    private List<Show> Shows(
        BoardReferences references,
        List<Controller> boards,
        List<Scene> scenes,
        Dictionary<string, Scene> sceneNames,
        List<ChasingGroup> groups,
        Dictionary<string, ChasingGroup> groupNames)
    {
        // All have their identities before the cues of any are read: shows name each other.
        var (named, names) = ThingsOf(
            "shows",
            _file.Shows,
            _now.Shows,
            show => show.Name,
            show => show.Name,
            show => show.Id,
            NameChoice.ClubRoom,
            (show, was, path) =>
            {
                Check(show.Name == was?.Name ? null : Rules.CheckName(show.Name), path);
                return name => was is null ? new Show(ShowId.Create(_moment), _layout, name, [], Version: 1) : was with { Name = name };
            });
        CheckRoom(named.Count, LayoutBounds.Shows, "shows", RefusalCodes.TooManyShows);

        var known = _now.Shows.ToDictionary(show => show.Id);
        var cues = new CueReferences(_file, sceneNames, groupNames, names, _others, _problems);
        var read = new Dictionary<ShowId, (Show Show, string Path, ShowDraft Draft)>();
        foreach (var (index, entry) in (_file.Shows ?? []).Index())
        {
            if (entry is not null && names.TryGetValue(NameKey.Of(entry.Name), out var show))
            {
                var path = $"shows[{index}]";
                var draft = new ShowDraft(show.Name, Cues(references, cues, entry, known.GetValueOrDefault(show.Id), path), entry.Loops);
                Check(ShowRules.CheckSize(draft), path);
                read[show.Id] = (ShowBook.Made(show.Id, _layout, draft, show.Version) with { Name = show.Name }, path, draft);
            }
        }

        List<Show> after = [.. named.Select(show => read.TryGetValue(show.Id, out var entry) ? entry.Show : show)];
        if (!_problems.Any)
        {
            var layout = new LayoutParts(boards, [], [], [], scenes, groups, after).ToContent(_layout);
            foreach (var (show, path, draft) in read.Values.Where(entry => !known.TryGetValue(entry.Show.Id, out var was) || !Overhaul.IsSame(was, entry.Show)))
            {
                Check(
                    new ShowRules(layout, show.Id, [], _others, static (_, _) => true).CheckWhole(draft) is { } refusal
                        ? refusal with { Field = refusal.Field!.Replace(".show", ".startShow", StringComparison.Ordinal) }
                        : null,
                    path);
            }
        }

        return after;
    }

    private List<Cue> Cues(BoardReferences references, CueReferences cues, FileShow show, Show? was, string path)
    {
        var before = ShowRules.Targets(was?.Cues).ToArray();
        var numbers = new HashSet<CueNumber>();
        var read = new List<Cue>();
        foreach (var (index, entry) in show.Cues.Index())
        {
            if (entry is null)
            {
                continue;
            }

            var at = $"{path}.cues[{index}]";
            var targets = entry.Targets is { } own ? Targets(references, own, before, at, "A cue", RefusalCodes.CueInvalid) : null;
            if (cues.Resolve(entry, at, targets) is { } cue)
            {
                foreach (var refusal in ShowRules.CheckOf(cue, at, numbers).Append(ShowRules.CheckFades(cue, at)))
                {
                    Check(refusal);
                }

                read.Add(cue);
            }
        }

        return read;
    }

    /// <summary>The targets of a scene or a cue.</summary>
    /// <param name="references">What boards they mean.</param>
    /// <param name="entries">What the file has.</param>
    /// <param name="before">
    /// What there was: a board may have reported an interval that cannot be written to one; where there is such a target already, it stays.
    /// </param>
    /// <param name="path">Where the scene or cue stands.</param>
    /// <param name="what">What it is, in English.</param>
    /// <param name="isEmpty">The code of the refusal when there are none.</param>
    private List<SceneTarget> Targets(
        BoardReferences references, IReadOnlyList<FileTarget?> entries, IReadOnlyList<SceneTarget> before, string path, string what, string isEmpty)
    {
        var kept = before.Select(target => (new OutputAddress(target.Controller, target.Pin), target.Interval)).ToHashSet();
        var seen = new HashSet<OutputAddress>();
        var targets = new List<SceneTarget>();
        foreach (var (index, target) in entries.Index())
        {
            var at = $"{path}.targets[{index}]";
            if (target is not null && Find(references, target.Board, target.Pin, at, seen) is { } output)
            {
                var wanted = new SceneTarget(output.Controller, output.Pin, target.Active, target.Brightness, target.Interval, target.Fade, target.Delay);
                Check(Rules.CheckTarget(wanted, at, (address, interval) => kept.Contains((address, interval))));
                targets.Add(wanted);
            }
        }

        if (entries.Count is 0 or > Rules.MostTargets)
        {
            _problems.Add(Refusal.Invalid(
                $"{path}.targets",
                entries.Count == 0 ? isEmpty : RefusalCodes.TooMany,
                $"{what} has 1 to {Rules.MostTargets} targets; these are {entries.Count}."));
        }

        return targets;
    }

    /// <summary>What there is of one kind of things that have names, when the file has been heard; and by which names the file means them.</summary>
    /// <param name="part">The member of the file.</param>
    /// <param name="entries">What it has; null when it says nothing.</param>
    /// <param name="now">What the layout has.</param>
    /// <param name="entryName">The name of an entry.</param>
    /// <param name="nameOf">The name of a thing.</param>
    /// <param name="identity">The identity of a thing.</param>
    /// <param name="room">How long a name may be.</param>
    /// <param name="read">Checks an entry, and gives what makes a thing of it by its name; takes the thing that has its name already.</param>
    private (List<T> After, Dictionary<string, T> Names) ThingsOf<TEntry, T, TIdentity>(
        string part,
        IReadOnlyList<TEntry?>? entries,
        IReadOnlyList<T> now,
        Func<TEntry, string> entryName,
        Func<T, string> nameOf,
        Func<T, TIdentity> identity,
        NameChoice.Room room,
        Func<TEntry, T?, string, Func<string, T>> read)
        where TEntry : class
        where T : class
        where TIdentity : notnull
    {
        var known = Known(now, nameOf);
        if (entries is null)
        {
            return ([.. now], known);
        }

        var wanted = new List<T>();
        var names = new Dictionary<string, T>();
        foreach (var (index, entry) in entries.Index())
        {
            if (entry is null)
            {
                continue;
            }

            var (path, name) = ($"{part}[{index}]", entryName(entry));
            var make = read(entry, IsVisit ? null : known.GetValueOrDefault(NameKey.Of(name)), path);
            if (IsNew($"{path}.name", name, refusal: null, names))
            {
                var thing = Named(known, name, nameOf, room, (_, called) => make(called), make);
                wanted.Add(thing);
                names[NameKey.Of(name)] = thing;
            }
        }

        var after = Together(now, wanted, identity);

        // What the file names it may also have from the layout.
        foreach (var thing in after)
        {
            names.TryAdd(NameKey.Of(nameOf(thing)), thing);
        }

        return (after, names);
    }

    /// <summary>By name; of those that an older program let have the same one, the first.</summary>
    private static Dictionary<string, T> Known<T>(IEnumerable<T> things, Func<T, string> nameOf)
    {
        var known = new Dictionary<string, T>();
        foreach (var thing in things)
        {
            known.TryAdd(NameKey.Of(nameOf(thing)), thing);
        }

        return known;
    }

    /// <summary>The thing that has this name already, changed, or a new one; a visiting module's is always new, and has a name of its own.</summary>
    private T Named<T>(Dictionary<string, T> known, string name, Func<T, string> nameOf, NameChoice.Room room, Func<T, string, T> change, Func<string, T> make)
    {
        if (!IsVisit && known.TryGetValue(NameKey.Of(name), out var was))
        {
            return change(was, name == nameOf(was) ? name : NameText.Clean(name));
        }

        var made = make(Free(NameText.Clean(name), known.ContainsKey, room));
        known[NameKey.Of(nameOf(made))] = made;
        return made;
    }

    /// <summary>The name that something new gets: of what a module brings, what the host has a name for already gets the module's before its own.</summary>
    private string Free(string name, Func<string, bool> isTaken, NameChoice.Room room) => IsVisit && isTaken(NameKey.Of(name))
        ? NameChoice.Free($"{NameText.Clean(_order.Module!)}: {name}", room, other => isTaken(NameKey.Of(other)))
        : name;

    private bool IsNew<T>(string path, string name, Refusal? refusal, Dictionary<string, T> names)
    {
        if (refusal is null && names.ContainsKey(NameKey.Of(name)))
        {
            refusal = Refusal.Invalid(path, RefusalCodes.NameTaken, $"The file has \"{name}\" twice.");
        }

        Check(refusal is null ? null : refusal with { Field = path });
        return refusal is null;
    }

    /// <summary>What there is when the layout's things and the file's are put together as it was ordered.</summary>
    private List<T> Together<T, TIdentity>(IReadOnlyList<T> now, List<T> wanted, Func<T, TIdentity> identity)
        where TIdentity : notnull
    {
        if (_order.Mode == ImportMode.Replace)
        {
            return wanted;
        }

        var next = wanted.DistinctBy(identity).ToDictionary(identity);
        return
        [
            .. now.Select(thing => next.Remove(identity(thing), out var changed) ? changed : thing),
            .. wanted.Where(thing => next.Remove(identity(thing))),
        ];
    }

    private List<OutputAddress> Outputs(BoardReferences references, IReadOnlyList<FileOutput?> members, string path)
    {
        var seen = new HashSet<OutputAddress>();
        return
        [
            .. members.Index()
                .Select(entry => entry.Item is { } member ? Find(references, member.Board, member.Pin, $"{path}.members[{entry.Index}]", seen) : null)
                .OfType<OutputAddress>(),
        ];
    }

    /// <summary>The output that an entry means; null when that is a problem.</summary>
    private OutputAddress? Find(BoardReferences references, string board, int pin, string path, HashSet<OutputAddress> seen)
    {
        var noPin = Rules.CheckPin(pin, $"{path}.pin");
        Check(noPin);
        if (references.Find(board, $"{path}.board") is not { } controller || noPin is not null)
        {
            return null;
        }

        var output = new OutputAddress(controller, pin);
        if (seen.Add(output))
        {
            return output;
        }

        _problems.Add(Refusal.Invalid(path, RefusalCodes.OutputTwice, $"Pin {pin} of \"{board}\" is there already."));
        return null;
    }

    private void CheckRoom(int count, int most, string part, string code = RefusalCodes.TooMany)
    {
        if (count > most)
        {
            _problems.Add(Refusal.Invalid(part, code, $"A layout has {most} of these at most; it would have {count}.") with { Names = [$"{most}"] });
        }
    }

    /// <summary>Notes a refusal of something at a path; its field is told from there.</summary>
    private void Check(Refusal? refusal, string? path = null)
    {
        if (refusal is not null)
        {
            _problems.Add(path is null ? refusal : refusal with { Field = $"{path}.{refusal.Field}" });
        }
    }
}
