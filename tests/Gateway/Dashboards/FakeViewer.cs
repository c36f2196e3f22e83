using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using RailHub.Contracts;
using RailHub.Contracts.Serialization;
using RailHub.TestKit;

namespace RailHub.Gateway.Tests.Dashboards;

/// <summary>A viewer's connection without a socket: what the gateway writes lies in a pipe until the test reads it.</summary>
internal sealed class FakeViewer : IInvocationBinder
{
    private readonly Pipe _toViewer;
    private readonly JsonHubProtocol _protocol = Protocol();

    /// <param name="room">How many unread bytes make a write wait; 0 for as many as there are.</param>
    public FakeViewer(int room = 0)
    {
        _toViewer = new Pipe(new PipeOptions(
            readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: room, resumeWriterThreshold: room / 2));
        var fromViewer = new Pipe();
        var context = new DefaultConnectionContext(
            Guid.NewGuid().ToString("N"), new Duplex(fromViewer.Reader, _toViewer.Writer), new Duplex(_toViewer.Reader, fromViewer.Writer));
        Connection = new HubConnectionContext(context, new HubConnectionContextOptions(), NullLoggerFactory.Instance) { Protocol = _protocol };
    }

    public HubConnectionContext Connection { get; }

    /// <summary>Whether something was written that the viewer has not read.</summary>
    public bool HasUnread => _toViewer.Reader.TryRead(out var result) && Examine(result);

    /// <summary>The next frame, from now on or one that waits.</summary>
    public async Task<T> Read<T>()
    {
        while (true)
        {
            var reading = _toViewer.Reader.ReadAsync().AsTask();
            await reading.Await("a frame");
            var result = await reading;
            var buffer = result.Buffer;
            if (_protocol.TryParseMessage(ref buffer, this, out var message))
            {
                _toViewer.Reader.AdvanceTo(buffer.Start);
                return (T)Frame(((InvocationMessage)message).Arguments);
            }

            _toViewer.Reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    /// <summary>The connection ends, as when the browser is closed.</summary>
    public async Task Leave()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = Connection.ConnectionAborted.Register(gone.SetResult);
        Connection.Abort();
        await gone.Task.Await("the end of the connection");
    }

    public IReadOnlyList<Type> GetParameterTypes(string methodName) => FrameTypes[methodName];

    public Type GetReturnType(string invocationId) => throw new NotSupportedException();

    public Type GetStreamItemType(string streamId) => throw new NotSupportedException();

    private static JsonHubProtocol Protocol()
    {
        var options = new JsonHubProtocolOptions();
        WireJson.Apply(options.PayloadSerializerOptions);
        return new JsonHubProtocol(Options.Create(options));
    }

    private static Dictionary<string, Type[]> FrameTypes { get; } = typeof(IDashboard).GetMethods()
        .ToDictionary(method => method.Name, method => method.GetParameters().Select(parameter => parameter.ParameterType).ToArray());

    private static object Frame(object?[] arguments) =>
        arguments is [int feed, long number, LayoutDelta delta] ? new LayoutFrame(feed, number, delta) : arguments[0]!;

    private bool Examine(ReadResult result)
    {
        _toViewer.Reader.AdvanceTo(result.Buffer.Start);
        return !result.Buffer.IsEmpty;
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
