using RailHub.Contracts;

namespace RailHub.Gateway.Security;

/// <summary>The rights that endpoints and hub methods ask for, by the names of their policies.</summary>
public static class Rights
{
    /// <summary>See boards, scenes and groups.</summary>
    public const string View = "view";

    /// <summary>Switch outputs, recall scenes, start and stop groups.</summary>
    public const string Operate = "operate";

    /// <summary>Add boards, make and change scenes and groups.</summary>
    public const string Edit = "edit";

    /// <summary>Say who is what in a layout, let guests in, take the controls from somebody, look at what was done, delete the layout.</summary>
    public const string Own = "own";

    /// <summary>Make layouts and accounts; an administrator has every other right as well.</summary>
    public const string Administer = "administer";

    /// <summary>Be in at all: asked for where everybody sees what is their own.</summary>
    public const string Enter = "enter";

    /// <summary>All rights.</summary>
    public static IReadOnlyList<string> All { get; } = [Enter, View, Operate, Edit, Own, Administer];

    /// <summary>The least role in a layout that has a right there.</summary>
    public static Role RoleFor(string right) => right switch
    {
        Enter or View => Role.Viewer,
        Operate => Role.Operator,
        Edit => Role.Editor,
        Own => Role.Owner,
        _ => throw new ArgumentOutOfRangeException(nameof(right), right, "A right that no role in a layout has."),
    };
}
