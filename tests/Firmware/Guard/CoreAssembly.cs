using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace RailHub.Firmware.Tests.Guard;

/// <summary>The compiled Core, read as data.</summary>
internal sealed class CoreAssembly : IDisposable
{
    private readonly PEReader _file = new(File.OpenRead(typeof(Board).Assembly.Location));

    public CoreAssembly()
    {
        Metadata = _file.GetMetadataReader();
    }

    public MetadataReader Metadata { get; }

    /// <summary>Types of Core's own sources; those the compiler adds have no namespace or angle brackets in their name.</summary>
    public IEnumerable<TypeDefinition> OwnTypes => Metadata.TypeDefinitions.Select(Metadata.GetTypeDefinition)
        .Where(type => NamespaceOf(type).StartsWith("RailHub.Firmware", StringComparison.Ordinal));

    public IEnumerable<MethodDefinition> Methods => Metadata.MethodDefinitions.Select(Metadata.GetMethodDefinition);

    /// <summary>
    /// Every member of another assembly that Core uses, as <c>System.String.get_Length()</c>; without the attributes,
    /// which compiler and SDK add and a board does not run.
    /// </summary>
    public IEnumerable<string> UsedMembers => Metadata.MemberReferences.Select(Metadata.GetMemberReference).Select(Describe)
        .Where(member => !member.Contains("Attribute..ctor(", StringComparison.Ordinal));

    public string NameOf(StringHandle handle) => Metadata.GetString(handle);

    public byte[] BodyOf(MethodDefinition method) =>
        method.RelativeVirtualAddress == 0 ? [] : _file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes()!;

    public void Dispose() => _file.Dispose();

    private string NamespaceOf(TypeDefinition type) => type.GetDeclaringType() is { IsNil: false } outer
        ? NamespaceOf(Metadata.GetTypeDefinition(outer))
        : NameOf(type.Namespace);

    private string Describe(MemberReference member)
    {
        var names = new TypeNames();
        var owner = member.Parent.Kind switch
        {
            HandleKind.TypeReference => names.GetTypeFromReference(Metadata, (TypeReferenceHandle)member.Parent, 0),
            HandleKind.TypeSpecification => names.GetTypeFromSpecification(Metadata, null, (TypeSpecificationHandle)member.Parent, 0),
            _ => member.Parent.Kind.ToString(),
        };
        if (member.GetKind() == MemberReferenceKind.Field)
            return $"{owner}.{NameOf(member.Name)}";

        var signature = member.DecodeMethodSignature(names, null);
        return $"{owner}.{NameOf(member.Name)}({string.Join(", ", signature.ParameterTypes)})";
    }

    /// <summary>Names of types in signatures, as a person writes them.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{new string(',', shape.Rank - 1)}]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "delegate*";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> arguments) => $"{genericType}<{string.Join(", ", arguments)}>";

        public string GetGenericMethodParameter(object? context, int index) => "!!" + index;

        public string GetGenericTypeParameter(object? context, int index) => "!" + index;

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            var scope = type.ResolutionScope.Kind == HandleKind.TypeReference
                ? GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0) + "+"
                : reader.GetString(type.Namespace) + ".";
            return scope + reader.GetString(type.Name);
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, context);
    }
}
