using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Text.RegularExpressions;

namespace RailHub.Firmware.Tests.Guard;

/// <summary>The declared corlib against nanoFramework.CoreLibrary itself, by metadata: what is declared is there, and just so.</summary>
public sealed class DeclarationTests : IDisposable
{
    private const MethodAttributes Compared = MethodAttributes.Static | MethodAttributes.Virtual | MethodAttributes.Abstract | MethodAttributes.MemberAccessMask;
    private const TypeAttributes ComparedOfTypes = TypeAttributes.Sealed | TypeAttributes.Abstract | TypeAttributes.Interface;

    private readonly NanoAssembly _declared = new("Declarations");
    private readonly NanoAssembly _real = new("CoreLibrary");

    public void Dispose()
    {
        _declared.Dispose();
        _real.Dispose();
    }

    [Fact]
    public void What_is_declared_of_the_core_library_is_so_in_the_core_library()
    {
        var real = _real.Types.Where(IsPublic).ToDictionary(type => FullName(_real, type), Members(_real));
        var folder = Path.Combine(FirmwareProjectTests.FindRoot(), "tests", "Firmware.Declarations", "CoreLibrary");
        var sources = string.Concat(Directory.GetFiles(folder, "*.cs").Select(File.ReadAllText));
        var differences = new List<string>();
        var compared = 0;
        foreach (var type in _declared.Types.Where(IsPublic))
        {
            var name = FullName(_declared, type);
            if (!IsDeclaredIn(sources, _declared.NameOf(type)))
                continue;
            if (!real.TryGetValue(name, out var members))
            {
                differences.Add($"{name} does not exist");
                continue;
            }

            compared++;
            differences.AddRange(Members(_declared)(type).Except(members).Select(member => $"{name}: {member}"));
        }

        Assert.Equal([], differences);
        Assert.InRange(compared, 50, int.MaxValue);
    }

    private static bool IsDeclaredIn(string sources, string name) =>
        Regex.IsMatch(sources, $@"\b(class|struct|enum|interface|void|delegate \w+) {name}\b");

    private static bool IsPublic(TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public;

    private static string FullName(NanoAssembly assembly, TypeDefinition type) =>
        $"{assembly.Metadata.GetString(type.Namespace)}.{assembly.NameOf(type)}";

    // Everything that can be wrong with a declaration, a line each.
    private static Func<TypeDefinition, HashSet<string>> Members(NanoAssembly assembly) => type =>
    {
        var metadata = assembly.Metadata;
        var names = new SignatureNames();
        var lines = new HashSet<string>
        {
            $"derives from {(type.BaseType.IsNil ? "nothing" : assembly.FullNameOf(type.BaseType))}",
            $"is {type.Attributes & ComparedOfTypes}",
        };
        foreach (var handle in type.GetInterfaceImplementations())
            lines.Add($"implements {assembly.FullNameOf(metadata.GetInterfaceImplementation(handle).Interface)}");
        foreach (var method in type.GetMethods().Select(metadata.GetMethodDefinition))
        {
            var access = method.Attributes & MethodAttributes.MemberAccessMask;
            if (access is not (MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem))
                continue;
            var signature = method.DecodeSignature(names, null);
            lines.Add($"{method.Attributes & Compared} {signature.ReturnType} {metadata.GetString(method.Name)}({string.Join(", ", signature.ParameterTypes)})");
        }

        foreach (var field in type.GetFields().Select(metadata.GetFieldDefinition).Where(field => (field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public))
        {
            var constant = field.GetDefaultValue();
            var value = constant.IsNil ? "" : Convert.ToHexString(metadata.GetBlobBytes(metadata.GetConstant(constant).Value));
            lines.Add($"{field.Attributes & (FieldAttributes.Static | FieldAttributes.Literal)} {field.DecodeSignature(names, null)} {metadata.GetString(field.Name)} {value}");
        }

        return lines;
    };

    private sealed class SignatureNames : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

        public string GetByReferenceType(string elementType) => $"{elementType}&";

        public string GetFunctionPointerType(MethodSignature<string> signature) => "*()";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => $"{genericType}<{string.Join(',', typeArguments)}>";

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => $"{elementType}*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeDefinition(handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
