"""A container of one of the images, from `docker run` to its end."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import os
import re
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any

import harness
from engine import Docker

PORT = 3000
#: The longest that a container may take to answer, on a machine that does other things as well.
PATIENCE = 60.0


@dataclasses.dataclass
class Ended:
    """How a container ended."""

    seconds: float
    status: int


def timestamp(text: str) -> float:
    """A time as Docker and the server write it, in seconds."""
    return datetime.datetime.fromisoformat(re.sub(r"(\.\d{6})\d*Z$", r"\1Z", text)).timestamp()


class Container:
    """Runs `image` with its port published on this machine's loopback."""

    def __init__(self, docker: Docker, image: str, *options: str, **env: str) -> None:
        self.docker = docker
        self.name = f"echo-sts-test-{uuid.uuid4().hex[:12]}"
        variables = [f"--env={name}={value}" for name, value in env.items()]
        began = time.monotonic()
        docker.run("run", "--detach", "--name", self.name, "--publish", f"127.0.0.1::{PORT}",
                   *options, *variables, image)
        try:
            self.port = self._published()
            harness.wait_for(self.answers, f"{image} to answer", PATIENCE)
        except BaseException:
            self.remove()
            raise
        self.ready_after = time.monotonic() - began

    def __enter__(self) -> "Container":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        if kind:
            print(f"--- what {self.name} said\n{self.logs()[-5000:]}\n---")
        self.remove()

    def _published(self) -> int:
        bindings = self.docker.inspect(self.name)["NetworkSettings"]["Ports"].get(f"{PORT}/tcp")
        if not bindings:
            raise AssertionError(f"no port is published:\n{self.logs()}")
        return int(bindings[0]["HostPort"])

    def answers(self) -> bool:
        """Whether GET /health on the published port is 200."""
        if not self.state()["Running"]:
            raise AssertionError(f"it ended: {self.state()}\n{self.logs()}")
        with contextlib.suppress(OSError, AssertionError):
            return harness.http(self.port, "GET", "/health").status == 200
        return False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def state(self) -> dict[str, Any]:
        return self.docker.inspect(self.name)["State"]

    def logs(self) -> str:
        return self.docker.run("logs", self.name)

    def proc(self, file: str) -> str | None:
        """A file of /proc for its first process; None where Docker is on another machine."""
        path = Path(f"/proc/{self.state()['Pid']}/{file}")
        return path.read_text() if path.exists() else None

    def accepts_after(self) -> float | None:
        """Seconds from the start of its first process to its word that it listens, +-10 ms."""
        stat = self.proc("stat")
        if stat is None:
            return None
        up = float(Path("/proc/uptime").read_text().split()[0])
        ticks = int(stat.rsplit(")", 1)[1].split()[19])
        began = time.time() - up + ticks / os.sysconf("SC_CLK_TCK")
        lines = map(json.loads, self.logs().splitlines())
        told = next(line["time"] for line in lines if "listens on" in line["message"])
        return timestamp(told) - began

    def peaks(self) -> list[tuple[str, int]]:
        """The most bytes of memory that it had, by who counts: its first process, and, where it can
        be read, the control group, which also counts what the kernel and other processes hold."""
        counted = []
        if status := self.proc("status"):
            found = re.search(r"VmHWM:\s+(\d+)", status)
            counted.append(("resident", int(found[1]) * 1024))  # type: ignore[index]
        for line in (self.proc("cgroup") or "").splitlines():
            _, controllers, path = line.split(":", 2)
            for file in (f"/sys/fs/cgroup/{controllers}{path}/memory.peak",
                         f"/sys/fs/cgroup/{controllers}{path}/memory.max_usage_in_bytes"):
                with contextlib.suppress(OSError):
                    counted.append(("in its control group", int(Path(file).read_text())))
        return counted

    def health(self) -> str:
        """What HEALTHCHECK says: starting, healthy or unhealthy."""
        return str(self.state()["Health"]["Status"])

    def stop(self) -> Ended:
        """Sends SIGTERM, as `docker stop` and orchestrators do, and waits."""
        began = time.time()
        self.docker.run("kill", "--signal", "TERM", self.name)
        self.docker.run("wait", self.name)
        state = self.state()
        return Ended(timestamp(state["FinishedAt"]) - began, int(state["ExitCode"]))

    def remove(self) -> None:
        self.docker.run("rm", "--force", "--volumes", self.name)

