using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What is to change at an output, or what changed there; null leaves a member as it is.</summary>
/// <param name="Active">On or off.</param>
/// <param name="Brightness">0..100 percent.</param>
/// <param name="Interval">Blink interval in milliseconds: 0 = steady, else 10..65535 (protocol 7, row 21).</param>
/// <param name="Name">The output's name: 20 bytes of UTF-8 at most, no control characters; empty removes it.</param>
[GenerateSerializer, Immutable, Alias("RailHub.OutputChange")]
public sealed record OutputChange(
    [property: Id(0)] bool? Active = null,
    [property: Id(1)] int? Brightness = null,
    [property: Id(2)] long? Interval = null,
    [property: Id(3)] string? Name = null)
{
    /// <summary>What leads from one to the other; null when they are the same.</summary>
    public static OutputChange? Between(OutputValues before, OutputValues after) => before == after
        ? null
        : new OutputChange(
            before.Active == after.Active ? null : after.Active,
            before.Brightness == after.Brightness ? null : after.Brightness,
            before.Interval == after.Interval ? null : after.Interval,
            before.Name == after.Name ? null : after.Name);

    /// <summary>This change and then a later one, as one.</summary>
    public OutputChange Then(OutputChange later) => new(
        later.Active ?? Active, later.Brightness ?? Brightness, later.Interval ?? Interval, later.Name ?? Name);
}

/// <summary>What came of a command.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<CommandResult>))]
public enum CommandResult
{
    /// <summary>The board was so already; nothing was sent.</summary>
    AlreadySo,

    /// <summary>The board reports it.</summary>
    Confirmed,

    /// <summary>Wanted and kept; the board has not confirmed it yet.</summary>
    Accepted,

    /// <summary>Wanted and kept; the board is offline, and is told when it is back.</summary>
    Offline,

    /// <summary>The board refused it.</summary>
    Refused,

    /// <summary>A newer command for the same output took its place.</summary>
    Superseded,

    /// <summary>There is no such output (any more).</summary>
    Missing,

    /// <summary>
    /// Sent, or about to be, or waiting for its board, and not confirmed yet; the database is away, or did not say whether it has it, so it
    /// may be lost if the platform ends before the board confirms. It is kept as soon as the database is back.
    /// </summary>
    Unsaved,

    /// <summary>The board is not live and the database is away: nothing was kept, and it will not happen.</summary>
    NotKept,
}

/// <summary>The answer to a command.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Output">The output now; null when its board has not reported since the platform started.</param>
/// <param name="Reason">What the board said when it refused; null otherwise.</param>
[GenerateSerializer, Immutable, Alias("RailHub.CommandAnswer")]
public sealed record CommandAnswer(
    [property: Id(0)] CommandResult Result,
    [property: Id(1)] OutputState? Output,
    [property: Id(2)] string? Reason = null);
