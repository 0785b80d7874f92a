"""GET /metrics: the names and labels of the protocol, checked by Prometheus' own tool."""

import json
import math
import os
import re
import resource
import shutil
import subprocess
import time
import unittest
from pathlib import Path
from typing import Any

import harness
from control import Control
from harness import Server, wait_for
from wire import Direct
from worker import Worker, fragment, init

# What the protocol (016 §12.2) names, with its labels; answers that break their own schema; what
# this server adds; and what client libraries of Prometheus call by the same names.
TYPES = {"ws_connections_total": "counter", "ws_fragments_processed_total": "counter",
         "ws_errors_total": "counter", "ws_active_connections": "gauge",
         "ws_active_streams": "gauge", "ws_queue_depth": "gauge",
         "ws_fragment_processing_ms": "histogram", "ws_queue_wait_time_ms": "histogram",
         "ws_failure_rate_high": "gauge", "ws_answers_unsent_total": "counter",
         "sts_refused_total": "counter", "sts_faults_total": "counter",
         "sts_bytes_total": "counter", "sts_journal_lost_total": "counter",
         "sts_parked_streams": "gauge", "sts_build_info": "gauge",
         "process_cpu_seconds_total": "counter", "process_resident_memory_bytes": "gauge",
         "process_virtual_memory_bytes": "gauge", "process_open_fds": "gauge",
         "process_max_fds": "gauge", "process_start_time_seconds": "gauge"}
LABELS = {"ws_connections_total": {"status"},
          "ws_fragments_processed_total": {"stream_id", "status"},
          "ws_errors_total": {"error_code", "stream_id"}, "ws_active_connections": set(),
          "ws_active_streams": set(), "ws_queue_depth": {"stream_id"},
          "ws_fragment_processing_ms": {"stage"}, "ws_queue_wait_time_ms": {"stream_id"},
          "ws_failure_rate_high": set(), "ws_answers_unsent_total": set(),
          "sts_refused_total": {"reason"}, "sts_faults_total": {"action"},
          "sts_bytes_total": {"direction"}, "sts_journal_lost_total": set(),
          "sts_parked_streams": set(), "sts_build_info": {"version", "protocol_hash", "loop"},
          "process_cpu_seconds_total": set(), "process_resident_memory_bytes": set(),
          "process_virtual_memory_bytes": set(), "process_open_fds": set(),
          "process_max_fds": set(), "process_start_time_seconds": set()}

SERIES = re.compile(r'([a-z_]+)(?:\{(.*)\})? (\d+(?:\.\d+)?)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)')

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


def page(server: Server) -> str:
    response = harness.http(server.port, "GET", "/metrics")
    assert response.status == 200
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return response.body.decode()


def unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), text)


def parse(text: str) -> Series:
    """The values by name and labels."""
    series: Series = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        match = SERIES.fullmatch(line)
        assert match, line
        labels = frozenset((name, unescape(value)) for name, value in
                           LABEL.findall(match[2] or ""))
        assert (match[1], labels) not in series, line
        series[match[1], labels] = float(match[3])
    return series


def value(server: Server, name: str, **labels: str) -> float:
    return parse(page(server)).get((name, frozenset(labels.items())), math.nan)


def findings(text: str) -> list[str]:
    """What promtool has to say."""
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True,
                          text=True, timeout=60)
    return (done.stdout + done.stderr).splitlines()


def words(name: str) -> list[str]:
    """Those of an enum of the schemas."""
    found: list[str] = json.loads((harness.ROOT / "schema" / "types" / name).read_text())["enum"]
    return found


def of_process(server: Server, name: str) -> str:
    return Path(f"/proc/{server.pid}/{name}").read_text()


def stream(server: Server, name: str, **settings: object) -> Worker:
    worker = Worker(server.url)
    worker.emit("stream:init", init(name, **settings))
    worker.expect("stream:ready")
    return worker


def send(worker: Worker, name: str, number: int) -> dict[str, Any]:
    """Sends a fragment and returns its result."""
    worker.emit("fragment:data", fragment(name, number, b"abc"))
    worker.expect("fragment:ack")
    return worker.expect("fragment:processed")


