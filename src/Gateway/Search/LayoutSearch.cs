using RailHub.Contracts;

namespace RailHub.Gateway.Search;

/// <summary>Looks for words in one layout.</summary>
/// <remarks>Pure: of a snapshot, which does not change.</remarks>
internal sealed class LayoutSearch
{
    private readonly LayoutSnapshot _view;
    private readonly SearchWish _wish;
    private readonly string _layout;
    private readonly string _phrase;
    private readonly List<(int Rank, SearchHit Hit)> _found = [];

    private LayoutSearch(LayoutSnapshot view, SearchWish wish)
    {
        (_view, _wish, _layout) = (view, wish, SearchText.Fold(view.Layout.Name));
        _phrase = string.Join(' ', wish.Words);
    }

    /// <summary>
    /// All that is found. The rank is 0 for what is called just so, 1 for what begins with it, 2 for what is called by all the words, and 3 for
    /// what has some of them around it: of a lamp its area, its board, its pin, and what is wrong with it.
    /// </summary>
    public static IReadOnlyList<(int Rank, SearchHit Hit)> Find(LayoutSnapshot view, SearchWish wish)
    {
        if (wish.Words.Count == 0)
        {
            return [];
        }

        var search = new LayoutSearch(view, wish);
        search.FindAll();
        return search._found;
    }

    private void FindAll()
    {
        Add(Hit(SearchHitKind.Layout, _view.Layout.Name));
        foreach (var area in _view.Areas)
        {
            Add(Hit(SearchHitKind.Area, area.Name, area.Id.Value));
        }

        foreach (var scene in _view.Scenes)
        {
            Add(Hit(SearchHitKind.Scene, scene.Name, scene.Id.Value));
        }

        foreach (var show in _view.Shows)
        {
            Add(Hit(SearchHitKind.Show, show.Name, show.Id.Value));
        }

        AddChases();
        foreach (var board in _view.Controllers)
        {
            Add(
                Hit(SearchHitKind.Board, board.Controller.Name) with { Controller = board.Controller.Id, Link = board.Link.State },
                $"{board.Controller.Host} {_wish.Problems.Of(board.Link.State)}");
        }

        AddLamps();
    }

    private void AddChases()
    {
        var boards = _view.Controllers.ToDictionary(board => board.Controller.Id);
        foreach (var group in _view.ChasingGroups)
        {
            var board = boards.GetValueOrDefault(group.Members[0].Controller);
            var isRefused = board?.Groups.Any(status => status.Id == group.Id && status.State == ChasingState.Refused) == true;
            var drift = isRefused ? Drift.Refused : Drift.None;
            Add(
                Hit(SearchHitKind.Chase, group.Name, group.Id.Value) with { Controller = board?.Controller.Id, Link = board?.Link.State, Drift = drift },
                $"{board?.Controller.Name} {(board is null ? null : _wish.Problems.Of(board.Link.State, drift))}");
        }
    }

    private void AddLamps()
    {
        var known = _view.Lamps.Lamps.ToDictionary(lamp => lamp.Output);
        var areas = _view.Areas.ToDictionary(area => area.Id, area => area.Name);
        foreach (var board in _view.Controllers)
        {
            foreach (var output in board.Outputs)
            {
                var lamp = known.GetValueOrDefault(new OutputAddress(board.Controller.Id, output.Pin));
                if (lamp is { Hidden: true })
                {
                    continue;
                }

                var area = lamp?.Area is { } id ? areas.GetValueOrDefault(id) : null;
                Add(
                    Hit(SearchHitKind.Lamp, lamp?.Alias ?? output.Shown.Name) with
                    {
                        Controller = board.Controller.Id,
                        Pin = output.Pin,
                        Board = board.Controller.Name,
                        Area = area,
                        Link = board.Link.State,
                        Drift = output.Drift,
                    },
                    $"{area} {board.Controller.Name} GPIO {output.Pin} {_wish.Problems.Of(board.Link.State, output.Drift)}");
            }
        }
    }

    private SearchHit Hit(SearchHitKind kind, string name, Guid? id = null) => new(kind, _view.Layout.Id, _view.Layout.Name, name, id);

    // The layout's name narrows a search down; alone it finds the layout, and not all that is in it.
    private void Add(SearchHit hit, string? around = null)
    {
        var own = SearchText.Fold(hit.Name);
        if (SearchText.HasAll(own, _wish.Words))
        {
            _found.Add((own == _phrase ? 0 : own.StartsWith(_phrase, StringComparison.Ordinal) ? 1 : 2, hit));
            return;
        }

        var all = $"{own} {(around is null ? null : SearchText.Fold(around))}";
        var isHere = false;
        foreach (var word in _wish.Words)
        {
            var isOwn = all.Contains(word, StringComparison.Ordinal);
            if (!isOwn && !_layout.Contains(word, StringComparison.Ordinal))
            {
                return;
            }

            isHere |= isOwn;
        }

        if (isHere)
        {
            _found.Add((3, hit));
        }
    }
}
