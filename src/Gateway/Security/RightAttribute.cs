namespace RailHub.Gateway.Security;

/// <summary>The right that a hub method asks for, in the layout that it names. Not SignalR's own attribute: that one's refusal is an error without words.</summary>
/// <param name="right">One of <see cref="Rights"/>.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RightAttribute(string right) : Attribute
{
    public string Right => right;
}
