"""Errors that tell a newcomer what to do instead."""
# labels: fast

import unittest

import harness
from worker import Worker, fragment, init


class Hints(unittest.TestCase):
    def setUp(self) -> None:
        server = harness.server()
        self.addCleanup(server.stop)
        self.worker = Worker(server.url)
        self.addCleanup(self.worker.close)

    def test_an_event_that_only_the_sts_sends(self) -> None:
        self.worker.emit("stream:ready", {})
        error = self.worker.expect("error")
        self.assertEqual(error["code"], "INVALID_CONFIG")
        self.assertIn('workers cannot send "stream:ready"', error["message"])

    def test_audio_as_an_attachment(self) -> None:
        self.worker.emit("stream:init", init("s"))
        self.worker.expect("stream:ready")
        one = fragment("s", 0, b"abc")
        one["audio"]["data_base64"] = b"abc"
        self.worker.emit("fragment:data", one)
        error = self.worker.expect("error")
        self.assertEqual(error["metadata"]["errors"][0]["path"], "/audio/data_base64")
        self.assertIn("base64 text", error["metadata"]["hint"])


if __name__ == "__main__":
    unittest.main()
