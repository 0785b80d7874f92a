"""What the end-to-end tests share: servers as child processes, raw HTTP, and a raw WebSocket.

    with harness.server(REQUIRE_AUTH="false") as sts:             # build/echo-sts
        response = harness.http(sts.port, "GET", "/health")
        with harness.WebSocket(sts.port, "/socket.io/?EIO=4&transport=websocket") as ws:
            print(ws.receive())

A server is stopped by SIGTERM when its block ends; it must then exit with 0 within two seconds, and
some more that a busy machine may take, and have said nothing that a sanitizer says.
"""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import os
import random
import re
import signal
import socket
import struct
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("ECHO_BUILD", ROOT / "build"))
STS = Path(os.environ.get("ECHO_STS", BUILD / "echo-sts"))
# How much slower than usual a test may be (sanitizers).
TIME_FACTOR = float(os.environ.get("ECHO_TIME_FACTOR", "1"))
# The longest that a test waits for something that should come at once.
PATIENCE = 10.0 * TIME_FACTOR
# Of a server whose memory is measured: a sanitizer keeps freed memory for a while, to see who
# touches it, and here it keeps less.
MEASURED = {"ASAN_OPTIONS": ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"),
                                                   "quarantine_size_mb=4")))}

TEXT, BINARY, CLOSE, PING, PONG, CONTINUATION = 1, 2, 8, 9, 10, 0

_SANITIZER = re.compile(r"AddressSanitizer|LeakSanitizer|runtime error|bytes leaked|==ERROR")


def wait_for(condition: Any, what: str, seconds: float = PATIENCE) -> Any:
    """Calls `condition` until it answers something true; that answer."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.01)


def hold_port() -> socket.socket:
    """A socket with a port that nobody had, and that no other test gets until it is closed. A
    server may listen there meanwhile, if it sets SO_REUSEADDR. It lies below those that the system
    gives to connections: one of these could be taken by any client before the server binds it."""
    while True:
        holder = socket.socket()
        try:
            holder.bind(("127.0.0.1", random.randrange(10240, 32768)))
        except OSError:
            holder.close()
        else:
            # Not before: two that set it may bind the same port.
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            return holder


def free_port() -> int:
    """A port that nobody has just now."""
    with hold_port() as holder:
        return int(holder.getsockname()[1])


class Server:
    """A program of the build under test as a child process, echo-sts unless told otherwise.

    It runs from here until `stop`, which the end of a `with` block calls."""

    def __init__(self, env: dict[str, str] | None = None, binary: str | Path = STS,
                 port_variable: str = "ECHO_PORT", command: list[str] | None = None) -> None:
        self.log = tempfile.TemporaryFile()
        holder = hold_port()
        self.port = holder.getsockname()[1]
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith(("ECHO_", "WS_", "BACKPRESSURE_", "CONTROL_",
                                              "JOURNAL_"))}
        environment.update({"ECHO_HOST": "127.0.0.1"}, **(env or {}))
        environment[port_variable] = str(self.port)
        command = command or [str(binary)]
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL,
                                        stdout=self.log, stderr=subprocess.STDOUT)
        level = environment.get("LOG_LEVEL", "INFO").upper()
        try:
            wait_for(self._listens, f"{command[0]} to listen")
            # It can be connected to before it has said so: who reads the output wants it whole.
            if command == [str(STS)] and level in ("DEBUG", "INFO"):
                wait_for(lambda: "listens on" in self.output(), "the server to say so")
        except BaseException:
            self._kill()
            self.log.close()
            raise
        finally:
            holder.close()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is None:
            self.stop()
        elif not self.log.closed:
            # The test's own failure is the one to show, with what the server said.
            self._kill()
            print(f"---- the server's output\n{self.output()[-20000:]}----")
            self.log.close()

    def _kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def _listens(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(
                f"exit status {self.process.returncode} at start:\n{self.output()}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def output(self) -> str:
        """All that the server has written so far; of one that runs, whole lines, as it may be in the
        midst of one."""
        runs = self.process.poll() is None
        # The server writes at the offset that it shares with us, so reading must not move it.
        size = os.fstat(self.log.fileno()).st_size
        written = os.pread(self.log.fileno(), size, 0)
        return written[:written.rfind(b"\n") + 1 if runs else size].decode("utf-8", "replace")

    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        """Memory in use."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]

    def data_bytes(self) -> int:
        """Memory that was asked for, used or not."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmData:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]

    def most_resident_bytes(self) -> int:
        """The most memory that was ever in use."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024  # type: ignore[index]

    def descriptors(self) -> int:
        """Open file descriptors."""
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def stop(self, number: int = signal.SIGTERM, seconds: float = 2.0 * TIME_FACTOR + 3,
             status: int = 0) -> str:
        """Ends the server by a signal and checks that it exits with `status`; its output. Once is
        enough."""
        if self.log.closed:
            return ""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            came = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._kill()
            raise AssertionError(f"did not stop within {seconds} s:\n{self.output()}") from None
        output = self.output()
        self.log.close()
        if came != status or _SANITIZER.search(output):
            raise AssertionError(f"exit status {came}, not {status}:\n{output[-20000:]}")
        return output


