using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>The answer to a request, without what the connection adds to its head.</summary>
    public sealed class HttpResponse
    {
        public int Status { get; private set; }

        public string ContentType { get; private set; } = "";

        /// <summary>Where a redirected client is to go; empty when it is not.</summary>
        public string Location { get; private set; } = "";

        public ByteBuffer Body { get; } = new ByteBuffer(256);

        /// <summary>Whether the board ends the connection after this answer, although the client would go on.</summary>
        public bool ClosesConnection { get; set; }

        /// <summary>Begins an answer; the caller writes the body.</summary>
        public ByteBuffer Begin(int status, string contentType)
        {
            Status = status;
            ContentType = contentType;
            Location = "";
            ClosesConnection = false;
            Body.Clear();
            return Body;
        }

        /// <summary>Sends the client to another address.</summary>
        public void Redirect(string location)
        {
            Begin(302, "");
            Location = location;
        }

        /// <summary>Answers with a JSON text.</summary>
        public void Json(int status, string json) => Begin(status, "application/json").AddAscii(json);

        /// <summary>Answers with the error object of the boards.</summary>
        public void Error(int status, string message)
        {
            var body = Begin(status, "application/json");
            body.AddAscii("{\"error\":\"");
            body.AddAscii(message);
            body.AddAscii("\"}");
        }
    }
}
