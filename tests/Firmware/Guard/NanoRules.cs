using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace RailHub.Firmware.Tests.Guard;

/// <summary>
/// What the compiler accepts and a board's interpreter (nanoFramework's v1 line) runs wrongly or not at all. Each rule
/// names the places that break it. Not to be found in code, and so left to the reader: changing an ArrayList while a
/// foreach runs over it, and relying on the order of a Hashtable.
/// </summary>
internal static class NanoRules
{
    // ECMA-335, II.23.1.16: how the signatures begin of an array of several dimensions and of a generic instance.
    private const byte ArrayOfSeveralDimensions = 0x14;
    private const byte GenericInstance = 0x15;

    public static Dictionary<string, Func<NanoAssembly, IEnumerable<string>>> All { get; } = new()
    {
        ["Generics"] = Generics,
        ["ArraysOfSeveralDimensions"] = assembly => TypeSpecifications(assembly, ArrayOfSeveralDimensions),
        ["BodiesInInterfaces"] = BodiesInInterfaces,
        ["CheckedArithmetic"] = assembly => Instructions(assembly, code => code.Name!.Contains(".ovf", StringComparison.Ordinal)),
        ["StackAllocation"] = assembly => Instructions(assembly, code => code == OpCodes.Localloc),
        ["EnumsAsText"] = EnumsAsText,
        ["FractionsAsText"] = FractionsAsText,
        ["PlatformLineEnds"] = assembly => Calls(assembly, "System.Text.StringBuilder", "AppendLine"),
        ["CharactersOfStrings"] = CharactersOfStrings,
        ["HiddenInterfaceMembers"] = HiddenInterfaceMembers,
        ["StaticsOfOtherTypes"] = StaticsOfOtherTypes,
    };

    private static IEnumerable<string> Generics(NanoAssembly assembly) =>
    [
        .. assembly.Types.Where(type => type.GetGenericParameters().Count > 0).Select(assembly.NameOf),
        .. assembly.Methods.Where(method => method.GetGenericParameters().Count > 0).Select(assembly.NameOf),
        .. assembly.Methods.Where(method => assembly.CodeOf(method).Any(code => code.Operand.Kind == HandleKind.MethodSpecification))
            .Select(assembly.NameOf),
        .. TypeSpecifications(assembly, GenericInstance),
    ];

