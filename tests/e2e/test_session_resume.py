"""A stream that has lost its connection is taken up again: "Resume" of section 4 of the protocol,
over real sockets."""

import socket
import struct
import unittest
from typing import Any

import harness
from session import FAR, HELD, SessionTest, unit
from worker import init

STAYS = {"AUTO_DISCONNECT_DELAY": FAR}


class Ways(SessionTest):
    """How a connection ends, and what becomes of the stream."""

    def test_a_disconnect_from_the_client_keeps_nothing(self) -> None:
        server = self.server()
        worker = self.worker(server)
        first = worker.open()
        one = worker.send(0)
        worker.read(2)
        worker.leave()
        self.await_streams(server, 0, 0)
        again = self.worker(server)
        self.assertNotEqual(again.open()["session_id"], first["session_id"])
        again.numbers = worker.numbers
        again.emit("fragment:data", one)
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        again.end()
        self.assertEqual(again.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])

    def test_a_disconnect_ends_the_stream_while_fragments_are_in_flight(self) -> None:
        server = self.server(**HELD)
        worker = self.worker(server)
        worker.open()
        worker.send_all(0, 1, 2, 3, 4)
        # A client that closes with something unread resets the connection, its DISCONNECT and all.
        worker.until("ack 4")
        worker.leave()
        self.await_streams(server, 0, 0)

    def test_a_lost_transport_parks_the_stream(self) -> None:
        server = self.server()
        first, second = self.worker(server), self.worker(server)
        ready = first.open()
        first.drop()
        self.await_streams(server, 0, 1)
        self.assertEqual(second.open()["session_id"], ready["session_id"])
        self.assertEqual(self.streams(server), (1, 0))

    def test_closes_of_the_websocket_park_the_stream(self) -> None:
        server = self.server()
        for number, how in enumerate(("frame", "nothing", "close packet")):
            with self.subTest(how):
                raw = self.raw(server)
                raw.open(f"s{number}")
                if how == "frame":
                    raw.link.ws.close()
                elif how == "nothing":
                    raw.link.close()
                else:
                    raw.link.send("1")
                self.await_streams(server, 0, number + 1)

    def test_a_close_that_the_server_caused_parks_the_stream(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS="300")
        worker, again = self.worker(server), self.worker(server)
        ready = worker.open()
        worker.expect("disconnect")
        self.assertEqual(again.open()["session_id"], ready["session_id"])

    def test_without_a_window_nothing_is_kept(self) -> None:
        server = self.server(RESUME_WINDOW_MS="0")
        first, second = self.worker(server), self.worker(server)
        ready = first.open()
        first.drop()
        self.await_streams(server, 0, 0)
        self.assertNotEqual(second.open(worker_id="other")["session_id"], ready["session_id"])

    def test_a_parked_stream_expires(self) -> None:
        server = self.server(RESUME_WINDOW_MS="100")
        first, second = self.worker(server), self.worker(server)
        ready = first.open()
        first.drop()
        self.await_streams(server, 0, 0)
        self.assertNotEqual(second.open(worker_id="other")["session_id"], ready["session_id"])

    def test_a_completed_stream_is_not_parked(self) -> None:
        server = self.server(**STAYS)
        worker, again = self.worker(server), self.worker(server)
        ready = worker.open()
        worker.end()
        worker.read(1)
        worker.drop()
        self.await_streams(server, 0, 0)
        self.assertNotEqual(again.open(worker_id="other")["session_id"], ready["session_id"])

    def test_a_completed_stream_is_told_again_if_it_may_not_have_arrived(self) -> None:
        """The peer reads nothing, so that the end is on its way when the connection is reset."""
        server = self.server(**STAYS)
        worker, again, other = self.raw(server), self.worker(server), self.worker(server)
        ready = worker.open()
        connection = worker.link.ws.sock
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with worker.at_once():
            sent = worker.send_all(0)
            worker.send(1, bytes(2_000_000))
            worker.end()
        self.await_state(server, "completed")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
        self.await_streams(server, 0, 0)
        self.await_state(server, "completed")
        self.assertEqual(again.open()["session_id"], ready["session_id"])
        again.numbers = worker.numbers
        self.assertEqual(again.read(1), ["complete 2: 2 success, 0 partial, 0 failed"])
        again.emit("fragment:data", sent[0])
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        self.assertNotEqual(other.open(worker_id="other")["session_id"], ready["session_id"])

    def await_state(self, server: Any, state: str) -> None:
        def reached() -> bool:
            answer = harness.http(server.port, "GET", "/control/streams/live",
                                  Authorization="Bearer test-api-key")
            return bool(answer.json().get("state") == state)

        harness.wait_for(reached, f"the stream to be {state}")


