"""Engine.IO as a client speaks it, packet by packet, for the tests of both protocols.

A packet is what the protocol calls one: str as text, with its type ("4hello", "2probe"), or bytes
for a binary message, whatever the transport makes of it. All links have the same face:

    link.send(packet); link.receive(); link.expect_closed()

and answer pings on their own, unless a test looks at the bare transport (poll, post, receive_any).
"""

from __future__ import annotations

import base64
import contextlib
import json
import socket
import threading
import time
import unittest
from collections import deque
from typing import Any, Callable, Union

import harness
from harness import CLOSE, PING, PONG, TEXT, Frame, Response, frame

Packet = Union[str, bytes]

SEPARATOR = "\x1e"
# Settings of tests/apps/protocol_app.c with which no client has to answer a ping in a hurry.
PATIENT = {"PING_INTERVAL": "60000", "PING_TIMEOUT": "60000"}
# What it sets itself, in bytes.
MAX_PAYLOAD = 1_000_000

ERRORS = {
    0: b'{"code":0,"message":"Transport unknown"}',
    1: b'{"code":1,"message":"Session ID unknown"}',
    2: b'{"code":2,"message":"Bad handshake method"}',
    3: b'{"code":3,"message":"Bad request. ',  # and what is wrong
    4: b'{"code":4,"message":"Forbidden"}',
    5: b'{"code":5,"message":"Unsupported protocol version"}',
}


class Closed(Exception):
    """The server ended the session. `code`: of the WebSocket close frame, if there was one."""

    def __init__(self, code: int | None = None) -> None:
        super().__init__(f"closed ({code})")
        self.code = code


class Unexpected(AssertionError):
    """The server answered a request of a session with something else than it should."""

    def __init__(self, what: str, response: Response) -> None:
        super().__init__(f"{what}: {response}")
        self.response = response


def query(path: str, transport: str, sid: str | None = None) -> str:
    """The target of a request."""
    return f"{path}?EIO=4&transport={transport}" + (f"&sid={sid}" if sid else "")


def encode(*packets: Packet) -> bytes:
    """The body of a POST."""
    texts = (packet if isinstance(packet, str) else "b" + base64.b64encode(packet).decode()
             for packet in packets)
    return SEPARATOR.join(texts).encode()


def decode(body: bytes) -> list[Packet]:
    """The packets in the answer to a poll."""
    return [base64.b64decode(text[1:], validate=True) if text.startswith("b") else text
            for text in body.decode().split(SEPARATOR)]


def read_response(sock: socket.socket) -> Response:
    """One response with a Content-Length, from a connection that may stay open afterwards."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = sock.recv(65536)
        if not part:
            raise ConnectionError(f"closed within a response: {data!r}")
        data += part
    response = harness.parse_response(data)
    while len(response.body) < int(response.headers.get("content-length", "0")):
        part = sock.recv(65536)
        if not part:
            raise ConnectionError(f"closed within a body: {data[:500]!r}")
        response.body += part
    return response


class Held:
    """A request that is under way."""

    def __init__(self, port: int, data: bytes) -> None:
        self.sock = harness.connect(port)
        self.sock.sendall(data)

    def answer(self) -> Response:
        with self.sock:
            return read_response(self.sock)

    def hang_up(self) -> None:
        self.sock.close()


class Polling:
    """A link: a session on HTTP long-polling."""

    def __init__(self, port: int, path: str = "/engine.io/") -> None:
        self.port = port
        self.path = path
        self.packets: deque[Packet] = deque()
        response = harness.http(port, "GET", query(path, "polling"))
        if response.status != 200 or not response.body.startswith(b"0{"):
            raise Unexpected("no open packet", response)
        self.open: dict[str, Any] = json.loads(response.body[1:])
        self.sid: str = self.open["sid"]
        self.target = query(path, "polling", self.sid)

    # The bare transport.

    def poll(self) -> Response:
        return harness.http(self.port, "GET", self.target)

    def hold(self) -> Held:
        """Sends a poll without waiting for its answer."""
        return Held(self.port, harness.request("GET", self.target))

    def post(self, body: bytes, **headers: str) -> Response:
        return harness.http(self.port, "POST", self.target, body, **headers)

    def state(self) -> int:
        """Asks for the session without touching it: the error code of a request that is wrong in
        any case. 3: the session is there, 1: it is not."""
        target = query(self.path, "websocket", self.sid)
        return int(harness.http(self.port, "GET", target).json()["code"])

    def await_end(self) -> None:
        """Waits until the server knows no such session any more."""
        harness.wait_for(lambda: self.state() == 1, "the session to end")

    # The face of a link.

    def send(self, *packets: Packet) -> None:
        response = self.post(encode(*packets))
        if (response.status, response.body) != (200, b"ok"):
            raise Unexpected(f"POST {packets!r:.300}", response)

    def offer(self, *packets: Packet) -> None:
        """As send, but the session may be over."""
        self.post(encode(*packets))

    def offer_text(self, data: bytes) -> None:
        """Offers a text packet of any bytes."""
        self.post(data)

    def receive(self) -> Packet:
        """The next packet that is no ping and no NOOP."""
        end = time.monotonic() + harness.PATIENCE
        while time.monotonic() < end:
            while not self.packets:
                self._fill()
            packet = self.packets.popleft()
            if packet == "1":
                raise Closed
            if packet == "2":
                with contextlib.suppress(AssertionError):  # the end may have come meanwhile
                    self.send("3")
            elif packet != "6":
                return packet
        raise TimeoutError("nothing but pings")

    def _fill(self) -> None:
        response = self.poll()
        if response.status == 400 and response.json()["code"] == 1:
            raise Closed
        if response.status != 200:
            raise Unexpected("poll", response)
        self.packets.extend(decode(response.body))

    def expect_closed(self) -> None:
        """The server closes the session: the present or next poll says so, later ones are refused.
        Fails when it has something else to say before."""
        try:
            packet = self.receive()
        except Closed:
            self.await_end()
        else:
            raise AssertionError(f"expected the end, got {packet!r:.300}")

    def close(self) -> None:
        with contextlib.suppress(AssertionError, OSError):
            self.post(b"1")


class Socket(harness.WebSocket):
    """A session on WebSocket, or (with a sid) a WebSocket that probes one on polling."""

    def __init__(self, port: int, path: str = "/engine.io/", sid: str | None = None,
                 behind: bytes = b"", **headers: str) -> None:
        super().__init__(port, query(path, "websocket", sid), behind, **headers)
        if sid is None:
            try:
                packet = self.receive_any()
                if not isinstance(packet, str) or not packet.startswith("0{"):
                    raise AssertionError(f"no open packet: {packet!r}")
            except BaseException:
                self.sock.close()
                raise
            self.open: dict[str, Any] = json.loads(packet[1:])
            self.sid: str = self.open["sid"]

    def receive_any(self) -> Packet:
        """The next packet, be it a ping. Frames of the WebSocket's own are dealt with."""
        try:
            while True:
                message = self.receive()
                if not isinstance(message, Frame):
                    return message
                if message.opcode == PING:
                    self.send_raw(frame(PONG, message.payload))
                elif message.opcode == CLOSE:
                    with contextlib.suppress(OSError):
                        self.send_raw(frame(CLOSE, message.payload))
                    raise Closed(message.code)
        except ConnectionError:
            raise Closed from None

    def receive_packet(self) -> Packet:
        """The next packet that is no ping and no NOOP."""
        end = time.monotonic() + harness.PATIENCE
        while time.monotonic() < end:
            packet = self.receive_any()
            if packet == "2":
                with contextlib.suppress(OSError):
                    self.send("3")
            elif packet != "6":
                return packet
        raise TimeoutError("nothing but pings")

    def expect_closed(self) -> int | None:
        """The server closes the connection and has nothing else to say before. The code."""
        try:
            packet = self.receive_packet()
        except Closed as closed:
            return closed.code
        raise AssertionError(f"expected the end, got {packet!r:.300}")


