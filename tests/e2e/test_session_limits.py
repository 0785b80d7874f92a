"""The limits of section 5 of the protocol, over real sockets: queues, rates, connections, idle
time, bytes."""

import json
import unittest
from typing import Any

import harness
from session import HELD, SessionTest, unit
from worker import init


class Queue(SessionTest):
    def test_as_many_wait_as_the_queue_holds(self) -> None:
        for depth, most in ((1, 1), (3, 2), (20, 10)):
            with self.subTest(depth):
                worker = self.worker(self.server(**HELD, QUEUE_MAX_DEPTH=str(depth)))
                worker.open(max_inflight=most)
                worker.send_all(*range(most + depth + 1))
                seen = [words for words in worker.until("error")
                        if not words.startswith("backpressure")]
                self.assertEqual(seen, [f"ack {number}" for number in range(most + depth)] +
                                 [f"error QUEUE_FULL {most + depth}"])

    def test_the_default_is_20(self) -> None:
        worker = self.worker(self.server(**HELD))
        worker.open()
        worker.send_all(*range(24))
        self.assertEqual(worker.until("error")[-1], "error QUEUE_FULL 23")

    def test_what_queue_full_says(self) -> None:
        worker = self.worker(self.server(**HELD, QUEUE_MAX_DEPTH="1"))
        worker.open(max_inflight=1)
        worker.send_all(0, 1)
        worker.until("backpressure high pause")
        one = worker.send(2)
        error = worker.refused("QUEUE_FULL")
        self.assertEqual((error["severity"], error["retryable"], error["fragment_id"]),
                         ("warning", True, one["fragment_id"]))
        self.assertEqual(error["message"], "the server takes at most 1 waiting fragments of a "
                                           "stream (QUEUE_MAX_DEPTH)")
        self.assertEqual(error["metadata"], {"setting": "QUEUE_MAX_DEPTH", "limit": 1})

    def test_10_in_a_row_close_the_connection(self) -> None:
        server = self.server(**HELD, QUEUE_MAX_DEPTH="1")
        worker = self.worker(server)
        worker.open(max_inflight=1)
        worker.send_all(*range(12))
        seen = worker.until("disconnect")
        self.assertEqual(seen[-11:], [f"error QUEUE_FULL {number}" for number in range(2, 12)] +
                         ["disconnect"])
        self.await_streams(server, 0, 1)

    def test_one_that_is_accepted_begins_the_count_anew(self) -> None:
        worker = self.raw(self.server(**HELD, QUEUE_MAX_DEPTH="1", FLOW_VIOLATION_LIMIT="3"))
        worker.open(max_inflight=1, timeout_ms=1000)
        number = 0
        for _ in range(3):
            with worker.at_once():
                worker.send_all(*range(number, number + 4))  # two are taken, two are not
            seen = worker.until(f"processed {number + 1} failed TIMEOUT")
            self.assertEqual([words for words in seen if words.startswith("error QUEUE")],
                             [f"error QUEUE_FULL {number + 2}", f"error QUEUE_FULL {number + 3}"])
            number += 2
        self.assertNotIn("disconnect", worker.rest())

    def test_0_is_never(self) -> None:
        worker = self.worker(self.server(**HELD, QUEUE_MAX_DEPTH="1", FLOW_VIOLATION_LIMIT="0"))
        worker.open(max_inflight=1)
        worker.send_all(*range(50))
        self.assertEqual(worker.rest()[-1], "error QUEUE_FULL 49")

    def test_after_a_violation_the_stream_can_be_taken_up_again(self) -> None:
        server = self.server(**HELD, QUEUE_MAX_DEPTH="1", FLOW_VIOLATION_LIMIT="2")
        worker, again = self.worker(server), self.worker(server)
        ready = worker.open(max_inflight=1)
        worker.send_all(*range(4))
        worker.until("disconnect")
        again.numbers = worker.numbers
        self.assertEqual(again.open(max_inflight=1, timeout_ms=1000)["session_id"],
                         ready["session_id"])