class Metrics(unittest.TestCase):
    def test_promtool_finds_but_the_units_that_the_protocol_prescribes(self) -> None:
        if not shutil.which("promtool"):
            raise AssertionError("promtool is missing: ./dev test installs it")
        with Server() as server:
            worker = stream(server, "a\"b\\c\nd\0é")
            send(worker, "a\"b\\c\nd\0é", 0)
            worker.emit("no:such:event", {})
            worker.expect("error")
            self.assertEqual(sorted(findings(page(server))), [
                f"{name} metric names should not contain abbreviated units"
                for name in ("ws_fragment_processing_ms", "ws_queue_wait_time_ms")])
            worker.close()

    def test_the_names_types_and_labels_of_the_protocol(self) -> None:
        with Server() as server:
            worker = stream(server, "s")
            send(worker, "s", 0)
            worker.emit("no:such:event", {})
            worker.expect("error")
            text = page(server)
            worker.close()
        self.assertEqual(dict(re.findall(r"^# TYPE (\S+) (\S+)$", text, re.M)), TYPES)
        self.assertEqual(set(re.findall(r"^# HELP (\S+) \S.*$", text, re.M)), set(TYPES))
        for name, labels in parse(text):
            base = re.sub(r"_(bucket|sum|count)$", "", name)
            keys = {key for key, _ in labels} - ({"le"} if name.endswith("_bucket") else set())
            self.assertEqual(keys, LABELS[base], name)

    def test_the_documented_table_is_what_there_is(self) -> None:
        text = (harness.ROOT / "docs" / "metrics.md").read_text()
        rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.*?) ?\| \S.* \|$", text, re.M)
        self.assertEqual({name: kind for name, kind, _ in rows}, TYPES)
        self.assertEqual({name: set(re.findall(r"`(\w+)`", labels)) for name, _, labels in rows},
                         LABELS)

    def test_connections(self) -> None:
        with Server() as server:
            worker = Worker(server.url)
            for _ in range(2):
                link = Direct(server.port, "/socket.io/")
                link.send('40{"token":"wrong"}')
                link.receive()
                link.close()
            self.assertEqual(value(server, "ws_connections_total", status="accepted"), 1)
            self.assertEqual(value(server, "ws_connections_total", status="rejected"), 2)
            self.assertEqual(value(server, "ws_errors_total", error_code="AUTH_FAILED",
                                   stream_id=""), 2)
            self.assertEqual(value(server, "ws_active_connections"), 1)
            self.assertEqual(value(server, "ws_active_streams"), 0)
            worker.emit("stream:init", init("s"))
            worker.expect("stream:ready")
            self.assertEqual(value(server, "ws_active_streams"), 1)
            worker.close()
            harness.wait_for(lambda: value(server, "ws_active_connections") == 0, "the end")
            self.assertEqual(value(server, "ws_active_streams"), 0)
            self.assertEqual(value(server, "ws_connections_total", status="accepted"), 1)

    def test_fragments(self) -> None:
        with Server() as server:
            worker = stream(server, "s")
            for number in range(5):
                send(worker, "s", number)
            self.assertEqual(value(server, "ws_fragments_processed_total", stream_id="s",
                                   status="success"), 5)
            for stage in "asr", "mt", "tts", "total":
                self.assertEqual(value(server, "ws_fragment_processing_ms_count", stage=stage), 5)
                self.assertEqual(value(server, "ws_fragment_processing_ms_bucket", stage=stage,
                                       le="+Inf"), 5)
            self.assertEqual(value(server, "ws_queue_wait_time_ms_count", stream_id="s"), 5)
            worker.close()

    def test_failures(self) -> None:
        with Server() as server:
            worker = stream(server, "s")
            send(worker, "s", 0)
            self.assertEqual(value(server, "ws_failure_rate_high"), 0)
            worker.call("config:error_simulation", {
                "enabled": True, "rules": [{"error_code": "GPU_OOM"}]})
            self.assertEqual(send(worker, "s", 1)["status"], "failed")
            self.assertEqual(value(server, "ws_fragments_processed_total", stream_id="s",
                                   status="failed"), 1)
            self.assertEqual(value(server, "ws_errors_total", error_code="GPU_OOM",
                                   stream_id="s"), 1)
            self.assertEqual(value(server, "ws_failure_rate_high"), 1)
            self.assertIn("failure rate is high: 1 of 2 fragments failed within a minute",
                          server.output())
            worker.close()

    def test_the_queue(self) -> None:
        with Server({"ECHO_PROCESSING_DELAY_MS": "60000"}) as server:
            worker = stream(server, "s", max_inflight=1, timeout_ms=30000)
            for number in range(4):
                worker.emit("fragment:data", fragment("s", number, b"abc"))
            harness.wait_for(lambda: value(server, "ws_queue_depth", stream_id="s") == 3,
                             "three fragments to wait")
            worker.close()

    def test_the_series_of_a_stream_go_with_it(self) -> None:
        with Server({"RESUME_WINDOW_MS": "0"}) as server:
            worker = stream(server, "gone")
            send(worker, "gone", 0)
            self.assertIn('"gone"', page(server))
            worker.close()
            harness.wait_for(lambda: '"gone"' not in page(server), "the series to go")

    def test_what_streams_did_stays_in_the_sums(self) -> None:
        def totals() -> list[float]:
            series = parse(page(server))
            return [sum(number for (name, labels), number in series.items()
                        if name == wanted and "stream_id" in dict(labels))
                    for wanted in ("ws_fragments_processed_total", "ws_errors_total",
                                   "ws_queue_wait_time_ms_count")]
        with Server({"RESUME_WINDOW_MS": "0"}) as server:
            self.assertEqual(totals(), [0, 0, 0])
            for number, name in enumerate(("a", "(ended)", "_other"), 1):
                worker = stream(server, name)
                send(worker, name, 0)
                worker.emit("stream:resume", {"stream_id": "another"})
                worker.expect("error")
                self.assertEqual(value(server, "ws_queue_depth", stream_id={
                    "a": "a"}.get(name, "\\" + name)), 0)
                self.assertEqual(totals(), [number] * 3)
                worker.close()
                wait_for(lambda: value(server, "ws_fragments_processed_total",
                                       stream_id="(ended)", status="success") == number,
                         "the counts to move")
                self.assertEqual(totals(), [number] * 3)

    def test_all_that_can_be_known_is_there_from_the_start(self) -> None:
        with Server() as server:
            series = parse(page(server))
        known = {name: {frozenset(dict(labels).items()) for found, labels in series if found == name}
                 for name in TYPES}
        self.assertEqual({name for name, found in known.items() if not found},
                         # which are of streams, or have other names
                         {"ws_queue_depth", "ws_fragment_processing_ms", "ws_queue_wait_time_ms"})
        actions = words("rule_action.json")
        self.assertEqual(known["sts_faults_total"], {frozenset({("action", action)})
                                                     for action in actions})
        codes = [*words("error_code.json"), "other"]
        self.assertEqual(known["ws_errors_total"], {
            frozenset({("error_code", code), ("stream_id", name)})
            for code in codes for name in ("", "_other", "(ended)")})
        self.assertEqual({number for (name, _), number in series.items()
                          if TYPES.get(name) == "counter" and name.startswith(("ws_", "sts_"))
                          and name != "sts_bytes_total"}, {0})

    def test_faults(self) -> None:
        with Server() as server:
            worker = stream(server, "s")
            worker.call("config:error_simulation", {
                "enabled": True, "rules": [{"action": "partial", "error_code": "TIMEOUT"}]})
            for number in range(2):
                self.assertEqual(send(worker, "s", number)["status"], "partial")
            self.assertEqual({dict(labels)["action"]: number for (name, labels), number in
                              parse(page(server)).items()
                              if name == "sts_faults_total" and number}, {"partial": 2})
            worker.close()

    def test_limits(self) -> None:
        with Server({"WS_MAX_CONNECTIONS": "1", "RATE_LIMIT_FRAGMENTS_PER_MIN": "1"}) as server:
            worker = stream(server, "s")
            late = Worker(server.url)
            late.emit("stream:init", init("late"))
            late.expect("error")
            send(worker, "s", 0)
            for number in range(1, 4):
                worker.emit("fragment:data", fragment("s", number, b"abc"))
                worker.expect("error")
            self.assertEqual({dict(labels)["reason"]: number for (name, labels), number in
                              parse(page(server)).items()
                              if name == "sts_refused_total" and number},
                             {"WS_MAX_CONNECTIONS": 1, "RATE_LIMIT_FRAGMENTS_PER_MIN": 3})
            late.close()
            worker.close()

    def test_bytes(self) -> None:
        with Server() as server:
            requests = [harness.request("GET", target) for target in
                        ("/health", "/nothing", "/asyncapi.json", "/metrics")]
            answers = [harness.exchange(server.port, request) for request in requests]
            series = parse(harness.parse_response(answers[-1]).body.decode())
            way = {name: series["sts_bytes_total", frozenset({("direction", name)})]
                   for name in ("in", "out")}
            # the page is made before it leaves
            self.assertEqual(way, {"in": sum(map(len, requests)), "out": sum(map(len, answers[:-1]))})
            worker = stream(server, "s")
            harness.wait_for(lambda: value(server, "sts_bytes_total", direction="in") > way["in"],
                             "its messages to be counted")
            before = {name: value(server, "sts_bytes_total", direction=name) for name in way}
            worker.emit("fragment:data", fragment("s", 0, b"abc" * 100000))
            worker.expect("fragment:ack")
            worker.expect("fragment:processed")
            for name, bytes_before in before.items():
                self.assertGreater(value(server, "sts_bytes_total", direction=name),
                                   bytes_before + 400000)
            worker.close()

    def test_parked_streams(self) -> None:
        with Server() as server:
            worker = stream(server, "s")
            self.assertEqual(value(server, "sts_parked_streams"), 0)
            worker.drop()
            wait_for(lambda: value(server, "sts_parked_streams") == 1, "the stream to be parked")

    def test_entries_that_the_journal_lost(self) -> None:
        with Server({"JOURNAL_MAX_EVENTS": "10"}) as server:
            worker = stream(server, "s")
            self.assertEqual(value(server, "sts_journal_lost_total"), 0)
            for number in range(10):
                send(worker, "s", number)
            lost = value(server, "sts_journal_lost_total")
            entries = Control(server).do("GET", "/journal?stream=s")["entries"]
            self.assertEqual(len(entries), 10)
            self.assertGreaterEqual(lost, 20)  # of 30 events
            worker.close()

    def test_the_process(self) -> None:
        with Server() as server:
            before = server.cpu_seconds()
            links = [harness.connect(server.port) for _ in range(5)]
            cpu = value(server, "process_cpu_seconds_total")
            self.assertGreaterEqual(cpu, before)
            self.assertLessEqual(cpu, server.cpu_seconds() + 0.02)  # told in hundredths
            wait_for(lambda: value(server, "process_open_fds") == server.descriptors() + 1,
                     "the client of this page alone to be counted beside the others")
            self.assertEqual(value(server, "process_max_fds"),
                             resource.prlimit(server.pid, resource.RLIMIT_NOFILE)[0])
            statm = [int(number) for number in
                     of_process(server, "statm").split()]
            page_size = os.sysconf("SC_PAGESIZE")
            self.assertEqual(value(server, "process_virtual_memory_bytes"), statm[0] * page_size)
            resident = value(server, "process_resident_memory_bytes")
            self.assertLess(abs(resident - statm[1] * page_size), 0.2 * resident)
            started = value(server, "process_start_time_seconds")
            age = time.clock_gettime(time.CLOCK_BOOTTIME) - int(
                of_process(server, "stat").rsplit(")", 1)[1].split()[19]
            ) / os.sysconf("SC_CLK_TCK")
            self.assertAlmostEqual(started, time.time() - age, delta=0.1)
            self.assertEqual(value(server, "process_start_time_seconds"), started)
            for link in links:
                link.close()

    def test_which_program_it_is(self) -> None:
        with Server() as server:
            health = harness.http(server.port, "GET", "/health").json()
            loop = re.search(r"loop (\w+)\)", server.output())
            assert loop
            self.assertEqual(value(server, "sts_build_info", version=health["version"],
                                   protocol_hash=health["protocol_hash"], loop=loop[1]), 1)

    def test_the_number_of_streams_with_series_of_their_own_is_bounded(self) -> None:
        with Server({"WS_MAX_CONNECTIONS": "0", "MAX_CONNECTIONS_PER_KEY": "0"}) as server:
            links = []
            for index in range(300):
                link = Direct(server.port, "/socket.io/")
                link.send('40{"token":"test-api-key"}')
                link.receive()
                link.send(f'42["stream:init",{{"stream_id":"s{index}","worker_id":"w",'
                          '"config":{}}]')
                link.receive()
                links.append(link)
            series = parse(page(server))
            streams = {dict(labels)["stream_id"] for name, labels in series
                       if name == "ws_fragments_processed_total"}
            self.assertEqual(len(streams), 258)
            self.assertLess({"_other", "(ended)"}, streams)
            for link in links:
                link.close()

    def test_names_of_streams_are_escaped(self) -> None:
        with Server() as server:
            name = 'a"b\\c\nd} 1\nforged 2 é'
            worker = stream(server, name)
            self.assertEqual(value(server, "ws_queue_depth", stream_id=name), 0)
            worker.close()


if __name__ == "__main__":
    unittest.main()
