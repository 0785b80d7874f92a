"""What a worker notices while clients without a key attack: a table of ack latencies and memory.

    /usr/bin/python3 tests/bench/attacks.py build

A worker sends 1 MB fragments, one after the other: alone, beside the attack, and alone again. So
the same server on the same machine says what the worker has without the attack; the larger of both
counts, because other work on the machine makes each larger. Every row has a server of its own. Ends
with 1 where an attack makes the 99th percentile ten times as large.
tests/e2e/test_fairness.py tests what can be tested without a clock.
"""

from __future__ import annotations

import base64
import contextlib
import json
import multiprocessing
import os
import re
import resource
import socket
import struct
import sys
import time
from pathlib import Path
from typing import Any, Callable, NamedTuple

import processes

SECONDS, ALONE = "5", "2"
MOST_TIMES = 10
#: Less is not told apart from other work on the machine.
FLOOR_MS = 1.0
SIZE = "1000000"
KEY = "test-api-key"
POLLING = b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\n\r\n"
METRICS = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
#: That of "many readers": each has series of its own, with names that are as long as they may be.
STREAMS = 256
READERS, UNFINISHED, HANDSHAKES = 1500, 3000, 20000

Attack = Callable[[int], None]


def frame(payload: bytes, declared: int | None = None) -> bytes:
    """A text frame, masked with zeros; it may be longer than what there is of it."""
    length = declared or len(payload)
    if length < 126:
        head = bytes([0x81, 0x80 | length])
    elif length < 65536:
        head = b"\x81\xfe" + struct.pack(">H", length)
    else:
        head = b"\x81\xff" + struct.pack(">Q", length)
    return head + bytes(4) + payload


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 30)


def open_socket(port: int) -> socket.socket:
    """A WebSocket, whose session is open."""
    key = base64.b64encode(os.urandom(16)).decode()
    client = connect(port)
    client.sendall(f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\n"
                   "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                   f"Sec-WebSocket-Key: {key}\r\n\r\n".encode())
    client.recv(4096)
    return client


def never_connect(port: int) -> None:
    """Six WebSockets declare 52 MB and trickle."""
    while True:
        clients = [open_socket(port) for _ in range(6)]
        with contextlib.suppress(OSError):
            for client in clients:
                client.sendall(frame(b"4" * 2_000_000, 52_000_000))
            while True:
                time.sleep(0.2)
                for client in clients:
                    client.sendall(b"4")


def keyless(port: int) -> None:
    """Each sends 60 KB of a message, and no more."""
    clients = []
    for _ in range(UNFINISHED):
        clients.append(open_socket(port))
        with contextlib.suppress(OSError):
            clients[-1].sendall(frame(b"4" * 60_000, 60_001))
    time.sleep(60)


def read_nothing(port: int) -> None:
    """Each asks for a large page and does not read it."""
    clients = []
    for _ in range(READERS):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.sendall(METRICS * 4)
        clients.append(client)
    time.sleep(60)


def handshakes(port: int) -> None:
    """Sessions that are opened by polling, and never used."""
    client = connect(port)
    for _ in range(HANDSHAKES // 20):
        client.sendall(POLLING * 20)
        answers = b""
        while answers.count(b"HTTP/1.1 ") < 20 or not answers.endswith(b"}"):
            answers += client.recv(1 << 20)
    time.sleep(60)


def enlarge(port: int) -> list[socket.socket]:
    """Gives /metrics its full size: a series for each of many streams."""
    config = {"source_language": "en", "target_language": "es", "voice_profile": "default",
              "chunk_duration_ms": 1000, "sample_rate_hz": 48000, "channels": 1, "format": "m4a"}
    clients = []
    for number in range(STREAMS):
        init: dict[str, Any] = {"stream_id": f"{number:03}-" + "x" * 240, "worker_id": "w",
                                "max_inflight": 3, "timeout_ms": 8000, "config": config}
        client = open_socket(port)
        client.sendall(frame(b'40{"token":"%s"}' % KEY.encode()) +
                       frame(b"42" + json.dumps(["stream:init", init]).encode()))
        answers = b""
        while b"stream:ready" not in answers:
            part = client.recv(65536)
            if not part:
                raise processes.Failed(f"a stream does not begin: {answers!r}")
            answers += part
        clients.append(client)
    return clients


def most_resident(pid: int) -> float:
    """The most memory that a process has ever had, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return int(found[1]) / 1000 if found else 0.0


class Seen(NamedTuple):
    """Median and 99th percentile of the ack in ms, the latter also without the attack, and the
    server's memory in MB."""

    p50: float
    p99: float
    own_p99: float
    memory: float

    @property
    def times(self) -> float:
        return self.p99 / max(self.own_p99, FLOOR_MS)


def measure(build: Path, attack: Attack, large: bool) -> Seen:
    with processes.echo(build) as server:
        kept = enlarge(server.wait().port) if large else []

        def acks(seconds: str) -> dict[str, float]:
            seen = processes.load(build, server, "--streams", "1", "--size", SIZE, "--seconds",
                                  seconds)
            told: dict[str, float] = seen["ack_ms"]
            return told

        before = acks(ALONE)
        attacker = multiprocessing.Process(target=attack, args=(server.port,))
        attacker.start()
        try:
            beside = acks(SECONDS)
            memory = most_resident(server.process.pid)
        finally:
            attacker.kill()
            attacker.join()
        after = acks(ALONE)
        for client in kept:
            client.close()
    return Seen(beside["p50"], beside["p99"], max(before["p99"], after["p99"]), memory)


def main() -> int:
    build = Path(sys.argv[1] if len(sys.argv) > 1 else "build")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    rows: list[tuple[str, Attack, bool]] = [
        ("six WebSockets that never CONNECT declare 52 MB and trickle", never_connect, False),
        (f"{UNFINISHED:,} hold 60 KB of a message", keyless, False),
        (f"{HANDSHAKES:,} polling handshakes from one address", handshakes, False),
        (f"{READERS:,} do not read /metrics of {STREAMS} streams", read_nothing, True),
    ]
    worst = 0.0
    print("| attack | ack p50 | ack p99 | without the attack | times | most memory |\n"
          "| --- | --- | --- | --- | --- | --- |")
    for name, attack, large in rows:
        seen = measure(build, attack, large)
        worst = max(worst, seen.times)
        print(f"| {name} | {seen.p50:.2f} ms | {seen.p99:.2f} ms | {seen.own_p99:.2f} ms | "
              f"{seen.times:.1f} × | {seen.memory:.0f} MB |", flush=True)
    return int(worst >= MOST_TIMES)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except processes.Failed as failure:
        sys.exit(f"attacks: {failure}")