    // Signatures of fields, parameters and locals name such a type without a row of their own.
    private static IEnumerable<string> TypeSpecifications(NanoAssembly assembly, byte kind)
    {
        var metadata = assembly.Metadata;
        var finder = new SignatureFinder(kind);
        var specifications = Enumerable.Range(1, metadata.GetTableRowCount(TableIndex.TypeSpec))
            .Select(row => metadata.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row)))
            .Where(type => metadata.GetBlobBytes(type.Signature)[0] == kind)
            .Select(type => $"a type specification of kind {kind:X2}");
        var fields = metadata.FieldDefinitions.Select(metadata.GetFieldDefinition)
            .Where(field => field.DecodeSignature(finder, null))
            .Select(field => $"{assembly.NameOf(metadata.GetTypeDefinition(field.GetDeclaringType()))}.{metadata.GetString(field.Name)}");
        var methods = assembly.Methods
            .Where(method => method.DecodeSignature(finder, null) is var signature && (signature.ReturnType || signature.ParameterTypes.Any(found => found)))
            .Select(assembly.NameOf);
        return [.. specifications, .. fields, .. methods];
    }

    private static IEnumerable<string> BodiesInInterfaces(NanoAssembly assembly) =>
        from type in assembly.Types
        where type.Attributes.HasFlag(TypeAttributes.Interface)
        from method in type.GetMethods().Select(assembly.Metadata.GetMethodDefinition)
        where !method.Attributes.HasFlag(MethodAttributes.Abstract)
        select assembly.NameOf(method);

    // An enum prints its number there; what prints it boxes it or calls ToString on its place.
    private static IEnumerable<string> EnumsAsText(NanoAssembly assembly) =>
        from method in assembly.Methods
        where assembly.CodeOf(method).Any(code => (code.Code == OpCodes.Box || code.Code == OpCodes.Constrained) && assembly.IsEnum(code.Operand))
        select assembly.NameOf(method);

    private static IEnumerable<string> FractionsAsText(NanoAssembly assembly) =>
        from method in assembly.Methods
        where assembly.CodeOf(method).Any(code =>
            code.Code == OpCodes.Box && assembly.FullNameOf(code.Operand) is "System.Double" or "System.Single"
            || assembly.ReferenceIn(code.Operand) is { Parent.Kind: HandleKind.TypeReference } member
                && assembly.FullNameOf(member.Parent) is "System.Double" or "System.Single"
                && assembly.Metadata.StringComparer.Equals(member.Name, "ToString")
                && member.DecodeMethodSignature(new SignatureFinder(0), null).ParameterTypes.IsEmpty)
        select assembly.NameOf(method);

    // The interpreter looks members of an interface up by name in the object's class, and finds the newer one.
    private static IEnumerable<string> HiddenInterfaceMembers(NanoAssembly assembly) =>
        from method in assembly.Methods
        where method.Attributes.HasFlag(MethodAttributes.NewSlot) || !method.Attributes.HasFlag(MethodAttributes.Virtual)
        let own = assembly.Metadata.GetTypeDefinition(method.GetDeclaringType())
        from ancestor in Ancestors(assembly, own)
        from hidden in ancestor.GetMethods().Select(assembly.Metadata.GetMethodDefinition)
        where hidden.Attributes.HasFlag(MethodAttributes.Virtual)
            && assembly.Metadata.GetString(hidden.Name) == assembly.Metadata.GetString(method.Name)
            && assembly.Metadata.GetBlobBytes(hidden.Signature).AsSpan().SequenceEqual(assembly.Metadata.GetBlobBytes(method.Signature))
        select assembly.NameOf(method);

    // Types are not initialised lazily there: the other one may not have been yet.
    private static IEnumerable<string> StaticsOfOtherTypes(NanoAssembly assembly) =>
        from method in assembly.Methods
        where assembly.Metadata.StringComparer.Equals(method.Name, ".cctor")
        where assembly.CodeOf(method).Any(code => code.Code == OpCodes.Ldsfld && code.Operand.Kind == HandleKind.FieldDefinition
            && assembly.Metadata.GetFieldDefinition((FieldDefinitionHandle)code.Operand).GetDeclaringType() != method.GetDeclaringType())
        select assembly.NameOf(method);

    // Each is a call into the interpreter that walks the string: texts are bytes, or copied by one call. The self-tests may take their time.
    private static IEnumerable<string> CharactersOfStrings(NanoAssembly assembly) =>
        from method in assembly.Methods
        where assembly.CodeOf(method).Any(code => assembly.ReferenceIn(code.Operand) is { Parent.Kind: HandleKind.TypeReference } member
            && assembly.FullNameOf(member.Parent) == "System.String" && assembly.Metadata.GetString(member.Name) is "get_Chars" or "get_Length")
        let type = assembly.Metadata.GetTypeDefinition(method.GetDeclaringType())
        where assembly.Metadata.GetString(type.Namespace) != "RailHub.Firmware.SelfTest"
        select assembly.NameOf(method);

    private static IEnumerable<string> Instructions(NanoAssembly assembly, Func<OpCode, bool> isForbidden) =>
        from method in assembly.Methods
        where assembly.CodeOf(method).Any(code => isForbidden(code.Code))
        select assembly.NameOf(method);

    private static IEnumerable<string> Calls(NanoAssembly assembly, string type, string name) =>
        from method in assembly.Methods
        where assembly.CodeOf(method).Any(code => assembly.ReferenceIn(code.Operand) is { } member
            && assembly.FullNameOf(member.Parent) == type && assembly.Metadata.StringComparer.Equals(member.Name, name))
        select assembly.NameOf(method);

    private static IEnumerable<TypeDefinition> Ancestors(NanoAssembly assembly, TypeDefinition type)
    {
        while (type.BaseType is { IsNil: false, Kind: HandleKind.TypeDefinition } parent)
        {
            type = assembly.Metadata.GetTypeDefinition((TypeDefinitionHandle)parent);
            yield return type;
        }
    }

    /// <summary>Decodes a signature to whether a kind of type is in it.</summary>
    private sealed class SignatureFinder(byte kind) : ISignatureTypeProvider<bool, object?>
    {
        public bool GetArrayType(bool elementType, ArrayShape shape) => elementType || kind == ArrayOfSeveralDimensions;

        public bool GetGenericInstantiation(bool genericType, ImmutableArray<bool> typeArguments) => kind == GenericInstance;

        public bool GetByReferenceType(bool elementType) => elementType;

        public bool GetFunctionPointerType(MethodSignature<bool> signature) => false;

        public bool GetGenericMethodParameter(object? genericContext, int index) => false;

        public bool GetGenericTypeParameter(object? genericContext, int index) => false;

        public bool GetModifiedType(bool modifier, bool unmodifiedType, bool isRequired) => unmodifiedType;

        public bool GetPinnedType(bool elementType) => elementType;

        public bool GetPointerType(bool elementType) => elementType;

        public bool GetPrimitiveType(PrimitiveTypeCode typeCode) => false;

        public bool GetSZArrayType(bool elementType) => elementType;

        public bool GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => false;

        public bool GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => false;

        public bool GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
