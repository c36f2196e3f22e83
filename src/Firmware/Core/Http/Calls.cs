using RailHub.Firmware.Json;

namespace RailHub.Firmware.Http
{
    /// <summary>What all calls with a JSON body have in common.</summary>
    internal static class Calls
    {
        public const string Success = "{\"success\":true}";

        /// <summary>The fields of the body; null when it is not JSON, which is then the answer. The content type does not matter (protocol 8.2.7).</summary>
        public static RequestFields? ReadFields(HttpRequest request, HttpResponse response)
        {
            if (request.Fields == null)
                response.Error(400, "Invalid JSON");
            return request.Fields;
        }

        /// <summary>Answers a command that was carried out, or one whose saving failed.</summary>
        public static void Finish(CommandResult result, HttpResponse response, string success)
        {
            if (result == CommandResult.NotSaved)
                response.Error(500, "Settings could not be saved");
            else
                response.Json(200, success);
        }
    }
}
