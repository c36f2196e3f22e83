namespace RailHub.Gateway.Hosting;

/// <summary>The dashboard's files, as they were published beside the program: trimmed, compressed, with names that never change their content.</summary>
public static class DashboardFiles
{
    private static readonly string s_directory = Path.Combine(AppContext.BaseDirectory, "dashboard");

    /// <summary>What a host that serves the dashboard takes as its web root.</summary>
    public static string WebRoot { get; } = Path.Combine(s_directory, "wwwroot");

    /// <summary>The list of all files, with the hash of each.</summary>
    internal static string List { get; } = Path.Combine(s_directory, "RailHub.Web.staticwebassets.endpoints.json");

    // The API answers for itself what it does not have; a page in its place would hide the reason.
    private const string Pages = "{*page:nonfile:regex(^(?!api(/|$)))}";

    /// <summary>Serves the dashboard; every address that is nothing else is one of its pages.</summary>
    internal static void MapDashboardFiles(this WebApplication app)
    {
        app.MapStaticAssets(List);

        // Pages of a few kilobytes, without the dashboard's program: visitors have old phones, and a screen that waits needs no more.
        foreach (var (pattern, file) in ((string, string)[])[("/g/{token?}", "guest.html"), ("/screen", "screen.html")])
        {
            app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) => GetSmallPage(file, response)).ExcludeFromDescription();
        }

        var page = app.Services.GetRequiredService<DashboardPage>();
        foreach (var pattern in (string[])["/", Pages])
        {
            app.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], page.Get).WithOrder(int.MaxValue).ExcludeFromDescription();
        }
    }

    private static IResult GetSmallPage(string file, HttpResponse response)
    {
        response.Headers.CacheControl = "no-cache";
        return Results.File(Path.Combine(WebRoot, file), "text/html; charset=utf-8");
    }
}
