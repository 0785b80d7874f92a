"""What makes no sense is refused with its place and a hint (docs/faults.md), in whatever way it is
armed: by events, over HTTP, in scenarios over HTTP and in a file of scenarios."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

import harness
from control import Control
from session import SessionTest

FAIL = {"error_code": "TIMEOUT"}
LOSS = {"action": "disconnect"}
# The last of some rules; the place in it, the keyword, and a part of what is said.
RULES: list[Any] = [
    ([{**FAIL, "mode": "server_disconnect"}], "/mode", "unused", 'set "action" to "disconnect"'),
    ([{**FAIL, "code": 1011}], "/code", "unused", 'set "action" to "disconnect"'),
    ([{**FAIL, "refuse_ms": 0}], "/refuse_ms", "unused", 'set "action" to "disconnect"'),
    ([{**LOSS, "mode": "fin", "code": 1011}], "/code", "unused", 'set "mode" to "close"'),
    ([{**LOSS, "scope": "server"}], "", "required", "refuse_ms"),
    ([{"action": "delay"}], "", "required", 'lacks the member "delay_ms"'),
    ([{**FAIL, "action": "partial", "deliver_as": "processed"}], "/deliver_as", "unused",
     'set "action" to "fail"'),
    ([{"error_message": "Simulated error", "action": "drop"}], "/error_message", "unused",
     'set "action" to "fail" or "partial"'),
    ([{"stage": "asr", "action": "drop"}], "/stage", "unused", 'to "fail" or "partial"'),
    ([{"retryable": True, "action": "drop"}], "/retryable", "unused", 'to "fail" or "partial"'),
    ([{**FAIL, "value": 1}], "", "required", 'lacks the member "trigger"'),
    ([FAIL, {**FAIL, "count": 1}], "", "unreachable",
     "rule 1 can never hit: rule 0 hits every fragment"),
    ([{**FAIL, "trigger": "nth_fragment", "value": 3}] * 2, "", "unreachable",
     "rule 1 can never hit: rule 0 hits the same fragments"),
]
# Losses: the same.
LOSSES: list[Any] = [
    ({"code": 1011}, "/code", "unused", 'set "mode" to "close"'),
    ({"mode": "stall", "code": 1012}, "/code", "unused", 'set "mode" to "close"'),
    ({"scope": "streams"}, "", "required", "refuse_ms"),
]
# Scenarios.
SCENARIOS: list[Any] = [
    ([{"steps": [{}]}], "/0/steps/0", "minProperties", "faults, delay, backpressure, disconnect"),
    ([{"steps": [{"until": {}}]}], "/0/steps/0/until", "minProperties", "count, after_ms, event"),
    ([{"name": "a", "steps": [{"until": {"count": 1}}]}] * 2, "/1/name", "unique",
     "also the name of scenario 0"),
]
SCENARIOS += [([{"steps": [{"until": {"count": 1}}, {"faults": {"rules": rules}}]}],
               f"/0/steps/1/faults/rules/{len(rules) - 1}{place}", *told)
              for rules, place, *told in RULES]
SCENARIOS += [([{"steps": [{"disconnect": loss}]}], f"/0/steps/0/disconnect{place}", *told)
              for loss, place, *told in LOSSES]


class Sense(SessionTest):
    def expect(self, findings: list[dict[str, Any]], path: str, keyword: str, words: str) -> None:
        (found,) = findings
        self.assertEqual((found["path"], found["keyword"]), (path, keyword), found)
        self.assertIn(words, found["message"])

    def test_events(self) -> None:
        server = self.server()
        worker = self.worker(server)
        worker.open("live")
        rows: list[Any] = [
            ("config:error_simulation", {"enabled": True, "rules": rules},
             f"/rules/{len(rules) - 1}{place}", keyword, words)
            for rules, place, keyword, words in RULES]
        rows += [("simulate:disconnect", *row) for row in LOSSES]
        for event, payload, *told in rows:
            with self.subTest(payload=payload):
                worker.emit(event, payload)
                error = worker.refused("INVALID_CONFIG")
                self.expect(error["metadata"]["errors"], *told)
                found = error["metadata"]["errors"][0]["message"]
                self.assertEqual(error["message"],
                                 f"{event}: {told[0] or 'the payload'} {found}")
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
        control = Control(server)
        self.assertNotIn("faults", control.stream("live")["armed"])
        entry = control.do("GET", "/journal?event=simulate:disconnect")["entries"][0]
        self.assertEqual(entry["verdict"], "invalid")
        self.expect(entry["errors"], *LOSSES[0][1:])

    def test_http(self) -> None:
        control = Control(self.server())
        rows: list[Any] = [
            ("PUT", "/streams/a/faults", {"rules": rules}, f"/rules/{len(rules) - 1}{place}",
             keyword, words) for rules, place, keyword, words in RULES]
        rows += [("POST", "/streams/a/disconnect", *row) for row in LOSSES]
        rows += [("POST", "/scenarios", {"scenarios": scenarios}, f"/scenarios{place}", *told)
                 for scenarios, place, *told in SCENARIOS]
        for method, path, body, *told in rows:
            with self.subTest(body=body):
                self.expect(control.refused(400, method, path, body)["findings"], *told)
        self.assertEqual(control.do("GET", "/scenarios")["scenarios"], [])

    def test_a_file_of_scenarios(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for scenarios, place, _, words in SCENARIOS:
                with self.subTest(scenarios):
                    file = Path(folder) / "scenario"
                    file.write_text(json.dumps(scenarios))
                    done = subprocess.run([harness.STS, "--port", "0", "--scenario", str(file)],
                                          capture_output=True, text=True, check=False,
                                          timeout=harness.PATIENCE)
                    self.assertNotEqual(done.returncode, 0)
                    self.assertIn(f"{place} ", done.stdout + done.stderr)
                    self.assertIn(words, (done.stdout + done.stderr).replace('\\"', '"'))

    def test_several_mistakes_are_told_at_once(self) -> None:
        control = Control(self.server())
        error = control.refused(400, "PUT", "/streams/a/faults", {
            "rules": [{**FAIL, "mode": "fin", "code": 1000}, {"action": "delay"}]})
        self.assertEqual([one["path"] for one in error["findings"]],
                         ["/rules/0/mode", "/rules/0/code", "/rules/1", "/rules/1"])

    @staticmethod
    def examples(name: str) -> Any:
        return json.loads((harness.ROOT / "schema" / name).read_text(encoding="utf-8"))["examples"]

    def test_the_examples_make_sense(self) -> None:
        """Those of the schemas."""
        server = self.server()
        control = Control(server)
        worker = self.worker(server)
        for example in self.examples("events/config_error_simulation.json"):
            ack = worker.call("config:error_simulation", {"stream_id": "a", **example})
            self.assertEqual(ack["status"], "configured")
        for example in self.examples("types/error_rule.json"):
            control.do("PUT", "/streams/a/faults", {"rules": [example]})
        for example in self.examples("types/scenario_disconnect.json"):
            control.do("POST", "/streams/a/disconnect", {**example, "refuse_ms": 1})

    def test_null_does_not_come_back(self) -> None:
        """It counts as absent where it is read, and is never sent."""
        control = Control(self.server())
        control.do("POST", "/scenarios", {"scenarios": [{"name": "n", "seed": None, "steps": [
            {"until": None, "delay": {"delay_ms": 1, "seed_key": None}},
            {"faults": {"rules": [{**FAIL, "mode": None}], "seed": None}, "disconnect": None}]}]})
        (listed,) = control.do("GET", "/scenarios")["scenarios"]
        self.assertEqual(listed["steps"], [{"delay": {"delay_ms": 1}}, {"faults": {"rules": [FAIL]}}])


class PythonEcho(SessionTest):
    """The Python echo service knows no action, and passes over members that it does not know."""

    def test_what_it_ignores_is_taken(self) -> None:
        server = harness.Server({"ECHO_PROFILE": "python-echo"})
        self.addCleanup(server.stop)
        worker = self.worker(server)
        worker.open("live")
        rows: list[tuple[list[Any], str]] = [
            ([{**FAIL, "mode": "fin", "code": 1011}, FAIL], "accepted"),
            ([{"action": "delay"}], "rejected"),
            ([{**FAIL, "action": "fail", "mode": "fin"}], "rejected")]
        for rules, status in rows:
            with self.subTest(rules=rules):
                ack = worker.arm(*rules)
                self.assertEqual(ack["status"], status, ack)
                self.assertEqual("message" in ack, status == "rejected")
        worker.send(0)
        self.assertEqual(worker.read(2), ["ack 0", "processed 0 failed TIMEOUT"])
        error = Control(server).refused(400, "PUT", "/streams/live/faults",
                                        {"rules": [{**FAIL, "mode": "fin"}]})
        self.assertEqual(error["findings"][0]["keyword"], "unused")


if __name__ == "__main__":
    unittest.main()
