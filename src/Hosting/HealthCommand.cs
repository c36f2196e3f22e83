using System.Net;
using Microsoft.AspNetCore.Builder;

namespace RailHub.Hosting;

/// <summary>
/// The command <c>health</c> of every program: asks the one that runs on this machine by the same settings whether it can serve. An image has
/// neither a shell nor curl to ask with.
/// </summary>
public static class HealthCommand
{
    /// <summary>The first word of the command line.</summary>
    public const string Name = "health";

    private const int Ready = 0;
    private const int NotReady = 1;

    // A silo waits two seconds for its database before it says that it is away.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks at the address that command line, environment and <c>appsettings.json</c> name, as the program itself reads them.</summary>
    /// <inheritdoc cref="AskAsync" path="/returns"/>
    public static Task<int> RunAsync(string[] args, TextWriter output) =>
        AskAsync(new Settings(WebApplication.CreateSlimBuilder(args).Configuration).Urls[0], output);

    /// <summary>Asks the first of some addresses, as they are given to a server, and writes one line of what it says.</summary>
    /// <returns>The exit code: 0 when it is ready, 1 when it is not, or does not answer.</returns>
    public static async Task<int> AskAsync(string urls, TextWriter output)
    {
        if (Door.Of(urls.Split(';', StringSplitOptions.TrimEntries)[0]) is not { } door)
        {
            await output.WriteLineAsync($"\"{urls}\" is no address that health can be asked at.");
            return NotReady;
        }

        var address = new Uri(door, "/health/ready");

        // Itself on this machine: no proxy is on the way, and its certificate has the names by which others call it.
        using var handler = new HttpClientHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler) { Timeout = s_patience };
        try
        {
            using var answer = await client.GetAsync(address);
            await output.WriteLineAsync((await answer.Content.ReadAsStringAsync()).ReplaceLineEndings(" "));
            return answer.StatusCode == HttpStatusCode.OK ? Ready : NotReady;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            await output.WriteLineAsync($"{address} does not answer: {failure.Message.ReplaceLineEndings(" ")}");
            return NotReady;
        }
    }
}