class Direct:
    """A link: a session on WebSocket from the start."""

    def __init__(self, port: int, path: str = "/engine.io/") -> None:
        self.ws = Socket(port, path)
        self.sid = self.ws.sid

    def send(self, *packets: Packet) -> None:
        for packet in packets:
            self.ws.send(packet)

    def offer(self, *packets: Packet) -> None:
        """As send, but the session may be over."""
        with contextlib.suppress(ConnectionError):
            self.send(*packets)

    def offer_text(self, data: bytes) -> None:
        """Offers a text packet of any bytes."""
        with contextlib.suppress(ConnectionError):
            self.ws.send_raw(frame(TEXT, data))

    def receive(self) -> Packet:
        return self.ws.receive_packet()

    def expect_closed(self) -> None:
        self.ws.expect_closed()

    def close(self) -> None:
        self.ws.sock.close()


class Upgraded(Direct):
    """A link: a session that began on polling and was upgraded."""

    def __init__(self, port: int, path: str = "/engine.io/") -> None:
        self.sid = Polling(port, path).sid
        self.ws = Socket(port, path, self.sid)
        upgrade(self.ws)


Link = Union[Polling, Direct]


def upgrade(ws: Socket) -> None:
    """Takes a probing WebSocket through the upgrade."""
    ws.send("2probe")
    packet = ws.receive_packet()
    if packet != "3probe":
        raise AssertionError(f"expected 3probe, got {packet!r}")
    ws.send("5")


def in_parallel(jobs: list[Callable[[], None]]) -> None:
    """Runs jobs in threads, and fails as the first that fails."""
    failures: list[BaseException] = []

    def run(job: Callable[[], None]) -> None:
        try:
            job()
        except BaseException as failure:  # handed on below
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class ProtocolTest(unittest.TestCase):
    """Tests of a module that share one running test application, `server`."""

    server: harness.Server
    path = "/engine.io/"

    def tearDown(self) -> None:
        self.assertIsNone(self.server.process.poll(), "the server has ended")

    @property
    def port(self) -> int:
        return self.server.port

    def polling(self) -> Polling:
        session = Polling(self.port, self.path)
        self.addCleanup(session.close)
        return session

    def socket(self, sid: str | None = None, behind: bytes = b"", **headers: str) -> Socket:
        ws = Socket(self.port, self.path, sid, behind, **headers)
        self.addCleanup(ws.sock.close)
        return ws

    def refusal(self, target: str, **headers: str) -> Response:
        """The answer to a WebSocket handshake that is refused."""
        with self.assertRaises(harness.Refused) as caught:
            harness.WebSocket(self.port, target, b"", **headers)
        return caught.exception.response

    def assert_error(self, response: Response, code: int) -> None:
        """An error as the protocol words it, to the byte."""
        status = 403 if code == 4 else 400
        self.assertEqual(response.status, status)
        if code == 3:
            self.assertRegex(response.body, rb'^' + ERRORS[3] + rb'[^"]+\."}$')
        else:
            self.assertEqual(response.body, ERRORS[code])
        self.assertEqual(response.headers["content-type"].split(";")[0], "application/json")

    def assert_serves(self) -> None:
        """A normal client is served."""
        link = Direct(self.port)
        self.addCleanup(link.close)
        link.send("4hello")
        self.assertEqual(link.receive(), "4hello")
