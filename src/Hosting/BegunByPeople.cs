using OpenTelemetry.Trace;

namespace RailHub.Hosting;

/// <summary>
/// Which traces are kept: those that begin with a call of somebody outside, or with a cue. What the platform does of itself every few
/// seconds, such as renewing subscriptions, would bury them.
/// </summary>
internal sealed class BegunByPeople : Sampler
{
    // ASP.NET Core's names of a request and of a call of a hub's method, and the room's own beginnings.
    private static readonly string[] s_beginnings = ["Microsoft.AspNetCore.", "railhub."];

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        var name = samplingParameters.Name;
        var isKept = parent.TraceId == default
            ? Array.Exists(s_beginnings, beginning => name.StartsWith(beginning, StringComparison.Ordinal))
            : (parent.TraceFlags & System.Diagnostics.ActivityTraceFlags.Recorded) != 0;
        return new SamplingResult(isKept);
    }
}
