using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace RailHub.Firmware.Counting;

/// <summary>
/// An interpreter of the subset that the firmware's Core is written in, over the assembly that was compiled for a board: no generics, no
/// structs of its own, no exceptions that are caught. It counts what nanoFramework's interpreter would have to do. Values are as on
/// the evaluation stack: int for all that has up to 32 bits, long, double, references.
/// </summary>
public sealed class Machine : IDisposable
{
    private const int Block = 12;

    private static readonly Dictionary<short, OpCode> s_codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly Dictionary<TypeDefinitionHandle, NanoType> _types = [];
    private readonly Dictionary<MethodDefinitionHandle, NanoMethod> _methods = [];
    private readonly Dictionary<FieldDefinitionHandle, object?> _statics = [];
    private readonly Dictionary<string, TypeDefinitionHandle> _names = [];
    private long _instructions;
    private long _calls;
    private long _nativeCalls;
    private long _looks;
    private long _walked;
    private long _copied;
    private long _literals;
    private long _allocations;
    private long _allocated;

    /// <param name="path">An assembly that was compiled against nanoFramework's corlib or its declarations.</param>
    public Machine(string path)
    {
        _file = new PEReader(File.OpenRead(path));
        _metadata = _file.GetMetadataReader();
        foreach (var handle in _metadata.TypeDefinitions)
            _names[NameOf(_metadata.GetTypeDefinition(handle))] = handle;
        foreach (var handle in _metadata.FieldDefinitions)
        {
            var field = _metadata.GetFieldDefinition(handle);
            if (field.Attributes.HasFlag(FieldAttributes.Static))
                _statics[handle] = DefaultOf(field.DecodeSignature(Kinds.Instance, _metadata));
        }

        foreach (var handle in _metadata.MethodDefinitions.Where(handle => _metadata.GetString(_metadata.GetMethodDefinition(handle).Name) == ".cctor"))
            Run(MethodOf(handle), []);
    }

    /// <summary>The firmware of this build.</summary>
    public static Machine OfFirmware() => new(Path.Combine(AppContext.BaseDirectory, "Counting", "RailHub.Firmware.OnNano.dll"));

    /// <summary>Everything counted so far.</summary>
    public Cost Total => new()
    {
        Instructions = _instructions,
        Calls = _calls,
        NativeCalls = _nativeCalls,
        StringLooks = _looks,
        WalkedBytes = _walked,
        CopiedBytes = _copied,
        Literals = _literals,
        Allocations = _allocations,
        AllocatedBytes = _allocated,
    };

    /// <summary>What a piece of work takes.</summary>
    public Cost CostOf(Action work)
    {
        var before = Total;
        work();
        return Total - before;
    }

    /// <summary>Bytes of all that can be reached from some objects and from static fields, counted as <see cref="Cost.AllocatedBytes"/> is.</summary>
    public long LiveBytes(params object[] roots)
    {
        var known = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var next = new Stack<object?>([.. roots, .. _statics.Values]);
        var blocks = 0L;
        while (next.TryPop(out var item))
        {
            if (item is not (NanoObject or Array or string) || !known.Add(item))
                continue;
            var parts = (item as NanoObject)?.Fields ?? item as object?[];
            blocks += 1 + (parts?.Length ?? BlocksOf(item is Array array ? Buffer.ByteLength(array) : ((string)item).Length));
            foreach (var part in parts ?? [])
                next.Push(part);
        }

        return blocks * Block;
    }

    /// <summary>Makes an object of the firmware.</summary>
    /// <param name="type">Full name of its class.</param>
    /// <param name="arguments">For its constructor of as many parameters.</param>
    public object New(string type, params object?[] arguments)
    {
        var made = new NanoObject(TypeOf(_names[type]));
        Run(MethodOf(made.Type.Find(".ctor", arguments.Length)), [made, .. arguments]);
        return made;
    }

    /// <summary>Calls a method of an object of the firmware.</summary>
    public object? Call(object target, string name, params object?[] arguments) =>
        Run(MethodOf(((NanoObject)target).Type.Find(name, arguments.Length)), [target, .. arguments]);

