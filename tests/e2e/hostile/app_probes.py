"""Time-outs, heartbeats and limits, at the test application, where they are short: a ping after
300 ms, its pong within 1500 ms (SETTINGS), a CONNECT within a second, messages of up to a million
bytes."""

from __future__ import annotations

import contextlib
import time

import harness
from harness import BINARY, CLOSE, CONTINUATION, PING, TEXT, WebSocket, frame, request
from hostile.probe import Attack, Polling, Probe, describe

SETTINGS = {"PING_INTERVAL": "300", "PING_TIMEOUT": "1500"}
BARE = "/engine.io/?EIO=4&transport="
SOCKETIO = "/socket.io/?EIO=4&transport="


def until_closed(*steps: bytes | str, target: str = SOCKETIO + "websocket",
                 pongs: bool = True) -> Attack:
    """A WebSocket takes the steps, then answers pings until it is closed."""
    def attack(port: int) -> str:
        begin = time.monotonic()
        with WebSocket(port, target) as ws:
            for step in steps:
                ws.send_raw(step if isinstance(step, bytes) else frame(TEXT, step.encode()))
            while time.monotonic() < begin + harness.PATIENCE:
                try:
                    message = ws.receive()
                except ConnectionError:
                    return "closed"
                if isinstance(message, harness.Frame) and message.opcode == harness.CLOSE:
                    return f"close {message.code}"
                if message == "2" and pongs:
                    ws.send("3")
        return "still open"
    return attack


def stays(*steps: str) -> Attack:
    """A WebSocket does this between its pongs, and is open after nine of them, which is longer than
    it could be without any."""
    def attack(port: int) -> str:
        pongs = 0
        with WebSocket(port, SOCKETIO + "websocket") as ws:
            ws.send("40")
            while pongs < 9:
                if ws.receive() == "2":
                    ws.send("3")
                    pongs += 1
                    for step in steps:
                        ws.send(step)
        return "still open"
    return attack


def pings_instead_of_pongs(port: int) -> str:
    """A client whose WebSocket answers, but whose Engine.IO does not."""
    with WebSocket(port, SOCKETIO + "websocket") as ws:
        ws.send("40")
        ws.send_raw(frame(PING, b"alive"))
        end = time.monotonic() + harness.PATIENCE
        while time.monotonic() < end:
            message = ws.receive()
            if isinstance(message, harness.Frame) and message.opcode == CLOSE:
                return f"close {message.code}"
            if isinstance(message, harness.Frame):
                time.sleep(0.1)
                ws.send_raw(frame(PING, b"alive"))
    return "still open"


def pongs_without_end(port: int) -> str:
    """Pongs that nobody asked for do not put off the ping, nor replace its pong for ever."""
    with WebSocket(port, BARE + "websocket") as ws:
        ws.receive()
        for _ in range(100):
            ws.send("3")
        return str(ws.receive())


def body_that_drips(port: int) -> str:
    """A POST whose body comes by single bytes, while nobody polls."""
    session = Polling(port, joined=False, base=BARE + "polling")
    with harness.connect(port) as sock:
        sock.sendall(request("POST", session.target, b"4" * 1000)[:-1000])
        sock.settimeout(0.05)
        for _ in range(900):
            try:
                with contextlib.suppress(TimeoutError):
                    data = sock.recv(65536)
                    return describe(data + harness.receive_all(sock)) if data else "closed"
                sock.sendall(b"4")
            except ConnectionError:
                return "closed"
    return "still open"


def poll_never(port: int) -> str:
    """A session that is opened, fed, and never polled."""
    session = Polling(port, joined=False, base=BARE + "polling")
    for _ in range(200):
        outcome = session.post(b"4" + b"x" * 1000)
        if outcome != "200":
            return outcome
        time.sleep(0.02)
    return "still open"


PLACEHOLDER = '{"_placeholder":true,"num":0}'
LARGE = frame(BINARY, bytes(600_000))

CHAPTER = (
    Probe("a session without CONNECT", until_closed(), "close 1000"),
    Probe("only refused CONNECTs", until_closed("40/other,"), "close 1000"),
    Probe("a CONNECT, then no pongs", until_closed("40", pongs=False), "close 1000"),
    Probe("an echo, then no pongs",
          until_closed("4x", target=BARE + "websocket", pongs=False), "close 1000"),
    Probe("pings of the WebSocket instead of pongs", pings_instead_of_pongs, "close 1000"),
    Probe("a hundred pongs before the ping", pongs_without_end, "2"),
    Probe("a body that drips", body_that_drips, "closed | 400 code 3 | 400 code 1"),
    Probe("a session that is never polled", poll_never, "400 code 1"),
    Probe("one byte over maxPayload", until_closed("40", "4" * 1_000_001), "close 1009"),
    Probe("one byte over maxPayload, in halves",
          until_closed("40", frame(TEXT, b"4" * 500_001, final=False),
                       frame(CONTINUATION, b"4" * 500_000)), "close 1009"),
    Probe("one byte over maxPayload, declared",
          until_closed(frame(TEXT, b"4", declared=1_000_001)), "close 1009"),
    Probe("attachments over maxPayload together",
          until_closed("40", f'452-["message",{PLACEHOLDER}]', LARGE * 2), "close 1009"),
    Probe("pongs, and nothing else", stays(), "still open"),
    Probe("unknown events, and acks that nobody awaits", stays('42["no"]', '431["no"]'),
          "still open"),
    Probe("half a frame, for ever", until_closed("40", frame(TEXT, b"4" * 100)[:50]),
          "close 1000 | close 1002 | closed"),
    Probe("half a message, for ever, without pongs",
          until_closed("40", frame(TEXT, b"4" * 100, final=False), pongs=False), "close 1000"),
)
