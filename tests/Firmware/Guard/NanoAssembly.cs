using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RailHub.Firmware.Tests.Guard;

/// <summary>An assembly that was compiled against the declarations, read as data. It cannot be loaded here: its corlib is a board's.</summary>
internal sealed class NanoAssembly : IDisposable
{
    private readonly PEReader _file;

    /// <param name="name">Name without the extension; the build puts it beside the tests.</param>
    public NanoAssembly(string name)
    {
        _file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Guard", name + ".dll")));
        Metadata = _file.GetMetadataReader();
    }

    public MetadataReader Metadata { get; }

    public IEnumerable<TypeDefinition> Types => Metadata.TypeDefinitions.Select(Metadata.GetTypeDefinition);

    public IEnumerable<MethodDefinition> Methods => Metadata.MethodDefinitions.Select(Metadata.GetMethodDefinition);

    public IEnumerable<(System.Reflection.Emit.OpCode Code, EntityHandle Operand)> CodeOf(MethodDefinition method) =>
        method.RelativeVirtualAddress == 0
            ? []
            : ILCode.Read(_file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!)
                .Select(instruction => (instruction.Code, instruction.Token == 0 ? default : MetadataTokens.EntityHandle(instruction.Token)));

    public string NameOf(MethodDefinition method) =>
        $"{NameOf(Metadata.GetTypeDefinition(method.GetDeclaringType()))}.{Metadata.GetString(method.Name)}";

    public string NameOf(TypeDefinition type) => Metadata.GetString(type.Name);

    /// <summary>Whether it is an enum of this assembly or of the declarations.</summary>
    public bool IsEnum(EntityHandle type) =>
        type.Kind == HandleKind.TypeDefinition
        && Metadata.GetTypeDefinition((TypeDefinitionHandle)type).BaseType is { Kind: HandleKind.TypeReference } parent
        && FullNameOf(parent) == "System.Enum";

    /// <summary>Namespace and name of a type that is defined or referred to; empty for what is constructed.</summary>
    public string FullNameOf(EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeReference => Join(Metadata.GetTypeReference((TypeReferenceHandle)type)),
        HandleKind.TypeDefinition => Join(Metadata.GetTypeDefinition((TypeDefinitionHandle)type)),
        _ => "",
    };

    /// <summary>The method or field of another assembly that an instruction names, or null.</summary>
    public MemberReference? ReferenceIn(EntityHandle operand) =>
        operand.Kind == HandleKind.MemberReference ? Metadata.GetMemberReference((MemberReferenceHandle)operand) : null;

    public void Dispose() => _file.Dispose();

    private string Join(TypeReference type) => $"{Metadata.GetString(type.Namespace)}.{Metadata.GetString(type.Name)}";

    private string Join(TypeDefinition type) => $"{Metadata.GetString(type.Namespace)}.{Metadata.GetString(type.Name)}";
}
