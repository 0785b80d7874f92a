"""What reports say of workers that poll, and of what they have not fetched yet."""

from __future__ import annotations

import json
import time
import unittest
from typing import Any

import harness
import reports
from session import SessionTest
from wire import Polling, Unexpected
from worker import fragment, init

CONFIRMED = "016/5.1/fragment-ack/sent"
PAUSE = "016/6.2/obeys-pause"
WAITS = "sts/4/waits-for-complete"
PACKETS = "sts/1/valid-packets"


class Polls(SessionTest):
    def setUp(self) -> None:
        self.host = self.server(AUTO_DISCONNECT_DELAY="0.2")
        self.link = Polling(self.host.port, "/socket.io/")
        self.link.send("40" + json.dumps({"token": "test-api-key"}))
        self.expect("40{")
        self.emit("stream:init", init("live"))
        self.expect('42["stream:ready"')

    def emit(self, event: str, payload: Any) -> None:
        self.link.send("42" + json.dumps([event, payload]))

    def expect(self, start: str) -> None:
        while not str(self.link.receive()).startswith(start):
            pass

    def rows(self) -> dict[str, Any]:
        return reports.rows(reports.report(self.host, "live"))

    def wait_for_event(self, event: str, count: int = 1) -> None:
        path = f"/control/journal?event={event}"
        harness.wait_for(lambda: len(harness.http(self.host.port, "GET", path, None, **reports.KEY)
                                     .json()["entries"]) == count, event)

    def test_a_pause_that_was_not_fetched_asks_nothing(self) -> None:
        path = "/control/streams/live/backpressure"
        harness.http(self.host.port, "PUT", path,
                     json.dumps({"threshold": 1, "action": "pause"}).encode(), **reports.KEY)
        harness.http(self.host.port, "PUT", "/control/streams/live/delay",
                     json.dumps({"delay_ms": 20000}).encode(), **reports.KEY)
        self.emit("fragment:data", fragment("live", 0, b"audio"))
        self.wait_for_event("backpressure")
        time.sleep(0.3)
        self.emit("fragment:data", fragment("live", 1, b"audio"))
        self.wait_for_event("fragment:ack", 2)
        self.assertEqual(self.rows()[PAUSE]["outcome"], "not_exercised")
        self.expect('42["backpressure"')
        time.sleep(0.3)
        self.emit("fragment:data", fragment("live", 2, b"audio"))
        self.wait_for_event("fragment:ack", 3)
        self.assertEqual(self.rows()[PAUSE]["outcome"], "fail")

    def test_results_that_were_not_fetched_ask_nothing(self) -> None:
        self.emit("fragment:data", fragment("live", 0, b"audio"))
        self.wait_for_event("fragment:processed")
        time.sleep(1.1)
        self.emit("stream:end", {"stream_id": "live"})
        self.wait_for_event("disconnected")
        row = self.rows()[CONFIRMED]
        self.assertEqual(row["outcome"], "unknown")
        self.assertIn("may still have waited in the server", row["note"])

    def test_results_that_were_fetched_do(self) -> None:
        self.emit("fragment:data", fragment("live", 0, b"audio"))
        self.expect('42["fragment:processed"')
        time.sleep(1.1)
        self.emit("stream:end", {"stream_id": "live"})
        self.wait_for_event("disconnected")
        self.assertEqual(self.rows()[CONFIRMED]["outcome"], "deviation")

    def test_who_leaves_without_fetching_complete_has_not_waited(self) -> None:
        self.emit("stream:end", {"stream_id": "live"})
        self.wait_for_event("stream:complete")
        self.link.send("41")
        self.wait_for_event("disconnected")
        (found,) = reports.findings(reports.report(self.host, "live"), WAITS)
        self.assertIn("before stream:complete could reach it", found["message"])

    def test_a_ping_of_the_client_breaks_the_rules_of_packets(self) -> None:
        with self.assertRaises(Unexpected):
            self.link.send("2")
        self.wait_for_event("disconnected")
        (found,) = reports.findings(reports.report(self.host, "live"), PACKETS)
        self.assertIn("An Engine.IO ping (2) came. Only the server sends these", found["message"])


if __name__ == "__main__":
    unittest.main()
