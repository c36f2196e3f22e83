using RailHub.Firmware.Chasing;
using RailHub.Firmware.Json;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>The calls on chasing groups, with the checks and texts of the stricter firmware (protocol 2.5, R8266-B).</summary>
    internal static class ChasingCalls
    {
        public static void Create(Board board, HttpRequest request, HttpResponse response, long now)
        {
            var fields = Calls.ReadFields(request, response);
            if (fields == null)
                return;

            var error = Check(board, fields, out var members);
            if (error != null)
            {
                response.Error(400, error);
                return;
            }

            var result = board.CreateGroup(fields.Int("groupId"), fields.UInt("interval"), members, NameIn(fields), now);
            if (result == CommandResult.NoFreeSlot)
                response.Error(400, "Group limit reached (max 4)");
            else
                Calls.Finish(result, response, Calls.Success);
        }

        /// <summary>A group that does not run is deleted successfully (protocol 2.3).</summary>
        public static void Delete(Board board, HttpRequest request, HttpResponse response, long now)
        {
            var fields = Calls.ReadFields(request, response);
            if (fields != null)
                Calls.Finish(board.DeleteGroup(fields.Byte("groupId"), now), response, Calls.Success);
        }

        /// <summary>Without a text for a name the group gets its default name (rule cstr).</summary>
        public static void Rename(Board board, HttpRequest request, HttpResponse response, long now)
        {
            var fields = Calls.ReadFields(request, response);
            if (fields == null)
                return;

            var result = board.RenameGroup(fields.Byte("groupId"), NameIn(fields) ?? NameText.None, now);
            if (result == CommandResult.NotFound)
                response.Error(404, "Group not found");
            else
                Calls.Finish(result, response, Calls.Success);
        }

        private static string? Check(Board board, RequestFields fields, out int[] members)
        {
            members = new int[0];
            var id = fields.Value("groupId");
            if (id == null || !RequestFields.IsInteger(id, byte.MinValue, byte.MaxValue))
                return "Missing or invalid groupId";
            if (id.Number == 0)
                return "GroupId must be 1-255";

            var interval = fields.Value("interval");
            if (interval == null || !RequestFields.IsInteger(interval, uint.MinValue, uint.MaxValue))
                return "Missing or invalid interval";
            if (interval.Number < ChasingGroup.ShortestInterval)
                return "Interval must be at least 50ms";

            var outputs = fields.Value("outputs");
            if (outputs == null || outputs.Kind != JsonKind.Array)
                return "Missing or invalid outputs array";

            return CheckMembers(board, outputs, out members);
        }

        private static string? CheckMembers(Board board, JsonValue outputs, out int[] members)
        {
            var count = 0;
            for (var element = outputs.First; element != null; element = element.Next)
                count++;

            members = new int[count];
            if (count == 0)
                return "At least one output required";
            if (count > ChasingGroup.MemberLimit)
                return "Too many outputs (max 8)";

            var position = 0;
            for (var element = outputs.First; element != null; element = element.Next)
            {
                if (!RequestFields.IsInteger(element, int.MinValue, int.MaxValue))
                    return "Invalid output format";

                var index = board.Profile.IndexOf((int)element.Number);
                if (index < 0)
                    return "Invalid GPIO pin";
                for (var i = 0; i < position; i++)
                {
                    if (members[i] == index)
                        return "Duplicate GPIO pin";
                }

                members[position++] = index;
            }

            return null;
        }

        private static byte[]? NameIn(RequestFields fields)
        {
            var name = fields.Value("name");
            return name != null && name.Kind == JsonKind.Text ? name.Text : null;
        }
    }
}
