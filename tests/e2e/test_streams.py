"""Ten workers stream real audio at once; how long everything took is printed beside what the
specifications ask for. What is asserted is that it works, not how fast."""
# labels: fast

from __future__ import annotations

import concurrent.futures
import dataclasses
import pathlib
import statistics
import tempfile
import time
import unittest
from typing import Any

import harness
from harness import Server
from session import Session
from test_first_light import FRAGMENTS, make_audio

STREAMS = 10
# Longer than this and something waits for a time-out that should not.
SANE = 30.0 * harness.TIME_FACTOR


@dataclasses.dataclass
class Figure:
    """What one thing took, each time, in milliseconds."""

    name: str
    target: float
    times: list[float] = dataclasses.field(default_factory=list)

    def line(self) -> str:
        times = sorted(self.times)
        p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
        return (f"{self.name:<38} {len(times):>4}  median {statistics.median(times):8.2f} ms"
                f"  p95 {p95:8.2f}  worst {times[-1]:8.2f}  (target {self.target:g} ms)")


class Timed(Session):
    """A worker that notes when each event came."""

    def _listen(self, event: str) -> None:
        self.client.on(event, lambda payload=None: self.received.put(
            (event, (time.monotonic(), payload))), namespace=self.namespace)

    def event(self) -> tuple[str, float, Any]:
        name, noted = self.received.get(timeout=SANE)
        at, payload = noted if isinstance(noted, tuple) else (time.monotonic(), noted)
        return name, at, payload


@dataclasses.dataclass
class Told:
    """A session as its worker saw it; times of the monotonic clock."""

    connect: float = 0
    ready: float = 0
    whole: float = 0
    acks: list[float] = dataclasses.field(default_factory=list)
    results: list[tuple[float, dict[str, Any]]] = dataclasses.field(default_factory=list)
    complete: dict[str, Any] = dataclasses.field(default_factory=dict)


def session(server: Server, stream: str, audio: list[bytes], pace: float = 0,
            inflight: int = 1) -> Told:
    """Streams `audio` at a pace, with no more without a result than `inflight`."""
    told = Told()
    started = time.monotonic()
    worker = Timed(server.url)
    told.connect = time.monotonic() - started
    sent_at: dict[str, float] = {}
    worker.stream = stream

    def take() -> str:
        name, at, payload = worker.event()
        if name == "fragment:ack":
            told.acks.append(at - sent_at[payload["fragment_id"]])
        elif name == "fragment:processed":
            told.results.append((at - sent_at[payload["fragment_id"]], payload))
        elif name == "stream:complete":
            told.complete = payload
        elif name != "stream:ready":
            raise AssertionError(f"{stream}: {name} {payload}")
        return name

    begun = time.monotonic()
    worker.emit("stream:init", {"stream_id": stream, "worker_id": f"worker-{stream}",
                                "config": {}, "max_inflight": inflight})
    take()
    told.ready = time.monotonic() - begun
    for number, data in enumerate(audio):
        one = worker.make(number, data)
        sent_at[one["fragment_id"]] = time.monotonic()
        worker.emit("fragment:data", one)
        time.sleep(pace)  # as a source does that runs in real time
        while len(told.results) + inflight <= number + 1:
            take()
    worker.end()
    while take() != "stream:complete":
        pass
    told.whole = time.monotonic() - started
    worker.leave()
    return told


class Streams(unittest.TestCase):
    audio: list[bytes]

    @classmethod
    def setUpClass(cls) -> None:
        with tempfile.TemporaryDirectory() as folder:
            cls.audio = make_audio(pathlib.Path(folder))

    def check(self, told: Told, count: int) -> None:
        self.assertEqual(len(told.acks), count)
        self.assertEqual([result["sequence_number"] for _, result in told.results],
                         list(range(count)))
        self.assertEqual({result["status"] for _, result in told.results}, {"success"})
        self.assertEqual((told.complete["total_fragments"],
                          told.complete["statistics"]["success_count"]), (count, count))
        self.assertLess(told.whole, SANE)

    def at_once(self, server: Server, **how: Any) -> list[Told]:
        with concurrent.futures.ThreadPoolExecutor(STREAMS) as pool:
            jobs = [pool.submit(session, server, f"stream-{number}", self.audio, **how)
                    for number in range(STREAMS)]
            return [job.result(timeout=4 * SANE) for job in jobs]

    def test_the_figures(self) -> None:
        figures = {
            "start": Figure("ready to accept after start", 2000),
            "connect": Figure("connection", 500),
            "ready": Figure("stream:init to stream:ready", 1000),
            "ack": Figure("fragment to fragment:ack", 50),
            "adds": Figure("what the echo adds, there and back", 50),
            "order": Figure("in-order delay, 20 ms + 0 to 40 ms", 200),
            "session": Figure("session of ten fragments", 5000),
        }
        for _ in range(5):
            started = time.monotonic()
            with Server():
                figures["start"].times.append((time.monotonic() - started) * 1000)
        with Server() as server:
            for number in range(10):
                told = session(server, f"ten-{number}", self.audio[:10])
                self.check(told, 10)
                figures["session"].times.append(told.whole * 1000)
            for told in self.at_once(server):
                self.check(told, FRAGMENTS)
                figures["connect"].times.append(told.connect * 1000)
                figures["ready"].times.append(told.ready * 1000)
                figures["ack"].times += [taken * 1000 for taken in told.acks]
                figures["adds"].times += [
                    taken * 1000 - result["processing_time_ms"] for taken, result in told.results]
        with Server({"ECHO_PROCESSING_DELAY_MS": "20",
                     "ECHO_PROCESSING_JITTER_MS": "40"}) as server:
            for told in self.at_once(server, pace=0.01, inflight=10):
                self.check(told, FRAGMENTS)
                figures["order"].times += [
                    taken * 1000 - result["processing_time_ms"] for taken, result in told.results]
        print(f"\n{STREAMS} streams at once, {FRAGMENTS} fragments of "
              f"{sum(map(len, self.audio)) // len(self.audio)} bytes each; client and server on "
              "one machine, the client's own time included:")
        for figure in figures.values():
            print("  " + figure.line())


if __name__ == "__main__":
    unittest.main()
