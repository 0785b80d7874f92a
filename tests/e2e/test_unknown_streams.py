"""Who names a stream that is not there is told so, with the closest name that the key covers
(docs/control.md)."""

import json
import tempfile
import unittest
from typing import Any

from control import KEY, Control
from harness import wait_for
from session import SessionTest

KEYS = [{"key": KEY, "streams": ["*"]}, {"key": "team", "streams": ["team-*"]}]
FAULTS = {"rules": [{"error_code": "TIMEOUT"}]}
KINDS: list[tuple[str, Any]] = [("faults", FAULTS), ("delay", {"delay_ms": 1}),
                                ("backpressure", {"threshold": 1})]


class Unknown(SessionTest):
    def setUp(self) -> None:
        file = tempfile.NamedTemporaryFile("w", suffix=".json")
        self.addCleanup(file.close)
        json.dump(KEYS, file)
        file.flush()
        self.host = self.server(STS_API_KEYS_FILE=file.name)
        self.control = Control(self.host)
        self.team = Control(self.host, "team")
        self.worker(self.host).open("live-1")
        self.control.do("PUT", "/streams/mine-1/delay", {"delay_ms": 1})

    def unknown(self, control: Control, method: str, path: str, meant: str | None,
                body: Any = None) -> None:
        error = control.refused(404, method, path, body)
        self.assertEqual(error["code"], "STREAM_NOT_FOUND")
        if meant:
            self.assertTrue(error["message"].endswith(f'; did you mean "{meant}"?'), error)
        else:
            self.assertNotIn("did you mean", error["message"])

    def test_disarming(self) -> None:
        for kind, body in KINDS:
            with self.subTest(kind):
                self.unknown(self.control, "DELETE", f"/streams/lvie-1/{kind}", "live-1")
                self.unknown(self.control, "DELETE", f"/streams/mien-1/{kind}", "mine-1")
                self.unknown(self.control, "DELETE", f"/streams/lvie-*/{kind}", "live-1")
                self.unknown(self.control, "DELETE", f"/streams/test-*/{kind}", None)
                self.unknown(self.control, "DELETE", f"/streams/nothing/{kind}", None)
                self.control.do("DELETE", f"/streams/live-1/{kind}")  # a stream
                self.control.do("DELETE", f"/streams/li*/{kind}")
                self.control.do("DELETE", f"/streams/*/{kind}")
                for ahead in ("later-*", "later"):
                    self.control.do("PUT", f"/streams/{ahead}/{kind}", body)
                    self.unknown(self.control, "DELETE", f"/streams/latre{ahead[5:]}/{kind}", ahead)
                    self.control.do("DELETE", f"/streams/{ahead}/{kind}")
                    self.unknown(self.control, "DELETE", f"/streams/{ahead}/{kind}", None)
                self.control.do("PUT", "/streams/mine-1/delay", {"delay_ms": 1})

    def test_disarming_what_a_stream_left_behind(self) -> None:
        worker = self.worker(self.host)
        worker.open("gone-1")
        worker.arm({"error_code": "TIMEOUT"})
        worker.leave()
        self.await_streams(self.host, 1, 0)
        self.control.do("DELETE", "/streams/gone-1/faults")
        self.unknown(self.control, "DELETE", "/streams/gone-1/faults", "mine-1")

    def test_disconnecting(self) -> None:
        self.unknown(self.control, "POST", "/streams/lvie-1/disconnect", "live-1", {})
        self.unknown(self.control, "POST", "/streams/x*/disconnect", None, {})
        self.unknown(self.control, "POST", "/streams/mine-1/disconnect", "live-1", {})  # armed
        for body in ({"delay_ms": 1}, {"refuse_ms": 1}):
            self.control.do("POST", "/streams/lvie-1/disconnect", body)
        self.control.do("POST", "/streams/li*/disconnect", {"mode": "fin"})

    def test_disconnecting_by_event(self) -> None:
        worker = self.worker(self.host)
        worker.emit("simulate:disconnect", {"stream_id": "lvie-1"})
        error = worker.refused("STREAM_NOT_FOUND")
        self.assertEqual(error["message"], 'simulate:disconnect: there is no stream "lvie-1"')
        self.assertEqual(error["metadata"]["hint"], 'did you mean "live-1"? For a stream to come, '
                         "give delay_ms or refuse_ms")
        worker.emit("simulate:disconnect", {"stream_id": "x*"})
        self.assertEqual(worker.refused("STREAM_NOT_FOUND")["metadata"]["hint"],
                         "For a stream to come, give delay_ms or refuse_ms")
        for more in ({"delay_ms": 1}, {"refuse_ms": 1}):
            self.assertEqual(worker.call("simulate:disconnect", {"stream_id": "lvie-1", **more})
                             ["status"], "scheduled")
        team = self.worker(self.host, token="team")
        self.worker(self.host).open("temm-1")  # a close name that the key does not cover
        team.emit("simulate:disconnect", {"stream_id": "team-1"})
        self.assertNotIn("did you mean", str(team.refused("STREAM_NOT_FOUND")))

    def test_resetting(self) -> None:
        """It is a clean-up, and never fails for a stream that did not come."""
        for pattern, streams, meant in (("live-1", 1, None), ("*", 1, None), ("test-*", 0, None),
                                        ("lvie-1", 0, "live-1")):
            with self.subTest(pattern):
                answer = self.control.reset(pattern)
                self.assertEqual(answer["streams"], streams)
                self.assertEqual(answer.get("hint"), meant and
                                 f'there is no stream "{pattern}"; did you mean "{meant}"?')
        # one that is gone, and was under a glob, is no slip
        self.control.do("PUT", "/streams/gone-*/delay", {"delay_ms": 1})
        worker = self.worker(self.host)
        worker.open("gone-1")
        worker.leave()
        wait_for(lambda: self.streams(self.host) == (1, 0), "the end of the stream")
        self.assertNotIn("hint", self.control.reset("gone-1"))
        self.control.do("PUT", "/streams/lvie-1/delay", {"delay_ms": 1})
        self.assertEqual(self.control.reset("lvie-1"), {
            "status": "configured", "stream_id": "lvie-1", "streams": 0})

    def test_a_key_sees_its_own_names_alone(self) -> None:
        self.worker(self.host).open("temm-1")
        self.control.do("PUT", "/streams/temm-*/delay", {"delay_ms": 1})
        self.unknown(self.team, "DELETE", "/streams/team-1/faults", None)
        self.unknown(self.team, "POST", "/streams/team-1/disconnect", None, {})
        self.assertNotIn("hint", self.team.reset("team-1"))
        self.unknown(self.team, "GET", "/report/team-1", None)
        answer = self.team.do("GET", "/journal?stream=team-1")
        self.assertEqual(answer["hint"], 'no stream "team-1" was ever used on this server')
        self.worker(self.host).open("team-2")
        self.unknown(self.team, "DELETE", "/streams/team-1/faults", "team-2")
        self.assertIn('did you mean "team-2"?', self.team.do("GET", "/journal?stream=team-1")["hint"])

    def test_reading(self) -> None:
        self.unknown(self.control, "GET", "/report/lvie-1", "live-1")
        answer = self.control.do("GET", "/journal?stream=lvie-1")
        self.assertEqual(answer["entries"], [])
        self.assertIn('did you mean "live-1"?', answer["hint"])
        self.assertNotIn("hint", self.control.do("GET", "/journal?stream=live-1&since=now"))


if __name__ == "__main__":
    unittest.main()