class Rate(SessionTest):
    def test_the_101st_within_a_minute(self) -> None:
        server = harness.Server()
        self.addCleanup(server.stop)
        worker, other = self.worker(server), self.worker(server)
        worker.open()
        for number in range(100):
            worker.send(number)
            self.assertEqual(worker.read(2), [f"ack {number}", f"processed {number} success"])
        one = worker.send(100)
        error = worker.refused("RATE_LIMIT")
        self.assertEqual((error["severity"], error["retryable"], error["fragment_id"]),
                         ("warning", True, one["fragment_id"]))
        self.assertEqual(error["message"], "the server takes at most 100 fragments of a stream "
                                           "within a minute (RATE_LIMIT_FRAGMENTS_PER_MIN)")
        self.assertEqual(error["metadata"], {"setting": "RATE_LIMIT_FRAGMENTS_PER_MIN",
                                             "limit": 100})
        other.open("other")  # each stream has its own
        other.send(0)
        self.assertEqual(other.read(2), ["ack 0", "processed 0 success"])

    def test_only_accepted_fragments_count(self) -> None:
        worker = self.worker(self.server(RATE_LIMIT_FRAGMENTS_PER_MIN="3"))
        worker.open()
        for number in range(3):
            worker.send(number, timestamp="never")
            worker.refused("INVALID_CONFIG")
            worker.send(number, stream_id="other")
            worker.refused("STREAM_NOT_FOUND")
            worker.send(number)
            self.assertEqual(worker.read(2), [f"ack {number}", f"processed {number} success"])
        worker.send(3)
        worker.refused("RATE_LIMIT")

    def test_a_limit_that_was_reached_lets_the_stream_end(self) -> None:
        worker = self.worker(self.server(RATE_LIMIT_FRAGMENTS_PER_MIN="1"))
        worker.open()
        worker.send_all(0, 1)
        self.assertEqual(worker.read(3), ["ack 0", "processed 0 success", "error RATE_LIMIT 1"])
        worker.end()
        self.assertEqual(worker.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])


