"""Nothing that arrives on the wire hurts: what hostile/ lists, sent to one server.

After each probe the server serves a normal client. In the end no descriptor and no session is
left over, the server has said nothing that a sanitizer says, and goes when it is told to.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import itertools
import json
import random
import re
import signal
import socket
import threading
import time
import unittest

import harness
from harness import BINARY, CONTINUATION, TEXT, TIME_FACTOR, WebSocket, frame, request
from hostile import (app_probes, engineio_probes, http_probes, probe, socketio_probes,
                     sts_probes, websocket_probes)
from hostile.probe import INIT, JOIN, POLLING, WEBSOCKET, Polling, Probe, event, open_websocket
from wire import PATIENT

CHAPTERS = {"http": http_probes, "websocket": websocket_probes, "engineio": engineio_probes,
            "socketio": socketio_probes, "sts": sts_probes}
SLOW = [row for chapter in CHAPTERS.values() for row in getattr(chapter, "SLOW", ())]
ALL = [row for chapter in (*CHAPTERS.values(), app_probes) for row in chapter.CHAPTER] + SLOW

SETTINGS = {
    **harness.MEASURED,
    "RATE_LIMIT_FRAGMENTS_PER_MIN": "0",
            # what is tested here is not how many, how often or how long
            "WS_MAX_CONNECTIONS": "0", "MAX_CONNECTIONS_PER_KEY": "0", "IDLE_TIMEOUT_MS": "0",
            "RATE_LIMIT_FRAGMENTS_PER_MIN": "0", "RESUME_WINDOW_MS": "0"}


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
    pool: concurrent.futures.ThreadPoolExecutor
    waiting: list[tuple[Probe, concurrent.futures.Future[str]]]

    @classmethod
    def setUpClass(cls) -> None:
        cls.start()
        # Those that wait for time-outs of the server do so all together, beside the others.
        cls.pool = concurrent.futures.ThreadPoolExecutor(len(SLOW))
        cls.waiting = [(row, cls.pool.submit(row.attack, cls.server.port)) for row in SLOW]

    @classmethod
    def start(cls) -> None:
        cls.server = harness.server(**SETTINGS)
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


class Application(unittest.TestCase):
    """The table of time-outs: all rows at once, as each of them waits."""

    def test_app(self) -> None:
        with harness.app("protocol-app", **{**SETTINGS, **app_probes.SETTINGS}) as app:
            rows = app_probes.CHAPTER
            with concurrent.futures.ThreadPoolExecutor(len(rows)) as pool:
                outcomes = [pool.submit(row.attack, app.port) for row in rows]
            for row, outcome in zip(rows, outcomes):
                with self.subTest(row.name):
                    self.assertTrue(row.fits(outcome.result()),
                                    f"{outcome.result()!r}, expected {row.expected!r}")


class Floods(unittest.TestCase):
    """Many connections at once, or much in one."""

    def test_sessions_opened_and_abandoned(self) -> None:
        settings = {**SETTINGS, "WS_PING_INTERVAL": "1", "WS_PING_TIMEOUT": "1"}
        with harness.server(**settings) as server:
            def flood(count: int) -> int:
                with concurrent.futures.ThreadPoolExecutor(8) as pool:
                    answers = list(pool.map(
                        lambda _: harness.http(server.port, "GET", POLLING).status, range(count)))
                self.assertEqual(set(answers), {200})
                return server.resident_bytes()
            flood(500)
            peaks = [flood(2000) for _ in range(3)]
            self.assertLess(max(peaks) - peaks[0], 24 << 20, peaks)
            probe.serve_normal_client(server.port)
            sid = Polling(server.port).sid
            # They are forgotten when their ping was not answered, all of them.
            harness.wait_for(
                lambda: harness.http(server.port, "GET", f"{POLLING}&sid={sid}").status == 400,
                "an abandoned session to end")
            self.assertLess(flood(2000) - peaks[0], 24 << 20, peaks)

    def test_websockets_opened_and_abandoned(self) -> None:
        with harness.server(**SETTINGS, LOG_LEVEL="ERROR") as server:
            before = server.descriptors()
            for end in (probe.reset, socket.socket.close):
                sockets = [open_websocket(server.port, JOIN) for _ in range(400)]
                for ws in sockets:
                    end(ws.sock)
                harness.wait_for(lambda: server.descriptors() <= before, "the sockets to close")
            probe.serve_normal_client(server.port)

    def test_declared_lengths_take_no_memory(self) -> None:
        """A header that announces 50 MiB is believed when they come: until then it gets 4 MiB."""
        head = frame(TEXT, b"4", declared=52_428_800)
        with harness.server(**SETTINGS) as server, contextlib.ExitStack() as stack:
            before = server.data_bytes()
            for _ in range(200):
                ws = stack.enter_context(open_websocket(server.port, JOIN))
                ws.send_raw(head)
            for _ in range(50):
                session = Polling(server.port)
                sock = stack.enter_context(harness.connect(server.port))
                sock.sendall(probe.head("Content-Length: 52428800", method="POST",
                                        target=session.target) + b"4")
            probe.serve_normal_client(server.port)
            self.assertLess(server.data_bytes() - before, 250 * (6 << 20))

    def test_nothing_spins(self) -> None:
        """Connections in every unfinished state, held for a while."""
        with harness.server(**SETTINGS) as server, contextlib.ExitStack() as stack:
            port = server.port

            def raw(data: bytes, half_close: bool = False) -> None:
                sock = stack.enter_context(harness.connect(port))
                sock.sendall(data)
                if half_close:
                    sock.shutdown(socket.SHUT_WR)

            def websocket(*steps: bytes, half_close: bool = False,
                          packets: tuple[str, ...] = (JOIN,)) -> WebSocket:
                ws = stack.enter_context(open_websocket(port, *packets))
                for step in steps:
                    ws.send_raw(step)
                if half_close:
                    ws.sock.shutdown(socket.SHUT_WR)
                return ws

            health = request("GET", "/health")
            for half in (False, True):
                for data in (b"", health[:9], health[:-1], b"\r\n", b"\0" * 3000):
                    raw(data, half)
                raw(request("POST", Polling(port).target, b"4" * 100)[:-50], half)
                raw(request("GET", Polling(port).target), half)
                raw(request("GET", WEBSOCKET, Upgrade="websocket")[:-2], half)
                websocket(half_close=half)
                websocket(b"\x81", half_close=half)
                websocket(frame(TEXT, b"42[" * 50)[:-20], half_close=half)
                websocket(frame(TEXT, b"42[", final=False), half_close=half)
                websocket(frame(TEXT, b"nonsense"), half_close=half)  # and no answer to the close
                websocket(frame(8, b"\x03\xe8"), half_close=half)
                websocket(packets=(), half_close=half)
                ws = stack.enter_context(Polling(port).probe_socket())
                ws.send("2probe")
                if half:
                    ws.sock.shutdown(socket.SHUT_WR)
                # Answers that are not taken: a large one, and many small ones.
                fragments = event("fragment:data", probe.fragment(bytes(6_000_000))).encode()
                for data in (frame(TEXT, fragments), frame(TEXT, event("hello").encode()) * 30_000):
                    ws = stack.enter_context(open_websocket(port, JOIN, event("stream:init", INIT)))
                    ws.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    with contextlib.suppress(TimeoutError):
                        ws.sock.settimeout(0.5 * TIME_FACTOR)
                        ws.send_raw(data)
                    if half:
                        ws.sock.shutdown(socket.SHUT_WR)
                for _ in range(20):
                    raw(request("GET", "/asyncapi.json"), half)
            with harness.connect(port) as sock:  # in two minds: reset with data on its way
                sock.sendall(health * 10)
                probe.reset(sock)
            probe.serve_normal_client(port)
            assert_quiet(server, 2)
            probe.serve_normal_client(port)

    def test_out_of_descriptors(self) -> None:
        """64 descriptors, 200 connections: no spinning, no end, and service afterwards."""
        command = ["sh", "-c", 'ulimit -n 64 && exec "$0"', str(harness.STS)]
        with harness.Server(SETTINGS, command=command) as server:
            probe.serve_normal_client(server.port)
            sockets = [harness.connect(server.port) for _ in range(200)]
            for sock in sockets:
                with contextlib.suppress(*probe.GONE):
                    sock.sendall(b"GET /health HT")
            time.sleep(0.2)
            before = server.cpu_seconds()
            time.sleep(1.5)
            self.assertLess(server.cpu_seconds() - before, 0.5)
            self.assertIsNone(server.process.poll())
            self.assertLess(len(server.output()), 20_000)
            for sock in sockets[:150]:
                sock.close()
            for sock in sockets[150:]:
                probe.reset(sock)
            probe.serve_normal_client(server.port)

    def test_no_more_sessions_than_sockets(self) -> None:
        """A polling session has no socket most of the time, and counts all the same."""
        # None is forgotten while they are counted.
        settings = {**SETTINGS, "MAX_SOCKETS": "40", "WS_PING_INTERVAL": "3",
                    "WS_PING_TIMEOUT": "3"}
        with harness.server(**settings) as server:
            answers = [harness.http(server.port, "GET", POLLING) for _ in range(60)]
            self.assertEqual([answer.status for answer in answers], [200] * 60)
            targets = [f"{POLLING}&sid={json.loads(answer.body[1:])['sid']}" for answer in answers]
            # The oldest have given way to others.
            states = [harness.http(server.port, "POST", target, b"3").status for target in targets]
            self.assertEqual(states[:20], [400] * 20)
            self.assertEqual(states[40:], [200] * 20)
            probe.serve_normal_client(server.port)

    def test_random_bytes(self) -> None:
        """Good sessions in which some bytes are changed, cut anywhere. Nothing is expected but that
        the server lives, and goes on to serve others."""
        packets = (JOIN, event("stream:init", INIT), event("fragment:data", probe.fragment()), "3",
                   f'451-["message",{socketio_probes.PLACEHOLDER}]')
        good = [frame(TEXT, packet.encode()) for packet in packets]
        good += [frame(BINARY, b"attached"), frame(TEXT, b'42["a', final=False), frame(9, b"ping"),
                 frame(CONTINUATION, b'"]'), frame(TEXT, event("stream:end", {}).encode()),
                 frame(8, b"\x03\xe8")]
        body = "\x1e".join([*packets, "bYXR0YWNoZWQ="]).encode()

        def sts(port: int, chance: random.Random) -> None:
            disturb(WebSocket(port, WEBSOCKET).sock, b"".join(good), chance)

        def handshake(port: int, chance: random.Random) -> None:
            head = websocket_probes.handshake_bytes()
            disturb(harness.connect(port), head + b"".join(good), chance)

        def post(port: int, chance: random.Random) -> None:
            target = Polling(port, joined=False).target
            disturb(harness.connect(port), request("POST", target, body), chance)

        def echo(port: int, chance: random.Random) -> None:
            disturb(WebSocket(port, app_probes.BARE + "websocket").sock, b"".join(good), chance)

        # changed tokens would soon be limited, and everybody else with them
        with (harness.server(**SETTINGS, LOG_LEVEL="ERROR", REQUIRE_AUTH="false") as server,
              harness.app("protocol-app", **{**SETTINGS, **PATIENT}) as app):
            for seed in range(150):
                for attack in (sts, handshake, post):
                    attack(server.port, random.Random(f"{attack.__name__} {seed}"))
                for attack in (sts, post, echo):
                    attack(app.port, random.Random(f"app {attack.__name__} {seed}"))
                if seed % 20 == 0:
                    probe.serve_normal_client(server.port)
            probe.serve_normal_client(server.port)
            with WebSocket(app.port, app_probes.BARE + "websocket") as ws:
                ws.receive()
                ws.send("4still here")
                self.assertEqual(ws.receive(), "4still here")

    def test_stop_amid_all_that(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            with harness.server(**SETTINGS) as server, contextlib.ExitStack() as stack:
                port = server.port
                for _ in range(5):
                    stack.enter_context(harness.connect(port))
                    half = stack.enter_context(harness.connect(port))
                    half.sendall(b"GET /health HTTP/1.1\r\n")
                    posting = stack.enter_context(harness.connect(port))
                    posting.sendall(request("POST", Polling(port).target, b"4" * 100)[:-50])
                    stack.enter_context(Polling(port).hold())
                    candidate = stack.enter_context(Polling(port).probe_socket())
                    candidate.send("2probe")
                    stack.enter_context(open_websocket(port))
                    partial = stack.enter_context(open_websocket(port, JOIN))
                    partial.send_raw(frame(TEXT, b"42[" * 50)[:-20])
                    fat = stack.enter_context(
                        open_websocket(port, JOIN, event("stream:init", INIT)))
                    fat.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                    fat.send(event("fragment:data", probe.fragment(bytes(6_000_000))))
                busy = threading.Thread(target=self.keep_busy, args=(port,))
                busy.start()
                probe.settle(port)
                server.stop(number)
                busy.join()

    def test_stop_asked_twice_and_out_of_descriptors(self) -> None:
        """The second signal does not wait for anybody."""
        command = ["sh", "-c", 'ulimit -n 64 && exec "$0"', str(harness.STS)]
        with harness.Server(SETTINGS, command=command) as server, contextlib.ExitStack() as stack:
            stack.enter_context(open_websocket(server.port, JOIN))
            for _ in range(100):
                stack.enter_context(harness.connect(server.port))
            server.process.send_signal(signal.SIGTERM)
            server.stop()

    @staticmethod
    def keep_busy(port: int) -> None:
        """Clients come and go until the server is gone."""
        with contextlib.suppress(OSError, AssertionError, harness.Refused, ValueError):
            for _ in range(100_000):
                probe.serve_normal_client(port)


def disturb(sock: socket.socket, data: bytes, chance: random.Random) -> None:
    """Sends `data` with some bytes changed and in pieces of any size, and leaves in some way."""
    changed = bytearray(data)
    for _ in range(chance.randrange(6)):
        changed[chance.randrange(len(changed))] = chance.choice(
            (chance.randrange(256), 0, 0xFF, 0x7E, ord('"'), ord("9")))
    with sock, contextlib.suppress(OSError):
        start = 0
        while start < len(changed):
            end = start + chance.choice((1, 2, 7, 50, 400, 5000))
            sock.sendall(changed[start:end])
            start = end
        if chance.randrange(3) == 0:
            probe.reset(sock)
        elif chance.randrange(2) == 0:
            sock.shutdown(socket.SHUT_WR)


class SlowReaders(unittest.TestCase):
    """Those who send and do not read. One waits for the end of the server's patience, 30 s, beside
    the other tests."""

    def test_readers_that_do_not_read(self) -> None:
        SLOW_READERS.result(90 * TIME_FACTOR)


def watch_slow_readers() -> None:
    settings = {**SETTINGS, "MAX_BUFFERED_BYTES": str(16 << 20), "LOG_LEVEL": "WARNING"}
    with harness.server(**settings) as server:
        before = server.resident_bytes()
        streams = [{"stream_id": f"lazy {number}"} for number in range(4)]
        lazy = [open_websocket(server.port, JOIN, event("stream:init", {**INIT, **stream}))
                for stream in streams[:3]]
        taken = [push(ws.sock, stream, 128 << 20) for ws, stream in zip(lazy, streams)]
        # A share of four megabytes each, and what the kernel holds on both sides (32 MiB and more).
        assert max(taken) < 80 << 20, taken
        posting = Polling(server.port)
        posting.post(event("stream:init", {**INIT, **streams[3]}).encode())
        posted = push_posts(posting, streams[3])
        assert posted < 32 << 20, posted
        growth = server.resident_bytes() - before
        assert growth < 96 << 20, growth
        for _ in range(20):
            probe.serve_normal_client(server.port)  # who waits for 10 s, lazy readers get 30 s
        assert_quiet(server)
        probe.reset(lazy.pop().sock)  # one of them is gone while nothing is read from it
        sockets = [ws.sock for ws in lazy]
        for sock in sockets:
            harness.wait_for(lambda: is_broken(sock), "a lazy reader to be closed", 60)
        harness.wait_for(lambda: posting.state() == "over", "a session to be closed", 60)
        probe.serve_normal_client(server.port)
        for sock in sockets:
            sock.close()


def sounds(stream: dict[str, str], number: int, size: int) -> str:
    """The fragment of that number."""
    return event("fragment:data", probe.fragment(bytes(size), fragment_id=f"f{number}",
                                                 sequence_number=number, **stream))


def push(sock: socket.socket, stream: dict[str, str], most: int) -> int:
    """Sends fragments until the other side takes no more; how much that was."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    sock.settimeout(1.0 * TIME_FACTOR)
    sent = 0
    with contextlib.suppress(TimeoutError):
        for number in itertools.count():
            if sent >= most:
                break
            data = frame(TEXT, sounds(stream, number, 64 << 10).encode())
            sock.sendall(data)
            sent += len(data)
    return sent