class TakeOver(SessionTest):
    def test_while_the_old_connection_is_half_open(self) -> None:
        """The old peer is gone without a word: nobody reads what it is told, nor answers pings."""
        server = self.server(**HELD)
        raw, worker = self.raw(server), self.worker(server)
        ready = raw.open()
        raw.send(0)
        self.assertEqual(raw.read(1), ["ack 0"])
        self.assertEqual(worker.open()["session_id"], ready["session_id"])
        self.assertEqual(self.streams(server), (1, 0))
        worker.numbers = raw.numbers
        worker.send(1)
        self.assertEqual(worker.read(1), ["ack 1"])
        self.assertEqual(raw.ending()[0], ["disconnect"])

    def test_the_old_connection_does_not_reconnect(self) -> None:
        server = self.server()
        old, new = self.worker(server), self.worker(server)
        old.open()
        new.open()
        self.assertEqual(old.read(1), ["disconnect"])
        # the old one's end is no end of the stream, which is the new one's
        old.close()
        new.send(0)
        self.assertEqual(new.read(2), ["ack 0", "processed 0 success"])
        self.assertEqual(self.streams(server), (1, 0))

    def test_back_and_forth(self) -> None:
        server = self.server()
        ready, number, last = set(), 0, None
        for _ in range(5):
            worker = self.worker(server)
            ready.add(worker.open()["session_id"])
            for number in range(number + bool(last), number + bool(last) + 3):
                worker.send(number)
                self.assertEqual(worker.read(2), [f"ack {number}", f"processed {number} success"])
            if last:
                self.assertEqual(last.read(1), ["disconnect"])
            last = worker
        self.assertEqual(len(ready), 1)
        worker.end()
        self.assertEqual(worker.read(1), ["complete 15: 15 success, 0 partial, 0 failed"])

    def test_from_another_namespace_of_the_same_connection(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.open()
        raw.link.send('40/sts,{"token":"test-api-key"}')
        raw.packet()
        raw.link.send('42/sts,["stream:init",{"stream_id":"live","worker_id":"worker-1",'
                      '"config":{}}]')
        packets = {raw.packet()[:len('42/sts,["stream:ready')] for _ in range(2)}
        self.assertEqual(packets, {"41", '42/sts,["stream:ready'})
        self.assertEqual(self.streams(server), (1, 0))

    def test_a_foreign_worker_is_refused(self) -> None:
        server = self.server()
        worker, foreign = self.worker(server), self.worker(server)
        ready = worker.open()
        foreign.emit("stream:init", init("live", worker_id="worker-2"))
        error = foreign.refused("INVALID_CONFIG", state="active")
        self.assertEqual(error["stream_id"], "live")
        worker.pause()
        worker.rest()
        foreign.emit("stream:init", init("live", worker_id="worker-2"))
        foreign.refused("INVALID_CONFIG", state="paused")
        worker.drop()
        self.await_streams(server, 0, 1)
        foreign.emit("stream:init", init("live", worker_id="worker-2"))
        foreign.refused("INVALID_CONFIG", state="parked")
        foreign.open("mine", worker_id="worker-2")  # and its connection is as good as before
        again = self.worker(server)
        self.assertEqual(again.open()["session_id"], ready["session_id"])

    def test_the_state_is_kept(self) -> None:
        server = self.server()
        worker, again = self.worker(server), self.worker(server)
        worker.open()
        worker.pause()
        worker.rest()
        worker.drop()
        again.open()
        again.send(0)
        again.refused("STREAM_NOT_FOUND", state="paused")
        again.resume()
        again.send(0)
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])

    def test_the_faults_and_the_delay_are_kept(self) -> None:
        server = self.server()
        worker, again = self.worker(server), self.worker(server)
        worker.open()
        worker.arm({"trigger": "sequence_number", "value": 0, "error_code": "GPU_OOM",
                    "delay_ms": 0})
        worker.delay(60000)
        worker.drop()
        again.open()
        again.send_all(0, 1)
        self.assertEqual(again.read(3), ["ack 0", "processed 0 failed GPU_OOM", "ack 1"])
        self.assertEqual(again.rest(), [])  # 1 takes a minute

    def test_the_limits_are_those_of_the_new_init(self) -> None:
        server = self.server(**HELD)
        worker, again = self.worker(server), self.raw(server)
        worker.open(max_inflight=1)
        worker.drop()
        self.assertEqual(again.open(max_inflight=2, timeout_ms=1000)["max_inflight"], 2)
        with again.at_once():
            again.send_all(0, 1)
        self.assertEqual(again.read(2), ["ack 0", "ack 1"])  # and no word of backpressure
        self.assertEqual(again.read(2), ["processed 0 failed TIMEOUT",
                                         "processed 1 failed TIMEOUT"])


