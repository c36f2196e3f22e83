using System.Text;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>The answer to a request, without what the connection adds to its head.</summary>
    public sealed class HttpResponse
    {
        private static readonly byte[] BeforeError = Encoding.UTF8.GetBytes("{\"error\":\"");
        private static readonly byte[] AfterError = Encoding.UTF8.GetBytes("\"}");

        public int Status { get; private set; }

        public string ContentType { get; private set; } = "";

        /// <summary>Where a redirected client is to go; empty when it is not.</summary>
        public string Location { get; private set; } = "";

        public ByteBuffer Body { get; } = new ByteBuffer(256);

        /// <summary>Whether the board ends the connection after this answer, although the client would go on.</summary>
        public bool ClosesConnection { get; set; }

        /// <summary>The page that is the body, or null.</summary>
        internal WebPage? Page { get; private set; }

        /// <summary>Bytes of the body.</summary>
        internal int Length => Page != null ? Page.Length : Body.Length;

        /// <summary>Begins an answer; the caller writes the body.</summary>
        public ByteBuffer Begin(int status, string contentType)
        {
            Status = status;
            ContentType = contentType;
            Location = "";
            ClosesConnection = false;
            Page = null;
            Body.Clear();
            return Body;
        }

        /// <summary>
        /// Answers with the board's page. The connection ends with it: so nothing has to wait in a connection that is sending pieces.
        /// </summary>
        internal void BeginPage(WebPage page)
        {
            Begin(200, "text/html");
            ClosesConnection = true;
            Page = page;
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
            body.Add(BeforeError);
            body.AddAscii(message);
            body.Add(AfterError);
        }
    }
}