class Connections(SessionTest):
    def fill(self, server: Any, count: int) -> list[Any]:
        workers = [self.worker(server) for _ in range(count)]
        for number, worker in enumerate(workers):
            worker.open(f"s{number}")
        return workers

    def test_the_11th_connection_with_a_stream(self) -> None:
        server = self.server()
        workers = self.fill(server, 10)
        more = self.worker(server)
        more.emit("stream:init", init("more"))
        error = more.refused("RATE_LIMIT")
        self.assertEqual((error["severity"], error["retryable"]), ("warning", True))
        self.assertEqual(error["message"], "the server takes at most 10 connections with a stream "
                                           "(WS_MAX_CONNECTIONS)")
        self.assertEqual(error["metadata"], {"state": "initializing",
                                             "setting": "WS_MAX_CONNECTIONS", "limit": 10})
        line = json.loads(next(line for line in server.output().splitlines()
                               if '"refused"' in line))
        self.assertEqual((line["level"], line["setting"], line["limit"], line["refused"]),
                         ("WARNING", "WS_MAX_CONNECTIONS", 10, 1))
        more.stream = "more"
        more.send(0)
        more.refused("STREAM_NOT_FOUND")  # and there is none
        workers[3].leave()
        self.await_streams(server, 9, 0)
        more.open("more")

    def test_each_key_has_a_limit(self) -> None:
        server = self.server(WS_MAX_CONNECTIONS="0", MAX_CONNECTIONS_PER_KEY="2")
        self.fill(server, 2)
        more = self.worker(server)
        more.emit("stream:init", init("more"))
        more.refused("RATE_LIMIT")

    def test_0_is_no_limit(self) -> None:
        self.fill(self.server(WS_MAX_CONNECTIONS="0", MAX_CONNECTIONS_PER_KEY="0"), 12)

    def test_there_is_none_in_the_profile_test(self) -> None:
        """Nor one of the rate, and nobody waits long for the end."""
        server = self.server(ECHO_PROFILE="test", RATE_LIMIT_FRAGMENTS_PER_MIN="")
        worker = self.fill(server, 12)[0]
        for number in range(101):
            worker.send(number)
            self.assertEqual(worker.read(2), [f"ack {number}", f"processed {number} success"])
        worker.end()
        self.assertEqual(worker.read(2), ["complete 101: 101 success, 0 partial, 0 failed",
                                          "disconnect"])

    def test_control_connections_are_free(self) -> None:
        server = self.server(WS_MAX_CONNECTIONS="1")
        control = [self.worker(server) for _ in range(12)]
        for one in control:
            one.arm(stream_id="*")
        self.fill(server, 1)

    def test_parked_streams_do_not_count(self) -> None:
        server = self.server(WS_MAX_CONNECTIONS="1")
        (worker,) = self.fill(server, 1)
        worker.drop()
        self.await_streams(server, 0, 1)
        other = self.worker(server)
        other.open("other")
        again = self.worker(server)
        again.emit("stream:init", init("s0"))
        again.refused("RATE_LIMIT")  # but to come back takes a place
        other.leave()
        self.await_streams(server, 0, 1)
        again.open("s0")

    def test_a_take_over_takes_the_place_of_the_old_connection(self) -> None:
        server = self.server(WS_MAX_CONNECTIONS="1", MAX_CONNECTIONS_PER_KEY="1")
        (worker,) = self.fill(server, 1)
        again = self.worker(server)
        again.open("s0")
        self.assertEqual(worker.read(1), ["disconnect"])

    def test_a_new_stream_on_a_connection_that_had_one(self) -> None:
        server = self.server(WS_MAX_CONNECTIONS="1", AUTO_DISCONNECT_DELAY="86400")
        (worker,) = self.fill(server, 1)
        worker.end()
        worker.expect("stream:complete")
        worker.open("next")

    def test_sockets_of_all_kinds(self) -> None:
        server = self.server(MAX_SOCKETS="3")
        workers = [self.worker(server) for _ in range(3)]
        self.assertNotIn(b"200", harness.exchange(  # nobody answers the fourth
            server.port, harness.request("GET", "/health"))[:20])
        harness.wait_for(lambda: '"refused":' in server.output(), "its line")
        line = json.loads(next(line for line in server.output().splitlines()
                               if '"refused":' in line))
        self.assertEqual((line["level"], line["setting"], line["limit"]),
                         ("WARNING", "MAX_SOCKETS", 3))
        workers[0].leave()
        harness.wait_for(lambda: b"200" in harness.exchange(
            server.port, harness.request("GET", "/health", Connection="close"))[:20], "a place")


class Idle(SessionTest):
    def test_events_of_the_client_count(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS=str(unit(1500)))
        worker, silent = self.worker(server), self.worker(server)
        worker.open()
        silent.open("silent")
        while silent.received.empty():
            self.assertEqual(worker.rest(), [])  # an ack, of something unknown
        # Begun later than the worker, which was heard since.
        silent.expect("disconnect")
        self.assertEqual(worker.rest(), [])
        worker.expect("disconnect")
        self.await_streams(server, 0, 2)

    def test_not_while_work_is_in_flight(self) -> None:
        worker = self.raw(self.server(IDLE_TIMEOUT_MS="100", ECHO_PROCESSING_DELAY_MS="700"))
        with worker.at_once():
            worker.begin()
            worker.send(0)
        self.assertEqual(worker.ending(), (["ready", "ack 0", "processed 0 success"], 1001))

    def test_not_without_a_stream(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS="100")
        control, worker = self.worker(server), self.worker(server)
        worker.open()
        worker.expect("disconnect")  # at the earliest when the other's time were up, too
        control.open("later")

    def test_not_while_a_completed_stream_waits_for_its_disconnect(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS="100", AUTO_DISCONNECT_DELAY="86400")
        done, worker = self.raw(server), self.worker(server)
        with done.at_once():
            done.begin()
            done.end()
        self.assertEqual(done.read(2), ["ready", "complete 0: 0 success, 0 partial, 0 failed"])
        worker.open("other")
        worker.expect("disconnect")
        self.assertEqual(done.rest(), [])

    def test_not_while_the_pause_stands_that_the_server_asked_for(self) -> None:
        server = self.server(**HELD, IDLE_TIMEOUT_MS="100", MAX_BUFFERED_BYTES="100000")
        large, small = self.raw(server), self.raw(server)
        with large.at_once():
            large.begin("large", timeout_ms=unit(3000))
            large.send(0, bytes(67_000))
        self.assertEqual(large.read(2), ["ready", "ack 0"])
        with small.at_once():
            small.begin("small")
            small.send(0, bytes(30_000))  # is told to pause, and has nothing in flight
        self.assertEqual(small.ending(), ([
            "ready", "backpressure high pause 1000 at 0/0", "error QUEUE_FULL 0",
            "backpressure low none at 0/0"], 1001))
        self.assertEqual(large.read(1), ["processed 0 failed TIMEOUT"])

    def test_0_is_never(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS="0")
        worker = self.worker(server)
        worker.open()
        self.assertEqual(worker.rest(), [])