class Delivery(SessionTest):
    """What comes after a take-over."""

    def lost(self, settings: dict[str, str], *numbers: int, **more: Any) -> Any:
        """A server whose stream was parked with these fragments accepted, and those."""
        server = self.server(**settings)
        worker = self.worker(server)
        worker.open(**more)
        sent = worker.send_all(*numbers)
        worker.rest()
        return server, worker, sent

    def lost_at_once(self, settings: dict[str, str], *numbers: int, end: bool = False,
                     **more: Any) -> Any:
        """The same, of one that loses its connection before any delay or time-out is up."""
        server = self.server(**settings)
        worker = self.raw(server)
        with worker.at_once():
            worker.begin(**more)
            worker.send_all(*numbers)
            if end:
                worker.end()
            worker.cut()
        worker.ending()
        return server, worker

    def watch(self, server: Any, results: int = 1, **more: Any) -> None:
        """Waits until a stream that begins now has so many results, one after the other: those of
        a stream like it, which began before, are there as well."""
        watch = self.worker(server)
        watch.open("watch", **more)
        for number in range(results):
            watch.send(number)
            watch.until(f"processed {number}")

    def resumed(self, server: Any, worker: Any, **more: Any) -> Any:
        again = self.worker(server)
        again.numbers = worker.numbers
        again.open(**more)
        return again

    def test_unsent_results_come_in_order(self) -> None:
        server, worker = self.lost_at_once({"ECHO_PROCESSING_DELAY_MS": "50"}, 0, 1, 2, 3)
        self.watch(server, 2)  # 3 begins when one of the others is done
        again = self.resumed(server, worker)
        seen = [words for words in again.until("processed 3")
                if not words.startswith("backpressure")]
        self.assertEqual(seen, [f"processed {number} success" for number in range(4)])

    def test_a_completion_that_was_due_comes_after_them(self) -> None:
        server, worker = self.lost_at_once({"ECHO_PROCESSING_DELAY_MS": "100", **STAYS}, 0, 1,
                                           end=True)
        again = self.resumed(server, worker)
        self.assertEqual(again.read(3), ["processed 0 success", "processed 1 success",
                                         "complete 2: 2 success, 0 partial, 0 failed"])

    def test_results_are_not_sent_twice(self) -> None:
        server, worker, _ = self.lost({}, 0, 1)
        worker.drop()
        again = self.resumed(server, worker)
        again.send(2)
        self.assertEqual(again.read(2), ["ack 2", "processed 2 success"])
        self.assertEqual(again.rest(), [])

    def test_a_retransmission_is_answered_from_memory_and_counted_once(self) -> None:
        server, worker, sent = self.lost({}, 0, 1)
        worker.drop()
        again = self.resumed(server, worker)
        for one, number in zip(sent, (0, 1)):
            again.emit("fragment:data", one)
            self.assertEqual(again.read(1), [f"ack {number}"])
            result = again.expect("fragment:processed")
            self.assertEqual((result["fragment_id"], result["dubbed_audio"]),
                             (one["fragment_id"], one["audio"]))
        again.end()
        self.assertEqual(again.read(1), ["complete 2: 2 success, 0 partial, 0 failed"])

    def test_a_retransmission_of_what_is_in_work_is_acked_only(self) -> None:
        server, worker, (one,) = self.lost(HELD, 0)
        worker.drop()
        again = self.resumed(server, worker)
        again.emit("fragment:data", one)
        self.assertEqual(again.read(1), ["ack 0"])
        self.assertEqual(again.rest(), [])

    def test_a_retransmission_of_a_failure(self) -> None:
        server, worker, _ = self.lost({}, 0)
        worker.arm({"error_code": "MODEL_ERROR", "count": 1})
        one = worker.send(1)
        self.assertEqual(worker.read(2), ["ack 1", "processed 1 failed MODEL_ERROR"])
        worker.drop()
        again = self.resumed(server, worker)
        again.emit("fragment:data", one)
        self.assertEqual(again.read(2), ["ack 1", "processed 1 failed MODEL_ERROR"])
        again.emit("fragment:data", one)  # now that it knows: a retry
        self.assertEqual(again.read(2), ["ack 1", "processed 1 success"])
        again.end()
        self.assertEqual(again.read(1), ["complete 2: 2 success, 0 partial, 0 failed"])

    def test_a_confirmed_result_is_sent_again_like_any_other(self) -> None:
        server, worker, sent = self.lost({}, 0)
        worker.confirm(sent[0])
        worker.drop()
        again = self.resumed(server, worker)
        again.emit("fragment:data", sent[0])
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        again.send(1)
        self.assertEqual(again.read(2), ["ack 1", "processed 1 success"])

    def test_what_was_sent_needs_no_memory(self) -> None:
        server = self.server(RESUME_MAX_BYTES="0")
        worker = self.worker(server)
        worker.open()
        sent = [worker.send(number, bytes([number]) * 15_000) for number in range(4)]
        worker.until("processed 3")
        worker.drop()
        again = self.resumed(server, worker)
        for one, number in zip(sent, range(4)):
            again.emit("fragment:data", one)
            self.assertEqual(again.read(1), [f"ack {number}"])
            self.assertEqual(again.expect("fragment:processed")["dubbed_audio"], one["audio"])

    def test_unsent_results_are_kept_up_to_a_number_of_bytes(self) -> None:
        server = self.server(RESUME_MAX_BYTES="50000", ECHO_PROCESSING_DELAY_MS="100")
        worker = self.raw(server)
        with worker.at_once():
            worker.begin()
            sent = [worker.send(number, bytes(15_000)) for number in range(4)]  # 20,000 in base64
            worker.cut()
        worker.ending()
        again = self.resumed(server, worker)
        seen = [words for words in again.until("processed 3")
                if not words.startswith("backpressure")]
        self.assertEqual(seen, ["processed 2 success", "processed 3 success"])
        again.emit("fragment:data", sent[1])
        again.refused("INVALID_SEQUENCE", reason="expired", expected=4, received=1)

    def test_a_retransmission_is_answered_in_every_state(self) -> None:
        server, worker, sent = self.lost(STAYS, 0)
        worker.pause()
        worker.drop()
        again = self.resumed(server, worker)
        again.emit("fragment:data", sent[0])
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        again.end()
        self.assertEqual(again.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])
        again.emit("fragment:data", sent[0])
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        again.send(1)
        again.refused("STREAM_NOT_FOUND", state="completed")

    def test_other_audio_is_answered_and_noted(self) -> None:
        server, worker, sent = self.lost({}, 0, 1)
        worker.drop()
        again = self.resumed(server, worker)
        again.emit("fragment:data", {**sent[0], "audio": {**sent[0]["audio"],
                                                          "data_base64": "b3RoZXI="}})
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        again.emit("fragment:data", sent[1])
        self.assertEqual(again.read(2), ["ack 1", "processed 1 success"])
        journal = harness.http(server.port, "GET", "/control/journal?stream=live",
                               Authorization="Bearer test-api-key").json()
        noted = [entry for entry in journal["entries"]
                 if entry["kind"] == "deviation"
                 and entry["deviations"][0]["keyword"] == "other_audio"]
        self.assertEqual([one["fragment_id"] for one in noted], [sent[0]["fragment_id"]])

    def test_the_last_1024_ids_are_remembered(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        sent = []
        for number in range(1026):
            sent.append(worker.send(number))
            worker.read(2)
        worker.drop()
        again = self.resumed(server, worker)
        again.emit("fragment:data", sent[2])
        self.assertEqual(again.read(2), ["ack 2", "processed 2 success"])
        for number in (1, 0):  # which begins no new run
            again.emit("fragment:data", sent[number])
            again.refused("INVALID_SEQUENCE", reason="expired", expected=1026, received=number)

    def test_number_0_with_a_new_id_begins_a_new_run(self) -> None:
        server, worker, _ = self.lost({}, 0, 1)
        worker.delay(60000)
        worker.send_all(2, 3)
        worker.rest()
        worker.delay(0)
        worker.drop()
        again = self.resumed(server, worker)
        for number in range(4):  # 2 and 3 of the old run are dropped and counted failed
            again.send(number)
            self.assertEqual(again.read(2), [f"ack {number}", f"processed {number} success"])
        again.end()
        self.assertEqual(again.read(1), ["complete 8: 6 success, 0 partial, 2 failed"])

    def test_a_new_run_knows_nothing_of_the_old_ids(self) -> None:
        server, worker, sent = self.lost({}, 0, 1)
        worker.drop()
        again = self.resumed(server, worker)
        again.send(0)
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        again.emit("fragment:data", sent[1])
        self.assertEqual(again.read(2), ["ack 1", "processed 1 success"])

    def test_a_new_run_begins_while_the_old_one_has_held_results(self) -> None:
        server, worker, _ = self.lost({"SEQUENCE_GAP_MS": FAR}, 0, 2, 3)
        worker.drop()
        again = self.resumed(server, worker)
        again.send(0)
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        again.end()
        self.assertEqual(again.read(1), ["complete 4: 2 success, 0 partial, 2 failed"])

    def test_number_0_is_no_new_run_where_0_is_expected_or_nothing_was_lost(self) -> None:
        server, worker, _ = self.lost({})
        worker.drop()
        again = self.resumed(server, worker)
        again.send(0)
        self.assertEqual(again.read(2), ["ack 0", "processed 0 success"])
        fresh = self.worker(server)
        fresh.open("fresh")
        fresh.send_all(0, 0)
        self.assertEqual(fresh.read(2), ["ack 0", "processed 0 success"])
        fresh.refused("INVALID_SEQUENCE", reason="duplicate_sequence")

    def test_any_other_number_goes_on_where_the_stream_was(self) -> None:
        server, worker, _ = self.lost({"SEQUENCE_GAP_MS": "50"}, 0, 1)
        worker.drop()
        again = self.resumed(server, worker)
        again.send(2)
        self.assertEqual(again.read(2), ["ack 2", "processed 2 success"])
        again.send(1)
        again.refused("INVALID_SEQUENCE", reason="duplicate_sequence", expected=3)
        again.send(4)
        self.assertEqual(again.read(3), ["ack 4", "error INVALID_SEQUENCE gap",
                                         "processed 4 success"])

    def test_a_gap_waits_for_the_worker_to_come_back(self) -> None:
        server, worker = self.lost_at_once({"SEQUENCE_GAP_MS": str(unit(2000))}, 0, 2)
        one = worker.make(1)
        watch = self.worker(server)
        watch.open("watch")
        watch.send(1)
        watch.until("error INVALID_SEQUENCE gap")  # by now the other gap would have ended, too
        again = self.resumed(server, worker)
        self.assertEqual(again.rest(), [])
        again.emit("fragment:data", one)
        self.assertEqual(again.read(3), ["ack 1", "processed 1 success", "processed 2 success"])

    def test_statistics_go_on(self) -> None:
        server, worker, _ = self.lost({}, 0, 1, 2)
        worker.drop()
        again = self.resumed(server, worker)
        again.send(3)
        again.read(2)
        again.end()
        complete = again.expect("stream:complete")
        self.assertEqual(complete["total_fragments"], 4)
        self.assertEqual(complete["statistics"]["success_count"], 4)

    def test_what_timed_out_while_parked_is_told(self) -> None:
        server, worker = self.lost_at_once(HELD, 0, timeout_ms=1000)
        self.watch(server, timeout_ms=1000)
        again = self.resumed(server, worker)
        self.assertEqual(again.read(1), ["processed 0 failed TIMEOUT"])


if __name__ == "__main__":
    unittest.main()