    /// <summary>Reads a static field.</summary>
    public object? Static(string type, string name) =>
        _statics[_metadata.GetTypeDefinition(_names[type]).GetFields().Single(field => _metadata.GetString(_metadata.GetFieldDefinition(field).Name) == name)];

    public void Dispose() => _file.Dispose();

    private object? Run(NanoMethod method, object?[] arguments)
    {
        var locals = (object?[])method.Locals.Clone();
        var stack = new Stack<object?>();
        for (var at = 0; ;)
        {
            var instruction = method.Code[at++];
            var code = instruction.Code;
            var name = code.Name!;
            _instructions++;
            int Int() => Convert.ToInt32(stack.Pop(), null);
            switch (name)
            {
                case "nop" or "constrained." or "readonly." or "volatile.":
                    break;
                case "ldarg":
                    stack.Push(arguments[instruction.Number]);
                    break;
                case "starg":
                    arguments[instruction.Number] = stack.Pop();
                    break;
                case "ldarga":
                    stack.Push(new Pointer((int)instruction.Number, arguments));
                    break;
                case "ldloc":
                    stack.Push(locals[instruction.Number]);
                    break;
                case "stloc":
                    locals[instruction.Number] = stack.Pop();
                    break;
                case "ldloca":
                    stack.Push(new Pointer((int)instruction.Number, locals));
                    break;
                case "ldnull":
                    stack.Push(null);
                    break;
                case "ldc.i4":
                    stack.Push((int)instruction.Number);
                    break;
                case "ldc.i8":
                    stack.Push(instruction.Number);
                    break;
                case "ldc.r8" or "ldc.r4":
                    stack.Push(instruction.Fraction);
                    break;
                case "ldstr":
                    _literals++;
                    Allocate(2);
                    stack.Push(_metadata.GetUserString((UserStringHandle)MetadataTokens.Handle((int)instruction.Number)));
                    break;
                case "dup":
                    stack.Push(stack.Peek());
                    break;
                case "pop":
                    stack.Pop();
                    break;
                case "ret":
                    return method.ReturnsValue ? stack.Pop() : null;
                case "throw":
                    throw new InvalidOperationException($"The firmware threw in {method.Owner.Name}.{method.Name}.");
                case "br" or "leave":
                    at = instruction.Targets[0];
                    break;
                case "brtrue" or "brfalse":
                    if (IsTrue(stack.Pop()) == (name == "brtrue"))
                        at = instruction.Targets[0];
                    break;
                case "switch":
                    var choice = (uint)Int();
                    if (choice < instruction.Targets.Length)
                        at = instruction.Targets[choice];
                    break;
                case "beq" or "bne.un" or "bgt" or "bgt.un" or "bge" or "bge.un" or "blt" or "blt.un" or "ble" or "ble.un":
                    var (right, left) = (stack.Pop(), stack.Pop());
                    if (Compare(name, left, right))
                        at = instruction.Targets[0];
                    break;
                case "ceq" or "cgt" or "cgt.un" or "clt" or "clt.un":
                    (right, left) = (stack.Pop(), stack.Pop());
                    stack.Push(Compare("b" + name[1..], left, right) ? 1 : 0);
                    break;
                case "add" or "sub" or "mul" or "div" or "div.un" or "rem" or "rem.un" or "and" or "or" or "xor":
                    (right, left) = (stack.Pop(), stack.Pop());
                    stack.Push(Calculate(name, left!, right!));
                    break;
                case "shl" or "shr" or "shr.un":
                    var distance = Int();
                    stack.Push((stack.Pop(), name) switch
                    {
                        (int value, "shl") => value << distance,
                        (int value, "shr") => value >> distance,
                        (int value, _) => value >>> distance,
                        (long value, "shl") => value << distance,
                        (long value, "shr") => value >> distance,
                        (long value, _) => (object)(value >>> distance),
                        _ => throw new NotSupportedException(name),
                    });
                    break;
                case "neg":
                    stack.Push(stack.Pop() switch { int value => -value, long value => -value, double value => (object)-value, _ => throw new NotSupportedException() });
                    break;
                case "not":
                    stack.Push(stack.Pop() switch { int value => ~value, long value => (object)~value, _ => throw new NotSupportedException() });
                    break;
                case "newarr":
                    var length = Int();
                    stack.Push(NewArray(instruction.Handle, length));
                    break;
                case "ldelema":
                    stack.Push(new Pointer(Int(), stack.Pop()!));
                    break;
                case "ldlen":
                    stack.Push(((Array)stack.Pop()!).Length);
                    break;
                case "ldtoken":
                    stack.Push(instruction.Handle);
                    break;
                case "isinst" or "castclass":
                    break;
                case "ldfld":
                    var holder = (NanoObject)stack.Pop()!;
                    stack.Push(holder.Fields[PlaceOf(holder, instruction.Handle)]);
                    break;
                case "stfld":
                    var stored = stack.Pop();
                    holder = (NanoObject)stack.Pop()!;
                    holder.Fields[PlaceOf(holder, instruction.Handle)] = stored;
                    break;
                case "ldflda":
                    holder = (NanoObject)stack.Pop()!;
                    stack.Push(new Pointer(PlaceOf(holder, instruction.Handle), holder.Fields));
                    break;
                case "ldsfld":
                    stack.Push(instruction.Handle.Kind == HandleKind.FieldDefinition ? _statics[(FieldDefinitionHandle)instruction.Handle] : "");
                    break;
                case "stsfld":
                    _statics[(FieldDefinitionHandle)instruction.Handle] = stack.Pop();
                    break;
                case "newobj":
                    stack.Push(NewObject(instruction.Handle, stack));
                    break;
                case "call" or "callvirt":
                    Call(instruction.Handle, code == OpCodes.Callvirt, stack);
                    break;
                default:
                    if (name.StartsWith("conv.", StringComparison.Ordinal))
                        stack.Push(ConvertTo(name[5..], stack.Pop()!));
                    else if (name.StartsWith("ldelem", StringComparison.Ordinal))
                        stack.Push(new Pointer(Int(), stack.Pop()!).Value);
                    else if (name.StartsWith("stelem", StringComparison.Ordinal))
                        Store(stack.Pop(), new Pointer(Int(), stack.Pop()!));
                    else if (name.StartsWith("ldind", StringComparison.Ordinal))
                        stack.Push(((Pointer)stack.Pop()!).Value);
                    else if (name.StartsWith("stind", StringComparison.Ordinal))
                        Store(stack.Pop(), (Pointer)stack.Pop()!);
                    else
                        throw new NotSupportedException($"{name} in {method.Owner.Name}.{method.Name}");
                    break;
            }
        }
    }

