using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using RailHub.Contracts;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// A hub protocol whose calls with arguments that cannot be read reach the hub all the same, as an <see cref="UnreadableCall"/>:
/// SignalR itself answers them with an error that names nothing.
/// </summary>
/// <param name="inner">Reads and writes.</param>
/// <param name="json">How the JSON protocol reads arguments.</param>
internal sealed class CallProtocol(IHubProtocol inner, IOptions<JsonHubProtocolOptions> json) : IHubProtocol
{
    private static readonly Dictionary<string, ParameterInfo[]> s_parameters = typeof(IDashboardHub).GetMethods()
        .ToDictionary(method => method.Name, method => method.GetParameters(), StringComparer.OrdinalIgnoreCase);

    public string Name => inner.Name;

    public int Version => inner.Version;

    public TransferFormat TransferFormat => inner.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var start = input;
        if (!inner.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage failed && s_parameters.TryGetValue(failed.Target, out var parameters))
        {
            message = new InvocationMessage(
                failed.InvocationId, failed.Target, [new UnreadableCall(Explain(start.Slice(0, input.Start), parameters, failed.BindingFailure.SourceException))]);
        }

        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => inner.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => inner.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => inner.IsVersionSupported(version);

    /// <summary>The inner protocol does not tell which argument it was, so those of a JSON call are read once more, one by one.</summary>
    private Refusal Explain(ReadOnlySequence<byte> frame, ParameterInfo[] parameters, Exception failure)
    {
        if (inner is JsonHubProtocol)
        {
            // The last byte ends the frame.
            using var call = JsonDocument.Parse(frame.Slice(0, frame.Length - 1));
            var arguments = call.RootElement.GetProperty("arguments");
            if (arguments.GetArrayLength() != parameters.Length)
            {
                return Malformed(
                    $"{parameters.Length} arguments are expected ({string.Join(", ", parameters.Select(known => known.Name))}); "
                    + $"these are {arguments.GetArrayLength()}.");
            }

            foreach (var (argument, parameter) in arguments.EnumerateArray().Zip(parameters))
            {
                try
                {
                    argument.Deserialize(parameter.ParameterType, json.Value.PayloadSerializerOptions);
                }
                catch (JsonException unreadable)
                {
                    return RequestJson.Explain(unreadable, parameter.Name);
                }
            }
        }

        // The MessagePack of the wire is read as JSON too, and so names the member.
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException unreadable)
            {
                return RequestJson.Explain(unreadable);
            }
        }

        return Malformed($"The arguments cannot be read: {failure.GetBaseException().Message}");
    }

    private static Refusal Malformed(string detail) => new(RefusalKind.Invalid, RefusalCodes.Malformed, detail);
}
