"""What the tests of sessions share: a worker that remembers what it sent and tells what it gets in
words, and the same protocol without a client library, for what no library would send.

    worker = self.worker(self.server())
    worker.open("live")
    worker.send(0)
    self.assertEqual(worker.read(2), ["ack 0", "processed 0 success"])
"""

from __future__ import annotations

import contextlib
import json
import queue
import unittest
import urllib.parse
from typing import Any, Iterator

import harness
from harness import Server
from wire import Closed, Direct
from worker import EVENTS, PATIENCE, Worker, fragment, init

# A server whose fragments never get ready while a test looks: nothing depends on time.
HELD = {"ECHO_PROCESSING_DELAY_MS": "60000"}
FAR = "86400"  # seconds


def unit(ms: int) -> int:
    """A time that a test has to wait for, where programs are slowed down by a sanitizer."""
    return min(int(ms * harness.TIME_FACTOR), 30000)


def handshake(port: int, stream: str | None = None, by: str = "header") -> int:
    """The status of a handshake that names a stream, in a header or in the query."""
    target = "/socket.io/?EIO=4&transport=polling"
    if stream is not None and by == "header":
        return harness.http(port, "GET", target, X_Stream_ID=stream).status
    if stream is not None:
        target += "&stream_id=" + urllib.parse.quote(stream, safe="")
    return harness.http(port, "GET", target).status


def result_words(result: dict[str, Any]) -> str:
    code = f" {result['error']['code']}" if "error" in result else ""
    return f"processed {result['sequence_number']} {result['status']}{code}"


def complete_words(complete: dict[str, Any]) -> str:
    counts = complete["statistics"]
    return (f"complete {complete['total_fragments']}: {counts['success_count']} success, "
            f"{counts['partial_count']} partial, {counts['failed_count']} failed")


def backpressure_words(event: dict[str, Any]) -> str:
    delay = event.get("recommended_delay_ms", "")
    return (f"backpressure {event['severity']} {event['action']} {delay}".rstrip() +
            f" at {event['current_inflight']}/{event['queue_depth']}")


class Face:
    """What a worker and the bare protocol have in common. `emit`, `call` and `next` are theirs."""

    stream: str

    def __init__(self) -> None:
        self.numbers: dict[str, Any] = {}  # of the fragments that were sent, by their id

    def emit(self, event: str, payload: Any) -> None:
        raise NotImplementedError

    def call(self, event: str, payload: Any) -> Any:
        raise NotImplementedError

    def next(self, timeout: float = PATIENCE) -> tuple[str, Any]:
        raise NotImplementedError

    # ---- out

    def open(self, stream: str = "live", **more: Any) -> dict[str, Any]:
        """Begins a stream, or takes it over; what stream:ready says."""
        self.stream = stream
        self.emit("stream:init", init(stream, **more))
        event, payload = self.next()
        if event != "stream:ready":
            raise AssertionError(f"expected stream:ready, got {event} {payload}")
        return payload

    def make(self, number: Any, data: bytes = b"audio", **members: Any) -> dict[str, Any]:
        one = {**fragment(self.stream, number, data), **members}
        self.numbers[one["fragment_id"]] = number
        return one

    def send(self, number: Any, data: bytes = b"audio", **members: Any) -> dict[str, Any]:
        """Sends a fragment."""
        one = self.make(number, data, **members)
        self.emit("fragment:data", one)
        return one

    def send_all(self, *numbers: int) -> list[dict[str, Any]]:
        return [self.send(number) for number in numbers]

    def end(self) -> None:
        self.emit("stream:end", {"stream_id": self.stream})

    def pause(self) -> None:
        self.emit("stream:pause", {"stream_id": self.stream})

    def resume(self) -> None:
        self.emit("stream:resume", {"stream_id": self.stream})

    def confirm(self, one: dict[str, Any], status: str = "applied") -> None:
        """The worker's own fragment:ack, which the server has read when this returns."""
        self.call("fragment:ack", {"fragment_id": one["fragment_id"], "status": status,
                                   "timestamp": 1})

    def delay(self, ms: int, jitter: int = 0) -> None:
        """Sets how long the fragments take that are sent from now on."""
        payload = {"delay_ms": ms, "jitter_ms": jitter, "stream_id": self.stream}
        if self.call("config:processing_delay", payload)["status"] != "configured":
            raise AssertionError("config:processing_delay was refused")

    def arm(self, *rules: dict[str, Any], **more: Any) -> dict[str, Any]:
        """Arms faults; the answer."""
        return self.call("config:error_simulation",
                         {"enabled": True, "rules": list(rules), **more})

    # ---- in

    def words(self, event: str, payload: Any) -> str:
        """An event in a few words."""
        if event == "fragment:ack":
            return f"ack {self.numbers.get(payload['fragment_id'], '?')}"
        if event == "fragment:processed":
            return result_words(payload)
        if event == "stream:complete":
            return complete_words(payload)
        if event == "backpressure":
            return backpressure_words(payload)
        if event == "error":
            parts = [payload["code"], payload.get("metadata", {}).get("reason"),
                     self.numbers.get(payload.get("fragment_id"))]
            return " ".join(["error", *(str(part) for part in parts if part is not None)])
        return event.removeprefix("stream:")

    def read(self, count: int) -> list[str]:
        """The next events, in words."""
        return [self.words(*self.next()) for _ in range(count)]

    def until(self, words: str) -> list[str]:
        """The next events up to one whose words begin so."""
        seen: list[str] = []
        try:
            while not seen or not seen[-1].startswith(words):
                seen += self.read(1)
        except (queue.Empty, Closed):
            raise AssertionError(f"waited for {words!r} after {seen}") from None
        return seen

    def expect(self, event: str, timeout: float = PATIENCE) -> Any:
        name, payload = self.next(timeout)
        if name != event:
            raise AssertionError(f"expected {event}, got {name} {str(payload)[:500]}")
        return payload

    def refused(self, code: str, **members: Any) -> dict[str, Any]:
        """The next event, which is an error of that code with these metadata."""
        error = self.expect("error")
        found = {name: error.get("metadata", {}).get(name) for name in members}
        if error["code"] != code or found != members:
            raise AssertionError(f"expected {code} {members}, got {error}")
        return error