    private void Call(EntityHandle handle, bool isVirtual, Stack<object?> stack)
    {
        if (handle.Kind == HandleKind.MemberReference)
        {
            CallNative(_metadata.GetMemberReference((MemberReferenceHandle)handle), stack);
            return;
        }

        _calls++;
        var method = MethodOf((MethodDefinitionHandle)handle);
        var arguments = Pop(stack, method.ArgumentCount);
        if (isVirtual && method.IsVirtual)
            method = MethodOf(((NanoObject)arguments[0]!).Type.Find(method.Name, method.ArgumentCount - 1));
        var result = Run(method, arguments);
        if (method.ReturnsValue)
            stack.Push(result);
    }

    private object NewObject(EntityHandle handle, Stack<object?> stack)
    {
        if (handle.Kind == HandleKind.MemberReference)
        {
            // An exception of the framework's, on its way to be thrown.
            var reference = _metadata.GetMemberReference((MemberReferenceHandle)handle);
            Pop(stack, reference.DecodeMethodSignature(Kinds.Instance, _metadata).ParameterTypes.Length);
            return new object();
        }

        _calls++;
        var method = MethodOf((MethodDefinitionHandle)handle);
        var made = new NanoObject(method.Owner);
        Allocate(1 + made.Fields.Length);
        Run(method, [made, .. Pop(stack, method.ArgumentCount - 1)]);
        return made;
    }