def push_posts(session: Polling, stream: dict[str, str]) -> int:
    """POSTs fragments and never polls, until a POST is not answered; how much that was."""
    for count in range(400):
        body = sounds(stream, count, 300 << 10).encode()
        with harness.connect(session.port, 1.0 * TIME_FACTOR) as sock:
            try:
                sock.sendall(request("POST", session.target, body))
                if not probe.describe(harness.receive_all(sock)).startswith("200"):
                    return count * len(body)
            except TimeoutError:
                return count * len(body)
    return 400 * len(body)


def is_broken(sock: socket.socket) -> bool:
    sock.settimeout(0.01)
    try:
        sock.send(b"x")
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


WAITERS = concurrent.futures.ThreadPoolExecutor(1)
SLOW_READERS: concurrent.futures.Future[None]


def setUpModule() -> None:
    global SLOW_READERS
    SLOW_READERS = WAITERS.submit(watch_slow_readers)


def tearDownModule() -> None:
    WAITERS.shutdown()


class Table(unittest.TestCase):
    def test_probes_are_distinct_and_many(self) -> None:
        self.assertGreaterEqual(len(ALL), 150)
        for chapter in (*CHAPTERS.values(), app_probes):
            names = [row.name for row in (*chapter.CHAPTER, *getattr(chapter, "SLOW", ()))]
            self.assertEqual(sorted(names), sorted(set(names)))
