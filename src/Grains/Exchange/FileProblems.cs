using RailHub.Contracts;

namespace RailHub.Grains.Exchange;

/// <summary>What is wrong with a file: all of it at once, so that a person mends it once.</summary>
internal sealed class FileProblems
{
    /// <summary>How many problems are told; whoever has more hears of the others when these are mended.</summary>
    public const int Most = 50;

    private readonly List<Refusal> _all = [];
    private int _count;

    /// <summary>Whether there are any.</summary>
    public bool Any => _count > 0;

    public void Add(Refusal problem)
    {
        _count++;
        if (_all.Count < Most)
        {
            _all.Add(problem);
        }
    }

    /// <summary>Something is missing, not known, there twice, or not what belongs there.</summary>
    /// <param name="path">Where; empty for the whole file.</param>
    /// <param name="detail">What is needed there.</param>
    public void Add(string path, string detail) =>
        Add(new Refusal(RefusalKind.Invalid, RefusalCodes.EntryInvalid, detail, path.Length == 0 ? null : path));

    /// <summary>The same problems, to which others come.</summary>
    public FileProblems Copy()
    {
        var copy = new FileProblems { _count = _count };
        copy._all.AddRange(_all);
        return copy;
    }

    /// <summary>The refusal of the whole file: a conflict when nothing is wrong but what else is there.</summary>
    public Refusal ToRefusal() => new(
        _count == _all.Count && _all.TrueForAll(problem => problem.Kind == RefusalKind.Conflict) ? RefusalKind.Conflict : RefusalKind.Invalid,
        RefusalCodes.FileInvalid,
        (_count > Most ? $"The file has {_count} problems, of which these are the first {Most}." : _count == 1 ? "The file has a problem." : $"The file has {_count} problems.")
            + $" Nothing was imported. {_all[0].Detail}",
        _all[0].Field,
        Problems: [.. _all]);
}
