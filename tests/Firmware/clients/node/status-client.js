// Follows the status of one board with the ws package, in the manner of the WebSocket feature description's Node example.
// Usage: node status-client.js HOST PORT [RECONNECT_MS]
'use strict';

const WebSocket = require('ws');

class StatusClient {
  constructor(host, port, reconnectDelay = 3000) {
    this.address = `ws://${host}:${port}/`;
    this.reconnectDelay = reconnectDelay;
    this.onStatus = () => {};
  }

  connect() {
    this.socket = new WebSocket(this.address);
    this.socket.on('open', () => console.log('open'));
    this.socket.on('message', (data) => this.onStatus(JSON.parse(data)));
    this.socket.on('error', (error) => console.error(error.message));
    this.socket.on('close', () => {
      console.log('closed');
      setTimeout(() => this.connect(), this.reconnectDelay);
    });
  }
}

const [host, port, reconnectDelay] = process.argv.slice(2);
const client = new StatusClient(host, Number(port), Number(reconnectDelay || 3000));
client.onStatus = (status) => {
  const lit = status.outputs.filter((output) => output.active).map((output) => `${output.pin}=${output.brightness}`);
  console.log(`status ${status.name}: ${lit.join(' ')}`);
};
client.connect();
