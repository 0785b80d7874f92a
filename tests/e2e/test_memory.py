"""Memory that runs out: of all that the server asks for in a scene, one allocation after the other
fails. The server then refuses, answers 503, loses an event or ends a connection. It goes on, serves
whoever comes next, and gives back all memory when it stops."""

from __future__ import annotations

import contextlib
import itertools
import json
import mmap
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Any, Callable

import harness
from control import KEY
from harness import CONTINUATION, TEXT, frame
from session import Raw
from wire import ERRORS, Closed, Direct, Polling, Socket, Unexpected, upgrade
from worker import fragment, init

PROGRAM = harness.BUILD / "tests" / "failing-server"
# How many allocations of a scene fail, each in a playing of its own: all, or about so many.
FULL = os.environ.get("ECHO_FULL") == "1"
SAMPLE = 30
# What part of the playings must get as far as the allocation that is to fail. Not all do: packets
# leave one by one or together, so a scene makes now and then some allocations less. By far not a
# quarter less: 4 % at most have been seen.
MOST = 0.75
PATH = "/socket.io/"
NORMAL, INTERNAL_ERROR = 1000, 1011  # codes of close frames
BEARER = f"Bearer {KEY}"
RULES = [{"trigger": "sequence_number", "value": 1, "error_code": "MODEL_ERROR"},
         {"trigger": "sequence_number", "value": 2, "action": "corrupt"}]


