"""The JavaScript client, with every transport, runs the same session as the Python client.

It is socket.io-client from npm, whose registry not every machine reaches: without it this is
skipped, loudly, but not in CI.
"""

import json
import pathlib
import subprocess
import unittest
from typing import Any

import npm
from harness import Server

JS = pathlib.Path(__file__).parent / "js"
LIMIT = 10_485_760  # characters of base64 in one fragment
TRANSPORTS = ("default", "polling", "websocket")


class JavaScript(unittest.TestCase):
    def setUp(self) -> None:
        npm.install(JS, "socket.io-client")
        self.server = Server(env={"AUTO_DISCONNECT_DELAY": "0.2"})
        self.addCleanup(self.server.stop)

    def session(self, transports: str, count: int, size: int) -> dict[str, Any]:
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
