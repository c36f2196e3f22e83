using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What a member is in one layout. Each may also do what those before it may. The names stand in the database.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Role>))]
public enum Role
{
    /// <summary>Looks on.</summary>
    Viewer,

    /// <summary>Switches lamps, recalls scenes, plays shows.</summary>
    Operator,

    /// <summary>Adds boards; makes and changes scenes, groups and shows.</summary>
    Editor,

    /// <summary>Says who is what in the layout, lets guests in, and may delete it.</summary>
    Owner,
}

/// <summary>A role in a layout.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Role">What one is there.</param>
public sealed record RoleIn(LayoutId Layout, Role Role);

/// <summary>The role that somebody is to have.</summary>
/// <param name="Role">The role.</param>
public sealed record RoleDraft(Role Role);
