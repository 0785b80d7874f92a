"""config:backpressure (section 6 of the protocol): thresholds and scripts over real sockets."""

import unittest
from typing import Any

from session import HELD, Face, SessionTest, unit

EVENT = "config:backpressure"


class Backpressure(SessionTest):
    def armed(self, worker: Face, **event: Any) -> None:
        answer = worker.call(EVENT, {"enabled": True, **event})
        self.assertEqual(answer["status"], "configured")

    def test_the_answer(self) -> None:
        worker = self.worker(self.server(ECHO_SEED="3"))
        worker.open()
        self.assertEqual(worker.call(EVENT, {"enabled": True}),
                         {"status": "configured", "stream_id": "live", "seed": 3})
        self.assertEqual(worker.call(EVENT, {"enabled": False, "stream_id": "live-*"}),
                         {"status": "configured", "stream_id": "live-*", "seed": 3})

    def test_default_from_five_in_flight_pause(self) -> None:
        worker = self.worker(self.server(**HELD))
        worker.open(max_inflight=1)
        self.armed(worker)
        worker.send_all(*range(5))
        self.assertEqual(worker.read(6), [f"ack {number}" for number in range(5)] +
                         ["backpressure high pause 1000 at 5/4"])
        worker.call(EVENT, {"enabled": False})  # the server's own levels again
        self.assertEqual(worker.read(1), ["backpressure medium slow_down 500 at 5/4"])

    def test_all_clear_below_the_threshold(self) -> None:
        worker = self.raw(self.server(ECHO_PROCESSING_DELAY_MS="500"), answers=False)
        worker.open(max_inflight=1)
        self.armed(worker, threshold=2, severity="low", action="slow_down",
                   recommended_delay_ms=7)
        with worker.at_once():
            worker.send_all(0, 1)
        self.assertEqual(worker.read(5),
                         ["ack 0", "ack 1", "backpressure low slow_down 7 at 2/1",
                          "processed 0 success", "backpressure low none at 1/0"])

    def test_for_streams_to_come(self) -> None:
        server = self.server(**HELD)
        control, worker = self.worker(server), self.worker(server)
        self.armed(control, threshold=1, stream_id="live-*")
        self.armed(control, threshold=3, stream_id="live-exact")  # beats the glob
        worker.open("live-1")
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "backpressure high pause 1000 at 1/0"])
        other = self.worker(server)
        other.open("live-exact")
        other.send_all(0, 1)
        self.assertEqual(other.read(2), ["ack 0", "ack 1"])
        self.assertEqual(other.rest(), [])

    def test_a_script(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        self.armed(worker, script=[
            {"after_ms": 0, "severity": "medium", "action": "slow_down",
             "recommended_delay_ms": 500},
            # Far apart: of two steps whose times are up, only the later is told.
            {"after_ms": 50}, {"after_ms": unit(1500), "severity": "low", "action": "none"}])
        self.assertEqual(worker.read(3), ["backpressure medium slow_down 500 at 0/0",
                                          "backpressure high pause 1000 at 0/0",
                                          "backpressure low none at 0/0"])

    def test_a_script_for_a_stream_to_come(self) -> None:
        server = self.server()
        control, worker = self.worker(server), self.worker(server)
        self.armed(control, stream_id="s", script=[{"after_ms": unit(50)}])
        worker.open("s")
        self.assertEqual(worker.read(1), ["backpressure high pause 1000 at 0/0"])

    def test_bad_ones_are_refused(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        for event, pointer in (
                ({}, ""), ({"enabled": True, "threshold": 0}, "/threshold"),
                ({"enabled": True, "action": "stop"}, "/action"),
                ({"enabled": True, "recommended_delay_ms": -1}, "/recommended_delay_ms"),
                ({"enabled": True, "script": []}, "/script"),
                ({"enabled": True, "script": [{"severity": "low"}]}, "/script/0"),
                ({"enabled": True, "script": [{"after_ms": 5}, {"after_ms": 4}]},
                 "/script/1/after_ms")):
            with self.subTest(pointer):
                error = worker.call(EVENT, event)
                self.assertEqual(error["code"], "INVALID_CONFIG")
                self.assertEqual(error["metadata"]["errors"][0]["path"], pointer)
                worker.refused("INVALID_CONFIG")

    def test_without_a_stream_and_a_name(self) -> None:
        worker = self.worker(self.server())
        worker.emit(EVENT, {"enabled": True})
        self.assertIn("stream_id", worker.refused("STREAM_NOT_FOUND")["metadata"]["hint"])


if __name__ == "__main__":
    unittest.main()
