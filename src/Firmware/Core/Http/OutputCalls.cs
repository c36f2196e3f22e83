using RailHub.Firmware.Json;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>The calls on single outputs (protocol 2.3 and 2.4).</summary>
    internal static class OutputCalls
    {
        /// <summary>A pin the board does not have is answered like any other: clients rely on it (protocol 8.2.4).</summary>
        public static void Control(Board board, HttpRequest request, HttpResponse response, long now)
        {
            var fields = Calls.ReadFields(request, response);
            if (fields == null)
                return;

            var result = board.Control(fields.Int("pin"), fields.Bool("active"), fields.Brightness("brightness"), now);
            Calls.Finish(result, response, "{\"status\":\"ok\"}");
        }

        public static void Rename(Board board, HttpRequest request, HttpResponse response, long now)
        {
            var fields = Calls.ReadFields(request, response);
            if (fields == null)
                return;

            var pin = fields.Int("pin");
            var name = NameIn(fields.Value("name"));
            if (board.Profile.IndexOf(pin) >= 0 && name == null)
                response.Error(400, "Missing or invalid name");
            else
                FinishOnOutput(board.Rename(pin, name ?? NameText.None, now), response);
        }

        public static void SetInterval(Board board, HttpRequest request, HttpResponse response, long now)
        {
            var fields = Calls.ReadFields(request, response);
            if (fields != null)
                FinishOnOutput(board.SetInterval(fields.Int("pin"), fields.UInt("interval"), now), response);
        }

        private static void FinishOnOutput(CommandResult result, HttpResponse response)
        {
            if (result == CommandResult.NotFound)
                response.Error(404, "Output not found");
            else
                Calls.Finish(result, response, Calls.Success);
        }

        // Numbers and truth values name an output by their JSON text (rule str); where the boards in the field made up
        // the name "null", there is none (protocol 8.3.5).
        private static byte[]? NameIn(JsonValue? value)
        {
            if (value == null)
                return null;

            switch (value.Kind)
            {
                case JsonKind.Text:
                case JsonKind.Number:
                    return value.Text;
                case JsonKind.Boolean:
                    var text = new ByteBuffer(5);
                    JsonText.AddBoolean(text, value.Boolean);
                    return text.ToArray();
                default:
                    return null;
            }
        }
    }
}
