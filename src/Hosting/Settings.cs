using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;

namespace RailHub.Hosting;

/// <summary>
/// What a program is told by <c>appsettings.json</c>, environment and command line. Everything that is wrong is gathered, so that a person
/// mends it at once and not one start after the other.
/// </summary>
public sealed class Settings(IConfiguration configuration)
{
    // Where Kestrel listens when nobody says where.
    private const string KestrelsDefault = "http://localhost:5000";

    private readonly List<string> _problems = [];

    /// <summary>Notes what is wrong, as a sentence that names the key and says what to do.</summary>
    public void Refuse(string problem) => _problems.Add(problem);

    /// <summary>Refuses what stands in a section and is none of these keys: a word that is misspelt would be passed over.</summary>
    public void Know(string section, params IEnumerable<string> keys)
    {
        foreach (var key in configuration.GetSection(section).GetChildren().Where(child => !keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
        {
            Refuse($"{key.Path} is not known. Check how it is written.");
        }
    }

    /// <summary>A text; null when it is not there, or empty.</summary>
    public string? Text(string key) => string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key];

    /// <summary>
    /// A text that is for this program only, in the environment or in a file: what stands on a command line, every user of the machine reads.
    /// </summary>
    public string? Secret(string key)
    {
        if (configuration is IConfigurationRoot { Providers: var providers } && providers.OfType<CommandLineConfigurationProvider>().Any(line => line.TryGet(key, out _)))
        {
            Refuse($"{key} is on the command line, where every user of this machine reads it. Give it in the environment, or in a file.");
        }

        return Text(key);
    }

    /// <summary>Where a server listens that asks these settings, as it reads them itself: at least one address.</summary>
    public IReadOnlyList<string> Urls
    {
        get
        {
            var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToArray();
            string[] urls = endpoints.Length > 0 ? endpoints : Text(WebHostDefaults.ServerUrlsKey) is { } given ? given.Split(';')
                : [.. Ports("http", WebHostDefaults.HttpPortsKey), .. Ports("https", WebHostDefaults.HttpsPortsKey)];
            return urls.Length > 0 ? [.. urls.Select(url => url.Trim())] : [KestrelsDefault];

            IEnumerable<string> Ports(string scheme, string key) =>
                Text(key)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(port => $"{scheme}://*:{port}") ?? [];
        }
    }

    /// <summary>A whole number of a range; the one that is given for a missing key, and for one that is refused.</summary>
    public int Number(string key, int otherwise, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return otherwise;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Refuse($"{key} is \"{text}\", which is no number.");
        }
        else if (number < least || number > most)
        {
            Refuse($"{key} is {number}; give {least} to {most}.");
        }
        else
        {
            return number;
        }

        return otherwise;
    }

    /// <summary><c>true</c> or <c>false</c>; the latter for a missing key, and for one that is refused.</summary>
    public bool Flag(string key)
    {
        var flag = false;
        if (Text(key) is { } text && !bool.TryParse(text, out flag))
        {
            Refuse($"{key} is \"{text}\"; give true or false.");
        }

        return flag;
    }

    /// <summary>Ends the start when something is wrong.</summary>
    /// <exception cref="StartFailedException">Its message has all that is wrong.</exception>
    public void Check()
    {
        if (_problems.Count > 0)
        {
            throw new StartFailedException(string.Join(' ', _problems));
        }
    }
}
