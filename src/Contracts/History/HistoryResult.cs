using System.Text.Json.Serialization;
using RailHub.Contracts.Serialization;

namespace RailHub.Contracts;

/// <summary>What came of something that somebody did. The names stand in the database: they are added to, never renamed.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HistoryResult>))]
public enum HistoryResult
{
    /// <summary>It was done, or is promised.</summary>
    Done,

    /// <summary>Some of it was done, and some not.</summary>
    Partly,

    /// <summary>Nothing of it was done.</summary>
    Refused,

    /// <summary>No answer came: nobody knows whether it was done.</summary>
    Unknown,
}
