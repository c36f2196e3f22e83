using RailHub.Firmware.Http;

namespace RailHub.Firmware.Virtual.Dialects;

/// <summary>Answers as the RailHub8266 firmware where it differs: a fifth group is a success that changes nothing (protocol 2.5).</summary>
internal sealed class R8266Router(IHttpRouter router, Board board) : IHttpRouter
{
    public void Answer(HttpRequest request, HttpResponse response, long now)
    {
        router.Answer(request, response, now);
        var isFull = Enumerable.Range(0, board.Groups.SlotCount).All(slot => board.Groups[slot].IsRunning);
        if (isFull && request.Path == "/api/chasing/create" && response.Status == 400 && IsLimitReached(response))
            response.Json(200, """{"success":true}""");
    }

    private static bool IsLimitReached(HttpResponse response) =>
        response.Body.Bytes.AsSpan(0, response.Body.Length).StartsWith("{\"error\":\"Group limit reached"u8);
}
