// Watches a layout and sets an output by the stock JavaScript clients of SignalR, with the rules of docs/architecture.md ("The hub").
// Usage: node dashboard.js HUB json|messagepack LAYOUT CONTROLLER PIN TOKEN [TRACEPARENT]
'use strict';

const { HttpTransportType, HubConnectionBuilder, JsonHubProtocol, LogLevel, MessageType } = require('@microsoft/signalr');
const { MessagePackHubProtocol } = require('@microsoft/signalr-protocol-msgpack');

// What is left out of a document has its default.
const usual = { active: false, brightness: 100, interval: 0, name: '' };
const valuesOf = (values) => ({ ...usual, ...values });
const outputOf = (output) => ({ desired: null, drift: 'none', chasedBy: null, problem: null, motion: null, ...output });

// SignalR's JavaScript clients write the headers of a call and let nobody set them: this protocol does, for calls made within a trace.
class TracedProtocol {
  constructor(inner) {
    Object.assign(this, { inner, name: inner.name, version: inner.version, transferFormat: inner.transferFormat, traceparent: null });
  }

  parseMessages(input, logger) {
    return this.inner.parseMessages(input, logger);
  }

  writeMessage(message) {
    const isCall = this.traceparent && message.type === MessageType.Invocation;
    return this.inner.writeMessage(isCall ? { ...message, headers: { ...message.headers, traceparent: this.traceparent } } : message);
  }
}

class Layout {
  constructor(snapshot) {
    this.feed = snapshot.feed;
    this.frame = snapshot.frame;
    this.boards = new Map(snapshot.controllers.map((board) => [board.controller.id, board]));
  }

  // Gives false when something in between is missing.
  apply(feed, frame, delta) {
    if (feed !== this.feed || frame <= this.frame) return true;
    if ((delta.since ?? frame - 1) > this.frame) return false;
    for (const id of delta.removed ?? []) this.boards.delete(id);
    for (const board of delta.whole ?? []) this.boards.set(board.controller.id, board);
    for (const [id, { outputs, ...rest }] of Object.entries(delta.changed ?? {})) {
      const board = Object.assign(this.boards.get(id), rest);
      for (const [pin, change] of Object.entries(outputs ?? {})) {
        const output = board.outputs.find((known) => known.pin === Number(pin));
        for (const [name, value] of Object.entries(change)) {
          (name in usual ? output.reported : output)[name] = value;
        }
      }
    }
    if (delta.order) {
      const place = (id) => (delta.order.indexOf(id) + 1) || Infinity;
      this.boards = new Map([...this.boards].sort(([one], [other]) => place(one) - place(other)));
    }
    this.frame = frame;
    return true;
  }

  find(controller, pin) {
    const output = this.boards.get(controller)?.outputs.find((known) => known.pin === pin);
    return output && { ...outputOf(output), reported: valuesOf(output.reported) };
  }
}

async function main(hub, protocol, layoutId, controller, pin, token, traceparent) {
  const traced = new TracedProtocol(protocol === 'json' ? new JsonHubProtocol() : new MessagePackHubProtocol());
  const connection = new HubConnectionBuilder()
    .withUrl(hub, { transport: HttpTransportType.WebSockets, skipNegotiation: true, accessTokenFactory: () => token })
    .withHubProtocol(traced)
    .configureLogging(LogLevel.None)
    .build();
  let layout;
  let noticed = () => {};
  const early = [];
  connection.on('LayoutChanged', (...frame) => {
    if (!layout) return early.push(frame);
    if (!layout.apply(...frame)) throw new Error(`frame ${frame[1]} does not follow ${layout.frame}`);
    return noticed();
  });
  const until = async (holds) => {
    while (!holds()) await new Promise((resolve) => { noticed = resolve; });
  };

  await connection.start();
  const outcome = await connection.invoke('WatchLayout', layoutId);
  layout = new Layout(outcome.value);
  early.forEach((frame) => layout.apply(...frame));
  await until(() => layout.boards.get(controller)?.link.state === 'live' && layout.find(controller, pin));

  // A call is written before "invoke" gives its promise.
  traced.traceparent = traceparent;
  const set = connection.invoke('SetOutput', layoutId, controller, pin, { active: true, brightness: 40 });
  traced.traceparent = null;
  const { value } = await set;
  console.log(`answer ${value.result} ${JSON.stringify(valuesOf(value.output.reported))}`);
  await until(() => layout.find(controller, pin).reported.brightness === 40 && layout.find(controller, pin).desired === null);
  console.log(`shown ${JSON.stringify(layout.find(controller, pin))}`);

  const refused = (await connection.invoke('SetOutput', layoutId, controller, pin, { brightness: 101 })).refusal;
  console.log(`refused ${refused.kind} ${refused.code} ${refused.field}`);
  for (const change of [{ activ: true }, { Active: true }, { brightness: '40' }]) {
    const { refusal } = await connection.invoke('SetOutput', layoutId, controller, pin, change);
    console.log(`refused ${refusal.code}: ${refusal.detail}`);
  }
  await connection.stop();
}

const [hub, protocol, layoutId, controller, pin, token, traceparent] = process.argv.slice(2);
main(hub, protocol, layoutId, controller, Number(pin), token, traceparent).catch((error) => {
  console.log(`failed ${error.stack}`);
  process.exitCode = 1;
});
