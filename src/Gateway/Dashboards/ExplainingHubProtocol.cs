using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using RailHub.Gateway.Problems;

namespace RailHub.Gateway.Dashboards;

/// <summary>
/// A hub protocol whose callers hear what is wrong with an argument that could not be read: SignalR itself says only that something is.
/// </summary>
internal sealed class ExplainingHubProtocol(IHubProtocol protocol) : IHubProtocol
{
    public string Name => protocol.Name;

    public int Version => protocol.Version;

    public TransferFormat TransferFormat => protocol.TransferFormat;

    public bool IsVersionSupported(int version) => protocol.IsVersionSupported(version);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => protocol.GetMessageBytes(message);

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => protocol.WriteMessage(message, output);

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!protocol.TryParseMessage(ref input, binder, out message))
        {
            return false;
        }

        if (message is InvocationBindingFailureMessage failure)
        {
            // Of all exceptions the hub's dispatcher tells callers this one.
            var told = new HubException(Explain(failure.BindingFailure.SourceException));
            message = new InvocationBindingFailureMessage(failure.InvocationId!, failure.Target, ExceptionDispatchInfo.Capture(told));
        }

        return true;
    }

    private static string Explain(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is JsonException fault)
            {
                return JsonFault.Explain(fault);
            }
        }

        // Another number of arguments than the method has: SignalR's own words say so.
        return failure.Message;
    }
}
