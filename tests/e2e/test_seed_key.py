"""Where a seed_key shows: in answers, lists, the log, the journal and reports, so that whoever reads of
a fault can have it again."""

from __future__ import annotations

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

import reports
from control import Control
from harness import Server
from session import SessionTest
from test_conform import conform

MODEL: dict[str, Any] = {"error_code": "MODEL_ERROR"}
KEY = 'a "key" \u00e9\U0001f600'
SEED: dict[str, Any] = {"seed": 42, "seed_key": KEY}


class SeedKeys(SessionTest):
    def lines(self, server: Server, sentence: str) -> list[dict[str, Any]]:
        """The log's lines with that sentence."""
        lines = [json.loads(line) for line in server.output().splitlines() if line.startswith("{")]
        return [line for line in lines if sentence in line.values()]

    def armed(self, control: Control) -> dict[str, Any]:
        """What is armed for the stream, without its hits."""
        armed = dict(control.stream("live")["armed"])
        del armed["hits"]
        return armed

    def test_answers_and_lists_tell_it(self) -> None:
        server = self.server(LOG_FORMAT="json", ECHO_SEED="7")
        control, worker = Control(server), self.worker(server)
        target = {"stream_id": "live"}
        jitter: dict[str, Any] = {"delay_ms": 1, "jitter_ms": 2, "distribution": "uniform"}
        answers = [
            worker.call("config:error_simulation",
                        {"enabled": True, "rules": [MODEL], **SEED, **target}),
            control.arm("live", MODEL, **SEED),
            worker.call("config:processing_delay", {**jitter, **SEED, **target}),
            control.delay("live", 1, jitter_ms=2, **SEED)]
        for answer in answers:
            self.assertEqual({name: answer[name] for name in SEED}, SEED)
        worker.open("live")
        self.assertEqual(self.armed(control),
                         {"faults": {"rules": [MODEL], **SEED}, "delay": {**jitter, **SEED}})
        self.assertEqual([(line["seed"], line["seed_key"])
                          for line in self.lines(server, "simulation configured")],
                         [(42, KEY)] * 4)
        # without one: the server's seed, and no key
        answers = [control.arm("live", MODEL), control.delay("live", 1, jitter_ms=2),
                   worker.call("config:processing_delay", {**jitter, **target}),
                   worker.call("config:error_simulation",
                               {"enabled": True, "rules": [MODEL], **target}),
                   control.arm("none", MODEL), control.do("DELETE", "/streams/none/faults")]
        for answer in answers:
            self.assertEqual((answer["seed"], answer.get("seed_key")), (7, None))
        self.assertEqual(self.armed(control),
                         {"faults": {"rules": [MODEL], "seed": 7}, "delay": {**jitter, "seed": 7}})
        control.delay("live", 1)
        self.assertEqual(self.armed(control)["delay"],
                         {"delay_ms": 1, "distribution": "uniform"})

    def test_a_scenario_tells_it(self) -> None:
        server = self.server(ECHO_SEED="7")
        control, worker = Control(server), self.worker(server)
        delay: dict[str, Any] = {"delay_ms": 1, "jitter_ms": 2, "distribution": "uniform"}
        own: dict[str, Any] = {"seed": 1, "seed_key": "own"}
        scenario: dict[str, Any] = {"name": "a", "stream_id": "live", **SEED, "steps": [
            {"faults": {"rules": [MODEL]}, "delay": {**delay, **own}, "until": {"count": 1}},
            {"faults": {"rules": [MODEL], **own}, "delay": delay}]}
        control.do("POST", "/scenarios", {"scenarios": [scenario]})
        self.assertEqual(control.do("GET", "/scenarios")["scenarios"], [scenario])
        worker.open("live")
        for first, second in ((SEED, own), (own, SEED)):
            armed = control.stream("live")["armed"]
            self.assertEqual(armed["faults"], {"rules": [MODEL], **first})
            self.assertEqual(armed["delay"], {**delay, **second})
            worker.send(0 if first is SEED else 1)
            worker.until("processed")

    def test_a_key_is_a_text_of_1_to_256_characters(self) -> None:
        control = Control(self.server())
        bodies: dict[str, dict[str, Any]] = {"faults": {"rules": [MODEL]}, "delay": {"delay_ms": 1}}
        for bad, said in (("", "is empty"), ("x" * 257, "257"), (7, "must be a string")):
            for path, body in bodies.items():
                error = control.refused(400, "PUT", f"/streams/live/{path}",
                                        {**body, "seed_key": bad})
                self.assertIn("/seed_key", str(error))
                self.assertIn(said, str(error))
        longest = "\U0001f600" * 256
        self.assertEqual(control.arm("live", MODEL, seed_key=longest)["seed_key"], longest)

    def test_the_journal_the_log_and_reports_tell_it(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name)
        server = self.server(LOG_FORMAT="json", ECHO_JOURNAL=str(path / "journal.ndjson"))
        control, worker = Control(server), self.worker(server)
        worker.open("live")
        worker.arm(MODEL, **SEED)
        worker.send_all(0, 1)
        worker.until("processed 1")
        control.do("DELETE", "/streams/live/faults")
        worker.arm(MODEL, seed=7)
        worker.send(2)
        worker.until("processed 2")
        worker.emit("nonsense", {})
        worker.refused("INVALID_CONFIG")
        worker.end()
        worker.until("complete")
        entries = control.do("GET", "/journal?stream=live")["entries"]
        self.assertEqual([entry["fault"] for entry in entries if entry["kind"] == "fault"],
                         [{"armed": armed, "rule": 0, "action": "fail", "sequence_number": number,
                           "attempt": 0, **seed}
                          for number, armed, seed in ((0, 1, SEED), (1, 1, SEED),
                                                      (2, 2, {"seed": 7}))])
        events = [entry["payload"] for entry in entries
                  if entry.get("event", "").startswith("config:error_simulation")]
        self.assertEqual([payload.get("seed_key") for payload in events],
                         [KEY, KEY, None, None])
        self.assertEqual([(line["seed"], line.get("seed_key"))
                          for line in self.lines(server, "fault simulated")],
                         [(42, KEY), (42, KEY), (7, None)])
        # without a key the stream's name has the same effect
        seeds: list[dict[str, Any]] = [SEED, {"seed": 7, "seed_key": "live"}]
        live = reports.report(server, "live")
        self.assertEqual(live["streams"][0]["seeds"], seeds)
        xml = reports.fetch(server, "live", ".xml").body.decode()
        page = reports.fetch(server, "live", ".html").body.decode()
        self.assertIn("to repeat the faults: the same rules with seed 42, seed_key", xml)
        self.assertIn("To repeat the faults: the same rules with seed 42, seed_key", page)
        server.stop()
        conform("replay", str(path / "journal.ndjson"), "--json", str(path / "replay.json"))
        replayed = json.loads((path / "replay.json").read_text())
        self.assertEqual(replayed["streams"][0]["seeds"], seeds)


if __name__ == "__main__":
    unittest.main()
