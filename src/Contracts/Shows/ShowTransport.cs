using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What an operator does with a show.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ShowTransport>))]
public enum ShowTransport
{
    /// <summary>From the beginning.</summary>
    Play,

    /// <summary>The next cue, now; one that stands still is played from its beginning, one that is paused goes on with it.</summary>
    Go,

    /// <summary>Time stands still, fades stay where they are.</summary>
    Pause,

    /// <summary>Goes on after a pause.</summary>
    Resume,

    /// <summary>The whole look as of the cue before.</summary>
    Back,

    /// <summary>The whole look as of <see cref="ShowOrder.Cue"/>, and from there on.</summary>
    GoTo,

    /// <summary>To <see cref="ShowOrder.Position"/> of the show's time; not past a cue that waits for a hand.</summary>
    Seek,

    /// <summary>Time passes <see cref="ShowOrder.Rate"/> percent as fast.</summary>
    Rate,

    /// <summary>Ends; lights stay as they are.</summary>
    Stop,

    /// <summary>Ends, and all that it has changed becomes what it was before.</summary>
    Release,
}
