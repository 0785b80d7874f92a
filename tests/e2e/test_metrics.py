"""GET /metrics: the names and labels of the protocol, checked by Prometheus' own tool."""

import re
import shutil
import subprocess
import unittest
from typing import Any

import harness
from harness import Server
from wire import Direct
from worker import Worker, fragment, init

# What the protocol (016 §12.2) names, with its labels, and the last row: answers that break their
# own schema, and clients that could not get in.
TYPES = {"ws_connections_total": "counter", "ws_fragments_processed_total": "counter",
         "ws_errors_total": "counter", "ws_active_connections": "gauge",
         "ws_active_streams": "gauge", "ws_queue_depth": "gauge",
         "ws_fragment_processing_ms": "histogram", "ws_queue_wait_time_ms": "histogram",
         "ws_failure_rate_high": "gauge", "ws_answers_unsent_total": "counter",
         "sts_refused_total": "counter"}
LABELS = {"ws_connections_total": {"status"},
          "ws_fragments_processed_total": {"stream_id", "status"},
          "ws_errors_total": {"error_code", "stream_id"}, "ws_active_connections": set(),
          "ws_active_streams": set(), "ws_queue_depth": {"stream_id"},
          "ws_fragment_processing_ms": {"stage"}, "ws_queue_wait_time_ms": {"stream_id"},
          "ws_failure_rate_high": set(), "ws_answers_unsent_total": set(),
          "sts_refused_total": {"reason"}}

SERIES = re.compile(r'([a-z_]+)(?:\{(.*)\})? (\d+)')
LABEL = re.compile(r'([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)')

Series = dict[tuple[str, frozenset[tuple[str, str]]], int]


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
        series[match[1], labels] = int(match[3])
    return series


def value(server: Server, name: str, **labels: str) -> int | None:
    return parse(page(server)).get((name, frozenset(labels.items())))


def findings(text: str) -> list[str]:
    """What promtool has to say."""
    done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True,
                          text=True, timeout=60)
    return (done.stdout + done.stderr).splitlines()


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
            self.assertEqual(len(streams), 257)
            self.assertIn("_other", streams)
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