class Board:
    """What the server's memory and a test share: struct board of tests/apps/failing_server.c."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(bytes(32))
        with path.open("r+b") as file:
            # As words, so that each is read and written as a whole. Only the first is ours.
            self.words = memoryview(mmap.mmap(file.fileno(), 32)).cast("Q")
        self.failed_before = 0

    def made(self) -> int:
        """How many allocations there have been."""
        return self.words[1]

    def fail_in(self, count: int) -> None:
        """The allocation of that number fails, counted from 1 and from now on."""
        self.failed_before = self.words[2]
        self.words[0] = self.made() + count

    def failed(self) -> bool:
        """Whether it has."""
        return self.words[2] > self.failed_before

    def disarm(self) -> None:
        self.words[0] = 0


class Fails(Exception):
    """A scene had to end early: something was refused."""


class Wrong(Exception):
    """An answer that no lack of memory explains."""


def refused(response: harness.Response) -> bool:
    """Whether that is how a server without memory answers: by 503, or by an error which says that
    the session has ended."""
    return response.status == 503 or (response.status, response.body) == (400, ERRORS[1])


def play(scene: Callable[[int], None], port: int) -> None:
    """Plays a scene that may end early, but only as it does where there is no memory."""
    try:
        scene(port)
    except (Fails, ConnectionError, harness.Unanswered):
        pass
    except Closed as closed:
        if closed.code not in (None, NORMAL, INTERNAL_ERROR):
            raise
    except (harness.Refused, Unexpected) as error:
        if not refused(error.response):
            raise


class Client:
    """A worker that may lose any one event."""

    def __init__(self, link: Any) -> None:
        self.link = link
        self.acks = 0
        self.heard: list[str] = []  # since the last call began
        self.stream = "live"
        link.send("40" + json.dumps({"token": KEY}))
        answer = str(link.receive())
        if answer == '44{"message":"Out of memory"}':
            raise Fails
        if not answer.startswith("40{"):
            raise Wrong(f"expected a connection, got {answer:.300}")

    def emit(self, event: str, *payload: Any) -> None:
        self.link.send("42" + json.dumps([event, *payload]))

    def call(self, event: str, payload: Any) -> None:
        """Sends an event and waits until it has been read. One answer may be lost, not two."""
        self.heard.clear()
        self.acks += 2
        first, second = f"43{self.acks}[", f"43{self.acks + 1}["
        self.link.send(f"42{self.acks}" + json.dumps([event, payload]))
        self.link.send(f"42{self.acks + 1}" + json.dumps(
            ["fragment:ack", {"fragment_id": "none", "status": "received", "timestamp": 1}]))
        while not self.heard or not self.heard[-1].startswith((first, second)):
            self.heard.append(self.receive())

    def receive(self) -> str:
        """The next event, or the next answer to one."""
        packet = str(self.link.receive())
        if not (found := re.fullmatch(r"4(?:2|3\d+)(\[.*\])", packet)):
            raise Wrong(f"expected an event, got {packet:.300}")
        json.loads(found[1])
        return packet

    def open(self, **more: Any) -> None:
        self.call("stream:init", init(self.stream, **more))
        if not any('"session_id"' in packet for packet in self.heard):
            raise Fails

    def send(self, number: int) -> None:
        self.call("fragment:data", fragment(self.stream, number, b"audio" * 100))

    def end(self) -> None:
        self.call("stream:end", {"stream_id": self.stream})


# ---- scenes -----------------------------------------------------------------------------------


def work(link: Any) -> None:
    """All that a worker can send, right and wrong."""
    client = Client(link)
    client.emit("fragment:data", fragment("live", 0, b"early"))
    client.open(max_inflight=2)
    client.call("config:error_simulation", {"enabled": True, "rules": RULES})
    client.call("config:processing_delay", {"delay_ms": 1, "jitter_ms": 1, "stream_id": "live"})
    for number in (0, 3, 1, 2):
        client.send(number)
    client.emit("nonsense", {"a": 1})
    client.emit("fragment:data", {"stream_id": 7, "audio": "?"})
    client.emit("stream:pause", {"stream_id": "live"})
    client.emit("stream:resume", {"stream_id": "live"})
    client.link.send('451-["fragment:data",{"_placeholder":true,"num":0}]', b"bytes")
    client.send(4)
    client.end()
    client.call("stream:init", init("live"))
    client.call("simulate:disconnect", {"mode": "close", "delay_ms": 60000})
    link.send("41")


def websocket(port: int) -> None:
    with contextlib.closing(Direct(port, PATH)) as link:
        work(link)


def upgraded(port: int) -> None:
    with contextlib.closing(Polling(port, PATH)) as link:
        client = Client(link)
        client.open()
        ws = Socket(port, PATH, link.sid)
        with contextlib.closing(ws.sock):
            upgrade(ws)
            ws.send("42" + json.dumps(["fragment:data", fragment("live", 0, b"audio")]))
            ws.send("41")
            ws.close()


def polling(port: int) -> None:
    with contextlib.closing(Polling(port, PATH)) as link:
        work(link)


def attached(port: int) -> None:
    """An attachment in a POST."""
    with contextlib.closing(Polling(port, PATH)) as link:
        client = Client(link)
        link.send('451-["fragment:data",{"_placeholder":true,"num":0}]', b"bytes")
        client.open()
        link.send("41")


def resumed(port: int) -> None:
    """A stream is parked, taken up again, and taken over."""
    with contextlib.ExitStack() as stack:
        def connect() -> Client:
            return Client(stack.enter_context(contextlib.closing(Direct(port, PATH))))

        first = connect()
        first.open()
        first.send(0)
        first.send(2)
        first.link.close()
        second = connect()
        second.open()
        second.send(1)
        third = connect()
        third.open()
        third.end()
        third.link.send("41")


def large(port: int) -> None:
    """Messages that arrive in pieces, by both transports."""
    event = "42" + json.dumps(["fragment:data", fragment("live", 0, bytes(200_000))])
    with contextlib.closing(Polling(port, PATH)) as link:
        Client(link).open()
        link.send(event)
        link.send("41")
    with contextlib.closing(Direct(port, PATH)) as direct:
        client = Client(direct)
        client.open()
        pieces = [event.encode()[at:at + 50_000] for at in range(0, len(event), 50_000)]
        for number, piece in enumerate(pieces):
            direct.ws.send_raw(frame(CONTINUATION if number else TEXT, piece,
                                     final=number == len(pieces) - 1))
        client.end()
        direct.send("41")


def ask(port: int, status: int, method: str, path: str, body: Any = None) -> None:
    """A request over HTTP. Where there is no memory the answer is 503, or there is none."""
    data = None if body is None else json.dumps(body).encode()
    answer = harness.exchange(port, harness.request(method, path, data, Authorization=BEARER))
    if not answer or (found := harness.parse_response(answer).status) == 503:
        raise Fails
    if found != status:
        raise Wrong(f"{method} {path}: expected {status}, got {answer[-200:]!r}")


def control(port: int) -> None:
    with contextlib.closing(Direct(port, PATH)) as link:
        client = Client(link)
        client.open()
        client.send(0)
        for status, method, path, *body in REQUESTS:
            ask(port, status, method, path, *body)
        client.end()


STREAMS = "/control/streams"
SCENARIO = {"stream_id": "later-*", "steps": [
    {"faults": {"rules": RULES}, "delay": {"delay_ms": 1}, "until": {"count": 1}}]}
EXPECTATIONS = [{"event": "stream:init", "match": {"/config/channels": 1}},
                {"event": "fragment:data", "match": {"stream_id": {"regex": "^l(i|o)ve$"}}},
                {"event": "stream:end", "count": {"at_most": 2}}]
REQUESTS: list[tuple[Any, ...]] = [
    (200, "GET", "/health"), (200, "GET", "/metrics"), (200, "GET", "/asyncapi.json"),
    (404, "GET", "/nowhere"), (405, "POST", "/health"), (204, "OPTIONS", "/health"),
    (200, "GET", "/control/openapi.json"), (404, "GET", "/control/nowhere"),
    (200, "GET", STREAMS), (200, "GET", f"{STREAMS}/live"), (404, "GET", f"{STREAMS}/lisa"),
    (200, "PUT", f"{STREAMS}/li*/faults", {"rules": RULES}),
    (400, "PUT", f"{STREAMS}/li*/faults", {"rules": 1}),
    (200, "DELETE", f"{STREAMS}/li*/faults"),
    (200, "PUT", f"{STREAMS}/li*/delay", {"delay_ms": 1}),
    (200, "DELETE", f"{STREAMS}/li*/delay"),
    (200, "PUT", f"{STREAMS}/li*/backpressure",
     {"script": [{"after_ms": 0, "severity": "high", "action": "pause"}]}),
    (200, "DELETE", f"{STREAMS}/li*/backpressure"),
    (200, "POST", "/control/scenarios", {"scenarios": [SCENARIO]}),
    (200, "GET", "/control/scenarios"), (200, "DELETE", "/control/scenarios"),
    (200, "GET", "/control/journal"), (200, "GET", "/control/journal?stream=live&limit=3"),
    (200, "GET", "/control/journal/1"),
    (200, "POST", "/control/verify", {"expectations": EXPECTATIONS}),
    (200, "GET", "/control/report"), (200, "GET", "/control/report.xml"),
    (200, "GET", "/control/report.html"), (200, "GET", "/control/report/live.json"),
    (200, "POST", "/control/reset", {"stream_id": "live"}),
]


def followed(port: int) -> None:
    """Somebody reads the journal while it grows."""
    with harness.connect(port) as reader:
        reader.sendall(harness.request("GET", "/control/journal/stream",
                                       Authorization=BEARER))
        answer = reader.makefile("rb").readline()
        if not answer or answer.startswith(b"HTTP/1.1 503 "):
            raise Fails
        if not answer.startswith(b"HTTP/1.1 200 "):
            raise Wrong(f"the journal: {answer!r}")
        websocket(port)


LISTENS = "0A"  # a state in /proc/net/tcp


def await_rest(server: harness.Server) -> None:
    """Waits until the server has closed all connections. Those of the clients are closed."""
    def rests() -> bool:
        rows = [line.split() for line in
                Path(f"/proc/{server.pid}/net/tcp").read_text().splitlines()[1:]]
        connections = {f"socket:[{row[9]}]" for row in rows if row[3] != LISTENS}
        own = set()
        for link in Path(f"/proc/{server.pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                own.add(os.readlink(link))
        return own.isdisjoint(connections)

    harness.wait_for(rests, "the connections to end")


# ---- the tests --------------------------------------------------------------------------------


class Memory(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.board = Board(self.folder / "board")
        self.numbers = itertools.count()
        (self.folder / "keys").write_text(json.dumps([{"key": KEY, "streams": ["*"]}]))
        (self.folder / "scenario").write_text(json.dumps(
            {"scenarios": [SCENARIO]}))
        self.settings = {
            "FAIL_FILE": str(self.folder / "board"), "ECHO_REPORT": str(self.folder),
            "ECHO_JOURNAL": str(self.folder / "journal"), "JOURNAL_MAX_EVENTS": "1000000",
            "JOURNAL_MAX_BYTES": str(1 << 30), "RATE_LIMIT_FRAGMENTS_PER_MIN": "0",
            "STS_API_KEYS_FILE": str(self.folder / "keys"),
            "ECHO_SCENARIO": str(self.folder / "scenario"), "LOG_LEVEL": "ERROR",
            "ECHO_PROCESSING_DELAY_MS": "0", "WS_MAX_CONNECTIONS": "0",
            "MAX_CONNECTIONS_PER_KEY": "0",
            # No ping to a session whose client never heard of it.
            "WS_PING_INTERVAL": "86400"}

    def assert_serves(self, port: int) -> None:
        """A session as every other. Nothing is left of the scene's stream then."""
        ask(port, 200, "POST", "/control/reset")
        with contextlib.closing(Raw(port)) as raw:
            raw.open("live")
            raw.end()
            raw.until("complete")
        with contextlib.closing(Raw(port)) as raw:
            raw.open(f"other-{next(self.numbers)}")
            raw.send(0)
            self.assertEqual(raw.read(2), ["ack 0", "processed 0 success"])
            raw.end()
            self.assertEqual(raw.read(1), ["complete 1: 1 success, 0 partial, 0 failed"])

    def each_fails(self, scene: Callable[[int], None]) -> None:
        """Plays the scene until no allocation of it is left that has not failed."""
        with harness.Server(self.settings, PROGRAM) as server:
            self.undisturbed(scene, server)
            count = self.undisturbed(scene, server)
            self.assertGreater(count, 10)
            numbers = range(1, count + 1, 1 if FULL else max(1, count // SAMPLE))
            failed = 0
            for number in numbers:
                with self.subTest(number=number):
                    failed += self.disturbed(scene, server, number)
            self.assertIn("out of memory", server.output())
            self.assertGreaterEqual(failed, len(numbers) * MOST)
            # A report that could not be made is never a success.
            unwritten = re.search("cannot (make|write) the report", server.output())
            server.stop(status=6 if unwritten else 0)

    def undisturbed(self, scene: Callable[[int], None], server: harness.Server) -> int:
        """How many allocations the scene makes."""
        before = self.board.made()
        scene(server.port)
        await_rest(server)
        count = self.board.made() - before
        self.clear(server)
        return count

    def disturbed(self, scene: Callable[[int], None], server: harness.Server, number: int) -> bool:
        """Plays the scene where the allocation of that number fails. Whether one did."""
        self.board.fail_in(number)
        try:
            play(scene, server.port)
            await_rest(server)
            return self.board.failed()
        finally:
            self.board.disarm()
            self.clear(server)

    def clear(self, server: harness.Server) -> None:
        """Makes sure that the server serves, and that nothing of what came before goes on."""
        self.assert_serves(server.port)
        await_rest(server)
        # It answers when it has done all that it had to do.
        ask(server.port, 200, "GET", "/health")
        await_rest(server)

    def test_start(self) -> None:
        """Where there is no memory to start, the server says so and exits."""
        for number in itertools.count(1):
            self.board.fail_in(number)
            with subprocess.Popen(
                    [PROGRAM, "--host", "127.0.0.1", "--port", "0"], stderr=subprocess.PIPE,
                    env={**os.environ, **self.settings, "LOG_LEVEL": "INFO"}) as server:
                assert server.stderr
                lines, failed = [], True
                for line in server.stderr:
                    lines.append(line.decode())
                    if "listens on" in lines[-1]:
                        failed = self.board.failed()
                        self.board.disarm()
                        server.terminate()
            output = "".join(lines)
            self.assertNotRegex(output, "leaked|Sanitizer|runtime error", f"allocation {number}")
            if not failed:
                break
            self.assertEqual(server.returncode, 1, f"allocation {number}: {output}")
            self.assertIn("cannot start: ", output)
        self.assertGreater(number, 10)

    def test_websocket(self) -> None:
        self.each_fails(websocket)

    def test_polling(self) -> None:
        self.each_fails(polling)

    def test_attached(self) -> None:
        self.each_fails(attached)

    def test_upgraded(self) -> None:
        self.each_fails(upgraded)

    def test_resumed(self) -> None:
        self.each_fails(resumed)

    def test_large(self) -> None:
        self.each_fails(large)

    def test_control(self) -> None:
        self.each_fails(control)

    def test_written_in_turns(self) -> None:
        """An answer that has begun when there is no more memory ends by a reset: nobody takes what
        has come for the whole."""
        request = harness.request("GET", "/control/streams", Authorization=BEARER)
        with harness.Server(self.settings, PROGRAM) as server:
            for number in range(800):  # they are parked then
                with contextlib.closing(Direct(server.port, PATH)) as link:
                    client = Client(link)
                    client.stream = f"{number}-{'x' * 200}"
                    client.open()
            before = self.board.made()
            whole = harness.exchange(server.port, request)
            count = self.board.made() - before
            self.assertNotIn(b"Content-Length:", whole[:400], "it is not written in turns")
            for number in range(1, count + 1, max(1, count // (2 * SAMPLE))):
                self.board.fail_in(number)
                with harness.connect(server.port) as sock, contextlib.suppress(ConnectionError):
                    sock.sendall(request)
                    answer = b"".join(iter(lambda: sock.recv(65536), b""))
                    if answer and not answer.startswith(b"HTTP/1.1 503 "):
                        self.assertEqual(answer[-40:], whole[-40:])
            self.board.disarm()
            server.stop(status=0)

    def test_followed(self) -> None:
        self.each_fails(followed)


if __name__ == "__main__":
    unittest.main()
