using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>
    /// The board's own page: its lamps, live over the status feed, with a switch and a brightness each. Names only ever
    /// become text nodes (protocol 8.3.11).
    /// </summary>
    internal static class WebPage
    {
        private const string BeforePort = @"<!DOCTYPE html>
<html lang='en'>
<head>
<meta charset='utf-8'>
<meta name='viewport' content='width=device-width, initial-scale=1'>
<link rel='icon' href='data:,'>
<title>RailHub</title>
<style>
:root { color-scheme: light dark; --lit: #e8a317; --line: #8884; font: 16px/1.4 system-ui, sans-serif; }
body { max-width: 34rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.3rem; margin: 0; }
#link, .pin { color: #777; font-size: .85rem; }
ul { list-style: none; margin: 1rem 0; padding: 0; }
li { display: grid; grid-template-columns: 1fr 8rem 4.5rem; gap: .75rem; align-items: center; padding: .5rem 0; border-bottom: 1px solid var(--line); }
button { min-height: 2.5rem; border: 1px solid var(--line); border-radius: .5rem; background: none; color: inherit; font: inherit; }
button[aria-pressed=true] { background: var(--lit); border-color: var(--lit); color: #000; }
input { accent-color: var(--lit); width: 100%; }
</style>
</head>
<body data-port='";

        private const string AfterPort = @"'>
<h1 id='name'>RailHub</h1>
<div id='link' role='status'>Connecting</div>
<ul id='outputs'></ul>
<ul id='groups'></ul>
<script>
const byId = id => document.getElementById(id);
const rows = new Map();

function control(pin, active, brightness) {
  fetch('/api/control', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ pin, active, brightness }) })
    .then(answer => { if (!answer.ok) throw new Error('HTTP ' + answer.status); })
    .catch(error => { byId('link').textContent = 'Command failed: ' + error.message; });
}

function rowOf(pin) {
  if (rows.has(pin)) return rows.get(pin);
  const item = document.createElement('li');
  const label = document.createElement('span');
  const name = document.createElement('div');
  const place = document.createElement('div');
  place.className = 'pin';
  label.append(name, place);
  const slider = Object.assign(document.createElement('input'), { type: 'range', min: 0, max: 100 });
  const button = document.createElement('button');
  const row = { name, place, slider, button, output: null };
  slider.addEventListener('change', () => control(pin, row.output.active, Number(slider.value)));
  button.addEventListener('click', () => control(pin, !row.output.active, row.output.brightness));
  item.append(label, slider, button);
  byId('outputs').append(item);
  rows.set(pin, row);
  return row;
}

function show(status) {
  byId('name').textContent = document.title = status.name;
  byId('link').textContent = status.ip + ', up ' + Math.floor(status.uptime / 1000) + ' s';
  for (const output of status.outputs) {
    const row = rowOf(output.pin);
    row.output = output;
    row.name.textContent = output.name || 'GPIO ' + output.pin;
    row.place.textContent = 'GPIO ' + output.pin + (output.interval ? ', blinks every ' + output.interval + ' ms' : '');
    row.slider.setAttribute('aria-label', 'Brightness of ' + row.name.textContent);
    row.button.setAttribute('aria-label', row.name.textContent);
    row.button.setAttribute('aria-pressed', output.active);
    row.button.textContent = output.active ? 'On' : 'Off';
    if (document.activeElement !== row.slider) row.slider.value = output.brightness;
  }
  byId('groups').replaceChildren(...(status.chasingGroups || []).map(group => {
    const item = document.createElement('li');
    item.textContent = group.name + ': ' + group.outputs.length + ' outputs, ' + group.interval + ' ms';
    return item;
  }));
}

function listen() {
  const socket = new WebSocket('ws://' + location.hostname + ':' + document.body.dataset.port + '/');
  socket.onmessage = event => show(JSON.parse(event.data));
  socket.onclose = () => { byId('link').textContent = 'Connection lost'; setTimeout(listen, 3000); };
}

listen();
</script>
</body>
</html>
";

        public static byte[] Create(int webSocketPort)
        {
            var page = new ByteBuffer(BeforePort.Length + AfterPort.Length + 5);
            page.AddAscii(BeforePort);
            page.AddNumber(webSocketPort);
            page.AddAscii(AfterPort);
            return page.ToArray();
        }
    }
}
