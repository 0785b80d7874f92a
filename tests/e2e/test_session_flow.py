"""The session machine, processing, order and flow control: sections 4 and 5 of the protocol, over
real sockets."""

import unittest
from typing import Any

from session import FAR, HELD, Raw, SessionTest, unit
from worker import init

DONE = "complete 0: 0 success, 0 partial, 0 failed"
STAYS = {"AUTO_DISCONNECT_DELAY": FAR}


class Machine(SessionTest):
    """initializing, active, paused, ending, completed."""

    def requests(self) -> dict[str, Any]:
        live = {"stream_id": "live"}
        return {"stream:init": init("live"), "stream:pause": live, "stream:resume": live,
                "stream:end": live}

    def test_without_a_stream_requests_are_answered(self) -> None:
        worker = self.worker(self.server())
        worker.stream = "live"
        for event, payload in self.requests().items():
            if event != "stream:init":
                worker.emit(event, payload)
                worker.refused("STREAM_NOT_FOUND")
        worker.send(0)
        worker.refused("STREAM_NOT_FOUND")

    def test_requests_in_the_wrong_state_are_answered_with_the_state(self) -> None:
        worker = self.worker(self.server(**HELD, **STAYS))
        worker.open(timeout_ms=unit(3000))
        allowed: dict[str, set[str]] = {
                   "active": {"stream:pause", "stream:end"},
                   "paused": {"stream:resume", "stream:end"},
                   "ending": set(), "completed": {"stream:init"}}

        def check(state: str) -> None:
            for event, payload in self.requests().items():
                if event not in allowed[state]:
                    with self.subTest(state=state, event=event):
                        worker.emit(event, payload)
                        error = worker.refused("INVALID_CONFIG", state=state)
                        self.assertIn(state, error["message"])
            if state != "active":
                worker.send(1)
                worker.refused("STREAM_NOT_FOUND", state=state)

        check("active")
        worker.pause()
        check("paused")
        worker.resume()
        check("active")
        worker.send(0)  # no sooner: its time-out ends what comes then
        self.assertEqual(worker.read(1), ["ack 0"])
        worker.pause()
        worker.end()
        check("ending")
        self.assertEqual(worker.until("complete"), [
            "processed 0 failed TIMEOUT", "complete 1: 0 success, 0 partial, 1 failed"])
        check("completed")
        worker.open()
        check("active")

    def test_requests_for_another_stream(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        for event in "stream:pause", "stream:resume", "stream:end":
            worker.emit(event, {"stream_id": "other"})
            self.assertEqual(worker.refused("STREAM_NOT_FOUND")["stream_id"], "live")
        worker.send(0, stream_id="other")
        worker.refused("STREAM_NOT_FOUND")
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])

    def test_a_pause_lets_work_in_flight_finish(self) -> None:
        worker = self.raw(self.server(ECHO_PROCESSING_DELAY_MS="100"))
        worker.open(max_inflight=1)
        with worker.at_once():
            worker.send_all(0, 1)
            worker.pause()
        self.assertEqual(worker.until("backpressure low none"), [
            "ack 0", "ack 1", "backpressure medium slow_down 500 at 2/1", "processed 0 success",
            "backpressure low none at 1/0"])
        self.assertEqual(worker.read(1), ["processed 1 success"])
        worker.send(2)
        worker.refused("STREAM_NOT_FOUND", state="paused")
        worker.resume()
        worker.send(2)
        self.assertEqual(worker.read(2), ["ack 2", "processed 2 success"])

    def test_complete_waits_for_work_in_flight(self) -> None:
        worker = self.raw(self.server(ECHO_PROCESSING_DELAY_MS="100"))
        worker.open(max_inflight=2)
        with worker.at_once():
            worker.send_all(0, 1, 2, 3)
            worker.end()
        seen = [words for words in worker.until("complete")
                if not words.startswith(("ack", "backpressure"))]
        self.assertEqual(seen, [f"processed {number} success" for number in range(4)] +
                         ["complete 4: 4 success, 0 partial, 0 failed"])

    def test_an_empty_stream_ends_at_once_also_when_paused(self) -> None:
        worker = self.worker(self.server(**STAYS))
        worker.open()
        worker.end()
        self.assertEqual(worker.read(1), [DONE])
        worker.open()
        worker.pause()
        worker.end()
        self.assertEqual(worker.read(1), [DONE])

    def test_last_acks_are_taken_after_completion(self) -> None:
        server = self.server(**STAYS)
        worker = self.worker(server)
        worker.open()
        sent = worker.send_all(0, 1)
        worker.end()
        worker.until("complete")
        for one in sent:
            worker.confirm(one, "received")
            worker.confirm(one)
        self.assertEqual(worker.rest(), [])
        self.assertEqual(self.streams(server), (1, 0))  # and the connection is open

    def test_acks_are_taken_in_every_state(self) -> None:
        worker = self.worker(self.server(**STAYS))
        one = {"fragment_id": "unknown"}
        worker.confirm(one)
        worker.open()
        worker.confirm(one)
        one = worker.send(0)
        worker.read(2)
        worker.confirm(one, "received")
        worker.pause()
        worker.confirm(one)
        worker.confirm(one)
        self.assertEqual(worker.rest(), [])
        worker.end()
        self.assertEqual(worker.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])

    def test_the_connection_is_closed_after_completion(self) -> None:
        server = self.server(AUTO_DISCONNECT_DELAY="0.2")
        worker = self.worker(server)
        worker.open()
        worker.end()
        self.assertEqual(worker.read(2), [DONE, "disconnect"])
        self.await_streams(server, 0, 0)

    def test_a_new_init_cancels_the_disconnect(self) -> None:
        server = self.server(AUTO_DISCONNECT_DELAY="0.1")
        worker, watch = self.raw(server), self.worker(server)
        worker.open()
        with worker.at_once():
            worker.end()
            worker.begin("next")
        self.assertEqual(worker.read(2), [DONE, "ready"])
        watch.open("watch")
        watch.end()
        # begun later, so what the first timer would have done has been done by then
        self.assertEqual(watch.read(2), [DONE, "disconnect"])
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        self.assertEqual(self.streams(server), (1, 0))

    def test_a_new_stream_has_nothing_of_the_one_before(self) -> None:
        worker = self.worker(self.server(**STAYS))
        first = worker.open()
        worker.arm({"error_code": "MODEL_ERROR"})
        worker.delay(1)
        one = worker.send(0)
        worker.read(2)
        worker.end()
        self.assertEqual(worker.read(1), ["complete 1: 0 success, 0 partial, 1 failed"])
        self.assertNotEqual(worker.open()["session_id"], first["session_id"])
        worker.emit("fragment:data", one)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        worker.end()
        self.assertEqual(worker.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])

    def test_one_stream_for_each_namespace_of_a_connection(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.open("main")
        raw.link.send('40/sts,{"token":"test-api-key"}')
        self.assertTrue(raw.packet().startswith("40/sts,"))
        raw.link.send('42/sts,["stream:init",{"stream_id":"sts","worker_id":"w","config":{}}]')
        self.assertTrue(raw.packet().startswith('42/sts,["stream:ready"'))
        self.assertEqual(self.streams(server), (2, 0))
        raw.send(0)
        self.assertEqual(raw.read(2), ["ack 0", "processed 0 success"])
        raw.link.send("41/sts,")
        self.await_streams(server, 1, 0)
        raw.send(1)
        self.assertEqual(raw.read(2), ["ack 1", "processed 1 success"])


class Order(SessionTest):
    """fragment:processed leaves in the order of the numbers."""

    def test_jitter_makes_fragments_finish_out_of_order_and_leave_in_order(self) -> None:
        server = self.server(ECHO_PROCESSING_JITTER_MS="500", ECHO_SEED="7", QUEUE_MAX_DEPTH="100",
                             **STAYS)
        worker = self.worker(server)
        worker.open(max_inflight=10)
        worker.send_all(*range(40))
        worker.end()
        results: list[Any] = []
        while (event := worker.next())[0] != "stream:complete":
            if event[0] == "fragment:processed":
                results.append(event[1])
        self.assertEqual([result["sequence_number"] for result in results], list(range(40)))
        # Neighbours mostly start together: by their times, some were ready before their
        # predecessors. A server that is held up makes some of them equal, but not all.
        times = [result["processing_time_ms"] for result in results]
        self.assertTrue(any(one > other + 50 for one, other in zip(times, times[1:])), times)

    def test_a_slow_fragment_holds_up_those_behind_it(self) -> None:
        worker = self.raw(self.server(), answers=False)
        worker.open()
        with worker.at_once():
            worker.emit("config:processing_delay", {"delay_ms": 150})
            worker.send(0)
            worker.emit("config:processing_delay", {"delay_ms": 0})
            worker.send_all(1, 2)
        self.assertEqual(worker.read(6), ["ack 0", "ack 1", "ack 2", "processed 0 success",
                                          "processed 1 success", "processed 2 success"])

    def test_at_most_max_inflight_are_processed_at_once(self) -> None:
        worker = self.worker(self.server(**HELD))
        worker.open(max_inflight=2)
        worker.send_all(0, 1, 2, 3)
        positions: dict[str, Any] = {}
        while len(positions) < 4:
            event, payload = worker.next()
            if event == "fragment:ack":
                positions[worker.numbers[payload["fragment_id"]]] = payload["queue_position"]
        self.assertEqual(positions, {0: 0, 1: 0, 2: 0, 3: 1})

    def test_waiting_fragments_start_in_order(self) -> None:
        worker = self.worker(self.server(**HELD, SEQUENCE_GAP_MS=FAR))
        worker.open(max_inflight=1)
        worker.send_all(0, 3, 1, 2)
        positions: dict[str, Any] = {}
        while len(positions) < 4:
            event, payload = worker.next()
            if event == "fragment:ack":
                positions[worker.numbers[payload["fragment_id"]]] = payload["queue_position"]
        self.assertEqual(positions, {0: 0, 3: 0, 1: 0, 2: 1})

    def test_a_fragment_within_the_window_fills_the_gap(self) -> None:
        worker = self.worker(self.server(SEQUENCE_GAP_MS=FAR))
        worker.open()
        worker.send_all(0, 2, 3)
        self.assertEqual(worker.read(4), ["ack 0", "processed 0 success", "ack 2", "ack 3"])
        worker.send(1)
        self.assertEqual(worker.read(4), ["ack 1", "processed 1 success", "processed 2 success",
                                          "processed 3 success"])

    def test_a_stream_may_begin_late(self) -> None:
        worker = self.worker(self.server(SEQUENCE_GAP_MS="50"))
        worker.open()
        worker.send(100)
        self.assertEqual(worker.read(1), ["ack 100"])
        error = worker.refused("INVALID_SEQUENCE", reason="gap", expected=0, received=100,
                               missing=[0, 99])
        self.assertNotIn("fragment_id", error)
        self.assertEqual(worker.read(1), ["processed 100 success"])

    def test_a_gap_ends_with_its_window(self) -> None:
        worker = self.raw(self.server(SEQUENCE_GAP_MS="50"))
        worker.open()
        with worker.at_once():
            worker.send_all(0, 3, 4)
        self.assertEqual(worker.read(4), ["ack 0", "processed 0 success", "ack 3", "ack 4"])
        worker.refused("INVALID_SEQUENCE", reason="gap", expected=1, received=3, missing=[1, 2])
        self.assertEqual(worker.read(2), ["processed 3 success", "processed 4 success"])
        worker.send(2)
        worker.refused("INVALID_SEQUENCE", reason="late", expected=5, received=2)
        worker.send(10**15, metadata={})  # a jump may have any size
        self.assertEqual(worker.read(1), [f"ack {10**15}"])
        worker.refused("INVALID_SEQUENCE", reason="gap", expected=5, missing=[5, 10**15 - 1])
        self.assertEqual(worker.read(1), [f"processed {10**15} success"])

    def test_a_gap_ends_when_too_many_results_are_held(self) -> None:
        worker = self.worker(self.server(SEQUENCE_GAP_MS=FAR, QUEUE_MAX_DEPTH="3"))
        worker.open(max_inflight=10)
        worker.send_all(1, 2)
        self.assertEqual(worker.rest(), ["ack 1", "ack 2"])
        worker.send(3)
        self.assertEqual(worker.read(5), ["ack 3", "error INVALID_SEQUENCE gap",
                                          "processed 1 success", "processed 2 success",
                                          "processed 3 success"])

    def test_the_end_closes_gaps_at_once(self) -> None:
        worker = self.worker(self.server(SEQUENCE_GAP_MS=FAR))
        worker.open()
        worker.send_all(1, 4)
        worker.end()
        self.assertEqual(worker.read(2), ["ack 1", "ack 4"])
        worker.refused("INVALID_SEQUENCE", reason="gap", missing=[0, 0])
        worker.refused("INVALID_SEQUENCE", reason="gap", missing=[2, 3])
        self.assertEqual(worker.read(3), ["processed 1 success", "processed 4 success",
                                          "complete 2: 2 success, 0 partial, 0 failed"])

    def test_numbers_that_were_refused_are_not_reported_again(self) -> None:
        worker = self.worker(self.server(SEQUENCE_GAP_MS=FAR))
        worker.open()
        for number in 1, 2, 5:
            worker.send(number, timestamp="never")
            worker.refused("INVALID_CONFIG")
        worker.send(7)
        worker.end()
        self.assertEqual(worker.read(1), ["ack 7"])
        for missing in [0, 0], [3, 4], [6, 6]:
            worker.refused("INVALID_SEQUENCE", reason="gap", missing=missing, received=7)
        self.assertEqual(worker.read(2), ["processed 7 success",
                                          "complete 1: 1 success, 0 partial, 0 failed"])

    def test_duplicates(self) -> None:
        worker = self.worker(self.server(**HELD))
        worker.open()
        first, second = worker.send_all(0, 1)
        worker.read(2)
        worker.send(0)
        worker.refused("INVALID_SEQUENCE", reason="duplicate_sequence", expected=2, received=0)
        worker.send(1)
        worker.refused("INVALID_SEQUENCE", reason="duplicate_sequence", expected=2, received=1)
        worker.emit("fragment:data", first)
        worker.refused("INVALID_SEQUENCE", reason="duplicate_fragment", received=0)
        worker.emit("fragment:data", {**second, "sequence_number": 2})
        worker.refused("INVALID_SEQUENCE", reason="duplicate_fragment", received=2)

    def test_duplicates_of_what_was_delivered(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        one = worker.send(0)
        worker.read(2)
        worker.emit("fragment:data", one)
        worker.refused("INVALID_SEQUENCE", reason="duplicate_fragment", expected=1, received=0)
        worker.send(0)
        worker.refused("INVALID_SEQUENCE", reason="duplicate_sequence", expected=1, received=0)
        worker.end()
        self.assertEqual(worker.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])

    def test_a_duplicate_of_what_is_held(self) -> None:
        worker = self.worker(self.server(SEQUENCE_GAP_MS=FAR))
        worker.open()
        worker.send_all(2, 2)
        self.assertEqual(worker.read(1), ["ack 2"])
        worker.refused("INVALID_SEQUENCE", reason="duplicate_sequence", expected=0, received=2)

    def test_the_strict_policy(self) -> None:
        worker = self.worker(self.server(SEQUENCE_POLICY="strict"))
        worker.open()
        two = worker.send(2)
        error = worker.refused("INVALID_SEQUENCE", reason="gap", expected=0, received=2)
        self.assertEqual(error["fragment_id"], two["fragment_id"])
        worker.send_all(0, 1)
        self.assertEqual(worker.read(4), ["ack 0", "processed 0 success", "ack 1",
                                          "processed 1 success"])
        worker.emit("fragment:data", two)  # the refusal used nothing up
        self.assertEqual(worker.read(2), ["ack 2", "processed 2 success"])
        worker.send(1)
        worker.refused("INVALID_SEQUENCE", reason="duplicate_sequence")


class TimeOuts(SessionTest):
    def test_from_acceptance_to_the_end_of_processing(self) -> None:
        worker = self.raw(self.server(**HELD), answers=False)
        worker.open(max_inflight=1, timeout_ms=1000)
        with worker.at_once():
            worker.send_all(0, 1)  # 1 waits all the time, and times out as well
        worker.until("ack 1")
        results: list[Any] = []
        while len(results) < 2:
            event, payload = worker.next()
            if event == "fragment:processed":
                results.append(payload)
        for result in results:
            self.assertEqual(result["status"], "failed")
            self.assertEqual((result["error"]["code"], result["error"]["retryable"]),
                             ("TIMEOUT", True))
            self.assertNotIn("dubbed_audio", result)
        self.assertGreaterEqual(results[0]["processing_time_ms"], 1000)
        worker.delay(0)
        worker.send(2)
        worker.end()
        self.assertEqual(worker.until("complete")[-1],
                         "complete 3: 1 success, 0 partial, 2 failed")

    def test_a_result_that_waits_for_its_predecessor_does_not_time_out(self) -> None:
        worker = self.raw(self.server(), answers=False)
        worker.open(max_inflight=3, timeout_ms=1000)
        with worker.at_once():
            worker.emit("config:processing_delay", {"delay_ms": 60000})
            worker.send(0)
            worker.emit("config:processing_delay", {"delay_ms": 0})
            worker.send(1)
        self.assertEqual(worker.read(4), ["ack 0", "ack 1", "processed 0 failed TIMEOUT",
                                          "processed 1 success"])

    def test_a_retry_replaces_the_outcome(self) -> None:
        worker = self.worker(self.server())
        worker.open(timeout_ms=1000)
        worker.arm({"trigger": "sequence_number", "value": 0, "error_code": "GPU_OOM", "count": 2})
        one, two = worker.send_all(0, 1)
        self.assertEqual(worker.read(4), ["ack 0", "processed 0 failed GPU_OOM", "ack 1",
                                          "processed 1 success"])
        for outcome in "failed GPU_OOM", "success":
            worker.emit("fragment:data", one)
            self.assertEqual(worker.read(2), ["ack 0", f"processed 0 {outcome}"])
        for known in one, two:  # a success is not to be had twice
            worker.emit("fragment:data", known)
            worker.refused("INVALID_SEQUENCE", reason="duplicate_fragment")
        worker.end()
        self.assertEqual(worker.read(1), ["complete 2: 2 success, 0 partial, 0 failed"])

    def test_a_retry_is_sent_outside_the_order(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({"trigger": "sequence_number", "value": 0, "error_code": "GPU_OOM", "count": 1})
        one = worker.send(0)
        worker.read(2)
        worker.delay(60000)
        worker.send(1)
        worker.delay(0)
        worker.emit("fragment:data", one)
        self.assertEqual(worker.read(3), ["ack 1", "ack 0", "processed 0 success"])

    def test_what_is_not_retryable_is_a_duplicate(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({"error_code": "MODEL_ERROR", "retryable": False})
        one = worker.send(0)
        worker.read(2)
        worker.emit("fragment:data", one)
        worker.refused("INVALID_SEQUENCE", reason="duplicate_fragment")

    def test_a_retry_needs_the_same_number(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({"error_code": "MODEL_ERROR"})
        one = worker.send(0)
        worker.read(2)
        worker.emit("fragment:data", {**one, "sequence_number": 1})
        worker.refused("INVALID_SEQUENCE", reason="duplicate_fragment")


def told(words: list[str]) -> list[str]:
    return [one.removeprefix("backpressure ") for one in words if one.startswith("backpressure")]


class Backpressure(SessionTest):
    def drained(self, worker: Raw, numbers: range) -> list[str]:
        """What is said of the flow until all that is in flight has failed."""
        with worker.at_once():
            worker.send_all(*numbers)
        seen = worker.until(f"processed {numbers[-1]}")
        return told(seen + worker.rest())

    def test_over_max_inflight_and_the_all_clear_without_another_fragment(self) -> None:
        worker = self.raw(self.server(**HELD))
        worker.open(timeout_ms=1000)
        said = self.drained(worker, range(5))
        self.assertEqual(said[0], "medium slow_down 500 at 4/1")
        self.assertRegex(said[1], "low none at [0-3]/0")
        self.assertEqual(len(said), 2)

    def test_up_to_max_inflight_nothing_is_said(self) -> None:
        worker = self.raw(self.server(**HELD))
        worker.open(timeout_ms=1000)
        self.assertEqual(self.drained(worker, range(3)), [])

    def test_a_pause_is_said_before_the_first_fragment_is_refused(self) -> None:
        for depth, waiting in (1, 1), (2, 2), (5, 5), (10, 9), (20, 18), (25, 23):
            with self.subTest(depth):
                worker = self.worker(self.server(**HELD, QUEUE_MAX_DEPTH=str(depth)))
                worker.open(max_inflight=1)
                worker.send_all(*range(depth + 2))
                seen = worker.until("error QUEUE_FULL")
                said = told(seen)
                self.assertEqual(said[-1], f"high pause 1000 at {waiting + 1}/{waiting}")
                self.assertEqual(said[:-1], ["medium slow_down 500 at 2/1"] if waiting > 1 else [])
                self.assertEqual(seen[-1], f"error QUEUE_FULL {depth + 1}")
                worker.leave()

    def test_the_all_clear_after_a_pause(self) -> None:
        worker = self.raw(self.server(**HELD, QUEUE_MAX_DEPTH="10"))
        worker.open(timeout_ms=1000, max_inflight=3)
        said = self.drained(worker, range(13))
        self.assertEqual(said[:2], ["medium slow_down 500 at 4/1", "high pause 1000 at 12/9"])
        self.assertRegex(said[-1], "low none at [0-3]/0")

    def test_levels_by_the_share_of_max_inflight(self) -> None:
        server = self.server(**HELD, BACKPRESSURE_ENABLED="true")
        worker = self.raw(server)
        worker.open(max_inflight=10, timeout_ms=1000)
        said = self.drained(worker, range(10))
        self.assertEqual(said[:3], ["low none at 5/0", "medium slow_down 500 at 7/0",
                                    "high pause 1000 at 9/0"])
        self.assertRegex(said[-1], "low none at [0-4]/0")

    def test_thresholds_of_the_levels(self) -> None:
        server = self.server(**HELD, BACKPRESSURE_ENABLED="true", BACKPRESSURE_THRESHOLD_LOW="1",
                             BACKPRESSURE_THRESHOLD_MEDIUM="1.5", BACKPRESSURE_THRESHOLD_HIGH="2")
        worker = self.worker(server)
        worker.open(max_inflight=4)
        worker.send_all(*range(8))
        self.assertEqual(told(worker.until("backpressure high")), [
            "low none at 4/0", "medium slow_down 500 at 6/2", "high pause 1000 at 8/4"])

    def test_a_delay_is_always_an_integer_where_there_is_one(self) -> None:
        worker = self.worker(self.server(**HELD, BACKPRESSURE_ENABLED="true"))
        worker.open(max_inflight=10)
        worker.send_all(*range(10))
        events: list[Any] = []
        while not events or events[-1]["severity"] != "high":
            name, payload = worker.next()
            if name == "backpressure":
                events.append(payload)
        for event in events:
            needs = event["action"] in ("slow_down", "pause")
            self.assertEqual(needs, "recommended_delay_ms" in event)
            if needs:
                self.assertIs(type(event["recommended_delay_ms"]), int)
            self.assertEqual(event["stream_id"], "live")

    def test_acks_of_the_worker_do_not_enter_into_it(self) -> None:
        """In flight ends with the outcome being sent, not with the worker's ack, which the real
        one never sends."""
        worker = self.worker(self.server(ECHO_PROCESSING_DELAY_MS="1"))
        worker.open(max_inflight=1)
        said = []
        for number in range(20):
            worker.send(number)
            said += told(worker.until(f"processed {number}"))
        self.assertEqual(said + told(worker.rest()), [])


if __name__ == "__main__":
    unittest.main()
