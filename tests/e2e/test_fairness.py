"""Clients without a key do not get in the way of a worker that has one.

Each attack runs beside a worker whose fragments are still acknowledged, and within a bound of
memory. tests/bench/attacks.py measures how fast."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import select
import signal
import socket
import threading
import unittest

import harness
from harness import BINARY, CONTINUATION, TEXT, Server, WebSocket, frame
from worker import Worker, fragment, init

KIB, MIB = 1024, 1024 * 1024
WEBSOCKET = "/socket.io/?EIO=4&transport=websocket"
POLLING = "/socket.io/?EIO=4&transport=polling"
JOIN = '40{"token":"test-api-key"}'
#: The heap, and the sanitizer even more, keeps freed memory for a while.
SLACK = (300 if os.environ.get("ECHO_SANITIZE") else 50) * MIB


def open_socket(server: Server) -> WebSocket:
    """A WebSocket whose session is open and has not joined."""
    client = WebSocket(server.port, WEBSOCKET)
    client.receive()
    return client


def open_polling(server: Server) -> str:
    """The target of a session that polls and has not joined."""
    sid = json.loads(harness.http(server.port, "GET", POLLING).body[1:])["sid"]
    return f"{POLLING}&sid={sid}"


def said(server: Server, words: str) -> bool:
    """Whether the log has these words."""
    return words in server.output()


class WithServer(unittest.TestCase):
    SETTINGS: dict[str, str] = {}

    def setUp(self) -> None:
        self.server = Server(self.SETTINGS | harness.MEASURED)
        self.addCleanup(self.server.stop)

    def worker(self, stream: str) -> Worker:
        worker = Worker(self.server.url)
        self.addCleanup(worker.close)
        worker.emit("stream:init", init(stream))
        worker.expect("stream:ready")
        return worker

    def keep(self, client: WebSocket) -> WebSocket:
        self.addCleanup(client.sock.close)
        return client


def echo(worker: Worker, stream: str, sequence: int, size: int = MIB) -> None:
    """One fragment goes there and comes back."""
    worker.emit("fragment:data", fragment(stream, sequence, bytes(size)))
    worker.expect("fragment:ack")
    worker.expect("fragment:processed")


class BeforeJoining(WithServer):
    def code(self, *frames: bytes) -> int | None:
        with open_socket(self.server) as client:
            client.send_raw(b"".join(frames))
            return client.receive_close()

    def test_a_message_has_64_kib(self) -> None:
        self.assertEqual(self.code(frame(TEXT, b"4", declared=64 * KIB + 1)), 1009)
        self.assertEqual(self.code(frame(TEXT, b"4" * 40 * KIB, final=False),
                                   frame(CONTINUATION, b"", declared=24 * KIB + 1)), 1009)
        with open_socket(self.server) as client:
            client.send_raw(frame(TEXT, b"40" + b" " * (64 * KIB - 2)))
            self.assertEqual(client.receive_close(), 1002)  # it is read, and makes no sense

    def test_a_post_has_64_kib(self) -> None:
        target = open_polling(self.server)
        large = harness.request("POST", target, b"4" * (64 * KIB + 1))
        self.assertEqual(harness.parse_response(harness.exchange(self.server.port, large)).status,
                         413)
        chunk = b"%x\r\n%s\r\n" % (64 * KIB + 1, b"4" * (64 * KIB + 1))
        head = harness.request("POST", target, Transfer_Encoding="chunked")
        answer = harness.exchange(self.server.port, head + chunk + b"0\r\n\r\n")
        self.assertEqual(harness.parse_response(answer).status, 413)

    def test_large_messages_right_behind_the_connect(self) -> None:
        audio = b"\0" * (2 * MIB)
        event = b'451-["fragment:data",{"stream_id":"x","audio":{"_placeholder":true,"num":0}}]'
        with open_socket(self.server) as client:
            client.send_raw(frame(TEXT, JOIN.encode()) + frame(TEXT, event) + frame(BINARY, audio))
            self.assertIn('40{"sid"', str(client.receive()))
            self.assertIn('42["error"', str(client.receive()))

    def test_a_large_post_right_behind_the_connect(self) -> None:
        target = open_polling(self.server)
        posts = [harness.request("POST", target, JOIN.encode(), Connection="keep-alive"),
                 harness.request("POST", target, b"42[" + b" " * MIB + b'"x"]')]
        answers = harness.exchange(self.server.port, b"".join(posts))
        self.assertEqual(answers.count(b"HTTP/1.1 200 OK"), 2, answers)

    def test_a_body_is_not_taken_without_a_key(self) -> None:
        with harness.connect(self.server.port) as client:
            client.sendall(harness.request("POST", "/control/reset", b"{}")[:-2])
            self.assertEqual(harness.receive_response(client).status, 401)


class Dripping(WithServer):
    # half of it is for messages that are not complete
    SETTINGS = {"MAX_BUFFERED_BYTES": str(8 * MIB)}

    def drip(self, client: socket.socket) -> None:
        """Sends a byte now and then, until the end of the test."""
        stop = threading.Event()

        def run() -> None:
            with contextlib.suppress(OSError):
                while not stop.wait(0.2):
                    client.sendall(b"4")

        thread = threading.Thread(target=run)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(stop.set)

    def test_before_connect_a_packet_has_as_long_as_a_head(self) -> None:
        web = self.keep(open_socket(self.server))
        web.send_raw(frame(TEXT, b"4", declared=60 * KIB))
        post = harness.connect(self.server.port)
        self.addCleanup(post.close)
        post.sendall(harness.request("POST", open_polling(self.server), b"4" * 1000)[:-1000])
        for client in (web.sock, post):
            self.drip(client)
            client.settimeout(20 * harness.TIME_FACTOR)  # they have 10 s
        self.assertEqual(harness.receive_all(web.sock), b"")
        self.assertEqual(harness.receive_all(post), b"")

    def test_those_that_others_wait_for_have_to_bring_bytes(self) -> None:
        """They have a key, each holds a part of what all may, and a byte now and then."""
        worker = self.worker("fair")
        for _ in range(3):
            client = self.keep(open_socket(self.server))
            client.send(JOIN)
            client.receive()
            client.send_raw(frame(TEXT, b"4" * (MIB + MIB // 2), declared=20 * MIB))
            self.drip(client.sock)
        echo(worker, "fair", 0)
        harness.wait_for(lambda: "is too slow" in self.server.output(), "the first to be reset")


class SixThatNeverConnect(WithServer):
    SETTINGS = {"MAX_BUFFERED_BYTES": str(64 * MIB)}

    def test_they_hold_nothing(self) -> None:
        worker = self.worker("fair")
        before = self.server.resident_bytes()
        for _ in range(6):
            client = self.keep(open_socket(self.server))
            with contextlib.suppress(OSError):
                client.send_raw(frame(TEXT, b"4" * MIB, declared=52_000_000))
        for sequence in range(5):
            echo(worker, "fair", sequence)
        self.assertLess(self.server.resident_bytes(), before + SLACK)
        self.assertFalse(said(self.server, "others wait for memory"))


class ManyUnfinished(WithServer):
    """1,500 clients hold 60 KiB each, which is more than five times what those without a key may."""
    COUNT = 1500

    def setUp(self) -> None:
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
        super().setUp()

    def hold(self, part: bytes, polling: bool) -> list[socket.socket]:
        held = []
        for _ in range(self.COUNT):
            if polling:
                client = harness.connect(self.server.port)
                self.addCleanup(client.close)
                target = open_polling(self.server)
                client.sendall(harness.request("POST", target, part)[:-1])
            else:
                web = self.keep(open_socket(self.server))
                web.send_raw(frame(TEXT, part, declared=len(part) + 1))
                client = web.sock
            held.append(client)
        return held

    def check(self, polling: bool) -> None:
        worker = self.worker("fair")
        before = self.server.resident_bytes()
        held = self.hold(b"4" * (60 * KIB), polling)
        for sequence in range(5):
            echo(worker, "fair", sequence)
        self.assertLess(self.server.most_resident_bytes(), before + 16 * MIB + SLACK)
        # The oldest gave way, the last ones did not.
        with self.assertRaises(ConnectionError):
            held[0].settimeout(harness.PATIENCE)
            if not held[0].recv(1):
                raise ConnectionError
        held[-1].setblocking(False)
        with self.assertRaises(BlockingIOError):
            held[-1].recv(1)
        self.assertTrue(said(self.server, "closing the oldest clients without a key"))

    def test_websockets(self) -> None:
        self.check(False)

    def test_posts(self) -> None:
        self.check(True)


class ManyReaders(WithServer):
    """They ask for a large /metrics and do not read it."""
    SETTINGS = {"MAX_CONNECTIONS_PER_KEY": "0", "WS_MAX_CONNECTIONS": "0"}
    STREAMS = 256
    COUNT = 200

    def enlarge(self) -> int:
        """Gives the page a part for each of many streams; its size."""
        for number in range(self.STREAMS):
            client = self.keep(open_socket(self.server))
            client.send(JOIN)
            client.receive()
            client.send("42" + json.dumps(["stream:init", init(f"stream-{number:03}-" + "x" * 240)]))
            client.receive()
        page = harness.http(self.server.port, "GET", "/metrics").body
        self.assertIn(b"stream-200-xx", page)
        return len(page)

    def ask(self, source: str = "127.0.0.1") -> socket.socket:
        client = socket.socket()
        self.addCleanup(client.close)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(harness.PATIENCE)
        client.bind((source, 0))
        client.connect(("127.0.0.1", self.server.port))
        # The kernel takes the first answers, however large they are.
        client.sendall(harness.request("GET", "/metrics", Connection="keep-alive") * 5 +
                       harness.request("GET", "/metrics"))
        return client

    def test_they_hold_little(self) -> None:
        worker = self.worker("fair")
        size = self.enlarge()
        before = self.server.resident_bytes()
        elsewhere = self.ask("127.0.0.2")  # within the limit of an address of its own
        for sequence in range(self.COUNT):
            self.ask()
            if sequence % 20 == 0:
                echo(worker, "fair", sequence // 20)
        self.assertGreater(self.COUNT * size, 200 * MIB)
        harness.wait_for(lambda: said(self.server, "without a key that do not read"), "a reset")
        self.assertGreater(len(harness.receive_all(elsewhere)), 6 * size)
        self.assertLess(self.server.most_resident_bytes(),
                        before + 16 * MIB + size + SLACK // 4)


class ManyScrapes(WithServer):
    COUNT = 300

    def test_others_come_in_between(self) -> None:
        """Requests for /metrics that have arrived together are not all answered before what came
        after them: the page takes a while to make."""
        worker = self.keep(open_socket(self.server))
        worker.send(JOIN)
        worker.receive()
        worker.send("42" + json.dumps(["stream:init", init("fair")]))
        self.assertIn("stream:ready", str(worker.receive()))
        clients = []
        for _ in range(self.COUNT):
            clients.append(harness.connect(self.server.port))
            self.addCleanup(clients[-1].close)
        os.kill(self.server.pid, signal.SIGSTOP)
        for client in clients:
            client.sendall(harness.request("GET", "/metrics"))
        worker.send("42" + json.dumps(["fragment:data", fragment("fair", 0, b"audio")]))
        os.kill(self.server.pid, signal.SIGCONT)
        self.assertIn("fragment:ack", str(worker.receive()))
        answered = select.select(clients, [], [], 0)[0]
        self.assertLess(len(answered), self.COUNT)
        for client in clients:
            self.assertEqual(harness.parse_response(harness.receive_all(client)).status, 200)

    def test_who_sends_no_more_is_answered_too(self) -> None:
        """A client may end its direction when it has asked, and its request may have to wait."""
        clients = [harness.connect(self.server.port) for _ in range(3)]
        for client in clients:
            self.addCleanup(client.close)
        os.kill(self.server.pid, signal.SIGSTOP)
        for client in clients:
            client.sendall(harness.request("GET", "/metrics"))
            client.shutdown(socket.SHUT_WR)
        os.kill(self.server.pid, signal.SIGCONT)
        for client in clients:
            self.assertEqual(harness.parse_response(harness.receive_all(client)).status, 200)

    def test_a_page_is_not_older_than_its_request(self) -> None:
        """Those who wait share one page. It has all that was done before they asked."""
        worker = self.worker("fair")
        stop = threading.Event()

        def scrape() -> None:
            with harness.connect(self.server.port) as client:
                while not stop.is_set():
                    client.sendall(harness.request("GET", "/metrics", Connection="keep-alive"))
                    harness.receive_response(client)

        threads = [threading.Thread(target=scrape) for _ in range(10)]
        for thread in threads:
            thread.start()
        try:
            for sequence in range(100):
                echo(worker, "fair", sequence, 100)
                page = harness.http(self.server.port, "GET", "/metrics").body.decode()
                told = re.search(r'^ws_fragments_processed_total{.*"fair".*"success".*} (\d+)$',
                                 page, re.MULTILINE)
                self.assertIsNotNone(told)
                assert told
                self.assertEqual(int(told[1]), sequence + 1)
        finally:
            stop.set()
            for thread in threads:
                thread.join()


class ManyHandshakes(WithServer):
    """Sessions that are opened by polling and never used, more than there may be."""
    PLACES = 400
    SETTINGS = {"MAX_SOCKETS": str(PLACES)}

    def flood(self, source: str, count: int) -> list[int]:
        """The status of the answers to so many handshakes."""
        with socket.create_connection(("127.0.0.1", self.server.port), harness.PATIENCE,
                                      (source, 0)) as client:
            answers = []
            for _ in range(count):
                client.sendall(harness.request("GET", POLLING, Connection="keep-alive"))
                answers.append(harness.receive_response(client).status)
        return answers

    def test_the_oldest_give_way(self) -> None:
        worker = self.worker("fair")
        self.assertEqual(set(self.flood("127.0.0.2", 3 * self.PLACES)), {200})
        echo(worker, "fair", 0)
        target = open_polling(self.server)  # from 127.0.0.1, from where somebody has joined
        self.assertEqual(set(self.flood("127.0.0.2", self.PLACES)), {200})
        self.assertEqual(set(self.flood("127.0.0.1", self.PLACES // 10)), {200})
        post = harness.http(self.server.port, "POST", target, JOIN.encode())
        self.assertEqual(post.status, 200)
        for transport in ("polling", "websocket"):
            late = Worker(self.server.url, transports=(transport,))
            late.emit("stream:init", init(f"late-{transport}"))
            late.expect("stream:ready")
            late.close()
        echo(worker, "fair", 1)
        self.assertTrue(said(self.server, "the maximum of 400 sessions (MAX_SOCKETS) is reached"))


if __name__ == "__main__":
    unittest.main()
