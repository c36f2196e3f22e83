namespace RailHub.Gateway.Security;

/// <summary>The rights that endpoints and hub methods ask for, by the names of their policies. Each includes those before it.</summary>
public static class Rights
{
    /// <summary>See boards, scenes and groups.</summary>
    public const string View = "view";

    /// <summary>Switch outputs, recall scenes, start and stop groups.</summary>
    public const string Operate = "operate";

    /// <summary>Add boards, make and change scenes and groups.</summary>
    public const string Edit = "edit";

    /// <summary>Say who is what in a layout, let guests in, take the controls from somebody.</summary>
    public const string Own = "own";

    /// <summary>Make and delete layouts.</summary>
    public const string Administer = "administer";

    /// <summary>All rights.</summary>
    public static IReadOnlyList<string> All { get; } = [View, Operate, Edit, Own, Administer];
}
