using RailHub.Firmware.Network;
using RailHub.Firmware.Text;

namespace RailHub.Firmware.Portal
{
    /// <summary>The pages of the portal. They need no script: a phone shows a captive portal in a browser that may have none.</summary>
    internal static class PortalPage
    {
        public const string ContentType = "text/html; charset=utf-8";

        private const string Head = @"<!DOCTYPE html>
<html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width, initial-scale=1'><link rel='icon' href='data:,'>
<style>
:root { color-scheme: light dark; --lit: #e8a317; --line: #8885; font: 17px/1.45 system-ui, sans-serif; }
body { max-width: 27rem; margin: 0 auto; padding: 1.25rem; }
header { display: flex; gap: .75rem; align-items: center; margin-bottom: 1rem; }
.lamp { width: 1.6rem; height: 1.6rem; border-radius: 50%; background: radial-gradient(circle at 35% 30%, #fff4d0, var(--lit) 60%); box-shadow: 0 0 1rem var(--lit); }
h1 { font-size: 1.35rem; margin: 0; }
p { margin: .5rem 0; }
.quiet { opacity: .75; font-size: .9rem; }
.problem { border-left: .3rem solid #d33; padding: .5rem .75rem; background: #d332; }
fieldset { border: 1px solid var(--line); border-radius: .75rem; padding: 0; margin: 0 0 1rem; overflow: hidden; }
legend { padding: 0 .5rem; margin-left: .5rem; }
.network { display: grid; grid-template-columns: auto 1fr auto; gap: .75rem; align-items: center; padding: .7rem .9rem; border-top: 1px solid var(--line); }
.network:first-of-type { border-top: 0; }
.network span { overflow-wrap: anywhere; }
label.field { display: block; margin: 0 0 1rem; }
.field input { display: block; box-sizing: border-box; width: 100%; margin-top: .25rem; padding: .7rem; font: inherit; border: 1px solid var(--line); border-radius: .6rem; }
input { accent-color: var(--lit); }
button { width: 100%; padding: .85rem; font: inherit; font-weight: 600; border: 0; border-radius: .6rem; background: var(--lit); color: #000; }
a { color: inherit; }
</style>";

        private const string AfterTitle = "</title></head><body><header><div class='lamp' aria-hidden='true'></div><h1>";

        /// <summary>The form; without a list the name of the network is typed.</summary>
        public static void WriteForm(ByteBuffer target, Board board, NetworkList? networks, PortalForm? typed)
        {
            Begin(target, board, "");
            target.AddAscii("<p>Choose the network of your layout. The lights go on meanwhile.</p>");
            if (typed != null && typed.Problem != null)
            {
                target.AddAscii("<p class='problem' role='alert'>");
                target.AddAscii(typed.Problem);
                target.AddAscii("</p>");
            }

            target.AddAscii("<form method='post' action='/wifisave'>");
            if (networks != null && networks.Count > 0)
                AddNetworks(target, networks, typed);
            else
                AddNameField(target, networks, typed);
            target.AddAscii("<label class='field'>Password<input type='password' name='p' maxlength='63' autocomplete='off'></label>");
            target.AddAscii("<label class='field'>Device name<input name='device_name' maxlength='40' placeholder='");
            HtmlText.Add(target, board.DeviceName);
            target.AddAscii("' value='");
            if (typed != null)
                HtmlText.Add(target, typed.DeviceName);
            target.AddAscii("'></label><button>Connect</button></form><p class='quiet'>");
            target.AddAscii(networks != null && networks.Count > 0
                ? "<a href='/0wifi'>Type a hidden network</a> &middot; <a href='/wifi'>Search again</a>"
                : "<a href='/wifi'>Show the networks around</a>");
            target.AddAscii("</p></body></html>");
        }

        /// <summary>How it goes after the form was sent; the page asks again by itself.</summary>
        public static void WriteProgress(ByteBuffer target, Board board, JoinState state, PortalForm? form)
        {
            Begin(target, board, state == JoinState.Joining ? "<meta http-equiv='refresh' content='3;url=/join'>" : "");
            switch (state)
            {
                case JoinState.Joining:
                    AddSentence(target, "<p role='status'>Joining <b>", form, "</b>. This takes up to half a minute.</p>");
                    break;
                case JoinState.Joined:
                    AddSentence(target, "<p role='status'>In <b>", form, "</b>. The board restarts now; join the same network and look for it at ");
                    target.AddAscii("<b>http://");
                    var host = HostName.Of(board.DeviceName, board.Profile);
                    target.Add(host, 0, host.Length);
                    target.AddAscii(".local</b>.</p>");
                    break;
                case JoinState.Failed:
                    AddSentence(target, "<p class='problem' role='alert'>Could not join <b>", form,
                        "</b>. Check the password, and whether the network is in reach.</p><p><a href='/wifi'>Try again</a></p>");
                    break;
                default:
                    target.AddAscii("<p>No network was chosen yet.</p><p><a href='/wifi'>Choose one</a></p>");
                    break;
            }

            target.AddAscii("</body></html>");
        }

        private static void Begin(ByteBuffer target, Board board, string meta)
        {
            target.AddAscii(Head);
            target.AddAscii(meta);
            target.AddAscii("<title>");
            HtmlText.Add(target, board.DeviceName);
            target.AddAscii(AfterTitle);
            HtmlText.Add(target, board.DeviceName);
            target.AddAscii("</h1></header>");
        }

        private static void AddSentence(ByteBuffer target, string before, PortalForm? form, string after)
        {
            target.AddAscii(before);
            if (form != null)
                HtmlText.Add(target, form.Ssid);
            target.AddAscii(after);
        }

        private static void AddNetworks(ByteBuffer target, NetworkList networks, PortalForm? typed)
        {
            target.AddAscii("<fieldset><legend>Network</legend>");
            for (var i = 0; i < networks.Count; i++)
            {
                var network = networks[i];
                target.AddAscii("<label class='network'><input type='radio' name='s' required value='");
                HtmlText.Add(target, network.Ssid);
                target.AddAscii(typed != null && NameText.AreEqual(typed.Ssid, network.Ssid) ? "' checked><span>" : "'><span>");
                HtmlText.Add(target, network.Ssid);
                target.AddAscii("</span><span class='quiet'>");
                target.AddNumber(network.Quality);
                target.AddAscii(" %</span></label>");
            }

            target.AddAscii("</fieldset>");
        }

        private static void AddNameField(ByteBuffer target, NetworkList? networks, PortalForm? typed)
        {
            if (networks != null)
                target.AddAscii("<p class='quiet'>No network was heard yet. Search again in a moment, or type its name.</p>");
            target.AddAscii("<label class='field'>Network<input name='s' required maxlength='32' autocapitalize='none' value='");
            if (typed != null)
                HtmlText.Add(target, typed.Ssid);
            target.AddAscii("'></label>");
        }
    }
}
