"""The server stops for a while, again and again, as in a paused container (SIGSTOP). Its clients do
not notice: what they sent meanwhile counts before any deadline, and no report holds it against them
that the server was away."""

from __future__ import annotations

import random
import signal
import threading
import time
from pathlib import Path
from typing import Any, Callable

import harness
import reports
from harness import TIME_FACTOR, Server
from session import Face, Raw, Session, SessionTest
from worker import PATIENCE

STOPS = 100
# Longer than each of the deadlines below, but for what clients themselves wait for a ping.
LONG = 1.1
# Sent in the wrong order on purpose.
DISORDER = "016/7.1/sent-in-order"
CROWD = "016/6.2/max-inflight"

SETTINGS = {
    "WS_PING_INTERVAL": str(1.5 * TIME_FACTOR),
    "WS_PING_TIMEOUT": "1",
    "SEQUENCE_GAP_MS": "150",
    "IDLE_TIMEOUT_MS": "1000",
    "RESUME_WINDOW_MS": "1000",
    "REPORT_RETURN_MS": "1000",
    "ECHO_PROCESSING_DELAY_MS": "20",
    "ECHO_PROCESSING_JITTER_MS": "20",
}


def lengths() -> list[float]:
    """Of the stops, in seconds: most are short, some long, in any order."""
    seed = random.randrange(1 << 32)
    print("seed", seed)
    random.seed(seed)
    some = [random.uniform(0.001, 0.06) for _ in range(STOPS * 3 // 4)]
    more = [random.uniform(0.1, 0.4) for _ in range(STOPS - len(some) - 6)]
    every = some + more + [LONG] * 6
    random.shuffle(every)
    return every


def freeze(server: Server) -> None:
    server.process.send_signal(signal.SIGSTOP)
    status = Path(f"/proc/{server.pid}/stat")
    harness.wait_for(lambda: status.read_text().rsplit(")", 1)[1].split()[0] == "T", "the stop")


class Plays:
    """Workers that go on, each in a thread of its own, until they are told to finish."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.failures: list[BaseException] = []
        self.threads: list[threading.Thread] = []

    def start(self, play: Callable[..., None], *workers: Session) -> None:
        thread = threading.Thread(target=self._run, args=(play, *workers))
        self.threads.append(thread)
        thread.start()

    def _run(self, play: Callable[..., None], *workers: Session) -> None:
        try:
            play(*workers)
        except BaseException as failure:  # handed on by finish
            self.failures.append(failure)

    def finish(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(PATIENCE)
        if self.failures:
            raise self.failures[0]


def settle(worker: Face, count: int) -> None:
    """Reads until `count` results have come, which must be good ones, and confirms them."""
    done: list[dict[str, Any]] = []
    while len(done) < count:
        event, payload = worker.next()
        if event == "fragment:processed" and payload["status"] == "success":
            done.append(payload)
        elif event != "fragment:ack":
            raise AssertionError(f"{event} {str(payload)[:500]}")
    for one in done:
        worker.confirm(one)


def end(worker: Face) -> None:
    worker.end()
    worker.until("complete")


class Stops(SessionTest):
    def setUp(self) -> None:
        self.host = self.server(**SETTINGS)
        self.plays = Plays()
        self.addCleanup(self.plays.over.set)

    def open(self, stream: str, *transports: str, **more: Any) -> Session:
        """Before the first stop: the client gives up a CONNECT after a second."""
        worker = self.worker(self.host, transports=transports or ("websocket",))
        worker.open(stream, **more)
        return worker

    def steady(self, worker: Session) -> None:
        """Sends one fragment after the other."""
        number = 0
        while not self.plays.over.is_set():
            worker.send(number)
            settle(worker, 1)
            number += 1
        end(worker)
        worker.leave()

    def seldom(self, worker: Session) -> None:
        """Sends a fragment now and then: it is never idle for too long."""
        number = 0
        while not self.plays.over.wait(0.25):
            worker.send(number)
            settle(worker, 1)
            number += 1
        end(worker)
        worker.leave()

    def slow(self, worker: Session) -> None:
        """Sends fragments that wait for each other, for most of the time that they have."""
        worker.delay(300)
        number = 0
        while not self.plays.over.is_set():
            worker.send(number)
            worker.send(number + 1)
            backlog = 2
            while backlog:
                event, payload = worker.next()
                if event == "fragment:processed":
                    self.assertEqual(payload["status"], "success", payload)
                    worker.confirm(payload)
                    backlog -= 1
                elif event not in ("fragment:ack", "backpressure"):
                    raise AssertionError(f"{event} {payload}")
            number += 2
        end(worker)
        worker.leave()

    def returning(self) -> None:
        """Loses its connection again and again, and comes back each time."""
        number = 0
        while True:
            worker = Raw(self.host.port)
            worker.open("returning")
            worker.send(number)
            settle(worker, 1)
            number += 1
            if self.plays.over.is_set():
                break
            worker.close()
            time.sleep(0.5)
        end(worker)
        worker.close()

    def stop(self, length: float, meanwhile: Callable[[], None]) -> None:
        freeze(self.host)
        try:
            meanwhile()
            time.sleep(length)
        finally:
            self.host.process.send_signal(signal.SIGCONT)

    def rounds(self, worker: Raw) -> None:
        """All the stops. During each, fragments are sent that fill a gap: one of the server's
        knowledge, or one that only what lies in the kernel has."""
        def send(*numbers: int) -> None:
            worker.send_all(*numbers)

        number = 0
        for turn, length in enumerate(lengths()):
            first, second, third = number, number + 1, number + 2
            number += 3
            if turn % 2:
                worker.send(second)
                worker.until(f"ack {second}")
                self.stop(length, lambda: send(third, first))
            else:
                self.stop(length, lambda: send(third, second, first))
            settle(worker, 3)
            time.sleep(random.uniform(0, 0.05))

    def test_nobody_notices_a_hundred_stops(self) -> None:
        steady = [self.open("websocket", "websocket"), self.open("polling", "polling"),
                  self.open("upgraded", "polling", "websocket")]
        seldom = self.open("seldom")
        slow = self.open("slow", max_inflight=1, timeout_ms=1000)
        worker = self.raw(self.host)
        for one in steady:
            self.plays.start(self.steady, one)
        self.plays.start(self.seldom, seldom)
        self.plays.start(self.slow, slow)
        self.plays.start(self.returning)
        worker.open("disorder")
        self.rounds(worker)
        end(worker)
        self.plays.finish()
        report = reports.report(self.host)
        self.assertEqual(reports.broken(report), [CROWD, DISORDER], report["findings"])
        for stream in ("websocket", "polling", "upgraded", "seldom", "returning"):
            with self.subTest(stream):
                report = reports.report(self.host, stream)
                self.assertEqual((report["verdict"], report["findings"]), ("pass", []))


class GivesUp(SessionTest):
    """A client may give up what has been silent for so long."""

    def after(self, seconds: float, timeout: int = 2) -> dict[str, Any]:
        """The report on a worker that answers no ping any more after a stop, nor confirms a result,
        but comes back when its connection is closed."""
        host = self.server(WS_PING_INTERVAL="1", WS_PING_TIMEOUT=str(timeout))
        worker = self.raw(host)
        worker.open("live")
        worker.send(0)
        settle(worker, 1)
        freeze(host)
        worker.send(1)
        time.sleep(seconds)
        host.process.send_signal(signal.SIGCONT)
        harness.wait_for(lambda: self.streams(host) == (0, 1), "the ping timeout")
        time.sleep(0.3)
        again = self.raw(host)
        again.open("live")
        end(again)
        again.close()
        return reports.report(host, "live")

    def test_a_worker_that_is_back_before_the_server_knows_of_the_loss(self) -> None:
        """It does not say since when it has known."""
        host = self.server(WS_PING_INTERVAL="1", WS_PING_TIMEOUT="1")
        self.raw(host).open("live")
        again = self.worker(host)
        harness.wait_for(lambda: self.streams(host) == (0, 1), "the ping timeout")
        again.open()
        row = reports.rows(reports.report(host, "live"))["sts/1/reconnect-backoff"]
        self.assertEqual(row["outcome"], "not_exercised")

    def test_then_nobody_knows_whether_it_broke_the_rule_of_pings(self) -> None:
        report = self.after(4)
        self.assertEqual((report["verdict"], report["findings"]), ("unknown", []))
        row = reports.rows(report)["sts/1/answers-ping"]
        self.assertEqual(row["outcome"], "unknown")
        self.assertIn("the server had stopped for a while", row["note"])
        row = reports.rows(report)["016/5.1/fragment-ack/sent"]
        self.assertIn("were not confirmed when the connection was lost: 1", row["note"])

    def test_not_after_a_short_stop(self) -> None:
        self.assertIn("sts/1/answers-ping", reports.broken(self.after(0.1)))

    def test_not_where_the_ping_came_early_enough(self) -> None:
        """It is some 2.5 s late, and the client may give up when it is 4 s late."""
        self.assertIn("sts/1/answers-ping", reports.broken(self.after(3.5, timeout=4)))
