using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata.Ecma335;

namespace RailHub.Firmware.Tests.Guard;

/// <summary>
/// Core runs on the interpreter of a board, which has no generics and a small library. What would compile here and
/// break there is found in the compiled assembly; the board's own compilation finds it again.
/// </summary>
public sealed class NanoSubsetTests : IDisposable
{
    private readonly CoreAssembly _core = new();

    public void Dispose() => _core.Dispose();

    [Fact]
    public void Core_uses_only_what_a_board_has()
    {
        var allowed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Guard", "nano-api.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .ToHashSet();

        var used = _core.UsedMembers.ToHashSet();

        Assert.Equal([], used.Except(allowed).Order());
        Assert.Equal([], allowed.Except(used).Order());
    }

    [Fact]
    public void Core_has_no_generics()
    {
        Assert.DoesNotContain(_core.Metadata.TypeDefinitions, type => _core.Metadata.GetTypeDefinition(type).GetGenericParameters().Count > 0);
        Assert.DoesNotContain(_core.Methods, method => method.GetGenericParameters().Count > 0);
        Assert.Equal(0, _core.Metadata.GetTableRowCount(TableIndex.MethodSpec));
    }

    [Fact]
    public void Core_has_no_generic_instances_and_no_arrays_of_several_dimensions()
    {
        // ECMA-335, II.23.1.16: 0x15 begins a generic instance, 0x14 an array of several dimensions.
        for (var row = 1; row <= _core.Metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            var type = _core.Metadata.GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row));
            Assert.DoesNotContain(_core.Metadata.GetBlobBytes(type.Signature)[0], new byte[] { 0x14, 0x15 });
        }
    }

    [Fact]
    public void Interfaces_of_Core_have_no_bodies()
    {
        var bodies = _core.OwnTypes
            .Where(type => type.Attributes.HasFlag(TypeAttributes.Interface))
            .SelectMany(type => type.GetMethods())
            .Where(method => !_core.Metadata.GetMethodDefinition(method).Attributes.HasFlag(MethodAttributes.Abstract));

        Assert.Empty(bodies);
    }

    [Fact]
    public void Core_has_no_checked_arithmetic_and_no_stackalloc()
    {
        var forbidden = ILCode.All.Values
            .Where(code => code.Name!.EndsWith(".ovf", StringComparison.Ordinal) || code.Name.EndsWith(".ovf.un", StringComparison.Ordinal)
                || code.Name.StartsWith("conv.ovf", StringComparison.Ordinal) || code == OpCodes.Localloc)
            .ToHashSet();

        foreach (var method in _core.Methods)
        {
            var found = ILCode.Read(_core.BodyOf(method)).Where(forbidden.Contains).ToList();
            Assert.True(found.Count == 0, $"{_core.NameOf(method.Name)} has {string.Join(", ", found)}");
        }
    }

    [Fact]
    public void The_guard_can_read_the_code_it_guards()
    {
        Assert.InRange(_core.Methods.Sum(method => ILCode.Read(_core.BodyOf(method)).Count()), 2000, int.MaxValue);
        Assert.NotEmpty(_core.UsedMembers);
        Assert.NotEmpty(_core.OwnTypes);
    }
}
