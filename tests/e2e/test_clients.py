"""The real Python client (python-socketio, asyncio) with every transport runs a session.

Polling that upgrades to WebSocket, polling alone, WebSocket alone. Debian's version takes at most
4 MiB a message; test_clients_js.py sends fragments at the protocol's limit.
"""

import unittest

from harness import Server, wait_for
from worker import Worker, fragment, init

TRANSPORTS = {"default": ("polling", "websocket"), "polling": ("polling",),
              "websocket": ("websocket",)}


class Clients(unittest.TestCase):
    server: Server

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


if __name__ == "__main__":
    unittest.main()
