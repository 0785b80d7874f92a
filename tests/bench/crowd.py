"""Ten thousand streams, and every request of the control interface meanwhile: does one hold the loop?

    python3 tests/bench/crowd.py BUILD [--streams N] [--rate FRAGMENTS_PER_SECOND] [--rounds N]

One process sends fragments on all streams in turns and measures how long each ack takes. Another
asks the server for everything that it can be asked for, one request after the other. The table
shows, of each request, what it cost the server and the worst ack while it was under way: at least
as long as it held the loop. The first row is without a request. Ends with 1 where an ack took 20 ms.
"""

from __future__ import annotations

import argparse
import base64
import gc
import http.client
import json
import multiprocessing
import os
import pathlib
import resource
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import NamedTuple

WORST_MS = 20
AUDIO = base64.b64encode(bytes(768)).decode()


class Asked(NamedTuple):
    """One request: what it was, when, and what became of it."""

    name: str
    began: float
    ended: float
    cpu_ms: float
    status: int
    size: int


# ---- the server ---------------------------------------------------------------------------------

def start(build: pathlib.Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    settings = {"ECHO_HOST": "127.0.0.1", "ECHO_PORT": str(port), "LOG_LEVEL": "ERROR",
                "WS_MAX_CONNECTIONS": "0", "MAX_CONNECTIONS_PER_KEY": "0", "REQUIRE_AUTH": "false",
                "RATE_LIMIT_FRAGMENTS_PER_MIN": "0", "IDLE_TIMEOUT_MS": "0"}
    process = subprocess.Popen([str(build / "echo-sts")], env={**os.environ, **settings},
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    for _ in range(500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process, port
        time.sleep(0.01)
    raise SystemExit("echo-sts does not listen")


def cpu_ms(pid: int) -> float:
    return int(pathlib.Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e6


def resident_kib(pid: int) -> int:
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise SystemExit("the server is gone")


# ---- the streams --------------------------------------------------------------------------------

def frame(text: str) -> bytes:
    """A masked text frame; its mask changes nothing, which costs the client little."""
    payload = text.encode()
    if len(payload) < 126:
        head = bytes((0x81, 0x80 | len(payload)))
    else:
        head = bytes((0x81, 0x80 | 126)) + len(payload).to_bytes(2, "big")
    return head + bytes(4) + payload


def event(name: str, payload: object) -> bytes:
    return frame("42" + json.dumps([name, payload]))


class Stream:
    """A worker with one stream, on a socket that does not block."""

    def __init__(self, number: int, port: int) -> None:
        self.id = f"crowd-{os.getpid()}-{number}"
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.have = b""
        self.sent = 0
        self.waits_since: dict[str, float] = {}
        self.socket.sendall(
            b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
        while b"\r\n\r\n" not in self.have:
            self.have += self.socket.recv(4096)
        self.have = self.have.split(b"\r\n\r\n", 1)[1]
        self.socket.sendall(frame("40{}") + event("stream:init", {
            "stream_id": self.id, "worker_id": "crowd", "max_inflight": 10, "timeout_ms": 8000,
            "config": {"source_language": "en", "target_language": "es", "voice_profile": "default",
                       "format": "pcm_s16le", "sample_rate_hz": 48000, "channels": 1,
                       "chunk_duration_ms": 6000}}))
        while not any(b"stream:ready" in text for text in self.texts()):
            self.have += self.socket.recv(65536)
        self.socket.setblocking(False)

    def texts(self) -> Iterator[bytes]:
        """The messages that have come whole."""
        while len(self.have) >= 2:
            length, at = self.have[1], 2
            if length >= 126:
                size = 2 if length == 126 else 8
                at = 2 + size
                length = int.from_bytes(self.have[2:at], "big")
            if len(self.have) < at + length:
                return
            text, self.have = self.have[at:at + length], self.have[at + length:]
            yield text

    def send(self) -> None:
        name = f"f{self.sent}"
        self.waits_since[name] = time.perf_counter()
        self.socket.send(event("fragment:data", {
            "fragment_id": name, "stream_id": self.id, "sequence_number": self.sent,
            "timestamp": 0, "metadata": {"pts_ns": self.sent * 6_000_000_000},
            "audio": {"format": "pcm_s16le", "sample_rate_hz": 48000, "channels": 1,
                      "duration_ms": 6000, "data_base64": AUDIO}}))
        self.sent += 1

    def read(self, acked: Callable[[float, float], None]) -> None:
        self.have += self.socket.recv(65536)
        for text in self.texts():
            if text == b"2":
                self.socket.send(frame("3"))
            elif text.startswith(b'42["fragment:ack"'):
                name = json.loads(text[2:])[1]["fragment_id"]
                acked(self.waits_since.pop(name), time.perf_counter())
            elif text.startswith(b'42["fragment:processed"'):
                name = json.loads(text[2:])[1]["fragment_id"]
                self.socket.send(event("fragment:ack", {
                    "fragment_id": name, "status": "applied", "timestamp": 0}))
            elif text.startswith(b'42["error"'):
                raise SystemExit(f"refused: {text.decode()}")


def send_all(streams: list[Stream], rate: float, done: Connection) -> list[tuple[float, float]]:
    """Sends until `done` says something. When each fragment was sent and acknowledged."""
    acks: list[tuple[float, float]] = []
    poll = select.epoll()
    by_fd = {stream.socket.fileno(): stream for stream in streams}
    for fd in by_fd:
        poll.register(fd, select.EPOLLIN)
    began, turn = time.perf_counter(), 0
    while not done.poll():
        due = began + turn / rate
        for fd, _ in poll.poll(max(0.0, due - time.perf_counter()), 64):
            by_fd[fd].read(lambda sent, acked: acks.append((sent, acked)))
        if time.perf_counter() >= due:
            streams[turn % len(streams)].send()
            turn += 1
    poll.close()
    return acks


# ---- the requests -------------------------------------------------------------------------------

def requests(stream: str) -> list[tuple[str, str, object]]:
    rules = [{"trigger": "nth_fragment", "value": 1000000, "error_code": "TIMEOUT"}]
    mistakes = {"rules": [{"trigger": "never"}] * 40_000}
    scenario = {"scenarios": [{"stream_id": "crowd-*", "name": "crowd", "steps": [
        {"until": {"after_ms": 60000}, "delay": {"delay_ms": 1}}]}]}
    far = stream[:-1] + "nobody"
    return [
        ("GET", "/health", None), ("GET", "/metrics", None), ("GET", "/control/openapi.json", None),
        ("GET", "/control/streams", None), ("GET", "/control/streams?limit=100", None),
        ("GET", f"/control/streams/{stream}", None), ("GET", f"/control/streams/{far}", None),
        ("GET", "/control/journal", None), ("GET", "/control/journal?limit=1", None),
        ("GET", "/control/journal?event=nothing", None),
        ("GET", f"/control/journal?stream={stream}", None),
        ("GET", "/control/journal?stream=*-1*", None), ("GET", "/control/journal/1", None),
        ("POST", "/control/verify", {"stream_id": "*", "since": "start", "expectations": [
            {"event": "fragment:data", "count": {"exactly": 0}}]}),
        ("POST", "/control/verify",
         {"stream_id": far, "since": "start", "expectations": [{"event": "fragment:data"}]}),
        ("GET", "/control/report", None), ("GET", "/control/report.html", None),
        ("GET", "/control/report.xml", None), ("GET", f"/control/report/{far}", None),
        ("PUT", "/control/streams/*/faults", {"rules": rules}),
        ("PUT", f"/control/streams/{stream}/faults", {"rules": rules}),
        ("GET", "/control/streams", None),
        ("PUT", "/control/streams/*/faults", mistakes),
        ("DELETE", "/control/streams/*/faults", None),
        ("PUT", "/control/streams/*/delay", {"delay_ms": 2}),
        ("DELETE", "/control/streams/*/delay", None),
        ("PUT", "/control/streams/*/backpressure",
         {"threshold": 1000, "severity": "low", "action": "none"}),
        ("DELETE", "/control/streams/*/backpressure", None),
        ("POST", "/control/scenarios", scenario), ("GET", "/control/scenarios", None),
        ("DELETE", "/control/scenarios", None),
        ("POST", "/control/streams/nobody/disconnect", {"delay_ms": 0, "mode": "reset"}),
        ("POST", "/control/reset", {"stream_id": "*"}),
    ]


def ask(port: int, pid: int, method: str, path: str, body: object) -> Asked:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    text = body if isinstance(body, str) or body is None else json.dumps(body)
    before, began = cpu_ms(pid), time.perf_counter()
    try:
        connection.request(method, path, text, {"Content-Type": "application/json"})
        response = connection.getresponse()
        status, size = response.status, len(response.read())
    except (BrokenPipeError, ConnectionResetError):  # a body that is refused before its end
        status, size = 0, 0
    ended = time.perf_counter()
    connection.close()
    large = f" ({len(text) >> 10} KiB)" if text and len(text) >= 1 << 16 else ""
    return Asked(f"{method} {path}{large}", began, ended, cpu_ms(pid) - before, status, size)


def ask_all(port: int, pid: int, stream: str, rounds: int, out: Connection) -> None:
    quiet = time.perf_counter()
    time.sleep(5)
    asked = [Asked("(nothing)", quiet, time.perf_counter(), 0, 0, 0)]
    for _ in range(rounds):
        for method, path, body in requests(stream):
            asked.append(ask(port, pid, method, path, body))
            time.sleep(0.05)
    out.send(asked)


# ---- all of it ----------------------------------------------------------------------------------

def show(asked: list[Asked], acks: list[tuple[float, float]]) -> float:
    """Prints the table; the worst ack while a request was under way."""
    rows: dict[str, list[tuple[Asked, float]]] = {}
    for one in asked:
        worst = max((acked - sent for sent, acked in acks
                     if sent < one.ended and acked > one.began), default=0.0)
        rows.setdefault(one.name, []).append((one, 1000 * worst))
    print("| request | status | bytes | took ms | CPU ms, all of the server's | worst ack ms |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, runs in rows.items():
        last = runs[-1][0]
        print(f"| `{name[:70]}` | {last.status or ''} | {last.size} | "
              f"{max(1000 * (one.ended - one.began) for one, _ in runs):.1f} | "
              f"{max(one.cpu_ms for one, _ in runs):.1f} | {max(worst for _, worst in runs):.1f} |")
    return max(worst for name, runs in rows.items() if name != "(nothing)" for _, worst in runs)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, metavar="BUILD", help="folder of the build")
    parser.add_argument("--streams", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=1000, help="fragments per second, of all")
    parser.add_argument("--rounds", type=int, default=2, help="how often each request is asked")
    arguments = parser.parse_args()
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))
    process, port = start(arguments.build)
    try:
        empty = resident_kib(process.pid)
        streams = [Stream(number, port) for number in range(arguments.streams)]
        connected = resident_kib(process.pid)
        print(f"{arguments.streams:,} streams connected: {connected - empty} KiB, "
              f"{(connected - empty) / arguments.streams:.1f} KiB each")
        mine, theirs = multiprocessing.Pipe()
        other = multiprocessing.Process(target=ask_all, args=(
            port, process.pid, streams[0].id, arguments.rounds, theirs))
        other.start()
        gc.disable()
        acks = send_all(streams, arguments.rate, mine)
        worst = show(mine.recv(), acks)
        other.join()
        print(f"\n{len(acks):,} fragments, {arguments.rate:.0f} a second; resident "
              f"{resident_kib(process.pid) / 1024:.0f} MiB; worst ack {worst:.1f} ms")
    finally:
        process.terminate()
        process.wait(10)
    sys.exit(worst >= WORST_MS)


if __name__ == "__main__":
    main()