    // What Core calls of the framework. Each is one native call; what it does with bytes is counted beside.
    private void CallNative(MemberReference member, Stack<object?> stack)
    {
        _nativeCalls++;
        var signature = member.DecodeMethodSignature(Kinds.Instance, _metadata);
        var arguments = Pop(stack, signature.ParameterTypes.Length + (signature.Header.IsInstance ? 1 : 0));
        var name = $"{_metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)}.{_metadata.GetString(member.Name)}";
        object? result;
        switch (name)
        {
            case "Object..ctor":
                return;
            case "String.get_Length":
                result = ((string)arguments[0]!).Length;
                Look(((string)arguments[0]!).Length);
                break;
            case "String.get_Chars":
                result = (int)((string)arguments[0]!)[(int)arguments[1]!];
                Look((int)arguments[1]!);
                break;
            case "String.op_Equality" or "String.op_Inequality":
                _copied += ((string?)arguments[0])?.Length ?? 0;
                result = ((string?)arguments[0] == (string?)arguments[1]) == (name == "String.op_Equality") ? 1 : 0;
                break;
            case "String.IsNullOrEmpty":
                result = string.IsNullOrEmpty((string?)arguments[0]) ? 1 : 0;
                break;
            case "String.Concat":
                var parts = arguments[0] is object?[] array ? array : arguments;
                result = Made(string.Concat(parts.Select(part => (string?)part)));
                break;
            case "String.Substring":
                result = Made(((string)arguments[0]!).Substring((int)arguments[1]!, (int)arguments[2]!));
                break;
            case "Encoding.get_UTF8":
                result = Encoding.UTF8;
                break;
            case "Encoding.GetBytes":
                var bytes = Encoding.UTF8.GetBytes((string)arguments[1]!);
                AllocateBytes(bytes.Length);
                _copied += bytes.Length;
                result = bytes;
                break;
            case "Encoding.GetString":
                result = Made(Encoding.UTF8.GetString((byte[])arguments[1]!, (int)arguments[2]!, (int)arguments[3]!));
                break;
            case "Array.Copy":
                Array.Copy((Array)arguments[0]!, (int)arguments[1]!, (Array)arguments[2]!, (int)arguments[3]!, (int)arguments[4]!);
                _copied += (int)arguments[4]!;
                return;
            case "Int32.ToString":
                result = Made($"{((Pointer)arguments[0]!).Value}");
                break;
            case "Convert.ToBase64String":
                result = Made(Convert.ToBase64String((byte[])arguments[0]!));
                break;
            case "RuntimeHelpers.InitializeArray":
                Initialize((Array)arguments[0]!, (FieldDefinitionHandle)(EntityHandle)arguments[1]!);
                return;
            default:
                throw new NotSupportedException(name);
        }

        stack.Push(result);
    }

    private string Made(string text)
    {
        AllocateBytes(text.Length);
        _copied += text.Length;
        return text;
    }

    private void Look(int bytes)
    {
        _looks++;
        _walked += bytes;
    }

    private void Allocate(int blocks)
    {
        _allocations++;
        _allocated += blocks * Block;
    }

    private void AllocateBytes(int bytes) => Allocate(1 + BlocksOf(bytes));

    private static int BlocksOf(int bytes) => (bytes + Block - 1) / Block;

    private void Initialize(Array array, FieldDefinitionHandle field)
    {
        var data = _file.GetSectionData(_metadata.GetFieldDefinition(field).GetRelativeVirtualAddress());
        var bytes = data.GetReader().ReadBytes(Buffer.ByteLength(array));
        Buffer.BlockCopy(bytes, 0, array, 0, bytes.Length);
        _copied += bytes.Length;
    }

    private Array NewArray(EntityHandle element, int length)
    {
        var name = element.Kind switch
        {
            HandleKind.TypeReference => _metadata.GetString(_metadata.GetTypeReference((TypeReferenceHandle)element).Name),
            _ => "",
        };
        switch (name)
        {
            case "Byte" or "Boolean":
                AllocateBytes(length);
                return new byte[length];
            case "Int32":
                AllocateBytes(4 * length);
                return new int[length];
            case "UInt32":
                AllocateBytes(4 * length);
                return new uint[length];
            case "Int64":
                AllocateBytes(8 * length);
                return new long[length];
            default:
                Allocate(1 + length);
                return new object?[length];
        }
    }

