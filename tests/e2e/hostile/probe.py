"""The words in which the probes are written.

A probe is one row: a name, what is done to the server, and what has to come of it.

    Probe("a reserved bit", in_session(frame(TEXT, b"42", reserved=4)), "close 1002"),

What came of it is said in these words, joined by commas in the order in which they happened. A row
may allow several, parted by " | ", and end one in "..." where the rest of it does not matter:

    over plain HTTP
      200              an answer with this status; several when there were several answers
      400 code 3       an answer of Engine.IO's, with its error code
      closed           the server closed the connection, without an answer or after the others
      still open       the server wants more
      gone             the attacker itself broke the connection off
    over a WebSocket
      opened, joined   an Engine.IO handshake, a Socket.IO CONNECT
      refused TEXT     a CONNECT_ERROR with this message
      NAME             an event of this name
      error CODE /PATH an `error` event, with the JSON Pointers of what was wrong ("payload": all
                       of it)
      ack              an acknowledgement
      pong             a pong frame, not counting the one that ends the probe
      close 1002       the server closed with this code
      closed           it closed without a close frame
      nothing          nothing at all: the connection is as good as before
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import re
import socket
import struct
import uuid
from typing import Any, Callable

import harness
from harness import CLOSE, PING, PONG, TEXT, Frame, WebSocket, frame, request

KEY = "test-api-key"
POLLING = "/socket.io/?EIO=4&transport=polling"
WEBSOCKET = "/socket.io/?EIO=4&transport=websocket"
JOIN = '40{"token":"' + KEY + '"}'

INIT = {"stream_id": "s", "worker_id": "w", "config": {}}

# What sending and receiving can meet when the other side is gone.
GONE = (ConnectionError, BrokenPipeError)

Attack = Callable[[int], str]


@dataclasses.dataclass(frozen=True)
class Probe:
    """One row of a chapter. `attack` takes the server's port and says what came of it."""

    name: str
    attack: Attack
    expected: str

    def fits(self, outcome: str) -> bool:
        return any(outcome.startswith(one[:-3]) if one.endswith("...") else outcome == one
                   for one in self.expected.split(" | "))


def lazily(make: Callable[[], Attack]) -> Attack:
    """An attack that is too large to be kept all the time."""
    return lambda port: make()(port)


# ---- steps ------------------------------------------------------------------------------------


class Step:
    """Something done to a connection that is not simply sending bytes."""

    def __init__(self, act: Callable[[socket.socket], None]) -> None:
        self.act = act


