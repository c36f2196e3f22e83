using System.Reflection;
using System.Text.Json;

namespace RailHub.Contracts.Tests;

public sealed class RefusalCodesTests
{
    private static readonly Dictionary<string, string> Codes = typeof(RefusalCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);

    [Fact]
    public void No_two_codes_are_the_same()
    {
        Assert.NotEmpty(Codes);
        Assert.Distinct(Codes.Values);
    }

    [Fact]
    public void A_code_is_its_own_name_in_camel_case() =>
        Assert.All(Codes, code => Assert.Equal(JsonNamingPolicy.CamelCase.ConvertName(code.Key), code.Value));
}
