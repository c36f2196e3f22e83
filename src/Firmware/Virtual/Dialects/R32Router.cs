using RailHub.Firmware.Http;

namespace RailHub.Firmware.Virtual.Dialects;

/// <summary>Answers as the RailHub32 firmware where it differs: 500 for unknown calls, 501 for an empty body, no second request (protocol 2.1).</summary>
internal sealed class R32Router(IHttpRouter router) : IHttpRouter
{
    public void Answer(HttpRequest request, HttpResponse response, long now)
    {
        router.Answer(request, response, now);
        if (response.Status == 404 && response.ContentType == "text/html")
            response.Begin(500, "");
        else if (response.Status == 400 && request.Body.Length == 0)
            response.Begin(501, "text/plain").AddAscii("Handler did not handle the request");
        response.ClosesConnection = true;
    }
}