    private static object? Load(Array array, int index) => array switch
    {
        byte[] bytes => (int)bytes[index],
        uint[] numbers => (int)numbers[index],
        int[] numbers => numbers[index],
        long[] numbers => numbers[index],
        object?[] objects => objects[index],
        _ => throw new NotSupportedException(),
    };

    private static void Store(Array array, int index, object? value)
    {
        switch (array)
        {
            case byte[] bytes:
                bytes[index] = (byte)(int)value!;
                break;
            case uint[] numbers:
                numbers[index] = (uint)(int)value!;
                break;
            case int[] numbers:
                numbers[index] = (int)value!;
                break;
            case long[] numbers:
                numbers[index] = (long)value!;
                break;
            case object?[] objects:
                objects[index] = value;
                break;
            default:
                throw new NotSupportedException();
        }
    }

    private static bool IsTrue(object? value) => value switch { null => false, int number => number != 0, long number => number != 0, _ => true };

    private static bool Compare(string code, object? left, object? right)
    {
        if (left is not (int or long or double) && right is not (int or long or double))
            return code is "beq" ? ReferenceEquals(left, right) : !ReferenceEquals(left, right);

        if (left is double || right is double)
        {
            var (first, second) = (Convert.ToDouble(left, null), Convert.ToDouble(right, null));
            return Holds(code, first.CompareTo(second), first.CompareTo(second));
        }

        if (left is int a && right is int b)
            return Holds(code, a.CompareTo(b), ((uint)a).CompareTo((uint)b));
        var (x, y) = (Convert.ToInt64(left, null), Convert.ToInt64(right, null));
        return Holds(code, x.CompareTo(y), ((ulong)x).CompareTo((ulong)y));
    }

    private static bool Holds(string code, int signed, int unsigned) => code switch
    {
        "beq" => signed == 0,
        "bne.un" => signed != 0,
        "bgt" => signed > 0,
        "bgt.un" => unsigned > 0,
        "bge" => signed >= 0,
        "bge.un" => unsigned >= 0,
        "blt" => signed < 0,
        "blt.un" => unsigned < 0,
        "ble" => signed <= 0,
        "ble.un" => unsigned <= 0,
        _ => throw new NotSupportedException(code),
    };

    private static object Calculate(string code, object left, object right)
    {
        if (left is double a && right is double b)
        {
            return code switch
            {
                "add" => a + b,
                "sub" => a - b,
                "mul" => a * b,
                "div" => a / b,
                _ => throw new NotSupportedException(code),
            };
        }

        if (left is int x && right is int y)
            return unchecked((int)Whole(code, x, y, (uint)x, (uint)y));
        return Whole(code, Convert.ToInt64(left, null), Convert.ToInt64(right, null), (ulong)Convert.ToInt64(left, null), (ulong)Convert.ToInt64(right, null));
    }

    private static long Whole(string code, long left, long right, ulong unsignedLeft, ulong unsignedRight) => unchecked(code switch
    {
        "add" => left + right,
        "sub" => left - right,
        "mul" => left * right,
        "div" => left / right,
        "div.un" => (long)(unsignedLeft / unsignedRight),
        "rem" => left % right,
        "rem.un" => (long)(unsignedLeft % unsignedRight),
        "and" => left & right,
        "or" => left | right,
        "xor" => left ^ right,
        _ => throw new NotSupportedException(code),
    });

    private static object ConvertTo(string code, object value)
    {
        var whole = value is double fraction ? (long)fraction : Convert.ToInt64(value, null);
        unchecked
        {
            return code switch
            {
                "i1" => (object)(int)(sbyte)whole,
                "u1" => (int)(byte)whole,
                "i2" => (int)(short)whole,
                "u2" => (int)(ushort)whole,
                "i4" or "u4" or "i" or "u" => (int)whole,
                "i8" => whole,
                "u8" => value is int number ? (uint)number : whole,
                "r8" or "r4" => value is double same ? same : (double)whole,
                "r.un" => value is int number ? (uint)number : (double)(ulong)whole,
                _ => throw new NotSupportedException(code),
            };
        }
    }

