namespace RailHub.Grains.Controllers;

/// <summary>The steps of fades that a board was sent since a day began.</summary>
/// <param name="Since">When it began, by the board's clock.</param>
/// <param name="Steps">How many.</param>
internal readonly record struct FadeDay(TimeSpan Since, int Steps);
