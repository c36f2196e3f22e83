using RailHub.Firmware.Text;

namespace RailHub.Firmware.Http
{
    /// <summary>
    /// The board's own page: its lamps, live over the status feed, with a switch and a brightness each. Names only ever
    /// become text nodes (protocol 8.3.11). It is kept nowhere but in the program, and sent from there in pieces: whole, and
    /// copied on its way, it would take what a few visitors leave of a board's memory.
    /// </summary>
    internal sealed class WebPage
    {
        /// <summary>Longest piece in bytes.</summary>
        public const int PieceLimit = 1024;

        /// <summary>How many pieces there are.</summary>
        public const int PieceCount = 12;

        // The piece at whose end the port stands.
        private const int PieceBeforePort = 2;

        private const string Head = @"<!DOCTYPE html>
<html lang='en'>
<head>
<meta charset='utf-8'>
<meta name='viewport' content='width=device-width, initial-scale=1'>
<link rel='icon' href='data:,'>
<title>RailHub</title>
<style>
:root { color-scheme: light dark; --lit: #e8a317; --line: #8885; --soft: #8882; font: 16px/1.4 system-ui, sans-serif; }
html { background: Canvas; color: CanvasText; }
body { max-width: 64rem; margin: 0 auto; padding: 1rem; }
header, .bar { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
h1 { font-size: 1.35rem; margin: 0; flex: 1; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; }
#link, small { opacity: .85; font-size: .85rem; }
#problem { border-left: .3rem solid #d33; background: #d332; padding: .5rem .75rem; margin: .75rem 0; }
.bar { position: sticky; top: 0; z-index: 1; padding: .6rem 0; background: Canvas; border-bottom: 1px solid var(--line); }
.bar label { flex: 1; min-width: 11rem; display: flex; gap: .6rem; align-items: center; }
";

        private const string Style = @"ul { list-style: none; margin: .75rem 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: .6rem; }
li { border: 1px solid var(--line); border-radius: .75rem; padding: .6rem .75rem; }
.row { display: flex; gap: .6rem; align-items: center; }
.row > div { flex: 1; min-width: 0; overflow-wrap: anywhere; }
button, input { min-height: 2.6rem; font: inherit; border: 1px solid var(--line); border-radius: .6rem; background: var(--soft); color: inherit; box-sizing: border-box; }
button { padding: 0 .9rem; }
button[aria-pressed=true] { background: var(--lit); border-color: var(--lit); color: #000; }
:focus-visible { outline: 3px solid #2a7de1; outline-offset: 2px; }
input { padding: 0 .6rem; width: 100%; }
input[type=range] { accent-color: var(--lit); padding: 0; border: 0; background: none; }
input[type=checkbox] { width: 1.3rem; min-height: 1.3rem; accent-color: var(--lit); }
";

        private const string EndOfHead = @"summary { cursor: pointer; padding: .3rem 0; opacity: .85; font-size: .85rem; }
form { display: grid; gap: .5rem; }
form .row label { flex: 1; font-size: .85rem; }
.picks { display: flex; flex-wrap: wrap; gap: .3rem 1rem; }
.picks label { display: flex; gap: .4rem; align-items: center; }
</style>
</head>
<body data-port='";

        private const string Body = @"'>
<header><h1 id='name'>RailHub</h1><div id='link' role='status'>Connecting</div></header>
<main>
<div id='problem' role='alert' hidden></div>
<div class='bar'><button id='allOn'>All on</button><button id='allOff'>All off</button>
<label>Master<input id='master' type='range' min='0' max='100' value='100' aria-label='Master brightness of all that are on'></label></div>
<ul id='outputs' aria-label='Outputs'></ul>
<section id='chasing' hidden><h2>Chasing groups</h2><ul id='groups' aria-label='Chasing groups'></ul>
<details><summary>New group</summary><form id='create'><div class='picks' id='picks'></div>
<div class='row'><label>Name<input id='groupName' maxlength='20'></label><label>Milliseconds a step<input id='groupStep' type='number' min='50' max='65535' value='300'></label></div>
<button>Start</button></form></details></section>
</main>
<script>
";

        private const string Sending = @"const byId = id => document.getElementById(id);
const make = (tag, props, ...children) => { const node = Object.assign(document.createElement(tag), props); node.append(...children); return node; };
const rows = new Map(), picks = [];
let status = null, queue = Promise.resolve();

function tell(text) { byId('problem').textContent = text; byId('problem').hidden = !text; }

// A board takes one request at a time.
function send(call, body) {
  queue = queue.then(async () => {
    try {
      const answer = await fetch('/api/' + call, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      tell(answer.ok ? '' : (await answer.json()).error + '. Nothing was changed.');
    } catch (error) { tell('The board does not answer. Is it still in the network?'); }
  });
}

";

        private const string Rows = @"const control = (output, active, brightness) => send('control', { pin: output.pin, active, brightness });
const nameOf = output => output.name || 'GPIO ' + output.pin;

function rowOf(pin) {
  if (rows.has(pin)) return rows.get(pin);
  const row = { name: make('div'), pin: make('small'), button: make('button'), level: make('input', { type: 'range', min: 0, max: 100 }),
    newName: make('input', { maxLength: 20 }), interval: make('input', { type: 'number', min: 0, max: 65535 }), output: null };
  const form = make('form', {}, make('div', { className: 'row' }, make('label', {}, 'Name', row.newName), make('label', {}, 'Blink, milliseconds', row.interval)), make('button', { textContent: 'Save' }));
  row.details = make('details', {}, make('summary', { textContent: 'Name and blinking' }), form);
  row.button.onclick = () => control(row.output, !row.output.active, row.output.brightness);
  row.level.onchange = () => control(row.output, row.output.active, Number(row.level.value));
";

        private const string RowForm = @"  row.details.ontoggle = () => { row.newName.value = row.output.name; row.interval.value = row.output.interval; };
  form.onsubmit = event => {
    event.preventDefault();
    if (row.newName.value !== row.output.name) send('name', { pin, name: row.newName.value });
    if (Number(row.interval.value) !== row.output.interval) send('interval', { pin, interval: Number(row.interval.value) });
    row.details.open = false;
  };
  byId('outputs').append(make('li', {}, make('div', { className: 'row' }, make('div', {}, row.name, row.pin), row.button), row.level, row.details));
  rows.set(pin, row);
  return row;
}

";

        private const string Outputs = @"function showOutput(output) {
  const row = rowOf(output.pin), name = nameOf(output);
  const isFirst = row.output === null;
  row.output = output;
  row.name.textContent = name;
  row.pin.textContent = 'GPIO ' + output.pin + (output.interval ? ', blinks every ' + output.interval + ' ms' : '') + (output.chasingGroup > 0 ? ', chasing' : '');
  row.button.textContent = output.active ? 'On' : 'Off';
  row.button.setAttribute('aria-pressed', output.active);
  row.button.setAttribute('aria-label', name + ' ' + row.button.textContent);
  row.level.setAttribute('aria-label', 'Brightness of ' + name);
  if (document.activeElement !== row.level || isFirst) row.level.value = output.brightness;
}

";

        private const string Groups = @"function showGroups(groups) {
  byId('chasing').hidden = !groups;
  const list = JSON.stringify((groups || []).map(group => [group.id, group.name, group.outputs, group.interval]));
  if (list !== byId('groups').dataset.list) {
    byId('groups').dataset.list = list;
    byId('groups').replaceChildren(...(groups || []).map(group => make('li', {}, make('div', { className: 'row' },
      make('div', {}, group.name, make('small', { textContent: ' ' + group.outputs.map(index => nameOf(status.outputs[index])).join(' \u2192 ') + ', ' + group.interval + ' ms' })),
      make('button', { textContent: 'Stop', ariaLabel: 'Stop ' + group.name, onclick: () => send('chasing/delete', { groupId: group.id }) })))));
  }
";

        private const string Picks = @"  if (groups && !byId('picks').firstChild) byId('picks').append(...status.outputs.map(output => {
    const box = make('input', { type: 'checkbox', onchange: () => box.checked ? picks.push(output.pin) : picks.splice(picks.indexOf(output.pin), 1) });
    return make('label', {}, box, nameOf(output));
  }));
}

function show(news) {
  status = news;
  byId('name').textContent = document.title = status.name;
  byId('link').textContent = 'Live, ' + status.ip + ', up ' + Math.floor(status.uptime / 60000) + ' min, ' + Math.floor(status.freeHeap / 1024) + ' KB free';
  status.outputs.forEach(showOutput);
  showGroups(status.chasingGroups);
}

";

