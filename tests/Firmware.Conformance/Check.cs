using System.Reflection;
using RailHub.Firmware.Conformance.Checks;

namespace RailHub.Firmware.Conformance;

/// <summary>One statement about a running board that can be shown to be true or false from outside.</summary>
public sealed class Check
{
    private static readonly Type[] Classes =
    [
        typeof(StatusChecks), typeof(TransportChecks), typeof(ControlChecks), typeof(FieldChecks), typeof(IntervalChecks), typeof(NameChecks),
        typeof(OpeningChecks), typeof(FrameChecks), typeof(FeedChecks), typeof(SlotChecks), typeof(ChasingChecks), typeof(GroupFormChecks),
        typeof(PatienceChecks), typeof(ResetChecks),
    ];

    private readonly MethodInfo _method;
    private readonly ProvesAttribute _proves;

    private Check(MethodInfo method, ProvesAttribute proves)
    {
        _method = method;
        _proves = proves;
        Name = method.Name.Replace('_', ' ');
    }

    /// <summary>All checks, in the order in which they are run.</summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        .. from type in Classes
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let proves = method.GetCustomAttribute<ProvesAttribute>()
           where proves is not null
           orderby Array.IndexOf(Classes, type), method.MetadataToken
           select new Check(method, proves),
    ];

    /// <summary>A sentence that is true of a board which conforms.</summary>
    public string Name { get; }

    /// <summary>Section of the protocol that says so, and the golden example if there is one.</summary>
    public string Section => _proves.Section;

    /// <summary>Whether only a board with chasing groups can be asked for it.</summary>
    public bool NeedsGroups => _proves.NeedsGroups;

    /// <summary>Whether only a board without chasing groups can be asked for it.</summary>
    public bool NeedsNoGroups => _proves.NeedsNoGroups;

    /// <summary>Whether it mostly waits.</summary>
    public bool Waits => _proves.Waits;

    /// <summary>Whether it erases what the board has stored.</summary>
    public bool Resets => _proves.Resets;

    internal Task RunAsync(Bench bench) => (Task)_method.Invoke(Activator.CreateInstance(_method.DeclaringType!, bench), null)!;

    public override string ToString() => Name;
}
