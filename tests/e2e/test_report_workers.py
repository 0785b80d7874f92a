"""Workers with bad manners, each caught by the requirement that it breaks, and by no other; and one
with good manners, which breaks none."""

from __future__ import annotations

import json
import tempfile
import time
import unittest
import uuid
from pathlib import Path
from typing import Any, Callable

import harness
import reports
import socketio
from harness import Server
from session import HELD, Session, SessionTest
from worker import init


class ReportTest(SessionTest):
    def finish(self, worker: Session, number: int) -> None:
        """Waits for the results up to one, confirms them all, ends the stream and leaves."""
        confirmed = 0
        while confirmed <= number:
            event, payload = worker.next()
            if event == "fragment:processed":
                worker.confirm(payload)
                confirmed += 1
        self.end(worker)

    def end(self, worker: Session) -> None:
        worker.end()
        while worker.next()[0] != "stream:complete":
            pass
        worker.leave()

    def deliver(self, worker: Session, *numbers: int, **members: Any) -> list[dict[str, Any]]:
        """Sends fragments, each when the one before is done and confirmed."""
        sent = []
        for number in numbers:
            sent.append(worker.send(number, **members))
            worker.until("processed")
            worker.confirm(sent[-1])
        return sent

    def gone(self, server: Server, stream: str = "live") -> dict[str, Any]:
        """The report once the stream is over."""
        harness.wait_for(
            lambda: "ended" in reports.report(server, stream)["streams"][0], "the stream's end")
        return reports.report(server, stream)

    def only(self, report: dict[str, Any], *ids: str) -> None:
        self.assertEqual(sorted(reports.broken(report)), sorted(ids), report["findings"])

    def caught(self, play: Callable[[Session], None], *ids: str, **settings: str) -> dict[str, Any]:
        """Plays a worker on a server of its own: it breaks `ids`, and nothing else."""
        server = self.server(**settings)
        worker = self.worker(server, acks=True)
        play(worker)
        report = reports.report(server)
        self.only(report, *ids)
        for requirement in ids:
            self.assertTrue(reports.findings(report, requirement), requirement)
        return report


class GoodWorker(ReportTest):
    def test_it_breaks_nothing_and_what_it_did_is_told(self) -> None:
        server = self.server()
        worker = self.worker(server, acks=True)
        worker.open()
        worker.pause()
        worker.resume()
        self.deliver(worker, *range(5))
        self.end(worker)
        report = self.gone(server)
        self.only(report)
        self.assertEqual((report["verdict"], report["counts"]["fail"]), ("pass", 0))
        self.assertGreater(report["counts"]["pass"], 20)
        stream = report["streams"][0]
        self.assertEqual((stream["fragment_count"], stream["ended"]), (5, "completed"))
        for life in stream["fragments"]:
            self.assertEqual(life["status"], "success")
            times = [life[name] for name in ("sent_ms", "acked_ms", "processed_ms", "confirmed_ms")]
            self.assertEqual(times, sorted(times))
        self.assertEqual([band["kind"] for band in stream["bands"]], ["paused"])
        self.assertEqual([mark["kind"] for mark in stream["marks"]],
                         ["opened", "end", "complete", "ended"])

    def test_a_retry_and_a_resume_with_manners(self) -> None:
        server = self.server()
        worker = self.worker(server, acks=True)
        worker.open()
        worker.arm({"trigger": "sequence_number", "value": 0, "error_code": "TIMEOUT", "count": 1})
        one = worker.send(0)
        worker.until("processed 0 failed")
        worker.emit("fragment:data", one)
        worker.until("processed 0 success")
        worker.confirm(one)
        worker.drop()
        self.await_streams(server, 0, 1)
        time.sleep(0.3)  # the manners: a pause before the next connection
        again = self.worker(server)
        again.open()
        self.deliver(again, 1)
        self.end(again)
        report = self.gone(server)
        self.only(report)
        rows = reports.rows(report)
        for requirement in ("016/8.2/retry-retryable", "016/8.2/retry-as-it-was",
                            "sts/1/reconnects", "sts/1/reconnect-backoff", "sts/4/own-worker-id"):
            self.assertEqual(rows[requirement]["outcome"], "pass", requirement)
        stream = report["streams"][0]
        self.assertEqual([band["kind"] for band in stream["bands"]], ["disconnected"])
        self.assertEqual((stream["fragment_count"], stream["attempt_count"]), (2, 3))
        first = stream["fragments"][0]
        self.assertEqual((first["status"], [(one["status"], one["fault"], one["code"])
                                            for one in first["earlier"]]),
                         ("success", [("failed", "fail", "TIMEOUT")]))

    def test_nothing_exercised_is_no_success(self) -> None:
        report = reports.report(self.server())
        self.assertEqual(report["verdict"], "empty")
        self.assertEqual(report["counts"]["pass"], 0)
        self.assertEqual({branch["seen"] for branch in report["coverage"]}, {0})

    def test_faults_that_the_server_was_told_to_make_are_no_faults_of_the_worker(self) -> None:
        server = self.server()
        worker = self.worker(server, acks=True)
        worker.open()
        worker.arm({"trigger": "sequence_number", "value": 0, "error_code": "INVALID_SEQUENCE",
                    "deliver_as": "error"},
                   {"trigger": "sequence_number", "value": 1, "error_code": "RATE_LIMIT",
                    "deliver_as": "error", "action": "fail"},
                   {"trigger": "sequence_number", "value": 2, "action": "no_ack"})
        worker.send(0)
        worker.until("error INVALID_SEQUENCE")
        worker.send(1)
        worker.until("error RATE_LIMIT")
        self.deliver(worker, 2)
        self.end(worker)
        self.only(self.gone(server))


