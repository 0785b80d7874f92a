"""Nothing that arrives on the wire hurts: what hostile/ lists, sent to one server.

After each probe the server serves a normal client. In the end no descriptor and no session is
left over, the server has said nothing that a sanitizer says, and goes when it is told to.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import os
import re
import signal
import socket
import threading
import time
import unittest
from typing import Any, Iterator

import harness
from harness import BINARY, CONTINUATION, PATIENCE, TEXT, TIME_FACTOR, WebSocket, frame, request
from hostile import (engineio_probes, http_probes, probe, socketio_probes, sts_probes,
                     websocket_probes)
from hostile.probe import INIT, JOIN, POLLING, WEBSOCKET, Polling, Probe, event, open_websocket

CHAPTERS = {"http": http_probes, "websocket": websocket_probes, "engineio": engineio_probes,
            "socketio": socketio_probes, "sts": sts_probes}
SLOW = [row for chapter in CHAPTERS.values() for row in getattr(chapter, "SLOW", ())]
ALL = [row for chapter in CHAPTERS.values() for row in chapter.CHAPTER] + SLOW

# A sanitizer keeps freed memory for a while, to see who touches it: less of it, where memory is
# measured.
SANITIZER = {"ASAN_OPTIONS": ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"),
                                                     "quarantine_size_mb=16")))}
SETTINGS = {**SANITIZER, "RATE_LIMIT_FRAGMENTS_PER_MIN": "0"}


def assert_quiet(server: harness.Server, seconds: float = 1.0) -> None:
    """Nothing spins after what was done."""
    probe.settle(server.port)
    before = server.cpu_seconds()
    time.sleep(seconds)
    used = server.cpu_seconds() - before
    if used > 0.2 * seconds:
        raise AssertionError(f"{used:.2f} s of processor time in {seconds} s of nothing to do")


class Probes(unittest.TestCase):
    """The tables, row by row."""

    server: harness.Server
    descriptors: int

    @classmethod
    def setUpClass(cls) -> None:
        cls.start()
        # Those that wait for time-outs of the server do so all together, beside the others.
        cls.pool = concurrent.futures.ThreadPoolExecutor(len(SLOW))
        cls.waiting = [(row, cls.pool.submit(row.attack, cls.server.port)) for row in SLOW]

    @classmethod
    def start(cls) -> None:
        cls.context = harness.server(**SETTINGS)
        cls.server = cls.context.__enter__()
        probe.serve_normal_client(cls.server.port)
        cls.descriptors = cls.server.descriptors()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.pool.shutdown(wait=False, cancel_futures=True)
        cls.server.stop()

    def judge(self, row: Probe, outcome: str) -> None:
        if not row.fits(outcome):
            self.fail(f"{row.name}: {outcome[:1000]!r}, expected {row.expected[:1000]!r}")

    def run_row(self, row: Probe) -> None:
        try:
            self.judge(row, row.attack(self.server.port))
            probe.serve_normal_client(self.server.port)
        except Exception:
            if not self.serves():
                self.replace(row)
            raise

    def serves(self) -> bool:
        with contextlib.suppress(Exception):
            probe.serve_normal_client(self.server.port)
            return True
        return False

    def replace(self, row: Probe) -> None:
        """A server that is lost does not take the rows that follow with it."""
        self.server.process.kill()
        self.server.process.wait()
        print(f"---- the server's output at {row.name!r}\n{self.server.output()[-20000:]}----")
        self.server.log.close()
        type(self).start()

    def run_chapter(self, name: str) -> None:
        for row in CHAPTERS[name].CHAPTER:
            with self.subTest(row.name):
                self.run_row(row)
        assert_quiet(self.server)

    def test_http(self) -> None:
        self.run_chapter("http")

    def test_websocket(self) -> None:
        self.run_chapter("websocket")

    def test_engineio(self) -> None:
        self.run_chapter("engineio")

    def test_socketio(self) -> None:
        self.run_chapter("socketio")

    def test_sts(self) -> None:
        self.run_chapter("sts")

    def test_what_waits(self) -> None:
        for row, outcome in self.waiting:
            with self.subTest(row.name):
                self.judge(row, outcome.result(60))
        probe.serve_normal_client(self.server.port)

    def test_zzz_nothing_is_left(self) -> None:
        """Runs last: its name says so."""
        for _, outcome in self.waiting:
            concurrent.futures.wait([outcome])
        harness.wait_for(lambda: self.server.descriptors() <= self.descriptors,
                         "all descriptors to be closed")
        self.assertEqual(harness.http(self.server.port, "GET", "/health").json()["sessions"], 0)
        # What clients say is escaped in the log: no line is theirs.
        self.assertEqual(re.findall(r"[^\n]*[\x00-\x08\x0b-\x1f\x7f][^\n]*", self.server.output()),
                         [])


class Table(unittest.TestCase):
    def test_probes_are_distinct_and_many(self) -> None:
        names = [row.name for chapter in CHAPTERS.values()
                 for part in vars(chapter).values() if part is chapter.CHAPTER
                 for row in part]
        self.assertGreaterEqual(len(set(names)), 150)
        for chapter in CHAPTERS.values():
            names = [row.name for row in (*chapter.CHAPTER, *getattr(chapter, "SLOW", ()))]
            self.assertEqual(sorted(names), sorted(set(names)))
