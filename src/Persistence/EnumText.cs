using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace RailHub.Persistence;

/// <summary>
/// An enum by its name, so that a row can be read without the program. A name that only a newer program knows is read as the one that is
/// given for it: both programs work on one database while a cluster is upgraded.
/// </summary>
internal sealed class EnumText<T>(T otherwise) : ValueConverter<T, string>(
    value => value.ToString(),
    text => Read(text, otherwise))
    where T : struct, Enum
{
    private static T Read(string text, T otherwise) => Enum.TryParse<T>(text, out var value) ? value : otherwise;
}
