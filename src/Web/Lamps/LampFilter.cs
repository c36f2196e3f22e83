namespace RailHub.Web.Lamps;

/// <summary>Which lamps are shown.</summary>
public enum LampFilter
{
    /// <summary>Every lamp.</summary>
    All,

    /// <summary>Those that are on.</summary>
    On,

    /// <summary>Those that people should look at.</summary>
    Trouble,
}
