"""Simulated errors and delays (section 6 of the protocol, as far as it is built), the profile of
the Python echo service, and the mistakes which that service makes."""

import unittest
from typing import Any

import harness
from session import FAR, HELD, Session, SessionTest

STAYS = {"AUTO_DISCONNECT_DELAY": FAR}
MODEL = {"error_code": "MODEL_ERROR"}


class Rules(SessionTest):
    def outcomes(self, worker: Session, *numbers: int) -> str:
        """The fragments that fail, of those sent."""
        failed = []
        for number in numbers:
            worker.send(number)
            ack, outcome = worker.read(2)
            self.assertEqual(ack, f"ack {number}")
            if "failed" in outcome:
                failed.append(str(number))
        return " ".join(failed)

    def test_a_rule_without_a_trigger_is_for_every_fragment(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm(MODEL)
        self.assertEqual(self.outcomes(worker, 0, 1, 2), "0 1 2")

    def test_sequence_number(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({"trigger": "sequence_number", "value": 2, **MODEL},
                   {"trigger": "sequence_number", "value": 0, **MODEL})
        self.assertEqual(self.outcomes(worker, *range(5)), "0 2")

    def test_fragment_id(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({"trigger": "fragment_id", "value": "fragment-1", **MODEL})
        worker.send(0, fragment_id="fragment-0")
        worker.send(1, fragment_id="fragment-1")
        self.assertEqual(worker.read(4), ["ack 0", "processed 0 success", "ack 1",
                                          "processed 1 failed MODEL_ERROR"])

    def test_nth_fragment_counts_by_sequence_number_from_init(self) -> None:
        worker = self.worker(self.server(SEQUENCE_GAP_MS="0"))
        worker.open()
        worker.arm({"trigger": "nth_fragment", "value": 3, **MODEL})
        self.assertEqual(self.outcomes(worker, *range(7)), "2 5")
        worker.send(8)  # number 7 is lost: 8 is the ninth all the same
        self.assertEqual(worker.until("processed 8")[-1], "processed 8 failed MODEL_ERROR")

    def test_nth_fragment_counts_anew_in_a_new_run(self) -> None:
        server = self.server()
        worker, again = self.worker(server), self.worker(server)
        worker.open()
        worker.arm({"trigger": "nth_fragment", "value": 3, **MODEL})
        self.assertEqual(self.outcomes(worker, 0, 1), "")
        worker.drop()
        again.open()
        self.assertEqual(self.outcomes(again, 0, 1, 2, 3), "2")

    def test_the_first_rule_that_matches_wins(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({"trigger": "sequence_number", "value": 1, "error_code": "GPU_OOM"},
                   {"trigger": "nth_fragment", "value": 2, "error_code": "MODEL_ERROR"})
        worker.send_all(1, 3)
        worker.end()
        seen = worker.until("complete")
        self.assertIn("processed 1 failed GPU_OOM", seen)
        self.assertIn("processed 3 failed MODEL_ERROR", seen)

    def test_count_stops_a_rule(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({**MODEL, "count": 2})
        self.assertEqual(self.outcomes(worker, *range(5)), "0 1")

    def test_what_a_failure_says(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        rows: list[tuple[dict[str, Any], tuple[str, str, str, bool]]] = [
                ({"error_code": "GPU_OOM"}, ("GPU_OOM", "Simulated error", "asr", True)),
                ({"error_code": "INVALID_SEQUENCE", "stage": "translation"},
                 ("INVALID_SEQUENCE", "Simulated error", "translation", False)),
                ({"error_code": "MODEL_ERROR", "error_message": "schöner\n\"Text\"",
                  "retryable": False, "stage": "tts"},
                 ("MODEL_ERROR", "schöner\n\"Text\"", "tts", False)),
                ({"error_code": "AUTH_FAILED", "retryable": True},
                 ("AUTH_FAILED", "Simulated error", "asr", True))]
        for number, (rule, said) in enumerate(rows):
            worker.arm(rule)
            worker.send(number)
            worker.expect("fragment:ack")
            error = worker.expect("fragment:processed")["error"]
            self.assertEqual((error["code"], error["message"], error["stage"],
                              error["retryable"]), said)

    def test_as_an_error_event_that_takes_the_turn_and_counts_as_failed(self) -> None:
        worker = self.raw(self.server(), answers=False)
        worker.open()
        worker.delay(100)
        worker.arm({"trigger": "sequence_number", "value": 1, "deliver_as": "error", "delay_ms": 0,
                    "error_code": "MODEL_ERROR", "error_message": "no", "retryable": False})
        with worker.at_once():
            worker.send_all(0, 1, 2)
            worker.end()
        self.assertEqual(worker.read(4), ["ack 0", "ack 1", "ack 2", "processed 0 success"])
        error = worker.refused("MODEL_ERROR")
        self.assertEqual((error["message"], error["retryable"], error["severity"]),
                         ("no", False, "error"))
        self.assertEqual(worker.read(2), ["processed 2 success",
                                          "complete 3: 2 success, 0 partial, 1 failed"])

    def test_probability_and_seed_decide_the_same_each_time(self) -> None:
        server = self.server(**STAYS)
        worker = self.worker(server)

        def run(stream: str, seed: int) -> str:
            worker.open(stream)
            self.assertEqual(worker.arm({**MODEL, "probability": 0.5}, seed=seed)["seed"], seed)
            failed = self.outcomes(worker, *range(40))
            worker.end()
            worker.read(1)
            return failed

        first = run("live", 1)
        self.assertTrue(5 < len(first.split()) < 35, first)
        self.assertEqual(run("live", 1), first)
        self.assertNotEqual(run("live", 2), first)
        self.assertNotEqual(run("other", 1), first)

    def test_probability_0_and_1(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.arm({**MODEL, "probability": 0})
        self.assertEqual(self.outcomes(worker, *range(5)), "")
        worker.arm({**MODEL, "probability": 1})
        self.assertEqual(self.outcomes(worker, *range(5, 10)), "5 6 7 8 9")

    def test_a_rule_suspends_the_timeout(self) -> None:
        worker = self.worker(self.server())
        worker.open(timeout_ms=1000)
        worker.arm({**MODEL, "delay_ms": 1200})
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 failed MODEL_ERROR"])

    def test_a_simulated_timeout_comes_at_once(self) -> None:
        worker = self.worker(self.server(**HELD))
        worker.open()
        worker.arm({"error_code": "TIMEOUT"})
        worker.send(0)
        worker.expect("fragment:ack")
        result = worker.expect("fragment:processed")
        self.assertEqual(result["error"]["code"], "TIMEOUT")
        self.assertLess(result["processing_time_ms"], 8000)

    def test_a_new_configuration_replaces_the_old_and_false_clears(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        self.assertEqual(worker.arm({**MODEL, "count": 1}, MODEL)["rules_count"], 2)
        worker.arm({"trigger": "sequence_number", "value": 1, **MODEL})
        self.assertEqual(self.outcomes(worker, 0, 1, 2), "1")
        ack = worker.call("config:error_simulation", {"enabled": False, "rules": [MODEL]})
        self.assertEqual(ack["status"], "configured")
        self.assertEqual(self.outcomes(worker, 3, 4), "")

    def test_the_ack(self) -> None:
        worker = self.worker(self.server(ECHO_SEED="99"), acks=True)
        worker.open()
        worker.emit("config:error_simulation", {"enabled": True, "rules": [MODEL]})
        self.assertEqual(worker.expect("config:error_simulation:ack"), {
            "status": "configured", "stream_id": "live", "seed": 99, "rules_count": 1})
        worker.emit("config:error_simulation", {"enabled": True, "rules": [], "seed": -5,
                                                "stream_id": "s-*"})
        self.assertEqual(worker.expect("config:error_simulation:ack"), {
            "status": "configured", "stream_id": "s-*", "seed": -5, "rules_count": 0})

    def test_what_is_invalid_gets_an_error_and_no_ack(self) -> None:
        worker = self.worker(self.server(), acks=True)
        worker.open()
        worker.arm(MODEL)
        worker.expect("config:error_simulation:ack")
        rows: list[tuple[dict[str, Any], str]] = [
            ({"rules": []}, ""), ({"enabled": "yes"}, "/enabled"),
            ({"enabled": True, "rules": {}}, "/rules")]
        rules: list[tuple[dict[str, Any], str]] = [
            ({}, ""), ({"error_code": ""}, "/error_code"), ({"error_code": "x" * 65}, "/error_code"),
            ({**MODEL, "trigger": "always"}, "/trigger"),
            ({**MODEL, "trigger": "sequence_number"}, ""),
            ({**MODEL, "trigger": "sequence_number", "value": -1}, "/value"),
            ({**MODEL, "trigger": "sequence_number", "value": "1"}, "/value"),
            ({**MODEL, "trigger": "nth_fragment", "value": 0}, "/value"),
            ({**MODEL, "trigger": "fragment_id", "value": 1}, "/value"),
            ({**MODEL, "probability": 1.01}, "/probability"),
            ({**MODEL, "probability": -0.1}, "/probability"), ({**MODEL, "count": 0}, "/count"),
            ({**MODEL, "delay_ms": 60001}, "/delay_ms"), ({**MODEL, "delay_ms": -1}, "/delay_ms"),
            ({**MODEL, "stage": "mt"}, "/stage"), ({**MODEL, "action": "explode"}, "/action"),
            ({**MODEL, "deliver_as": "post"}, "/deliver_as"),
            ({**MODEL, "retryable": "no"}, "/retryable")]
        rows += [({"enabled": True, "rules": [MODEL, rule]}, f"/rules/1{path}")
                 for rule, path in rules]
        for payload, path in rows:
            with self.subTest(payload):
                worker.emit("config:error_simulation", payload)
                error = worker.refused("INVALID_CONFIG")
                self.assertTrue(error["metadata"]["errors"][0]["path"].startswith(path), error)
        self.assertEqual(self.outcomes(worker, 0), "0")  # what was armed is armed


class Targets(SessionTest):
    """Which streams a configuration is for."""

    def failing(self, server: Any, *streams: str) -> set[str]:
        found = set()
        for stream in streams:
            worker = self.worker(server)
            worker.open(stream)
            worker.send(0)
            if "failed" in worker.read(2)[1]:
                found.add(stream)
            worker.leave()
        return found

    def test_without_a_stream_and_without_a_name(self) -> None:
        control = self.worker(self.server())
        for event, payload in (("config:error_simulation", {"enabled": True, "rules": [MODEL]}),
                               ("config:processing_delay", {"delay_ms": 1})):
            control.emit(event, payload)
            self.assertIn("stream_id", control.refused("STREAM_NOT_FOUND")["metadata"]["hint"])

    def test_a_control_connection_arms_streams_before_they_exist(self) -> None:
        server = self.server()
        control = self.worker(server)
        control.arm(MODEL, stream_id="live-?")
        control.leave()  # what was armed outlives it
        self.assertEqual(self.failing(server, "live-1", "live-22", "other"), {"live-1"})

    def test_globs(self) -> None:
        server = self.server()
        control = self.worker(server)
        streams = ("a", "a/b", "stream-1", "stream-12")
        for glob, hit in (("*", set(streams)), ("stream-*", {"stream-1", "stream-12"}),
                          ("a*b", {"a/b"}), ("?", {"a"}), ("*-?", {"stream-1"}), ("b", set())):
            with self.subTest(glob):
                control.arm(MODEL, stream_id=glob)
                self.assertEqual(self.failing(server, *streams), hit)
                control.call("config:error_simulation", {"enabled": False, "stream_id": glob})

    def test_an_exact_id_beats_a_glob(self) -> None:
        server = self.server()
        control = self.worker(server)
        control.arm(stream_id="exact")
        control.arm(MODEL, stream_id="*")
        self.assertEqual(self.failing(server, "exact", "any"), {"any"})
        control.call("config:error_simulation", {"enabled": False, "stream_id": "exact"})
        self.assertEqual(self.failing(server, "exact", "any"), {"exact", "any"})

    def test_a_stream_that_exists_is_armed_by_another_connection(self) -> None:
        server = self.server()
        worker, control = self.worker(server), self.worker(server)
        worker.open()
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        control.arm(MODEL, stream_id="live")
        worker.send(1)
        self.assertEqual(worker.read(2), ["ack 1", "processed 1 failed MODEL_ERROR"])

    def test_ones_own_configuration_is_for_ones_own_stream(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open("mine")
        worker.arm(MODEL)
        self.assertEqual(self.failing(server, "other"), set())
        worker.send(0)
        self.assertEqual(worker.read(2)[1], "processed 0 failed MODEL_ERROR")

    def test_count_is_for_each_stream(self) -> None:
        server = self.server()
        self.worker(server).arm({**MODEL, "count": 1}, stream_id="*")
        for stream in "a", "b":
            worker = self.worker(server)
            worker.open(stream)
            worker.send_all(0, 1)
            self.assertEqual(worker.read(4)[1::2], ["processed 0 failed MODEL_ERROR",
                                                    "processed 1 success"])


class PythonEcho(SessionTest):
    """ECHO_PROFILE=python-echo"""

    def profile(self, **settings: str) -> Any:
        server = harness.Server({"ECHO_PROFILE": "python-echo", **settings})
        self.addCleanup(server.stop)
        return server

    def test_no_key_is_asked_for(self) -> None:
        self.worker(self.profile(), token="anything").open()

    def test_the_answers_to_rules(self) -> None:
        worker = self.worker(self.profile(), acks=True)
        worker.open()
        worker.emit("config:error_simulation", {"enabled": True, "rules": [MODEL]})
        self.assertEqual(worker.expect("config:error_simulation:ack"),
                         {"status": "accepted", "rules_count": 1})
        worker.emit("config:error_simulation", {"enabled": True, "rules": [{}]})
        ack = worker.expect("config:error_simulation:ack")
        self.assertEqual((ack["status"], ack["rules_count"], type(ack["message"])),
                         ("rejected", 0, str))
        self.assertEqual(worker.rest(), [])  # and no error

    def test_rules_are_retryable(self) -> None:
        worker = self.worker(self.profile())
        worker.open()
        worker.arm({"error_code": "INVALID_CONFIG"})
        worker.send(0)
        worker.expect("fragment:ack")
        self.assertTrue(worker.expect("fragment:processed")["error"]["retryable"])

    def test_no_limits_of_rate_and_connections(self) -> None:
        server = self.profile()
        workers = [self.worker(server) for _ in range(12)]
        for number, worker in enumerate(workers):
            worker.open(f"s{number}")
        for number in range(120):
            worker.send(number)
            worker.read(2)

    def test_nothing_is_kept_of_a_lost_connection(self) -> None:
        server = self.profile()
        worker, again = self.worker(server), self.worker(server)
        ready = worker.open()
        worker.drop()
        self.await_streams(server, 0, 0)
        self.assertNotEqual(again.open()["session_id"], ready["session_id"])

    def test_a_session(self) -> None:
        worker = self.worker(self.profile(AUTO_DISCONNECT_DELAY="0.1"), path="ws/sts")
        worker.open()
        worker.send_all(0, 1, 2)
        worker.end()
        self.assertEqual(worker.until("complete")[-1],
                         "complete 3: 3 success, 0 partial, 0 failed")
        self.assertEqual(worker.read(1), ["disconnect"])


class Mistakes(SessionTest):
    """What an existing Python echo service does wrong."""

    def test_complete_is_not_sent_before_the_fragments_in_flight(self) -> None:
        worker = self.raw(self.server(ECHO_PROCESSING_DELAY_MS="200"))
        worker.open()
        with worker.at_once():
            worker.send_all(0, 1)
            worker.end()
        self.assertEqual(worker.read(5)[2:], ["processed 0 success", "processed 1 success",
                                              "complete 2: 2 success, 0 partial, 0 failed"])

    def test_a_worker_that_obeys_pause_is_told_to_go_on(self) -> None:
        worker = self.raw(self.server(ECHO_PROCESSING_DELAY_MS="100", QUEUE_MAX_DEPTH="2"))
        worker.open(max_inflight=1)
        with worker.at_once():
            worker.send_all(0, 1, 2)
        worker.until("backpressure high pause")  # it sends no more
        worker.until("backpressure low none")
        worker.until("processed 2 success")

    def test_in_flight_does_not_grow_without_acks_of_the_worker(self) -> None:
        worker = self.worker(self.server(ECHO_PROCESSING_DELAY_MS="1"))
        worker.open(max_inflight=1)
        for number in range(50):
            worker.send(number)
            self.assertEqual(worker.read(2), [f"ack {number}", f"processed {number} success"])
        self.assertEqual(worker.rest(), [])

    def test_a_gap_does_not_stall_the_stream_in_silence(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.send(1)
        self.assertEqual(worker.read(3), ["ack 1", "error INVALID_SEQUENCE gap",
                                          "processed 1 success"])

    def test_nothing_is_answered_by_silence(self) -> None:
        worker = self.worker(self.server())
        rows: list[tuple[str, Any]] = [
            ("stream:unknown", {}), ("ping", None), ("config:backpressure", {"enabled": True}),
            ("simulate:disconnect", {"mode": "none"}), ("config:unknown", {}), ("message", "text"),
            ("stream:end", {"stream_id": "x"}), ("fragment:data", "x")]
        for event, payload in rows:
            with self.subTest(event):
                worker.emit(event, payload)
                worker.expect("error")

    def test_nth_fragment_0_is_refused_and_the_stream_goes_on(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        answer = worker.arm({"trigger": "nth_fragment", "value": 0, **MODEL})
        self.assertEqual(answer["code"], "INVALID_CONFIG")
        worker.refused("INVALID_CONFIG")
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])

    def test_the_stream_id_is_checked(self) -> None:
        worker = self.worker(self.server())
        worker.open()
        worker.send(0, stream_id="other")
        worker.refused("STREAM_NOT_FOUND")

    def test_the_same_stream_is_not_on_two_connections(self) -> None:
        server = self.server()
        old, new = self.worker(server), self.worker(server)
        ready = old.open()
        self.assertEqual(new.open()["session_id"], ready["session_id"])
        self.assertEqual(old.read(1), ["disconnect"])
        self.assertEqual(self.streams(server), (1, 0))

    def test_a_timer_of_the_old_stream_does_not_cut_the_new_one(self) -> None:
        server = self.server(AUTO_DISCONNECT_DELAY="0.1")
        worker, watch = self.raw(server), self.worker(server)
        with worker.at_once():
            for _ in range(3):
                worker.begin()
                worker.end()
            worker.begin()
        self.assertEqual(worker.read(7), ["ready", "complete 0: 0 success, 0 partial, 0 failed"] * 3
                         + ["ready"])
        watch.open("watch")
        watch.end()
        watch.until("disconnect")
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])

    def test_the_end_of_an_old_connection_does_not_wipe_the_new_session(self) -> None:
        server = self.server()
        raw, new = self.raw(server), self.worker(server)
        raw.open()
        new.open()
        raw.ending()
        raw.close()
        new.send(0)
        self.assertEqual(new.read(2), ["ack 0", "processed 0 success"])
        # the same with a connection that lets the new one live beside a completed stream
        new.end()
        new.until("complete")
        third = self.worker(server)
        third.open(worker_id="another")
        self.assertEqual(new.read(1), ["disconnect"])
        third.send(0)
        self.assertEqual(third.read(2), ["ack 0", "processed 0 success"])


class Delays(SessionTest):
    """config:processing_delay"""

    def test_it_takes_effect_for_what_comes_after_it(self) -> None:
        worker = self.raw(self.server(**HELD), answers=False)
        worker.open(timeout_ms=1000)
        with worker.at_once():
            worker.send(0)
            worker.emit("config:processing_delay", {"delay_ms": 5})
            worker.send(1)
        self.assertEqual(worker.read(4), ["ack 0", "ack 1", "processed 0 failed TIMEOUT",
                                          "processed 1 success"])

    def test_its_bounds_and_its_ack(self) -> None:
        worker = self.worker(self.server(ECHO_SEED="3"), acks=True)
        worker.open()
        for payload in ({"delay_ms": 0}, {"delay_ms": 60000, "jitter_ms": 60000},
                        {"delay_ms": 1, "distribution": "uniform"},
                        {"delay_ms": 1, "distribution": "lognormal"}):
            worker.emit("config:processing_delay", payload)
            self.assertEqual(worker.expect("config:processing_delay:ack"), {
                "status": "configured", "stream_id": "live", "seed": 3})
        for payload in ({}, {"delay_ms": -1}, {"delay_ms": 60001}, {"delay_ms": 1, "jitter_ms": -1},
                        {"delay_ms": 1, "jitter_ms": 60001},
                        {"delay_ms": 1, "distribution": "normal"}):
            worker.emit("config:processing_delay", payload)
            worker.refused("INVALID_CONFIG")


if __name__ == "__main__":
    unittest.main()