def reset(sock: socket.socket) -> None:
    """Ends the connection by a reset."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


def _half_close(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_WR)


# Closes the sending direction only, as `nc -N` does.
HALF_CLOSE = Step(_half_close)
# Breaks the connection off.
RESET = Step(reset)
# Leaves in an orderly way, but without a word.
LEAVE = Step(socket.socket.close)


def drip(data: bytes) -> Step:
    """Byte by byte, each in a segment of its own."""
    def act(sock: socket.socket) -> None:
        for byte in data:
            sock.sendall(bytes([byte]))
    return Step(act)


def take(sock: socket.socket, steps: tuple[Any, ...]) -> bool:
    """Takes the steps: bytes are sent, text is sent as a message. False: the attacker has left."""
    for step in steps:
        with contextlib.suppress(*GONE):
            if isinstance(step, Step):
                step.act(sock)
            else:
                sock.sendall(frame(TEXT, step.encode("utf-8", "surrogatepass"))
                             if isinstance(step, str) else step)
        if sock.fileno() < 0:
            return False
    return True


def settle(port: int) -> None:
    """Returns when the server has seen what was sent to it before: it has one thread, and answers
    a request made later only in a later turn of its loop, or at the end of the same."""
    for _ in range(2):
        harness.http(port, "GET", "/health")


# ---- HTTP -------------------------------------------------------------------------------------


def describe(data: bytes) -> str:
    """The answers in what a server sent up to its closing."""
    if not data:
        return "closed"
    outcome = []
    for part in re.split(rb"(?=HTTP/1\.[01] \d{3} )", data):
        if not part:
            continue
        response = harness.parse_response(part)
        outcome.append(str(response.status) + describe_error(response))
    return ", ".join(outcome)


def describe_error(response: harness.Response) -> str:
    """The code of an Engine.IO error. Each refusal has to say why, in one of our two forms."""
    if response.status < 400 or not response.body and response.headers["content-length"] != "0":
        return ""  # the latter is an answer to HEAD
    try:
        error = response.json()
        told = error.get("error", error)["message"]
    except (ValueError, KeyError, AttributeError):
        return f" {response.body[:100]!r}"
    return f" code {error['code']}" if "code" in error else "" if told else " without a reason"


def read_answers(sock: socket.socket, open_for: float | None = None) -> str:
    """What the server answers before it closes, or in `open_for` seconds."""
    sock.settimeout(open_for or harness.PATIENCE)
    parts = []
    try:
        with contextlib.suppress(*GONE):
            while part := sock.recv(65536):
                parts.append(part)
    except TimeoutError:
        return ", ".join([describe(b"".join(parts))] * bool(parts) + ["still open"])
    return describe(b"".join(parts))


def raw(*steps: bytes | Step, patience: float = harness.PATIENCE) -> Attack:
    """On a connection of its own."""
    def attack(port: int) -> str:
        with harness.connect(port) as sock:
            if not take(sock, steps):
                return "gone"
            return read_answers(sock, patience)
    return attack


def head(*lines: str, method: str = "GET", target: str = "/health", version: str = "HTTP/1.1",
         host: bool = True) -> bytes:
    """The head of a request with these fields; the last of its connection, unless they say so."""
    fields = (["Host: localhost"] if host else []) + list(lines)
    if not any(line.lower().startswith("connection") for line in lines):
        fields.append("Connection: close")
    return "\r\n".join([f"{method} {target} {version}", *fields]).encode("latin-1") + b"\r\n\r\n"


def get(target: str) -> Attack:
    return raw(request("GET", target))


# ---- WebSocket --------------------------------------------------------------------------------


def event(name: str, *arguments: Any, ack: int | None = None) -> str:
    """An EVENT packet."""
    return f"42{'' if ack is None else ack}" + json.dumps([name, *arguments], ensure_ascii=False)


def open_websocket(port: int, *packets: str, target: str = WEBSOCKET) -> WebSocket:
    """A WebSocket past its Engine.IO handshake, and past each of `packets`, which have one answer
    each."""
    ws = WebSocket(port, target)
    try:
        opened = ws.receive()
        if not str(opened).startswith('0{"sid":"'):
            raise AssertionError(f"no handshake but {opened!r}")
        for packet in packets:
            ws.send(packet)
            answer = ws.receive()
            if not str(answer).startswith(("40", "42")) or str(answer).startswith('42["error"'):
                raise AssertionError(f"{packet} was answered {answer!r}")
    except BaseException:
        ws.sock.close()
        raise
    return ws


def _describe_event(packet: str) -> str:
    name, *arguments = json.loads(packet.lstrip("0123456789-"))
    if name != "error":
        return str(name)
    found = arguments[0].get("metadata", {}).get("errors", [])
    paths = [error["path"] or "payload" for error in found]
    return " ".join(["error", arguments[0]["code"], *paths])


def _describe_packet(packet: str) -> str:
    if packet.startswith("42"):
        return _describe_event(packet)
    if packet.startswith("44"):
        return "refused " + str(json.loads(packet[packet.index("{"):])["message"])
    for start, word in (("40", "joined"), ("41", "disconnected"), ("43", "ack"), ("0{", "opened")):
        if packet.startswith(start):
            return word
    return packet[:40]


def _describe_frame(first: Frame, payload: bytes) -> str:
    if first.opcode == TEXT:
        return _describe_packet(payload.decode())
    if first.opcode == CLOSE:
        return f"close {first.code}"
    return {PING: "ping", PONG: "pong"}.get(first.opcode, f"{len(payload)} bytes")


def listen(ws: WebSocket) -> str:
    """What the server says until it closes or answers a ping."""
    mark = b"is that all?"
    outcome: list[str] = []
    pieces: list[Frame] = []
    with contextlib.suppress(*GONE):
        ws.send_raw(frame(PING, mark))
    try:
        while not outcome or not outcome[-1].startswith("close "):
            piece = ws.receive_frame()
            if piece == Frame(PONG, mark) and not pieces:
                break
            if piece.opcode == PONG:
                # It overtook a message, or was the only one for several pings.
                ws.send_raw(frame(PING, mark))
            if piece.opcode >= CLOSE:
                if piece.payload != mark:
                    outcome.append(_describe_frame(piece, piece.payload))
                continue
            pieces.append(piece)
            if piece.final:
                outcome.append(_describe_frame(pieces[0], b"".join(p.payload for p in pieces)))
                pieces = []
    except TimeoutError:
        outcome.append("still open")
    except GONE:
        outcome.append("closed")
    return ", ".join(outcome) or "nothing"


def _on_websocket(packets: tuple[str, ...], steps: tuple[Any, ...], target: str) -> Attack:
    def attack(port: int) -> str:
        ws = open_websocket(port, *packets, target=target)
        with ws:
            return listen(ws) if take(ws.sock, steps) else "gone"
    return attack


def on_open(*steps: Any, target: str = WEBSOCKET) -> Attack:
    """On a WebSocket whose Engine.IO session is open, and nothing more."""
    return _on_websocket((), steps, target)


def in_session(*steps: Any) -> Attack:
    """On a WebSocket that has joined the namespace /."""
    return _on_websocket((JOIN,), steps, WEBSOCKET)


def in_stream(*steps: Any) -> Attack:
    """On one that also has an active stream "s"."""
    return _on_websocket((JOIN, event("stream:init", INIT)), steps, WEBSOCKET)


# ---- long-polling -----------------------------------------------------------------------------


class Polling:
    """An Engine.IO session over HTTP."""

    def __init__(self, port: int, joined: bool = True, base: str = POLLING) -> None:
        self.port = port
        opened = harness.http(port, "GET", base)
        self.sid = str(json.loads(opened.body[1:])["sid"])
        self.target = f"{base}&sid={self.sid}"
        if joined:
            self.post(JOIN.encode())
            answer = harness.http(port, "GET", self.target).body
            if not answer.startswith(b"40{"):
                raise AssertionError(f"not joined: {answer!r}")

    def post(self, body: bytes, **headers: str) -> str:
        return describe(harness.exchange(
            self.port, request("POST", self.target, body, **headers)))

    def hold(self, connection: str = "close") -> socket.socket:
        """A poll that the server holds open."""
        sock = harness.connect(self.port)
        sock.sendall(request("GET", self.target, Connection=connection))
        settle(self.port)
        return sock

    def get(self) -> str:
        return describe(harness.exchange(self.port, request("GET", self.target)))

    def state(self) -> str:
        """What a poll says of the session: "alive", "upgraded", or "over", where the poll may be
        the one that is told so. To be asked last."""
        with self.hold() as poll:
            poll.setblocking(False)
            try:
                data = poll.recv(65536)
            except BlockingIOError:
                return "alive"
            poll.setblocking(True)
            poll.settimeout(harness.PATIENCE)
            data += harness.receive_all(poll)
        outcome = {"400 code 3": "upgraded", "400 code 1": "over"}.get(describe(data))
        body = harness.parse_response(data).body
        return outcome or ("over" if body.split(b"\x1e")[-1] == b"1" else "alive")

    def probe_socket(self) -> WebSocket:
        """A WebSocket that asks to take the session over."""
        return WebSocket(self.port, f"{WEBSOCKET}&sid={self.sid}")


def posted(body: bytes, joined: bool = True, **headers: str) -> Attack:
    """One POST to a session, and whether that lived."""
    def attack(port: int) -> str:
        session = Polling(port, joined)
        return f"{session.post(body, **headers)}, {session.state()}"
    return attack


# ---- a normal client --------------------------------------------------------------------------


def serve_normal_client(port: int) -> None:
    """A worker comes, sends a fragment, gets it back and leaves."""
    health = harness.http(port, "GET", "/health")
    if health.status != 200 or health.json()["status"] != "healthy":
        raise AssertionError(f"/health says {health}")
    stream: dict[str, Any] = {"stream_id": f"normal {uuid.uuid4()}"}  # others come and go as "s" meanwhile
    with open_websocket(port, JOIN, event("stream:init", {**INIT, **stream})) as ws:
        ws.send(event("fragment:data", fragment(**stream)))
        received = [ws.receive(), ws.receive()]
        names = [_describe_packet(str(message)) for message in received]
        if names != ["fragment:ack", "fragment:processed"]:
            raise AssertionError(f"a normal client got {received}")
        ws.send(event("stream:end", stream))
        if _describe_packet(str(ws.receive())) != "stream:complete":
            raise AssertionError("a normal client got no stream:complete")
        ws.close()


def fragment(sound: bytes = b"normal", **changes: Any) -> dict[str, Any]:
    """A fragment of the stream "s"; members can be changed."""
    return {"fragment_id": "f", "stream_id": "s", "sequence_number": 0, "timestamp": 1,
            "audio": {"format": "m4a", "sample_rate_hz": 48000, "channels": 1, "duration_ms": 1000,
                      "data_base64": base64.b64encode(sound).decode()}, **changes}