        private const string Orders = @"byId('allOn').onclick = () => status && status.outputs.forEach(output => control(output, true, output.brightness || 100));
byId('allOff').onclick = () => status && status.outputs.forEach(output => control(output, false, output.brightness));
byId('master').onchange = () => status && status.outputs.filter(output => output.active).forEach(output => control(output, true, Number(byId('master').value)));
byId('create').onsubmit = event => {
  event.preventDefault();
  const free = [1, 2, 3, 4].find(id => !status.chasingGroups.some(group => group.id === id));
  if (!free) return tell('All four groups run. Stop one first.');
  send('chasing/create', { groupId: free, interval: Number(byId('groupStep').value), outputs: [...picks], name: byId('groupName').value });
  picks.length = 0;
  byId('create').reset();
};

";

        private const string Listening = @"function listen() {
  const socket = new WebSocket('ws://' + location.hostname + ':' + document.body.dataset.port + '/');
  let wasOpen = false;
  socket.onmessage = event => { wasOpen = true; show(JSON.parse(event.data)); };
  socket.onclose = () => {
    byId('link').textContent = wasOpen || status ? 'Connection lost, trying again' : 'No place left: a board takes five viewers. Trying again';
    setTimeout(listen, 3000);
  };
}

listen();
</script>
</body>
</html>
";

        private readonly int _webSocketPort;

        /// <param name="webSocketPort">Where the page finds the status feed.</param>
        public WebPage(int webSocketPort)
        {
            _webSocketPort = webSocketPort;
            var piece = new ByteBuffer(PieceLimit);
            for (var i = 0; i < PieceCount; i++)
            {
                piece.Clear();
                AddPiece(i, piece);
                Length += piece.Length;
            }
        }

        /// <summary>Bytes of the whole page.</summary>
        public int Length { get; }

        /// <summary>Adds a piece of the page.</summary>
        public void AddPiece(int index, ByteBuffer target)
        {
            target.AddAscii(TextOf(index));
            if (index == PieceBeforePort)
                target.AddNumber(_webSocketPort);
        }

        private static string TextOf(int index)
        {
            switch (index)
            {
                case 0:
                    return Head;
                case 1:
                    return Style;
                case 2:
                    return EndOfHead;
                case 3:
                    return Body;
                case 4:
                    return Sending;
                case 5:
                    return Rows;
                case 6:
                    return RowForm;
                case 7:
                    return Outputs;
                case 8:
                    return Groups;
                case 9:
                    return Picks;
                case 10:
                    return Orders;
                default:
                    return Listening;
            }
        }
    }
}