class BadWorkers(ReportTest):
    def test_payload_that_breaks_its_schema(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            bad = worker.make(0)
            bad["audio"]["sample_rate_hz"] = 7
            bad["sequence_number"] = "0"
            worker.emit("fragment:data", bad)
            worker.refused("INVALID_CONFIG")
            self.deliver(worker, 0)
            self.end(worker)

        report = self.caught(play, "016/5.1/fragment-data/schema")
        self.assertEqual(report["verdict"], "fail")
        found = reports.findings(report, "016/5.1/fragment-data/schema")
        self.assertEqual({one["pointer"] for one in found},
                         {"/audio/sample_rate_hz", "/sequence_number"})
        self.assertIn('"sample_rate_hz":7', found[0]["payload"])
        self.assertNotIn("YXVkaW8", found[0]["payload"])  # the audio

    def test_init_that_breaks_its_schema(self) -> None:
        def play(worker: Session) -> None:
            worker.emit("stream:init", init("live", max_inflight=11))
            worker.refused("INVALID_CONFIG")

        self.caught(play, "016/5.1/stream-init/schema")

    def test_deviations_of_payloads(self) -> None:
        def play(worker: Session) -> None:
            config = {"format": "m4a", "sample_rate_hz": 48000, "channels": 1}
            worker.open(config=config, colour="blue")
            self.deliver(worker, 0, fragment_id="zero", timestamp=1700000000)
            self.end(worker)

        report = self.caught(play, "016/5.1/stream-init/config-complete", "016/5.1/known-members",
                             "016/5.1/fragment-data/uuid", "016/5.1/fragment-data/milliseconds")
        self.assertEqual(report["verdict"], "deviation")

    def test_audio_that_is_not_as_configured(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            one = worker.make(0)
            one["audio"]["sample_rate_hz"] = 16000
            worker.emit("fragment:data", one)
            worker.until("processed")
            worker.confirm(one)
            self.end(worker)

        self.caught(play, "016/5.1/fragment-data/as-configured")

    def test_unknown_event(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.emit("stream:hello", {})
            worker.refused("INVALID_CONFIG")
            self.end(worker)

        self.caught(play, "sts/1/known-events")

    def test_no_packet(self) -> None:
        server = self.server()
        raw = self.raw(server)
        raw.open()
        raw.emit_text("stream:pause", '{"stream_id":"live"')
        raw.ending()
        self.await_streams(server, 0, 1)
        report = reports.report(server)
        self.only(report, "sts/1/valid-packets")
        (found,) = reports.findings(report, "sts/1/valid-packets")
        self.assertIn("stream:pause is not JSON at byte 35", found["message"])

    def test_never_acks(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.send_all(0, 1)
            worker.until("processed 1")
            self.end(worker)

        server = self.server(AUTO_DISCONNECT_DELAY="0.05")
        worker = self.worker(server)
        play(worker)
        self.only(self.gone(server), "016/5.1/fragment-ack/sent")

    def test_acks_what_it_never_sent(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.confirm({"fragment_id": str(uuid.uuid4())})
            self.end(worker)

        self.caught(play, "016/5.1/fragment-ack/known")

    def test_fragments_before_init(self) -> None:
        def play(worker: Session) -> None:
            worker.stream = "live"
            worker.send(0)
            worker.refused("STREAM_NOT_FOUND")

        self.caught(play, "sts/4/init-first")

    def test_a_second_init(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.emit("stream:init", init("live"))
            worker.refused("INVALID_CONFIG", state="active")
            self.end(worker)

        self.caught(play, "sts/4/one-stream")

    def test_a_stream_of_somebody_else(self) -> None:
        server = self.server()
        owner, thief = self.worker(server), self.worker(server)
        owner.open()
        thief.emit("stream:init", init("live", worker_id="thief"))
        thief.refused("INVALID_CONFIG", state="active")
        self.only(reports.report(server, "live"))  # its worker has done nothing wrong
        self.only(reports.report(server), "sts/4/own-worker-id")

    def test_other_audio_after_a_loss(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        one = worker.send(0)
        worker.until("processed 0")
        worker.drop()
        time.sleep(0.3)  # it does not come back at once
        again = self.worker(server)
        again.numbers = worker.numbers
        again.open()
        again.emit("fragment:data", {**one, "audio": {**one["audio"], "data_base64": "b3RoZXI="}})
        again.until("processed 0")
        again.confirm(one)
        self.end(again)
        self.only(reports.report(server, "live"), "sts/4/same-audio")

    def test_another_stream_than_its_own(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.emit("stream:pause", {"stream_id": "other"})
            worker.refused("STREAM_NOT_FOUND")
            self.end(worker)

        self.caught(play, "sts/4/own-stream")

    def test_resume_that_was_not_paused(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.resume()
            worker.refused("INVALID_CONFIG", state="active")
            self.end(worker)

        self.caught(play, "sts/4/right-state")

    def test_fragments_while_paused_and_after_the_end(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.pause()
            worker.send(0)
            worker.refused("STREAM_NOT_FOUND", state="paused")
            worker.resume()
            worker.end()
            worker.expect("stream:complete")
            worker.send(0)
            worker.refused("STREAM_NOT_FOUND", state="completed")
            worker.leave()

        self.caught(play, "sts/4/paused-sends-nothing", "sts/4/ended-sends-nothing")

    def test_no_end_of_the_stream(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open()
        worker.leave()
        self.only(self.gone(server), "sts/4/ends-streams")

    def test_leaves_before_complete(self) -> None:
        server = self.server(**HELD)
        worker = self.worker(server)
        worker.open()
        worker.send(0)
        worker.end()
        worker.until("ack 0")
        worker.leave()
        self.only(self.gone(server), "sts/4/waits-for-complete")

    def test_more_than_max_inflight_and_no_ear_for_pause(self) -> None:
        server = self.server(**HELD, QUEUE_MAX_DEPTH="4", FLOW_VIOLATION_LIMIT="3")
        worker = self.raw(server)
        worker.open(max_inflight=1)
        with worker.at_once():  # so none of them ignores a backpressure of the ones before
            worker.send_all(*range(6))
        worker.until("backpressure high pause")
        time.sleep(0.3)  # longer than what may have been on its way
        worker.send_all(6, 7)  # with number 5 the third that is refused
        worker.ending()
        self.await_streams(server, 0, 1)
        self.only(reports.report(server, "live"), "016/6.2/max-inflight", "016/6.2/obeys-pause",
                  "sts/5/no-flow-violation")

    def test_no_ear_for_slow_down(self) -> None:
        server = self.server(**HELD)
        worker = self.worker(server)
        worker.open(max_inflight=10)
        # a delay that no machine is slow enough to keep by chance
        worker.call("config:backpressure", {"enabled": True, "threshold": 1, "severity": "medium",
                                            "action": "slow_down", "recommended_delay_ms": 600000})
        worker.send_all(0, 1)
        worker.until("backpressure medium slow_down 600000")
        time.sleep(0.3)  # longer than what may have been on its way
        worker.send(2)
        worker.until("ack 2")
        self.only(reports.report(server, "live"), "016/6.2/obeys-slow-down")

    def test_gaps_and_late_fragments(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.send(0)
            worker.send(2)
            worker.until("error INVALID_SEQUENCE gap")
            worker.until("processed 2")
            worker.send(1)
            worker.until("error INVALID_SEQUENCE late")

        self.caught(play, "016/7.1/no-gaps", "016/7.1/not-late")

    def test_out_of_order(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.send_all(1, 0)
            worker.until("processed 1")

        self.caught(play, "016/7.1/sent-in-order", SEQUENCE_GAP_MS="60000")

    def test_ids_and_numbers_used_twice(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            one = worker.send(0)
            worker.until("processed 0")
            worker.send(0)
            worker.refused("INVALID_SEQUENCE", reason="duplicate_sequence")
            worker.send(1, fragment_id=one["fragment_id"])
            worker.refused("INVALID_SEQUENCE", reason="duplicate_fragment")

        self.caught(play, "016/7.1/unique-number", "016/5.1/fragment-data/unique-id")

    def test_retries_that_should_not_be(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.arm({"trigger": "sequence_number", "value": 0, "error_code": "MODEL_ERROR",
                        "retryable": False},
                       {"trigger": "sequence_number", "value": 1, "error_code": "TIMEOUT"})
            one = worker.send(0)
            worker.until("processed 0 failed")
            worker.emit("fragment:data", one)
            worker.until("error INVALID_SEQUENCE")
            worker.send(1)
            worker.until("processed 1 failed")
            worker.send(1)  # under another id
            worker.until("error INVALID_SEQUENCE")

        self.caught(play, "016/8.2/retry-retryable", "016/8.2/retry-as-it-was",
                    "016/7.1/unique-number")

    def test_too_large_and_too_many(self) -> None:
        server = self.server(MAX_FRAGMENT_BASE64="1024", RATE_LIMIT_FRAGMENTS_PER_MIN="2")
        worker = self.worker(server)
        worker.open()
        worker.send(0, b"x" * 2000)
        worker.refused("FRAGMENT_TOO_LARGE")
        worker.send_all(0, 1, 2)
        worker.until("error RATE_LIMIT")
        self.only(reports.report(server, "live"), "016/8.1/fragment-size", "sts/5/rate")

    def test_a_wrong_key_again_and_again(self) -> None:
        # which the control interface does not like either: the report is written at exit
        folder = self.enterContext(tempfile.TemporaryDirectory())
        server = self.server(ECHO_REPORT=folder)
        for _ in range(12):
            with self.assertRaises(socketio.exceptions.ConnectionError):
                Session(server.url, token="wrong")
        server.stop()
        report = json.loads(Path(folder, "all.json").read_text())
        reports.check(report)
        self.only(report, "sts/2/key-accepted", "sts/2/gives-up")
        self.assertNotIn("wrong", str(report["findings"]))

    def test_a_namespace_that_there_is_not(self) -> None:
        server = self.server()
        with self.assertRaises(socketio.exceptions.ConnectionError):
            Session(server.url, namespace="/sts/live")
        self.only(reports.report(server), "sts/1/known-namespace")

    def test_never_back_after_a_loss(self) -> None:
        server = self.server(RESUME_WINDOW_MS="50", REPORT_RETURN_MS="300")
        worker = self.worker(server)
        worker.open()
        worker.drop()
        self.assertEqual(self.gone(server)["verdict"], "unknown")
        harness.wait_for(lambda: reports.report(server, "live")["verdict"] != "unknown",
                         "the time to come back to pass")
        self.only(reports.report(server, "live"), "sts/1/reconnects", "sts/4/ends-streams")

    def test_headers_that_name_another(self) -> None:
        server = self.server()
        link = harness.WebSocket(server.port, "/socket.io/?EIO=4&transport=websocket", b"",
                                 **{"X-Stream-ID": "other"})
        self.addCleanup(link.close)
        link.receive()
        link.send('40{"token":"test-api-key"}')
        link.receive()
        link.send("42" + json.dumps(["stream:init", init("live")]))
        link.receive()
        self.only(reports.report(server, "live"), "sts/1/headers-agree")

    def test_silent_too_long(self) -> None:
        server = self.server(IDLE_TIMEOUT_MS="200")
        raw = self.raw(server)
        raw.open()
        raw.ending()
        self.await_streams(server, 0, 1)
        self.only(reports.report(server, "live"), "sts/5/not-idle")

    def test_goes_on_after_a_fatal_error(self) -> None:
        def play(worker: Session) -> None:
            worker.open()
            worker.arm({"trigger": "sequence_number", "value": 0, "error_code": "AUTH_FAILED",
                        "deliver_as": "error"})
            worker.send(0)
            worker.until("error AUTH_FAILED")
            time.sleep(0.3)
            self.deliver(worker, 1)
            self.end(worker)

        self.caught(play, "016/8.1/fatal-stops")

    def test_simulations_that_break_their_schema(self) -> None:
        def play(worker: Session) -> None:
            worker.emit("config:processing_delay", {"delay_ms": -1})
            worker.refused("INVALID_CONFIG")

        self.caught(play, "sts/6/schema")


if __name__ == "__main__":
    unittest.main()
