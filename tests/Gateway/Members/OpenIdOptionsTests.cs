using Microsoft.Extensions.Configuration;
using RailHub.Gateway.Members;
using RailHub.Hosting;

namespace RailHub.Gateway.Tests.Members;

public sealed class OpenIdOptionsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Nothing_is_none() => Assert.Null(Read(out _));

    [Fact]
    public void A_provider_is_called_as_its_machine_when_nobody_gives_it_a_name()
    {
        var options = Read(out var problem, ("Authority", "https://login.example/realms/club"), ("ClientId", "railhub"))!;

        Assert.Null(problem);
        Assert.Equal(
            ("https://login.example/realms/club", "railhub", null, "login.example"),
            (options.Authority.ToString(), options.ClientId, options.ClientSecret, options.Name));
    }

    [Theory]
    [InlineData("http://localhost:8081/realms/club")]
    [InlineData("http://127.0.0.1:8081")]
    [InlineData("http://[::1]:8081")]
    public void One_on_this_machine_may_speak_http(string authority) =>
        Assert.NotNull(Read(out _, ("Authority", authority), ("ClientId", "railhub"), ("Name", "Verein")));

    [Fact]
    public void A_secret_is_given_or_stands_in_a_file()
    {
        File.WriteAllText(_file, "hush\n");

        Assert.Equal("hush", Read(out _, ("Authority", "https://login.example"), ("ClientId", "railhub"), ("ClientSecretFile", _file))!.ClientSecret);
        Assert.Equal("psst", Read(out _, ("Authority", "https://login.example"), ("ClientId", "railhub"), ("ClientSecret", "psst"))!.ClientSecret);
    }

    [Theory]
    [InlineData("OpenId:Authority", "Authority", "http://login.example")]
    [InlineData("OpenId:Authority", "Authority", "login.example")]
    [InlineData("OpenId:Authority", "Authority", "file:///etc/passwd")]
    [InlineData("OpenId:Authority", "Authority", "https://me:secret@login.example")]
    [InlineData("OpenId:Authority", "Authority", "https://login.example?realm=club")]
    [InlineData("OpenId:Authority is missing", "Authority", null)]
    [InlineData("OpenId:ClientId is missing", "ClientId", " ")]
    [InlineData("OpenId:Name", "Name", "Ver\u0007ein")]
    [InlineData("OpenId:ClientSecretFile is /nowhere/at/all, which cannot be read", "ClientSecretFile", "/nowhere/at/all")]
    [InlineData("OpenId:Authorty is not known", "Authorty", "https://login.example")]
    public void What_is_wrong_is_named(string told, string key, string? value)
    {
        Dictionary<string, string?> given = new() { ["Authority"] = "https://login.example", ["ClientId"] = "railhub", [key] = value };

        Read(out var problem, [.. given.Select(pair => (pair.Key, pair.Value))]);

        Assert.StartsWith(told, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem!);
    }

    [Fact]
    public void An_empty_file_and_two_secrets_are_named()
    {
        Read(out var empty, ("Authority", "https://login.example"), ("ClientId", "railhub"), ("ClientSecretFile", _file));
        Assert.Contains("whose first line is empty", empty, StringComparison.Ordinal);

        Read(out var two, ("Authority", "https://login.example"), ("ClientId", "railhub"), ("ClientSecretFile", _file), ("ClientSecret", "psst"));
        Assert.Contains("two secrets", two, StringComparison.Ordinal);
        Assert.DoesNotContain("psst", two, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_on_the_command_line_is_refused()
    {
        var settings = new Settings(new ConfigurationBuilder().AddCommandLine(
            ["--OpenId:Authority=https://login.example", "--OpenId:ClientId=railhub", "--OpenId:ClientSecret=psst"]).Build());
        OpenIdOptions.Read(settings);

        var refused = Assert.Throws<StartFailedException>(settings.Check);
        Assert.Contains("OpenId:ClientSecret is on the command line", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("psst", refused.Message, StringComparison.Ordinal);
    }

    private static OpenIdOptions? Read(out string? problem, params (string Key, string? Value)[] given)
    {
        var settings = new Settings(new ConfigurationBuilder()
            .AddInMemoryCollection(given.Select(pair => KeyValuePair.Create($"OpenId:{pair.Key}", pair.Value))).Build());
        var options = OpenIdOptions.Read(settings);
        problem = Record.Exception(settings.Check)?.Message;
        return options;
    }
}
