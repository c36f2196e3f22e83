using System.Diagnostics;

namespace RailHub.Hosting;

/// <summary>
/// Takes traces along with calls of grains. Orleans' own filters begin a trace with every call that is in none, which here are the most by
/// far; these look at calls within a trace that is kept, and cost the others next to nothing (ADR 25).
/// </summary>
internal sealed class TracedCalls : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string Parent = "railhub.traceparent";

    private static readonly ActivitySource s_spans = new("RailHub.Calls");

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (Activity.Current is { Recorded: true })
        {
            return InvokeTracedAsync(context);
        }

        // What goes on when a traced call is over is no part of it.
        if (RequestContext.Get(Parent) is not null)
        {
            RequestContext.Remove(Parent);
        }

        return context.Invoke();
    }

    public Task Invoke(IIncomingGrainCallContext context) =>
        RequestContext.Get(Parent) is string parent && ActivityContext.TryParse(parent, null, isRemote: true, out var caller)
            ? InvokeAsync(context, s_spans.StartActivity(Name(context), ActivityKind.Server, caller))
            : context.Invoke();

    private static async Task InvokeTracedAsync(IOutgoingGrainCallContext context)
    {
        var span = s_spans.StartActivity(Name(context), ActivityKind.Client);
        RequestContext.Set(Parent, (span ?? Activity.Current)!.Id!);
        await InvokeAsync(context, span);
    }

    private static async Task InvokeAsync(IGrainCallContext context, Activity? span)
    {
        // The names of OpenTelemetry's conventions for remote calls.
        using (span)
        {
            span?.SetTag("rpc.system", "orleans").SetTag("rpc.method", Name(context)).SetTag("rpc.orleans.target_id", context.TargetId.ToString());
            try
            {
                await context.Invoke();
            }
            catch (Exception failure)
            {
                span?.SetStatus(ActivityStatusCode.Error, failure.Message);
                throw;
            }
        }
    }

    private static string Name(IGrainCallContext context) => $"{context.InterfaceName}/{context.MethodName}";
}
