using RailHub.Contracts;
using RailHub.Web.Shell;

namespace RailHub.Web.Lamps;

/// <summary>What somebody enters about a lamp, with what is wrong with it.</summary>
/// <param name="lamp">The lamp as it was when the entering began.</param>
public sealed class LampAbout(LampView lamp)
{
    public string Alias { get; set; } = lamp.Known.Alias ?? string.Empty;

    /// <summary>The id of its area; empty for none.</summary>
    public string Area { get; set; } = lamp.Known.Area?.ToString() ?? string.Empty;

    public LampKind Kind { get; set; } = lamp.Known.Kind;

    public bool Hidden { get; set; } = lamp.Known.Hidden;

    /// <summary>The name that the board keeps.</summary>
    public string BoardName { get; set; } = lamp.Output.Shown.Name;

    public string? NameProblem { get; private set; }

    public string? BoardNameProblem { get; private set; }

    /// <summary>Whether somebody has changed something.</summary>
    public bool IsEdited => ClubEdit() is not null || BoardEdit() is not null;

    private AreaId? AreaId => RailHub.Contracts.AreaId.TryParse(Area, null, out var id) ? id : null;

    private string? Name => Alias.Trim() is { Length: > 0 } name ? name : null;

    /// <summary>Finds what is wrong; whether nothing is.</summary>
    public bool Check()
    {
        NameProblem = Name is null ? null : Checks.Name(Alias);
        BoardNameProblem = Checks.BoardName(BoardName, mayBeEmpty: true);
        return (NameProblem ?? BoardNameProblem) is null;
    }

    /// <summary>What changes of what the club knows; null when nothing does.</summary>
    public LampEdit? ClubEdit()
    {
        var edit = new LampEdit(
            lamp.Address.Controller,
            lamp.Address.Pin,
            Name == lamp.Known.Alias ? null : new Became<string>(Name),
            AreaId == lamp.Known.Area ? null : new Became<AreaId?>(AreaId),
            Kind == lamp.Known.Kind ? null : Kind,
            Hidden == lamp.Known.Hidden ? null : Hidden);
        return edit == new LampEdit(edit.Controller, edit.Pin) ? null : edit;
    }

    /// <summary>What changes at the board; null when nothing does.</summary>
    public OutputChange? BoardEdit() => BoardName.Trim() == lamp.Output.Shown.Name ? null : new OutputChange(Name: BoardName.Trim());
}
