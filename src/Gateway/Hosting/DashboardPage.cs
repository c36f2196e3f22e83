using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace RailHub.Gateway.Hosting;

/// <summary>
/// The page that every address of the dashboard starts from. It carries the version of the dashboard, so that a page that is open for
/// weeks can tell whether its gateway has another one meanwhile.
/// </summary>
internal sealed class DashboardPage
{
    private const string Root = "<html ";

    private readonly byte[] _content;
    private readonly EntityTagHeaderValue _tag;

    public DashboardPage()
    {
        // The list of all files with their hashes: it changes when any of them does.
        Version = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(DashboardFiles.List)))[..16];
        var page = File.ReadAllText(Path.Combine(DashboardFiles.WebRoot, "index.html"));
        _content = Encoding.UTF8.GetBytes(page.Replace(Root, $"{Root}data-version=\"{Version}\" ", StringComparison.Ordinal));
        _tag = new EntityTagHeaderValue($"\"{Version}\"");
    }

    /// <summary>Tells one dashboard from the next: 16 hexadecimal digits.</summary>
    public string Version { get; }

    /// <summary>Answers with the page. It is asked for at every visit, and sent when it is another one.</summary>
    public IResult Get(HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes(_content, "text/html; charset=utf-8", entityTag: _tag);
    }
}