    private static object?[] Pop(Stack<object?> stack, int count)
    {
        var values = new object?[count];
        for (var i = count - 1; i >= 0; i--)
            values[i] = stack.Pop();
        return values;
    }

    private static int PlaceOf(NanoObject holder, EntityHandle field) => holder.Type.Places[(FieldDefinitionHandle)field];

    private NanoType TypeOf(TypeDefinitionHandle handle)
    {
        if (_types.TryGetValue(handle, out var known))
            return known;

        var definition = _metadata.GetTypeDefinition(handle);
        var parent = definition.BaseType is { IsNil: false, Kind: HandleKind.TypeDefinition } ? TypeOf((TypeDefinitionHandle)definition.BaseType) : null;
        var type = new NanoType { Name = NameOf(definition), Parent = parent };
        type.Defaults.AddRange(parent?.Defaults ?? []);
        foreach (var (field, place) in parent?.Places ?? [])
            type.Places[field] = place;
        foreach (var fieldHandle in definition.GetFields())
        {
            var field = _metadata.GetFieldDefinition(fieldHandle);
            if (field.Attributes.HasFlag(FieldAttributes.Static))
                continue;
            type.Places[fieldHandle] = type.Defaults.Count;
            type.Defaults.Add(DefaultOf(field.DecodeSignature(Kinds.Instance, _metadata)));
        }

        foreach (var methodHandle in definition.GetMethods())
        {
            var method = _metadata.GetMethodDefinition(methodHandle);
            var count = method.DecodeSignature(Kinds.Instance, _metadata).ParameterTypes.Length;
            type.Methods.TryAdd((_metadata.GetString(method.Name), count), methodHandle);
        }

        return _types[handle] = type;
    }

    private NanoMethod MethodOf(MethodDefinitionHandle handle)
    {
        if (_methods.TryGetValue(handle, out var known))
            return known;

        var definition = _metadata.GetMethodDefinition(handle);
        var signature = definition.DecodeSignature(Kinds.Instance, _metadata);
        var body = definition.RelativeVirtualAddress == 0 ? null : _file.GetMethodBody(definition.RelativeVirtualAddress);
        var locals = body is null || body.LocalSignature.IsNil
            ? []
            : _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(Kinds.Instance, _metadata);
        return _methods[handle] = new NanoMethod
        {
            Name = _metadata.GetString(definition.Name),
            Owner = TypeOf(definition.GetDeclaringType()),
            ArgumentCount = signature.ParameterTypes.Length + (signature.Header.IsInstance ? 1 : 0),
            IsVirtual = definition.Attributes.HasFlag(MethodAttributes.Virtual),
            ReturnsValue = signature.ReturnType != 'v',
            Locals = [.. locals.Select(DefaultOf)],
            Code = body is null ? [] : Decode(body.GetILBytes()!),
        };
    }

