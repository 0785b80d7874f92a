"""Scenarios (docs/faults.md), given to the server at its start."""

import json
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any

import harness
from session import SessionTest, handshake, unit
from test_settings import start

BREAKER = {"name": "breaker", "stream_id": "live-*", "steps": [
    {"faults": {"rules": [{"error_code": "TIMEOUT"}]}, "until": {"count": 5}},
    {"disconnect": {"mode": "reset", "refuse_ms": unit(3000)}}]}


class Scenarios(SessionTest):
    def file(self, content: Any) -> str:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "scenario.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        return str(path)

    def playing(self, *scenarios: Any, **settings: str) -> harness.Server:
        content = scenarios[0] if len(scenarios) == 1 else list(scenarios)
        return self.server(ECHO_SCENARIO=self.file(content), **settings)

    def test_five_timeouts_then_refused_then_well(self) -> None:
        server = self.playing(BREAKER)
        worker, parallel = self.worker(server), self.worker(server)
        worker.open("live-1")
        parallel.open("other")
        for number in range(5):
            worker.send(number)
            self.assertEqual(worker.read(2)[1], f"processed {number} failed TIMEOUT")
        self.assertEqual(worker.read(1), ["disconnect"])
        self.assertEqual(handshake(server.port, "live-1"), 503)
        parallel.send(0)
        self.assertEqual(parallel.read(2), ["ack 0", "processed 0 success"])
        harness.wait_for(lambda: handshake(server.port, "live-1") == 200,
                         "handshakes to be taken again")
        again = self.worker(server)
        again.open("live-1")
        again.send(5)
        self.assertEqual(again.read(2), ["ack 5", "processed 5 success"])

    def test_files_of_other_systems(self) -> None:
        text = json.dumps({"steps": [{"faults": {"rules": [{"error_code": "GPU_OOM"}]}}]}, indent=1)
        text = text.replace("\n", "\r\n")
        for scenario in text, f"[{text}]", f'{{"scenarios": [{text}]}}':
            path = self.file("")
            Path(path).write_bytes(scenario.encode("utf-8-sig"))
            worker = self.worker(self.server(ECHO_SCENARIO=path))
            worker.open("live")
            worker.send(0)
            self.assertEqual(worker.read(2)[1], "processed 0 failed GPU_OOM")
        Path(path).write_bytes(text.encode("utf-16"))
        done = start("--port", "0", ECHO_SCENARIO=path)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"ECHO_SCENARIO {path}: is in UTF-16 or UTF-32. Save it as UTF-8", done.stderr)

    def test_streams_do_not_disturb_each_other(self) -> None:
        server = self.playing({"steps": [
            {"faults": {"rules": [{"error_code": "GPU_OOM"}]}, "until": {"count": 1}}]})
        workers = [self.worker(server) for _ in range(3)]
        for number, worker in enumerate(workers):
            worker.open(f"s{number}")
        for worker in workers:
            worker.send_all(0, 1)
            self.assertEqual(worker.read(4)[1::2], ["processed 0 failed GPU_OOM",
                                                    "processed 1 success"])

    def test_a_place_outlives_its_stream(self) -> None:
        server = self.playing({"steps": [
            {"faults": {"rules": [{"error_code": "GPU_OOM"}]}, "until": {"count": 2}}]},
            RESUME_WINDOW_MS="0")
        for number, words in enumerate(("failed GPU_OOM", "failed GPU_OOM", "success")):
            worker = self.worker(server)
            worker.open("s")
            worker.send(0)
            self.assertEqual(worker.read(2)[1], f"processed 0 {words}", number)
            worker.leave()

    def test_a_list_and_steps_by_event(self) -> None:
        server = self.playing(BREAKER, {"stream_id": "paused", "steps": [
            {"until": {"event": "stream:pause"}}, {"delay": {"delay_ms": 1}, "faults": {
                "rules": [{"error_code": "MODEL_ERROR"}]}, "until": {"after_ms": 86400000}}]})
        worker = self.worker(server)
        worker.open("paused")
        worker.send(0)
        self.assertEqual(worker.read(2)[1], "processed 0 success")
        worker.pause()
        worker.resume()
        worker.send(1)
        self.assertEqual(worker.read(2)[1], "processed 1 failed MODEL_ERROR")

    def complaints(self, content: Any) -> list[str]:
        """All that a start says that fails."""
        done = subprocess.run(
            [harness.STS, "--port", str(harness.free_port()), "--log-format", "text",
             "--scenario", self.file(content)],
            capture_output=True, text=True, timeout=harness.PATIENCE, check=False)
        self.assertEqual(done.returncode, 1, done.stderr)
        found: list[str] = re.findall(r"ECHO_SCENARIO \S+(: .*)", done.stderr)
        self.assertTrue(found, done.stderr)
        return found

    def refused(self, content: Any) -> str:
        """The one thing that it says."""
        one, = self.complaints(content)
        return one.removeprefix(": ")

    def test_what_is_wrong_stops_the_start(self) -> None:
        for content, pointer in (
                ({"steps": []}, "/steps "), ([{"steps": [{"until": {"count": 0}}]}],
                                             "/0/steps/0/until/count "),
                ([BREAKER, {"steps": [{"until": {"count": 1}}, {"faults": {"rules": [{}]}}]}],
                 "/1/steps/1/faults/rules/0 "),
                ({"steps": [{"util": {}}]}, "/steps/0/util "),
                ({"steps": [{"backpressure": {"script": [{"after_ms": 2}, {"after_ms": 1}]}}]},
                 "/steps/0/backpressure/script/1/after_ms "),
                ("{\"steps\":\n[", "line 2: "), ([], "must have"), ("", "line 1: ")):
            with self.subTest(pointer):
                self.assertIn(pointer, self.refused(content))

    def test_every_place_that_is_wrong_is_named(self) -> None:
        said = "\n".join(self.complaints({"scenarios": [
            {"steps": [{"util": {}}, {"faults": {"rules": [{"eror_code": "TIMEOUT"}]}}]}]}))
        for words in ('/scenarios/0/steps/0/util is not a known member; did you mean '
                      '"until"?', "/scenarios/0/steps/1/faults/rules/0/eror_code ",
                      'did you mean "error_code"?', ": the scenarios have 3 errors"):
            self.assertIn(words, said)

    def test_the_body_of_a_request_is_taken(self) -> None:
        server = self.playing({"scenarios": [{"name": "mine", "steps": [
            {"faults": {"rules": [{"error_code": "GPU_OOM"}]}}]}]})
        worker = self.worker(server)
        worker.open("s")
        worker.send(0)
        self.assertEqual(worker.read(2)[1], "processed 0 failed GPU_OOM")
        self.assertIn('/scenaros is not a known member; did you mean "scenarios"?',
                      "\n".join(self.complaints({"scenaros": []})))

    def test_no_file(self) -> None:
        done = subprocess.run([harness.STS, "--port", str(harness.free_port()),
                               "--scenario", "/nonexistent.json"],
                              capture_output=True, text=True, timeout=harness.PATIENCE, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("ECHO_SCENARIO /nonexistent.json: No such file", done.stderr)


if __name__ == "__main__":
    unittest.main()
