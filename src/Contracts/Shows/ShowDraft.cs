namespace RailHub.Contracts;

/// <summary>What a person enters to make or replace a show.</summary>
/// <param name="Name">The name, 1..60 characters.</param>
/// <param name="Cues">At most 1,000, no number twice; in any order.</param>
/// <param name="Loops">How often it runs when it is played, 0..10,000; 0 = until it is stopped.</param>
[GenerateSerializer, Immutable, Alias("RailHub.ShowDraft")]
public sealed record ShowDraft(
    [property: Id(0)] string Name, [property: Id(1)] IReadOnlyList<Cue> Cues, [property: Id(2)] int Loops = 1);
