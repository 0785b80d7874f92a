"""What the benchmarks share: servers on loopback, the load client, and what a process has spent."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

#: Nothing that a benchmark's rate or number of connections could run into. All else is default.
SETTINGS = {"ECHO_HOST": "127.0.0.1", "LOG_LEVEL": "ERROR", "WS_MAX_CONNECTIONS": "0",
            "MAX_CONNECTIONS_PER_KEY": "0", "RATE_LIMIT_FRAGMENTS_PER_MIN": "0",
            "IDLE_TIMEOUT_MS": "0"}
PATIENCE_S = 30


class Failed(Exception):
    """Something was not measured. The text says what and why, for people."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A process until the end of its `with` block. PORT in its command becomes a free port."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.port = free_port()
        self.name = os.path.basename(command[0])
        self.process = subprocess.Popen(
            [part.replace("PORT", str(self.port)) for part in command],
            env={**os.environ, **environment, "ECHO_PORT": str(self.port)},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def wait(self, patience_s: float = PATIENCE_S) -> Running:
        """Until it accepts connections."""
        end = time.monotonic() + patience_s
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.002)
        raise Failed(f"{self.name} does not accept connections")

    def spent(self) -> float:
        """CPU seconds of all its threads until now, exact to the nanosecond."""
        return time.clock_gettime((~self.process.pid << 3) | 2)  # its clock: clock_getcpuclockid(3)

    def rest(self) -> float:
        """What it has spent when it spends no more."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            before = self.spent()
            time.sleep(0.01)
            # It may only have waited for a processor that others had: then it is not asleep.
            state = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[0]
            if state == "S" and self.spent() == before:
                return before
        raise Failed(f"{self.name} does not come to rest")


def echo(build: Path, settings: dict[str, str] | None = None,
         tls: tuple[Path, Path] | None = None, under: tuple[str, ...] = ()) -> Running:
    """echo-sts, `under` another program if given."""
    extra = ["--tls-cert", str(tls[0]), "--tls-key", str(tls[1])] if tls else []
    return Running([*under, str(build / "echo-sts"), *extra], {**SETTINGS, **(settings or {})})


def bare(build: Path, tls: tuple[Path, Path] | None = None) -> Running:
    """The yardstick."""
    return Running([str(build / "tests/epoll_echo"), "PORT", *map(str, tls or ())], {})


def load(build: Path, server: Running, *options: str) -> dict[str, Any]:
    """One run of the load client. What it has seen (see load.c), or Failed."""
    try:
        done = subprocess.run(
            [str(build / "tests/load"), "--port", str(server.port), "--pid",
             str(server.process.pid), *options],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
    except subprocess.TimeoutExpired:
        raise Failed("load did not end within 300 s") from None
    if done.returncode:
        raise Failed(done.stderr.strip() or f"load: exit status {done.returncode}")
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen
