"""The control interface, as a test uses it: streams seen, faults armed, connections cut, everything
reset, each for one stream and not for another; keys; a port of its own; switched off."""
# labels: fast

import json
import re
import subprocess
import tempfile
import threading
import time
import unittest
from typing import Any

import harness
from control import KEY, STEP, Control
from harness import Server, free_port, wait_for
from session import Session, SessionTest, handshake
from test_auth import connect, token
from test_settings import start

MODEL = {"error_code": "MODEL_ERROR"}
FAILED, FINE = "processed {} failed MODEL_ERROR", "processed {} success"


class Case(SessionTest):
    def controlled(self, **settings: str) -> tuple[Server, Control]:
        server = self.server(**settings)
        return server, Control(server)

    def outcome(self, worker: Session, number: int) -> str:
        worker.send(number)
        return worker.until("processed")[-1]


class Streams(Case):
    def test_none(self) -> None:
        _, control = self.controlled(ECHO_SEED="7")
        self.assertEqual(control.do("GET", "/streams"), {"streams": [], "seed": 7})
        error = control.refused(404, "GET", "/streams/live")
        self.assertEqual(error, {"code": "STREAM_NOT_FOUND",
                                 "message": 'there is no stream "live". GET /control/streams lists '
                                            "the existing ones"})

    def test_numbers(self) -> None:
        server, control = self.controlled(IDLE_TIMEOUT_MS="0")
        worker = self.worker(server)
        ready = worker.open("live", max_inflight=1)
        worker.delay(60000)
        for number in (0, 1, 3):
            worker.send(number)
            worker.until("ack")
        seen = control.stream("live")
        self.assertEqual({name: seen[name] for name in (
            "stream_id", "worker_id", "session_id", "state", "connected", "max_inflight",
            "inflight", "queue_depth", "held", "expected", "delivered", "confirmed")}, {
            "stream_id": "live", "worker_id": "worker-1", "session_id": ready["session_id"],
            "state": "active", "connected": True, "max_inflight": 1, "inflight": 3,
            "queue_depth": 2, "held": 0, "expected": 2, "delivered": 0, "confirmed": 0})
        self.assertGreater(seen["buffered_bytes"], 0)
        self.assertEqual(seen["armed"]["delay"]["delay_ms"], 60000)

    def test_after_results(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("live")
        control.arm("live", {"trigger": "sequence_number", "value": 1, **MODEL})
        sent = [worker.send(number) for number in (0, 1, 2)]
        worker.until("processed 2")
        worker.confirm(sent[0])
        seen = control.stream("live")
        self.assertEqual((seen["delivered"], seen["confirmed"], seen["inflight"]), (3, 1, 0))
        statistics = seen["statistics"]
        self.assertEqual((statistics["success_count"], statistics["failed_count"]), (2, 1))

    def test_parked_and_paused(self) -> None:
        server, control = self.controlled(RESUME_WINDOW_MS="3600000")
        worker = self.worker(server)
        worker.open("live")
        worker.pause()
        wait_for(lambda: control.stream("live")["state"] == "paused", "the pause")
        worker.drop()
        seen = wait_for(lambda: (one := control.stream("live"))["connected"] is False and one,
                        "the stream to be parked")
        self.assertEqual(seen["state"], "paused")
        self.assertEqual(control.streams(), ["live"])

    def test_the_closest_name_is_told(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("morning-show")
        error = control.refused(404, "GET", "/streams/morning-shaw")
        self.assertTrue(error["message"].endswith('did you mean "morning-show"?'), error)
        self.worker(server).open("morning-sun")
        for asked, meant in (("morning", "morning-show"), ("morning-su", "morning-sun")):
            for path in ("/streams/", "/report/"):
                error = control.refused(404, "GET", path + asked)
                self.assertTrue(error["message"].endswith(f'did you mean "{meant}"?'), error)
        for asked in ("mo", "evening"):
            error = control.refused(404, "GET", f"/streams/{asked}")
            self.assertIn("GET /control/streams lists", error["message"])


class Arming(Case):
    def test_one_configuration_that_is_too_large(self) -> None:
        server, control = self.controlled()
        # Less than a body may have; with what the server keeps of each rule it is too much.
        said = "takes more than 1 MiB of memory: use fewer or shorter rules or levels"
        faults = {"rules": [{"error_code": "GPU_OOM", "error_message": "x" * 950, "count": 1}]
                  * 1000}
        error = control.refused(400, "PUT", "/streams/live/faults", faults)
        self.assertEqual(error["message"], f"the configuration {said}")
        error = control.refused(400, "POST", "/scenarios",
                                {"scenarios": [{"steps": [{"faults": faults}]}]})
        self.assertEqual(error["message"], f"/scenarios/0 {said}")
        answer = self.worker(server).call("config:error_simulation",
                                          {"enabled": True, "stream_id": "live", **faults})
        self.assertEqual(answer["message"], f"the configuration {said}")

    def test_before_the_stream_exists_and_while_it_runs(self) -> None:
        server, control = self.controlled()
        ack = control.arm("live", MODEL, seed=42)
        self.assertEqual(ack, {"status": "configured", "stream_id": "live", "seed": 42,
                               "rules_count": 1})
        worker = self.worker(server)
        worker.open("live")
        self.assertEqual(self.outcome(worker, 0), FAILED.format(0))
        self.assertEqual(control.stream("live")["armed"]["faults"], {"rules": [MODEL], "seed": 42})
        ack = control.do("DELETE", "/streams/live/faults")
        self.assertEqual((ack["stream_id"], ack["rules_count"]), ("live", 0))
        self.assertEqual(self.outcome(worker, 1), FINE.format(1))
        self.assertEqual(control.stream("live")["armed"], {})
        control.arm("live", MODEL)
        self.assertEqual(self.outcome(worker, 2), FAILED.format(2))

    def test_an_exact_id_beats_a_glob(self) -> None:
        server, control = self.controlled()
        control.arm("live-*", MODEL)
        control.arm("live-2", {"trigger": "sequence_number", "value": 1, **MODEL})
        one, two = self.worker(server), self.worker(server)
        one.open("live-1")
        two.open("live-2")
        self.assertEqual(self.outcome(one, 0), FAILED.format(0))
        self.assertEqual(self.outcome(two, 0), FINE.format(0))

    def test_a_delay(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("live")
        control.delay("*", 60000)
        worker.send(0)
        worker.until("ack 0")
        control.do("DELETE", "/streams/*/delay")
        self.assertNotIn("delay", control.stream("live")["armed"])
        self.assertEqual(control.stream("live")["inflight"], 1)

    def test_backpressure_and_its_script(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("live")
        control.do("PUT", "/streams/live/backpressure",
                   {"script": [{"after_ms": 0, "severity": "high", "action": "pause",
                                "recommended_delay_ms": 250}]})
        self.assertEqual(worker.until("backpressure")[-1], "backpressure high pause 250 at 0/0")
        control.do("DELETE", "/streams/live/backpressure")
        self.assertEqual(worker.until("backpressure")[-1], "backpressure low none at 0/0")

    def test_a_script_whose_times_fall_is_refused(self) -> None:
        _, control = self.controlled()
        script = [{"after_ms": 5}, {"after_ms": 4}]
        error = control.refused(400, "PUT", "/streams/live/backpressure", {"script": script})
        self.assertEqual(error["findings"][0]["path"], "/script/1/after_ms")
        scenario = {"scenarios": [{"steps": [STEP]}, {"steps": [STEP, {"backpressure": {"script": script}}]}]}
        error = control.refused(400, "POST", "/scenarios", scenario)
        self.assertEqual(error["findings"][0]["path"],
                         "/scenarios/1/steps/1/backpressure/script/1/after_ms")
        self.assertEqual(control.do("GET", "/scenarios"), {"scenarios": []}, "all or none")

    def test_a_typo_is_refused(self) -> None:
        """Also where an event with it would be taken and noted as a deviation."""
        _, control = self.controlled()
        error = control.refused(400, "PUT", "/streams/live/faults",
                                {"rules": [{"error_code": "TIMEOUT", "propability": 0.1}]})
        self.assertEqual([one["path"] for one in error["findings"]], ["/rules/0/propability"])
        self.assertIn('did you mean "probability"?', error["message"])

    def test_what_is_no_json(self) -> None:
        _, control = self.controlled()
        for body, place in ((b"{", "at byte 1:"), (b"\xff", "at byte 0:"), (b'{"delay_ms":1} {}', "at byte 15:")):
            error = control.refused(400, "PUT", "/streams/live/delay", body)
            self.assertIn(f"not JSON (RFC 8259), {place}", error["message"])
        self.assertEqual(control.refused(400, "PUT", "/streams/live/delay")["message"],
                         "the body is missing")
        self.assertEqual(control.refused(400, "DELETE", "/streams/live/faults", {})["message"],
                         "this request must not have a body")

    def test_any_content_type(self) -> None:
        """curl -d says application/x-www-form-urlencoded."""
        _, control = self.controlled()
        for kind in ("application/x-www-form-urlencoded", "application/json; charset=utf-8", ""):
            control.do("PUT", "/streams/live/delay", {"delay_ms": 1}, Content_Type=kind)


class Cutting(Case):
    def test_a_disconnect_by_name(self) -> None:
        server, control = self.controlled()
        one, two = self.worker(server), self.worker(server)
        one.open("live-1")
        two.open("live-2")
        ack = control.disconnect("live-1", mode="reset")
        self.assertEqual((ack["status"], ack["message"]),
                         ("scheduled", "Disconnect scheduled in 0 ms"))
        one.expect("disconnect")
        self.assertEqual(self.outcome(two, 0), FINE.format(0))
        wait_for(lambda: not control.stream("live-1")["connected"], "the stream to be parked")

    def test_a_delay_counts_from_the_request(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("live")
        time.sleep(1)  # nothing happens, so that nothing but the request tells the server the time
        asked = time.monotonic()
        control.disconnect("live", mode="fin", delay_ms=800)
        worker.expect("disconnect")
        self.assertGreaterEqual(time.monotonic() - asked, 0.8)

    def test_control_while_handshakes_are_refused(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("live")
        control.disconnect("live", mode="fin", refuse_ms=60000)
        worker.expect("disconnect")
        for _ in range(3):
            self.assertEqual(handshake(server.port, "live"), 503)
            self.assertFalse(control.stream("live")["connected"])
        self.assertIn('"disconnect scheduled"', server.output())
        self.assertIn('"streams are refused"', server.output())
        control.arm("live", MODEL)
        control.reset("live")


class Resetting(Case):
    def test_one_stream(self) -> None:
        server, control = self.controlled()
        for name in ("live-1", "live-2"):
            control.arm(name, MODEL)
            control.do("PUT", f"/streams/{name}/backpressure", {"threshold": 1})
        one, two = self.worker(server), self.worker(server)
        one.open("live-1")
        two.open("live-2")
        self.assertEqual(control.reset("live-1"), {"status": "configured", "stream_id": "live-1",
                                                   "streams": 1})
        self.assertEqual(control.stream("live-1")["armed"], {})
        self.assertEqual(sorted(control.stream("live-2")["armed"]), ["backpressure", "faults", "hits"])
        self.assertEqual(self.outcome(one, 0), FINE.format(0))
        self.assertEqual(self.outcome(two, 0), FAILED.format(0))

    def test_everything(self) -> None:
        server, control = self.controlled()
        worker = self.worker(server)
        worker.open("live")
        worker.arm(MODEL)
        control.arm("live", MODEL)
        control.delay("*", 1)
        control.do("POST", "/scenarios", {"scenarios": [{"steps": [STEP]}]})
        self.assertEqual(control.reset()["stream_id"], "*")
        self.assertEqual(control.stream("live")["armed"], {})
        self.assertEqual(control.do("GET", "/scenarios"), {"scenarios": []})
        self.assertEqual(self.outcome(worker, 0), FINE.format(0))

    def test_a_loss_that_a_worker_asked_for_itself(self) -> None:
        server, control = self.controlled()
        kept, lost = self.worker(server), self.worker(server)
        kept.open("kept")
        lost.open("lost")
        delay = {"delay_ms": 2500}  # which the reset has to be earlier than
        kept.call("simulate:disconnect", delay)
        control.reset("lo*")  # not this one
        lost.call("simulate:disconnect", delay)
        control.reset("ke*")
        self.assertEqual(lost.read(1), ["disconnect"])  # later than the other would have been
        self.assertEqual(self.outcome(kept, 0), FINE.format(0))
        idle = self.worker(server)  # without a stream
        idle.call("simulate:disconnect", delay)
        control.reset()
        kept.call("simulate:disconnect", delay)
        self.assertEqual(kept.read(1), ["disconnect"])
        idle.open("idle")

    def test_the_reset_of_who_armed_it_ends_a_refusal(self) -> None:
        server, control = self.controlled()
        for scope in ("streams", "server"):
            with self.subTest(scope):
                control.disconnect("mine", refuse_ms=60000, scope=scope)
                wait_for(lambda: handshake(server.port, "mine") == 503, "handshakes to be refused")
                control.reset("theirs")
                self.assertEqual(handshake(server.port, "mine"), 503)
                control.reset("mine")
                self.assertEqual(handshake(server.port, "mine"), 200)
                control.disconnect("mine", refuse_ms=60000, scope=scope)
                wait_for(lambda: handshake(server.port, "mine") == 503, "handshakes to be refused")
                control.reset()
                self.assertEqual(handshake(server.port, "mine"), 200)

    def test_parallel_tests_do_not_disturb_each_other(self) -> None:
        """Each arms, sees its fault, and resets its own stream, over and over."""
        server, control = self.controlled(RATE_LIMIT_FRAGMENTS_PER_MIN="0")
        wrong: list[Any] = []

        def one_test(name: str) -> None:
            try:
                worker = self.worker(server)
                worker.open(name)
                for turn in range(0, 20, 2):
                    control.arm(name, {"error_code": "GPU_OOM"})
                    failed = self.outcome(worker, turn)
                    control.reset(name)
                    fine = self.outcome(worker, turn + 1)
                    expected = (f"processed {turn} failed GPU_OOM", FINE.format(turn + 1))
                    if (failed, fine) != expected:
                        wrong.append((name, failed, fine))
            except BaseException as error:  # a thread's own would be lost
                wrong.append(repr(error))

        threads = [threading.Thread(target=one_test, args=(f"test-{i}",)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])


class Scenarios(Case):
    def test_a_stream_goes_through_its_steps(self) -> None:
        server, control = self.controlled()
        steps = [{"faults": {"rules": [MODEL]}, "until": {"count": 2}}, {"until": {"count": 1}}]
        ack = control.do("POST", "/scenarios",
                         {"scenarios": [{"name": "two", "stream_id": "live-*", "steps": steps}]})
        self.assertEqual(ack, {"status": "configured", "scenarios_count": 1})
        self.assertEqual(control.do("GET", "/scenarios")["scenarios"],
                         [{"name": "two", "stream_id": "live-*", "steps": steps}])
        worker = self.worker(server)
        worker.open("live-1")

        def place() -> Any:
            return control.stream("live-1")["armed"]["scenario"]

        self.assertEqual(place(), {"name": "two", "stream_id": "live-*", "step": 0, "steps": 2})
        self.assertEqual(self.outcome(worker, 0), FAILED.format(0))
        self.assertEqual(self.outcome(worker, 1), FAILED.format(1))
        self.assertEqual(place()["step"], 1)
        self.assertEqual(self.outcome(worker, 2), FINE.format(2))
        self.assertEqual(control.stream("live-1")["armed"], {})

    def test_pages_have_each_scenario_once_whatever_comes_and_goes(self) -> None:
        _, control = self.controlled()

        def load(*names: str) -> None:
            control.do("POST", "/scenarios", {"scenarios": [
                {"name": name, "steps": [STEP]} for name in names]})

        def page(after: int, limit: int) -> tuple[list[str], int | None]:
            answer = control.do("GET", f"/scenarios?limit={limit}&after={after}")
            return [one["name"] for one in answer["scenarios"]], answer.get("next")

        load(*(f"s{number}" for number in range(10)))
        first, after = page(0, 4)
        self.assertEqual(first, ["s0", "s1", "s2", "s3"])
        assert after
        control.do("DELETE", "/scenarios?name=s3")  # where the page ended
        control.do("DELETE", "/scenarios?name=s5")
        load("s0", "late")  # the first is loaded anew: it stands behind the others now
        second, after = page(after, 4)
        self.assertEqual(second, ["s4", "s6", "s7", "s8"])
        assert after
        self.assertEqual(page(after, 3), (["s9", "s0", "late"], None))
        self.assertEqual(page(0, 1000), (["s1", "s2", *second, "s9", "s0", "late"], None))
        self.assertNotIn("next", control.do("GET", "/scenarios"))
        for query in ("limit=0", "limit=1001", "after=-1", "after=x"):
            control.refused(400, "GET", f"/scenarios?{query}")

    def test_a_long_list_of_scenarios(self) -> None:
        """It is written bit by bit."""
        _, control = self.controlled()
        rules = [{"trigger": "fragment_id", "value": f"{number:0250}", "error_code": "TIMEOUT",
                  "error_message": "y" * 450} for number in range(500)]
        for number in range(20):
            control.do("POST", "/scenarios", {"scenarios": [
                {"name": f"s{number}", "steps": [{"faults": {"rules": rules}}]}]})
        listed = control.do("GET", "/scenarios")["scenarios"]
        self.assertEqual([one["name"] for one in listed], [f"s{number}" for number in range(20)])
        self.assertEqual({len(one["steps"][0]["faults"]["rules"]) for one in listed}, {500})

    def test_unloading_by_name(self) -> None:
        _, control = self.controlled()
        control.do("POST", "/scenarios", {"scenarios": [
            {"name": name, "steps": [STEP]} for name in ("one", "two", "and & three")]})
        self.assertEqual(control.do("DELETE", "/scenarios?name=one")["scenarios_count"], 2)
        self.assertEqual(control.do("DELETE", "/scenarios?name=and%20%26%20three"),
                         {"status": "configured", "scenarios_count": 1})
        error = control.refused(404, "DELETE", "/scenarios?name=one")
        self.assertIn('no scenario "one". GET /control/scenarios lists', error["message"])
        control.do("POST", "/scenarios", {"scenarios": [{"name": "three", "steps": [STEP]}]})
        error = control.refused(404, "DELETE", "/scenarios?name=tree")
        self.assertTrue(error["message"].endswith('did you mean "three"?'), error)
        # Sent as "caf\\u00e9".
        control.do("POST", "/scenarios", {"scenarios": [{"name": "café", "steps": [STEP]}]})
        error = control.refused(404, "DELETE", "/scenarios?name=caf%C3%A8")
        self.assertTrue(error["message"].endswith('did you mean "café"?'), error)
        self.assertEqual(control.do("DELETE", "/scenarios")["scenarios_count"], 0)
        error = control.refused(400, "DELETE", "/scenarios?nama=one")
        self.assertTrue(error["message"].endswith("did you mean name?"), error)
        control.refused(400, "DELETE", "/scenarios?name=a&name=b")


class Keys(Case):
    def test_the_key(self) -> None:
        server = self.server(STS_API_KEY="sesame")
        for key, said in ((None, "the API key is missing"), ("", "the API key is missing"),
                          ("sesam", "Invalid API key"), ("sesame2", "Invalid API key")):
            error = Control(server, key).refused(401, "GET", "/streams")
            self.assertIn(said, error["message"])
        for header in ("Bearer sesame", "bearer sesame", "BEARER   sesame"):
            Control(server, None).do("GET", "/streams", None, Authorization=header)
        for header in ("sesame", "Basic c2VzYW1lOg==", "Bearer", "Token sesame"):
            Control(server, None).refused(401, "GET", "/streams", None, Authorization=header)
        self.assertNotIn("sesame", server.output())

    def test_none_is_needed_without_auth(self) -> None:
        server = self.server(REQUIRE_AUTH="false")
        for key in (None, "anything"):
            Control(server, key).arm("live", MODEL)

    def test_requests_without_a_key_are_no_attempts(self) -> None:
        server, control = self.controlled()
        for _ in range(20):
            Control(server, None).refused(401, "GET", "/streams")
        control.do("GET", "/streams")

    def test_failed_attempts_count_together_with_those_of_workers(self) -> None:
        server, control = self.controlled()
        for _ in range(10):
            Control(server, "wrong").refused(401, "GET", "/streams")
        answer = Control(server, "wrong").ask("GET", "/streams")
        self.assertEqual((answer.status, answer.headers["retry-after"]), (429, "60"))
        refusal = connect(server.port, token("wrong"))
        self.assertEqual(refusal["data"]["code"], "RATE_LIMIT")

    def test_a_wrong_key_after_too_many_others(self) -> None:
        """It is answered late, also before its body is there; a right one is not."""
        server, control = self.controlled(AUTH_FAILURES_PER_MIN="1")
        wrong = Control(server, "wrong")
        wrong.refused(401, "GET", "/streams")
        for method, path, body in (("GET", "/streams", None), ("PUT", "/streams/s/faults", b"{}")):
            began = time.monotonic()
            error = wrong.refused(429, method, path, body)
            self.assertGreater(time.monotonic() - began, 0.99)
            self.assertEqual((error["code"], error["setting"], error["limit"]),
                             ("RATE_LIMIT", "AUTH_FAILURES_PER_MIN", 1))
            self.assertIn("(AUTH_FAILURES_PER_MIN)", error["message"])
        control.do("GET", "/streams")

    def test_0_wrong_keys_is_no_limit(self) -> None:
        server = self.server(AUTH_FAILURES_PER_MIN="0")
        for _ in range(30):
            Control(server, "wrong").refused(401, "GET", "/streams")

    def test_who_waits_for_its_refusal_leaves_or_the_server_stops(self) -> None:
        for stays in (True, False):
            with self.subTest(stays=stays):
                server, control = self.controlled(AUTH_FAILURES_PER_MIN="1")
                Control(server, "wrong").refused(401, "GET", "/streams")
                links = [harness.connect(server.port) for _ in range(3)]
                for link in links:
                    link.sendall(harness.request("GET", "/control/streams", None,
                                                 Authorization="Bearer wrong"))
                control.do("GET", "/streams")
                harness.wait_for(lambda: "AUTH_FAILURES_PER_MIN" in server.output(), "one")
                for link in links if not stays else []:
                    link.close()
                if not stays:  # its answer is a second late: those of the others were due before
                    Control(server, "wrong").refused(429, "GET", "/streams")
                server.stop()
                for link in links:
                    link.close()

    def test_a_key_for_some_streams(self) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump([{"key": KEY, "streams": ["*"]}, {"key": "team-a", "streams": ["a-*"]}], file)
            file.flush()
            server = self.server(STS_API_KEYS_FILE=file.name)
        whole, team = Control(server), Control(server, "team-a")
        for name in ("a-1", "b-1"):
            self.worker(server).open(name)
        self.assertEqual((whole.streams(), team.streams()), (["a-1", "b-1"], ["a-1"]))
        team.stream("a-1")
        team.arm("a-*", MODEL)
        team.reset("a-1")
        self.assertIn("give the stream_id", team.refused(403, "POST", "/reset")["message"])
        requests: tuple[tuple[str, str, Any], ...] = (
                ("GET", "/streams/b-1", None), ("GET", "/streams/nobody", None),
                ("PUT", "/streams/b-1/faults", {"rules": [MODEL]}),
                ("DELETE", "/streams/*/faults", None), ("PUT", "/streams/*/delay", {"delay_ms": 1}),
                ("POST", "/streams/b-*/disconnect", {}), ("POST", "/reset", None),
                ("POST", "/reset", {"stream_id": "b-1"}), ("DELETE", "/scenarios", None),
                ("POST", "/scenarios", {"scenarios": [{"stream_id": "a-1", "steps": [STEP]},
                                                      {"stream_id": "b-1", "steps": [STEP]}]}))
        for method, path, body in requests:
            with self.subTest(path=path, method=method):
                self.assertEqual(team.refused(403, method, path, body)["code"], "FORBIDDEN")
        self.assertEqual(whole.do("GET", "/scenarios"), {"scenarios": []})
        whole.do("POST", "/scenarios", {"scenarios": [
            {"name": name, "stream_id": f"{name}-*", "steps": [STEP]} for name in ("a", "b")]})
        self.assertEqual([one["name"] for one in team.do("GET", "/scenarios")["scenarios"]], ["a"])
        team.do("DELETE", "/scenarios?name=a")
        team.refused(403, "DELETE", "/scenarios?name=b")


class Placing(Case):
    def test_a_port_of_its_own(self) -> None:
        port = free_port()
        server = self.server(CONTROL_PORT=str(port))
        control = Control(server, port=port)
        control.arm("live", MODEL)
        worker = self.worker(server)
        worker.open("live")
        self.assertEqual(self.outcome(worker, 0), FAILED.format(0))
        for path in ("/control", "/control/streams", "/openapi.json"):
            answer = harness.http(server.port, "GET", path)
            self.assertEqual((answer.status, answer.json()["error"]), (404, {
                "code": "NOT_FOUND",
                "message": f"there is no {path} on this port; the control interface is on port "
                           f"{port} (CONTROL_PORT)"}))
        self.assertEqual(harness.http(port, "GET", "/health").status, 200)
        self.assertEqual(harness.http(port, "GET", "/socket.io/?EIO=4&transport=polling").status,
                         404)
        with self.assertRaises(harness.Refused):
            harness.WebSocket(port, "/socket.io/?EIO=4&transport=websocket")
        self.assertIn(f"the control interface listens on http://127.0.0.1:{port}", server.output())

    def test_an_address_of_its_own(self) -> None:
        port = free_port()
        server = self.server(CONTROL_PORT=str(port), CONTROL_HOST="127.0.0.3")
        wait_for(lambda: f"listens on http://127.0.0.3:{port}" in server.output(), "its line")
        with self.assertRaises(ConnectionRefusedError):
            harness.connect(port)

    def test_a_port_that_is_taken(self) -> None:
        other = self.server()
        done = start("--host", "127.0.0.1", "--port", str(free_port()),
                     CONTROL_PORT=str(other.port), LOG_FORMAT="text")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"cannot listen on 127.0.0.1 port {other.port}", done.stderr)

    def test_off(self) -> None:
        server = self.server(CONTROL_ENABLED="false", CONTROL_PORT=str(free_port()))
        for path in ("/control/streams", "/control/openapi.json", "/control/"):
            answer = harness.http(server.port, "GET", path, None, Authorization=f"Bearer {KEY}")
            self.assertEqual((answer.status, answer.json()["error"]), (404, {
                "code": "NOT_FOUND",
                "message": f"there is no {path}: the control interface is off (CONTROL_ENABLED)"}))
        self.assertNotIn("the control interface listens", server.output())
        self.assertNotIn(b"/control/", harness.http(server.port, "GET", "/").body)


class OtherRoutes(Case):
    def test_their_errors_have_the_same_form(self) -> None:
        server = self.server()
        answer = harness.http(server.port, "GET", "/helth")
        self.assertEqual((answer.status, answer.json()["error"]), (
            404, {"code": "NOT_FOUND", "message": "there is no /helth; did you mean /health?"}))
        answer = harness.http(server.port, "GET", "/openapi.json")
        self.assertIn("did you mean /control/openapi.json?", answer.json()["error"]["message"])
        self.assertIn(b"/control/openapi.json", harness.http(server.port, "GET", "/").body)
        answer = harness.http(server.port, "POST", "/metrics", b"")
        self.assertEqual((answer.status, answer.headers["allow"]), (405, "GET, HEAD"))
        self.assertEqual(answer.json()["error"]["code"], "METHOD_NOT_ALLOWED")


class Page(Case):
    def test_the_examples_of_the_page_run(self) -> None:
        """docs/control.md, in one shell, but for the port."""
        text = (harness.ROOT / "docs" / "control.md").read_text(encoding="utf-8")
        script = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
        self.assertIn(":8000", script)
        server = self.server()
        worker = self.worker(server)
        worker.open("live-1")
        done = subprocess.run(
            ["bash", "-e", "-c", script.replace(":8000", f":{server.port}")],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=6 * harness.PATIENCE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(Control(server).do("GET", "/streams")["streams"], [])  # deleted at last
        clients, armed, shown = map(json.loads,
                                    re.findall(r"```json\n(.*?)```", text, re.DOTALL))
        document = Control(server).document
        for path, answer in (("/control/clients", clients), ("/control/armed", {"armed": [armed]})):
            operation = document.find("GET", path)
            assert operation
            document.validate(
                operation["responses"]["200"]["content"]["application/json"]["schema"], answer)
        self.assertEqual(shown["error"], Control(server).refused(
            400, "PUT", "/streams/live-1/delay", {"delay_ms": 70000}))


if __name__ == "__main__":
    unittest.main()