class Session(Worker, Face):
    """python-socketio's client; also hears the answers to simulations when `acks` is set."""

    def __init__(self, url: str, acks: bool = False, **options: Any) -> None:
        Face.__init__(self)
        self.events = EVENTS + (("config:error_simulation:ack", "config:processing_delay:ack")
                                if acks else ())
        Worker.__init__(self, url, **options)

    def rest(self) -> list[str]:
        """All that was sent before now and has not been read, in words."""
        self.call("fragment:ack", {"fragment_id": "none", "status": "received", "timestamp": 1})
        seen = []
        with contextlib.suppress(queue.Empty):
            while True:
                seen.append(self.words(*self.received.get_nowait()))
        return seen


class Raw(Face):
    """Socket.IO on a bare WebSocket: sees the closing as it was on the wire. Without `answers` it
    does not hear the events that answer simulations."""

    def __init__(self, port: int, token: str = "test-api-key", answers: bool = True) -> None:
        super().__init__()
        self.answers = answers
        self.link = Direct(port, "/socket.io/")
        self.acks = 0
        self.waiting: list[tuple[str, Any]] = []
        self.link.send("40" + json.dumps({"token": token}))
        packet = self.link.receive()
        if not isinstance(packet, str) or not packet.startswith("40{"):
            raise AssertionError(f"no connection: {packet!r}")

    def emit(self, event: str, payload: Any) -> None:
        self.link.send("42" + json.dumps([event, payload]))

    def emit_text(self, event: str, text: str) -> None:
        """An event whose payload is not written by a JSON library."""
        self.link.send(f'42["{event}",{text}]')

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """What is sent within leaves in one piece. The server reads it in one piece, too, so it has
        seen all of it before any time that it measures is up, however slow either of us is."""
        ws = self.link.ws
        pieces: list[bytes] = []
        ws.send_raw = pieces.append  # type: ignore
        try:
            yield
        finally:
            del ws.send_raw
        ws.send_raw(b"".join(pieces))

    def begin(self, stream: str = "live", **more: Any) -> None:
        """As `open`, but the answer is still to be read."""
        self.stream = stream
        self.emit("stream:init", init(stream, **more))

    def cut(self) -> None:
        """Ends the transport, which parks the stream."""
        self.link.send("1")

    def packet(self) -> str:
        packet = self.link.receive()
        assert isinstance(packet, str)
        return packet

    def next(self, timeout: float = PATIENCE) -> tuple[str, Any]:
        del timeout
        while True:
            event, payload = self.waiting.pop(0) if self.waiting else self._event(self.packet())
            if self.answers or not event.startswith(("config:", "simulate:")):
                return event, payload

    @staticmethod
    def _event(packet: str) -> tuple[str, Any]:
        if packet == "41":
            return "disconnect", None
        if not packet.startswith("42["):
            raise AssertionError(f"expected an event, got {packet[:500]}")
        event, payload = json.loads(packet[2:])
        return event, payload

    def call(self, event: str, payload: Any) -> Any:
        self.acks += 1
        self.link.send(f"42{self.acks}" + json.dumps([event, payload]))
        start = f"43{self.acks}["
        while not (packet := self.packet()).startswith(start):
            self.waiting.append(self._event(packet))
        return (json.loads(packet[len(start) - 1:]) or [None])[0]

    def rest(self) -> list[str]:
        """All that was sent before now and has not been read, in words."""
        self.call("fragment:ack", {"fragment_id": "none", "status": "received", "timestamp": 1})
        waiting, self.waiting = self.waiting, []
        return [self.words(*event) for event in waiting]

    def ending(self) -> tuple[list[str], int | None]:
        """What comes until the server closes, and the code it closes with."""
        seen = []
        try:
            while True:
                seen += self.read(1)
        except Closed as closed:
            return seen, closed.code

    def close(self) -> None:
        self.link.close()


class SessionTest(unittest.TestCase):
    """A test with servers and workers, which end with it."""

    maxDiff = None

    def server(self, **settings: str) -> Server:
        """A server of the test's own. Fragments are not limited unless the test says so."""
        server = Server({"RATE_LIMIT_FRAGMENTS_PER_MIN": "0", **settings})
        self.addCleanup(server.stop)
        return server

    def worker(self, server: Server, acks: bool = False, **options: Any) -> Session:
        worker = Session(server.url, acks, **options)
        self.addCleanup(worker.close)
        return worker

    def raw(self, server: Server, **options: Any) -> Raw:
        raw = Raw(server.port, **options)
        self.addCleanup(raw.close)
        return raw

    def streams(self, server: Server) -> tuple[int, int]:
        """How many streams have a connection, and how many are parked."""
        health = harness.http(server.port, "GET", "/health").json()
        return health["sessions"], health["parked"]

    def await_streams(self, server: Server, attached: int, parked: int) -> None:
        try:
            harness.wait_for(lambda: self.streams(server) == (attached, parked), "the streams")
        except AssertionError:
            # Says what there is instead.
            self.assertEqual(self.streams(server), (attached, parked), "attached, parked")
            raise
