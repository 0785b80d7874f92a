"""Real clients, each with every transport, run the same session.

python-socketio (asyncio) and socket.io-client (JavaScript): polling that upgrades to WebSocket,
polling alone, WebSocket alone. Debian's Python client takes at most 4 MiB a message; the JavaScript
one carries fragments at the protocol's limit of 10 MiB.
"""

import json
import pathlib
import shutil
import subprocess
import time
import unittest

from harness import Server
from worker import Worker, fragment, init

JS = pathlib.Path(__file__).parent / "js"
LIMIT = 10_485_760  # characters of base64 in one fragment

TRANSPORTS = {"default": ("polling", "websocket"), "polling": ("polling",),
              "websocket": ("websocket",)}


def wait_for(condition, what: str) -> None:
    give_up = time.monotonic() + 20
    while not condition():
        if time.monotonic() > give_up:
            raise AssertionError(f"did not happen within 20 s: {what}")
        time.sleep(0.01)


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.server = Server(env={"AUTO_DISCONNECT_DELAY": "0.2"})

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def python_session(self, transports: tuple[str, ...]) -> None:
        worker = Worker(self.server.url, transports=transports)
        worker.emit("stream:init", init("py"))
        worker.expect("stream:ready")
        if len(transports) > 1:
            wait_for(lambda: worker.client.transport() == "websocket", "the upgrade")
        else:
            self.assertEqual(worker.client.transport(), transports[0])
        for number, size in enumerate((0, 3, 30_000, 2_000_000)):
            one = fragment("py", number, bytes(range(256)) * (size // 256) + bytes(size % 256))
            worker.emit("fragment:data", one)
            self.assertEqual(worker.expect("fragment:ack")["fragment_id"], one["fragment_id"])
            result = worker.expect("fragment:processed")
            self.assertEqual(result["sequence_number"], number)
            self.assertEqual(result["dubbed_audio"], one["audio"])
        worker.emit("stream:end", {"stream_id": "py"})
        self.assertEqual(worker.expect("stream:complete")["total_fragments"], 4)
        worker.expect("disconnect")
        worker.close()

    def test_python(self) -> None:
        for name, transports in TRANSPORTS.items():
            with self.subTest(transports=name):
                self.python_session(transports)


class JavaScript(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        for tool in "node", "npm":
            if not shutil.which(tool):
                raise AssertionError(f"{tool} is missing: ./dev test installs it")
        if not (JS / "node_modules/socket.io-client").exists():
            subprocess.run(["npm", "ci"], cwd=JS, check=True, stdin=subprocess.DEVNULL,
                           capture_output=True)
        cls.server = Server(env={"AUTO_DISCONNECT_DELAY": "0.2"})

    @classmethod
    def tearDownClass(cls) -> None:
        cls.server.stop()

    def session(self, transports: str, count: int, size: int) -> dict:
        done = subprocess.run(
            ["node", "session.mjs", self.server.url, transports, str(count), str(size)], cwd=JS,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_every_transport_with_small_and_largest_fragments(self) -> None:
        for name in TRANSPORTS:
            for count, size in (10, 4096), (2, LIMIT):
                with self.subTest(transports=name, size=size):
                    told = self.session(name, count, size)
                    self.assertEqual((told["acks"], told["complete"]), (count, count))
                    self.assertEqual(told["transport"],
                                     "polling" if name == "polling" else "websocket")
                    self.assertEqual(told["reason"], "io server disconnect")


if __name__ == "__main__":
    unittest.main()