class Bytes(SessionTest):
    """MAX_BUFFERED_BYTES, over all connections."""

    BIG = bytes(34_000)  # 45,336 characters: two of them leave less than the eighth that is wanted
    #                      free before anybody who was refused may go on

    def test_new_fragments_are_refused_after_a_warning_and_taken_again_later(self) -> None:
        server = self.server(**HELD, MAX_BUFFERED_BYTES="100000")
        large, small = self.worker(server), self.worker(server)
        large.open("large", timeout_ms=unit(3000))
        large.send(0, self.BIG)
        large.send(1, self.BIG)
        self.assertEqual(large.read(2), ["ack 0", "ack 1"])
        small.open("small", timeout_ms=1000)
        one = small.send(0, self.BIG)
        self.assertEqual(small.read(2), ["backpressure high pause 1000 at 0/0",
                                         "error QUEUE_FULL 0"])
        self.assertEqual(small.read(1), ["backpressure low none at 0/0"])
        small.emit("fragment:data", one)
        self.assertEqual(small.read(1), ["ack 0"])

    def test_reading_stops_from_the_one_that_holds_the_most(self) -> None:
        server = self.server(**HELD, MAX_BUFFERED_BYTES="100000")
        large, small = self.worker(server), self.worker(server)
        large.open("large", timeout_ms=unit(3000))
        large.send(0, self.BIG)
        large.send(1, self.BIG)
        self.assertEqual(large.read(2), ["ack 0", "ack 1"])
        small.open("small")
        small.send(0, self.BIG)
        self.assertEqual(small.read(2)[1], "error QUEUE_FULL 0")
        # It is heard again as soon as one of them has given up its bytes.
        self.assertEqual(large.rest()[:1], ["processed 0 failed TIMEOUT"])

    def test_results_that_are_kept_give_way(self) -> None:
        server = self.server(MAX_BUFFERED_BYTES="100000")
        worker = self.worker(server)
        worker.open()
        for number in range(20):
            worker.send(number, self.BIG)
            self.assertEqual(worker.read(2), [f"ack {number}", f"processed {number} success"])

    def test_parked_streams_give_way(self) -> None:
        server = self.server(**HELD, MAX_BUFFERED_BYTES="100000")
        parked, worker, again = (self.worker(server) for _ in range(3))
        parked.open("parked")
        sent = [parked.send(number, self.BIG) for number in range(2)]
        parked.rest()
        parked.drop()
        self.await_streams(server, 0, 1)
        worker.open()
        worker.send(0, self.BIG)
        self.assertEqual(worker.read(1), ["ack 0"])
        again.open("parked")  # what was given up is known, and can not be had any more
        again.emit("fragment:data", sent[0])
        again.refused("INVALID_SEQUENCE", reason="expired", expected=2, received=0)
        again.emit("fragment:data", sent[1])
        self.assertEqual(again.rest(), ["ack ?"])

    def test_0_is_no_limit(self) -> None:
        worker = self.worker(self.server(**HELD, MAX_BUFFERED_BYTES="0"))
        worker.open()
        for number in range(5):
            worker.send(number, self.BIG)
        self.assertEqual(worker.until("ack 4")[-1], "ack 4")


if __name__ == "__main__":
    unittest.main()
