using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What is to become of the controls of a layout.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ClaimAct>))]
public enum ClaimAct
{
    /// <summary>Take them, when nobody has them.</summary>
    Take,

    /// <summary>Ask who has them for them; when nobody has, take them.</summary>
    Ask,

    /// <summary>Ask no more.</summary>
    Withdraw,

    /// <summary>Give them to somebody who asks.</summary>
    HandOver,

    /// <summary>Give them back to everybody.</summary>
    Release,
}

/// <summary>An order about the controls of a layout. What is so already is not done again.</summary>
/// <param name="Do">What to do.</param>
/// <param name="To">Who gets them, of those who ask; null: who asked first. With <see cref="ClaimAct.HandOver"/> only.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ClaimOrder")]
public sealed record ClaimOrder([property: Id(0)] ClaimAct Do, [property: Id(1)] MemberId? To = null);
