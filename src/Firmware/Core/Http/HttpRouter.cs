using System.Text;
using RailHub.Firmware.Status;

namespace RailHub.Firmware.Http
{
    /// <summary>The calls of a board (protocol 2.3). Chasing calls exist where groups do.</summary>
    public sealed class HttpRouter : IHttpRouter
    {
        private readonly Board _board;
        private readonly IStatusDocument _status;
        private readonly WebPage _page;

        /// <param name="board">The board the calls work on.</param>
        /// <param name="status">Shape of the answer to <c>GET /api/status</c>.</param>
        /// <param name="webSocketPort">Where the web page finds the status feed.</param>
        public HttpRouter(Board board, IStatusDocument status, int webSocketPort)
        {
            _board = board;
            _status = status;
            _page = new WebPage(webSocketPort);
        }

        public void Answer(HttpRequest request, HttpResponse response, long now)
        {
            var isKnown = request.Method == "GET" ? AnswerGet(request, response, now)
                : request.Method == "POST" && (AnswerPost(request, response, now) || AnswerChasing(request, response, now));
            if (!isKnown)
                NotFound(request, response);
        }

        private bool AnswerGet(HttpRequest request, HttpResponse response, long now)
        {
            switch (request.Path)
            {
                case "/":
                    response.BeginPage(_page);
                    return true;
                case "/api/status":
                    _status.Write(_board, response.Begin(200, "application/json"), now);
                    return true;
                case "/favicon.ico":
                    if (_board.Profile.Family == BoardProfile.RailHub8266.Family)
                        return false;
                    response.Begin(204, "");
                    return true;
                default:
                    return false;
            }
        }

        private bool AnswerPost(HttpRequest request, HttpResponse response, long now)
        {
            switch (request.Path)
            {
                case "/api/control":
                    OutputCalls.Control(_board, request, response, now);
                    return true;
                case "/api/name":
                    OutputCalls.Rename(_board, request, response, now);
                    return true;
                case "/api/interval":
                    OutputCalls.SetInterval(_board, request, response, now);
                    return true;
                case "/api/reset":
                    Reset(response, now);
                    return true;
                default:
                    return false;
            }
        }

        private bool AnswerChasing(HttpRequest request, HttpResponse response, long now)
        {
            if (!_board.Profile.HasGroups)
                return false;

            switch (request.Path)
            {
                case "/api/chasing/create":
                    ChasingCalls.Create(_board, request, response, now);
                    return true;
                case "/api/chasing/delete":
                    ChasingCalls.Delete(_board, request, response, now);
                    return true;
                case "/api/chasing/name":
                    ChasingCalls.Rename(_board, request, response, now);
                    return true;
                default:
                    return false;
            }
        }

        private void Reset(HttpResponse response, long now)
        {
            if (_board.Reset(now) == CommandResult.Done)
                response.Json(200, "{\"status\":\"reset_complete\"}");
            else
                response.Error(500, "Reset failed");
        }

        // The path goes into a document of type text/html: what could be markup there is not repeated.
        private static void NotFound(HttpRequest request, HttpResponse response)
        {
            var body = response.Begin(404, "text/html");
            body.AddAscii("Not found: ");
            var path = Encoding.UTF8.GetBytes(request.Path);
            for (var i = 0; i < path.Length; i++)
                body.Add(path[i] == '<' || path[i] == '>' || path[i] == '&' ? (byte)'?' : path[i]);
        }
    }
}