    private static NanoMethod.Instruction[] Decode(byte[] body)
    {
        var places = new Dictionary<int, int>();
        var raw = new List<(OpCode Code, long Number, double Fraction, EntityHandle Handle, int[] Offsets)>();
        for (var at = 0; at < body.Length;)
        {
            places[at] = raw.Count;
            var code = body[at] == 0xFE ? s_codes[BinaryPrimitives.ReadInt16BigEndian(body.AsSpan(at))] : s_codes[body[at]];
            at += code.Size;
            var rest = body.AsSpan(at);
            (int size, long number) = code.OperandType switch
            {
                OperandType.InlineNone => (0, 0L),
                OperandType.ShortInlineI => (1, (sbyte)rest[0]),
                OperandType.ShortInlineVar => (1, rest[0]),
                OperandType.ShortInlineBrTarget => (1, (sbyte)rest[0]),
                OperandType.InlineVar => (2, BinaryPrimitives.ReadUInt16LittleEndian(rest)),
                OperandType.InlineI8 or OperandType.InlineR => (8, BinaryPrimitives.ReadInt64LittleEndian(rest)),
                OperandType.InlineSwitch => (4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(rest), 0L),
                _ => (4, BinaryPrimitives.ReadInt32LittleEndian(rest)),
            };
            var end = at + size;
            int[] offsets = code.OperandType switch
            {
                OperandType.ShortInlineBrTarget or OperandType.InlineBrTarget => [end + (int)number],
                OperandType.InlineSwitch => [.. Enumerable.Range(1, (size - 4) / 4).Select(i => end + BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at + 4 * i)))],
                _ => [],
            };
            var handle = code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType
                ? MetadataTokens.EntityHandle((int)number)
                : default;
            var (plain, operand) = Plain(code, number);
            raw.Add((plain, operand, code.OperandType == OperandType.InlineR ? BitConverter.Int64BitsToDouble(number) : 0, handle, offsets));
            at = end;
        }

        return [.. raw.Select(entry => new NanoMethod.Instruction(entry.Code, entry.Number, entry.Fraction, entry.Handle, [.. entry.Offsets.Select(offset => places[offset])]))];
    }

    // The short forms are the long ones with the operand in the name.
    private static (OpCode Code, long Number) Plain(OpCode code, long number)
    {
        var name = code.Name!;
        foreach (var (start, plain) in new[] { ("ldarg.", OpCodes.Ldarg), ("ldloc.", OpCodes.Ldloc), ("stloc.", OpCodes.Stloc) })
        {
            if (name.StartsWith(start, StringComparison.Ordinal))
                return (plain, char.IsDigit(name[^1]) ? name[^1] - '0' : number);
        }

        if (name.StartsWith("ldc.i4", StringComparison.Ordinal))
            return (OpCodes.Ldc_I4, name.EndsWith("m1", StringComparison.OrdinalIgnoreCase) ? -1 : name is "ldc.i4" or "ldc.i4.s" ? number : name[^1] - '0');
        return name.EndsWith(".s", StringComparison.Ordinal)
            ? (s_codes.Values.Single(other => other.Name == name[..^2]), number)
            : (code, number);
    }

    private static object? DefaultOf(char kind) => kind switch { 'i' => 0, 'l' => 0L, 'd' => 0.0, _ => null };

    private string NameOf(TypeDefinition type) => $"{_metadata.GetString(type.Namespace)}.{_metadata.GetString(type.Name)}";

    private static void Store(object? value, Pointer place) => place.Value = value;

    /// <summary>A place in an array, be it an array of the firmware or the fields, arguments or locals of something.</summary>
    private sealed class Pointer(int index, object array)
    {
        public object? Value
        {
            get => Load((Array)array, index);
            set => Store((Array)array, index, value);
        }
    }

    /// <summary>Types as far as they matter here: i up to 32 bits, l 64 bits, d a fraction, o a reference, v nothing.</summary>
    private sealed class Kinds : ISignatureTypeProvider<char, MetadataReader>
    {
        public static readonly Kinds Instance = new();

        public char GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode switch
        {
            PrimitiveTypeCode.Int64 or PrimitiveTypeCode.UInt64 => 'l',
            PrimitiveTypeCode.Double or PrimitiveTypeCode.Single => 'd',
            PrimitiveTypeCode.String or PrimitiveTypeCode.Object => 'o',
            PrimitiveTypeCode.Void => 'v',
            _ => 'i',
        };

        public char GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            rawTypeKind == (byte)SignatureTypeKind.ValueType ? 'i' : 'o';

        public char GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => 'o';

        public char GetArrayType(char elementType, ArrayShape shape) => 'o';

        public char GetByReferenceType(char elementType) => 'o';

        public char GetFunctionPointerType(MethodSignature<char> signature) => 'o';

        public char GetGenericInstantiation(char genericType, ImmutableArray<char> typeArguments) => 'o';

        public char GetGenericMethodParameter(MetadataReader genericContext, int index) => 'o';

        public char GetGenericTypeParameter(MetadataReader genericContext, int index) => 'o';

        public char GetModifiedType(char modifier, char unmodifiedType, bool isRequired) => unmodifiedType;

        public char GetPinnedType(char elementType) => elementType;

        public char GetPointerType(char elementType) => 'o';

        public char GetSZArrayType(char elementType) => 'o';

        public char GetTypeFromSpecification(MetadataReader reader, MetadataReader genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => 'o';
    }
}
