"""Follows the status of one board with websocket-client, in the manner of the WebSocket feature description's Python example.

Usage: status_client.py HOST PORT [RECONNECT_SECONDS]
"""

import json
import sys
import time

import websocket


class StatusClient:
    def __init__(self, host, port, reconnect_delay=3.0):
        self.address = f"ws://{host}:{port}/"
        self.reconnect_delay = reconnect_delay

    def run(self):
        while True:
            app = websocket.WebSocketApp(
                self.address,
                on_open=lambda _: self.say("open"),
                on_message=lambda _, message: self.on_status(json.loads(message)),
                on_error=lambda _, error: print(error, file=sys.stderr),
            )
            app.run_forever()
            self.say("closed")
            time.sleep(self.reconnect_delay)

    def on_status(self, status):
        lit = [f"{output['pin']}={output['brightness']}" for output in status["outputs"] if output["active"]]
        self.say(f"status {status['name']}: {' '.join(lit)}")

    @staticmethod
    def say(line):
        print(line, flush=True)


if __name__ == "__main__":
    host, port, *rest = sys.argv[1:]
    StatusClient(host, int(port), float(rest[0]) if rest else 3.0).run()
