namespace RailHub.Web.Shell;

/// <summary>
/// How often a form was sent off. What was found wrong then is told until somebody edits it, and again when it is found again.
/// </summary>
public sealed class Submissions
{
    /// <summary>How often.</summary>
    public int Count { get; private set; }

    /// <summary>The form is sent off once more.</summary>
    public void Add() => Count++;
}
