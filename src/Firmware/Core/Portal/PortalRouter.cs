using System.Text;
using RailHub.Firmware.Http;
using RailHub.Firmware.Network;

namespace RailHub.Firmware.Portal
{
    /// <summary>
    /// The pages on which a board is given its network and its name (protocol 1.4), around the calls of the board, which
    /// go on. In the portal every other path leads to the form, so that a phone which has joined shows it.
    /// </summary>
    public sealed class PortalRouter : IHttpRouter
    {
        private readonly Board _board;
        private readonly WifiCycle _wifi;
        private readonly IHttpRouter _boardRouter;

        public PortalRouter(Board board, WifiCycle wifi, IHttpRouter boardRouter)
        {
            _board = board;
            _wifi = wifi;
            _boardRouter = boardRouter;
            Networks = new NetworkList(board.Profile);
        }

        /// <summary>What the host hears around the board; it fills the list by scans.</summary>
        public NetworkList Networks { get; }

        /// <summary>What was submitted last, for <see cref="WifiTask.JoinSubmitted"/>; null before.</summary>
        public PortalForm? Submitted { get; private set; }

        public void Answer(HttpRequest request, HttpResponse response, long now)
        {
            _wifi.Visited(now);
            switch (request.Path)
            {
                case "/wifi":
                    _wifi.WantNetworks();
                    ShowForm(response, Submitted, true);
                    break;
                case "/0wifi":
                    ShowForm(response, Submitted, false);
                    break;
                case "/wifisave":
                    Save(request, response, now);
                    break;
                case "/join":
                    PortalPage.WriteProgress(response.Begin(200, PortalPage.ContentType), _board, _wifi.Submitted, Submitted);
                    break;
                default:
                    AnswerElse(request, response, now);
                    break;
            }
        }

        private void AnswerElse(HttpRequest request, HttpResponse response, long now)
        {
            if (_wifi.Mode == WifiMode.Fallback || request.IsCall)
                _boardRouter.Answer(request, response, now);
            else if (request.Path == "/")
                ShowForm(response, Submitted, true);
            else
                response.Redirect("http://" + AccessPoint.Address + "/");
        }

        private void ShowForm(HttpResponse response, PortalForm? typed, bool withList) =>
            PortalPage.WriteForm(response.Begin(200, PortalPage.ContentType), _board, withList ? Networks : null, typed);

        private void Save(HttpRequest request, HttpResponse response, long now)
        {
            var form = PortalForm.Read(request.Method == "POST" ? request.Body : Encoding.UTF8.GetBytes(request.Query));
            Submitted = form;
            if (form.Problem != null)
            {
                ShowForm(response, form, Networks.Count > 0);
                return;
            }

            if (form.DeviceName.Length > 0)
                _board.RenameDevice(form.DeviceName, now);
            _wifi.Submit(now);
            PortalPage.WriteProgress(response.Begin(200, PortalPage.ContentType), _board, _wifi.Submitted, form);
        }
    }
}