def server(**settings: str) -> Server:
    """A running echo-sts on 127.0.0.1."""
    return Server(settings)


def program(command: list[str], port_variable: str = "PORT", **settings: str) -> Server:
    """A running program that takes its port from the environment."""
    return Server(settings, command=command, port_variable=port_variable)


def app(name: str, **settings: str) -> Server:
    """A running test program, build/tests/NAME."""
    return Server(settings, BUILD / "tests" / name, "PORT")


# ---- HTTP -------------------------------------------------------------------------------------


@dataclasses.dataclass
class Response:
    status: int
    headers: dict[str, str]  # lower-case names
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def connect(port: int, seconds: float = PATIENCE) -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", port), seconds)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def receive_all(sock: socket.socket) -> bytes:
    """Everything up to the end of the connection; a reset counts as the end."""
    parts = []
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        while part := sock.recv(65536):
            parts.append(part)
    return b"".join(parts)


def receive_response(sock: socket.socket) -> Response:
    """One answer, as long as it says itself: the connection stays open."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += sock.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?im)^content-length: (\d+)", head)
    while length and len(body) < int(length[1]):
        body += sock.recv(65536)
    return parse_response(head + b"\r\n\r\n" + body)


class Unanswered(AssertionError):
    """The connection ended, and there was no answer."""


def parse_response(data: bytes) -> Response:
    if not data:
        raise Unanswered("no HTTP response")
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    match = re.fullmatch(r"HTTP/1\.[01] (\d{3}) .*", lines[0])
    if not match:
        raise AssertionError(f"no HTTP response: {data[:200]!r}")
    pairs = (line.split(":", 1) for line in lines[1:])
    headers = {name.strip().lower(): value.strip() for name, value in pairs}
    return Response(int(match[1]), headers, body)


def exchange(port: int, data: bytes) -> bytes:
    """Sends bytes, and returns all that comes back until the server closes."""
    with connect(port) as sock:
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            sock.sendall(data)
        return receive_all(sock)


def request(method: str, target: str, body: bytes | None = None, **headers: str) -> bytes:
    """The bytes of a request; header names are given with _ for -. The last of its connection,
    unless Connection says otherwise."""
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost"]
    headers = {"Connection": "close"} | headers
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + (body or b"")


def http(port: int, method: str, target: str, body: bytes | None = None,
         **headers: str) -> Response:
    """One request on a connection of its own."""
    return parse_response(exchange(port, request(method, target, body, **headers)))


# ---- WebSocket --------------------------------------------------------------------------------


class Refused(Exception):
    """The server answered a handshake with something else than 101."""

    def __init__(self, response: Response) -> None:
        super().__init__(f"{response.status} {response.body!r}")
        self.response = response


@dataclasses.dataclass
class Frame:
    opcode: int
    payload: bytes
    final: bool = True

    @property
    def code(self) -> int | None:
        """The code of a close frame."""
        return int.from_bytes(self.payload[:2], "big") if len(self.payload) >= 2 else None


def frame(opcode: int, payload: bytes = b"", final: bool = True, mask: bytes | None = b"\1\2\3\4",
          reserved: int = 0, declared: int | None = None) -> bytes:
    """A frame's bytes. `declared`: a length that is not the payload's."""
    length = len(payload) if declared is None else declared
    bit = 0x80 if mask is not None else 0
    head = bytes([(0x80 if final else 0) | reserved << 4 | opcode])
    if length < 126:
        head += bytes([bit | length])
    elif length < 65536:
        head += struct.pack(">BH", bit | 126, length)
    else:
        head += struct.pack(">BQ", bit | 127, length)
    if mask is None:
        return head + payload
    if any(mask) and payload:
        repeated = (mask * (len(payload) // 4 + 1))[:len(payload)]
        number = int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")
        payload = number.to_bytes(len(payload), "big")
    return head + mask + payload


class WebSocket:
    """A WebSocket client that can also do what none should."""

    def __init__(self, port: int, target: str, behind: bytes = b"", **headers: str) -> None:
        """`behind` is sent in one piece with the handshake."""
        self.sock = self.connect(port)
        self.buffer = b""
        fields = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
                  "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode()}
        fields.update({name.replace("_", "-"): value for name, value in headers.items()})
        lines = [f"GET {target} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in fields.items()]
        try:
            self.sock.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + behind)
            while b"\r\n\r\n" not in self.buffer:
                part = self.sock.recv(65536)
                if not part:
                    raise ConnectionError("closed during the handshake")
                self.buffer += part
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 101 "):
                rest = head + b"\r\n\r\n" + self.buffer + receive_all(self.sock)
                raise Refused(parse_response(rest))
        except BaseException:
            self.sock.close()
            raise

    def connect(self, port: int) -> socket.socket:
        """Where it is not plain TCP, a subclass says so."""
        return connect(port)

    def __enter__(self) -> "WebSocket":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def _take(self, count: int) -> bytes:
        parts = [self.buffer]
        have = len(self.buffer)
        while have < count:
            part = self.sock.recv(1 << 20)
            if not part:
                raise ConnectionError("closed by the server")
            parts.append(part)
            have += len(part)
        data = b"".join(parts)
        self.buffer = data[count:]
        return data[:count]

    def send(self, payload: str | bytes) -> None:
        """One message, in one frame; str as text."""
        if isinstance(payload, str):
            self.send_raw(frame(TEXT, payload.encode()))
        else:
            self.send_raw(frame(BINARY, payload))

    def send_raw(self, data: bytes) -> None:
        self.sock.sendall(data)

    def receive_frame(self) -> Frame:
        first, second = self._take(2)
        length = second & 0x7F
        if length == 126:
            length = int.from_bytes(self._take(2), "big")
        elif length == 127:
            length = int.from_bytes(self._take(8), "big")
        return Frame(first & 15, self._take(length), bool(first & 0x80))

    def receive(self) -> str | bytes | Frame:
        """The next message (str or bytes), or a control frame."""
        first = self.receive_frame()
        if first.opcode >= 8:
            return first
        parts = [first.payload]
        final = first.final
        while not final:
            piece = self.receive_frame()
            if piece.opcode == CONTINUATION:
                parts.append(piece.payload)
                final = piece.final
            elif piece.opcode == PING:
                self.send_raw(frame(PONG, piece.payload))
        data = b"".join(parts)
        return data.decode() if first.opcode == TEXT else data

    def receive_close(self) -> int | None:
        """Reads on until the close frame and answers it; its code. None: closed without one."""
        with contextlib.suppress(ConnectionError):
            while True:
                message = self.receive()
                if isinstance(message, Frame) and message.opcode == CLOSE:
                    with contextlib.suppress(OSError):
                        self.send_raw(frame(CLOSE, message.payload))
                    return message.code
        return None

    def close(self) -> None:
        """Closes as a client should, and waits for the server to close."""
        with contextlib.suppress(OSError):
            self.send_raw(frame(CLOSE, (1000).to_bytes(2, "big")))
            receive_all(self.sock)
        self.sock.close()
